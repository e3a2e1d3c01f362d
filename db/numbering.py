"""Numbers counted without gaps: the document number of a row, and the further ones it earns."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import orjson

from db.audit import Stored
from db.names import quoted
from db.records import Row
from db.shape import ROW, Shape
from db.tables import series_of
from db.transaction import Transaction
from registers.expressions import Expression
from registers.fields import Field
from registers.model import Number
from registers.numbers import NumberPattern

_NEXT = """
    INSERT INTO _numbers (series, period, last) VALUES (?, ?, 1)
    ON CONFLICT (series, period) DO UPDATE SET last = last + 1 RETURNING last
"""
_LAST = "SELECT last FROM _numbers WHERE series = ? AND period = ?"
_SET = """
    INSERT INTO _numbers (series, period, last) VALUES (?, ?, ?)
    ON CONFLICT (series, period) DO UPDATE SET last = excluded.last
"""


@dataclass(frozen=True)
class Earned:
    """A number a row gets once its condition is true; at once, where it has none."""

    field: Field
    number: Number
    when: Expression | None


@dataclass(frozen=True)
class Numbering:
    """All numbers of one sheet."""

    shape: Shape

    def put(self, transaction: Transaction, values: Row, now: str) -> None:
        """The next number of the sheet's series, unless an old paper already has one.

        Numbers that came with old papers are passed over where the series reaches them.
        """
        number, field = self.shape.sheet.number, self.shape.sheet.number_field
        if number is not None and field is not None and values.get(field.key) is None:
            values[field.key] = self._next(transaction, self.shape.key, field, number, values, now)

    def put_many(self, transaction: Transaction, rows: Sequence[Row], now: str) -> None:
        """As `put`, for many rows; every counter is read and written once."""
        number, field = self.shape.sheet.number, self.shape.sheet.number_field
        if number is None or field is None:
            return
        brought = {values[field.key] for values in rows if values.get(field.key) is not None}
        waiting: dict[str, tuple[NumberPattern, str, list[Row]]] = {}
        for values in rows:
            if values.get(field.key) is None:
                pattern, day = self._pattern(transaction, number, values, now)
                if pattern is not None:
                    waiting.setdefault(pattern.period(day), (pattern, day, []))[2].append(values)
        for period, (pattern, day, unnumbered) in waiting.items():
            found = transaction.connection.execute(_LAST, (self.shape.key, period)).fetchone()
            last = found[0] if found else 0
            while unnumbered:
                counts = range(last + 1, last + 1 + len(unnumbered))
                offered = [pattern.format(day, count) for count in counts]
                taken = brought | self._given(transaction, field, offered)
                free = [given for given in offered if given not in taken]
                for values, given in zip(unnumbered, free, strict=False):
                    values[field.key] = given
                unnumbered, last = unnumbered[len(free) :], counts[-1]
            transaction.connection.execute(_SET, (self.shape.key, period, last))

    def _given(self, transaction: Transaction, field: Field, numbers: list[str]) -> set[Stored]:
        """Those of the numbers that rows have already."""
        sql = (
            f"SELECT {quoted(field.key)} FROM {self.shape.table}"
            f" WHERE {quoted(field.key)} IN (SELECT value FROM json_each(?))"
        )
        found = transaction.connection.execute(sql, (orjson.dumps(numbers).decode(),))
        return {given for (given,) in found}

    def _is_given(self, transaction: Transaction, field: Field, given: str) -> bool:
        """Whether an old paper has brought the number along."""
        sql = f"SELECT 1 FROM {self.shape.table} WHERE {quoted(field.key)} = ?"
        return transaction.connection.execute(sql, (given,)).fetchone() is not None

    @cached_property
    def earned(self) -> tuple[Earned, ...]:
        sheet, book = self.shape.sheet, self.shape.book
        return tuple(
            Earned(
                field,
                own.number,
                book.expression(sheet.key, own.given_when) if own.given_when else None,
            )
            for field, own in sheet.own_numbers
        )

    def earn(
        self,
        transaction: Transaction,
        row: Row,
        changed: frozenset[str],
        bound: dict[str, Stored],
    ) -> Row:
        """The numbers the row, as it is now written, has just earned; not written yet."""
        given: Row = {}
        for each in self.earned:
            if row.get(each.field.key) is None and self._is_due(transaction, each, changed, bound):
                series = series_of(self.shape.key, each.field)
                now = str(bound["now"])
                given[each.field.key] = self._next(
                    transaction, series, each.field, each.number, row, now
                )
        return given

    def _is_due(
        self,
        transaction: Transaction,
        earned: Earned,
        changed: frozenset[str],
        bound: dict[str, Stored],
    ) -> bool:
        if earned.when is None:
            return True
        if not earned.when.touched_by(self.shape.key) & changed:
            return False
        sql = f"SELECT {earned.when.sql(ROW)} FROM {self.shape.table} AS {ROW} WHERE {ROW}.id = :id"
        return bool(transaction.connection.execute(sql, bound).fetchone()[0])

    def _next(
        self,
        transaction: Transaction,
        series: str,
        field: Field,
        number: Number,
        row: Row,
        now: str,
    ) -> str | None:
        pattern, day = self._pattern(transaction, number, row, now)
        if pattern is None:
            return None
        given = None
        while given is None or self._is_given(transaction, field, given):
            counted = transaction.connection.execute(_NEXT, (series, pattern.period(day)))
            given = pattern.format(day, counted.fetchone()[0])
        return given

    def _pattern(
        self, transaction: Transaction, number: Number, row: Row, now: str
    ) -> tuple[NumberPattern | None, str]:
        """The series the row takes its number from, and the day that says which period's."""

        def look_up(field: Field, referred: object, name: str) -> str:
            return _of_a_row(transaction, str(field.target), referred, name)

        dated: Stored = row.get(number.date) if number.date else None
        return self.shape.sheet.number_series(row, number, look_up), str(dated or now)


def _of_a_row(transaction: Transaction, sheet: str, row: object, name: str) -> str:
    sql = f"SELECT {quoted(name)} FROM {quoted(sheet)} WHERE id = ?"
    found = transaction.connection.execute(sql, (row,)).fetchone()
    return "" if found is None or found[0] is None else str(found[0])
