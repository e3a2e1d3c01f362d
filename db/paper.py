"""What a paper form reads: the rows of one sheet in a period, as one state of the ledger.

Each row holds stored values: `voided_at` and `void_reason`, the fields asked for (`deposit`),
fields of the rows they refer to (`item_id.spec`), the labels of references under `<name>__label`,
and what the form's own expressions gave under the names it chose.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from db.audit import Stored
from db.names import quoted
from db.period import Span
from db.shape import ROW, Shape
from registers.expressions import Expression

_SYSTEM = ("id", "voided_at", "void_reason")
_CHUNK = 1_000


@dataclass(frozen=True)
class Reading:
    """The columns of a form, which rows it shows, and in which order."""

    values: tuple[str, ...]
    expressions: Mapping[str, Expression] = field(default_factory=dict)
    where: Expression | None = None
    order: tuple[str, ...] = ()
    any_time: bool = False
    """Whether the rows of all periods are read."""
    equal: Mapping[str, Stored] = field(default_factory=dict)
    """Fields with the stored values that alone are read."""


def period_values(span: Span, now: str, row: int | None = None) -> dict[str, Stored]:
    """What the expressions of a form may ask for by name; `row` is the one it is made for."""
    return {
        "now": now,
        "today": now[:10],
        "actor": None,
        "since": span.start,
        "until": span.end,
        "previous": span.before.start,
        "row": row,
    }


@dataclass(frozen=True)
class PaperQuery:
    """A reading of one sheet and one period as SQL."""

    shape: Shape
    reading: Reading
    span: Span

    def on(
        self, connection: sqlite3.Connection, bound: Mapping[str, Stored]
    ) -> Iterator[dict[str, Stored]]:
        """Streams the rows; void rows are among them."""
        columns = tuple(self._columns())
        names = [name for name, _ in columns]
        values = ", ".join(value for _, value in columns)
        sql = f"SELECT {values}{self.shape.source}{self._where}{self._order}"
        found = connection.execute(sql, {**bound, **self._equal})
        while chunk := found.fetchmany(_CHUNK):
            for row in chunk:
                yield dict(zip(names, row, strict=True))

    def count(self, connection: sqlite3.Connection, bound: Mapping[str, Stored]) -> int:
        sql = f"SELECT count(*){self.shape.source}{self._where}"
        found: int = connection.execute(sql, {**bound, **self._equal}).fetchone()[0]
        return found

    def _columns(self) -> Iterator[tuple[str, str]]:
        for name in _SYSTEM:
            yield name, f"{ROW}.{quoted(name)}"
        for name in dict.fromkeys(self.reading.values):
            if name not in _SYSTEM:
                yield from self._value(name)
        for name, expression in self.reading.expressions.items():
            yield name, expression.sql(ROW)

    def _value(self, name: str) -> Iterator[tuple[str, str]]:
        own, _, theirs = name.partition(".")
        if theirs:
            target = Shape(self.shape.book, self.shape.references[own])
            yield name, target.column(target.sheet.field(theirs), f"to_{own}")
            if theirs in target.references:
                yield f"{name}__label", self._far_label(target, f"to_{own}", theirs)
            return
        field_asked = self.shape.sheet.field(name)
        yield name, self.shape.column(field_asked)
        if name in self.shape.references:
            yield f"{name}__label", self.shape.reference_label(field_asked)

    def _far_label(self, shape: Shape, alias: str, key: str) -> str:
        """What the row is called that a reference of the row `alias` points to."""
        far = Shape(self.shape.book, shape.references[key])
        named = f"SELECT {far.label('far')} FROM {far.table} AS far"
        return f"({named} WHERE far.id = {alias}.{quoted(key)})"

    @property
    def _where(self) -> str:
        terms = []
        if self.shape.sheet.period is not None and not self.reading.any_time:
            dated = f"{ROW}.{quoted(self.shape.sheet.period.field)}"
            terms.append(f"{dated} >= :since AND {dated} < :until")
        if self.reading.where is not None:
            terms.append(f"({self.reading.where.sql(ROW)})")
        for name, key in zip(self._equal, self.reading.equal, strict=True):
            (_, column), *_ = self._value(key)
            terms.append(f"{column} = :{name}")
        return f" WHERE {' AND '.join(terms)}" if terms else ""

    @property
    def _equal(self) -> dict[str, Stored]:
        """The values asked for, by names no expression uses."""
        return {f"_equal{at}": value for at, value in enumerate(self.reading.equal.values())}

    @property
    def _order(self) -> str:
        sheet = self.shape.sheet
        keys = (self.shape.column(sheet.field(key)) for key in self.reading.order)
        return " ORDER BY " + ", ".join((*keys, f"{ROW}.id"))
