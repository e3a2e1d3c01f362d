"""What a new row holds where the clerk has typed nothing."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from db.audit import Stored
from db.names import quoted
from db.records import Records, Row, as_column
from db.shape import ROW, Shape
from db.tables import SYSTEM_COLUMNS
from registers.errors import BadValue
from registers.expressions import Expression

_LOOKED_THROUGH = 2000
"""How far back the clerk's own last row is looked for: as far at a million rows as at ten."""

_PARAMETERS = {":now": "now", ":today": "today", ":actor": "actor", ":begun": "begun"}


@dataclass(frozen=True)
class Defaults:
    """Literals and bare parameters come first; then expressions, which may look at the row.

    They come in waves: what looks at another field's default waits for it.
    """

    shape: Shape
    literals: tuple[tuple[str, Stored], ...]
    parameters: tuple[tuple[str, str], ...]
    waves: tuple[tuple[tuple[str, str], ...], ...]
    remembered: tuple[str, ...] = ()
    """Fields that take over what the clerk gave them last."""

    @classmethod
    def of(cls, shape: Shape) -> "Defaults":
        literals: list[tuple[str, Stored]] = []
        parameters: list[tuple[str, str]] = []
        expressions: dict[str, Expression] = {}
        for field in shape.sheet.stored_fields:
            default = shape.book.default(shape.key, field.key)
            if isinstance(default, Expression):
                if default.text.strip() in _PARAMETERS:
                    parameters.append((field.key, _PARAMETERS[default.text.strip()]))
                else:
                    expressions[field.key] = default
            elif default is not None:
                literals.append((field.key, default))
        waves = tuple(
            tuple((key, expressions[key].sql(ROW)) for key in wave)
            for wave in _waves({key: each.fields for key, each in expressions.items()})
        )
        remembered = tuple(field.key for field in shape.sheet.stored_fields if field.remember)
        return cls(shape, tuple(literals), tuple(parameters), waves, remembered)

    @property
    def of_the_moment(self) -> tuple[str, ...]:
        """The fields whose default is the time."""
        return tuple(key for key, name in self.parameters if name != "actor")

    def recalled(
        self, connection: sqlite3.Connection, bound: Mapping[str, Stored], values: Row
    ) -> Row:
        """What this clerk gave last to the fields that remember it and are still empty."""
        keys = [key for key in self.remembered if values.get(key) is None]
        if not keys:
            return {}
        wanted = ", ".join(quoted(key) for key in keys)
        found = connection.execute(
            f"SELECT {wanted} FROM (SELECT {wanted}, created_by, voided_at FROM {self.shape.table}"
            f" ORDER BY id DESC LIMIT {_LOOKED_THROUGH})"
            " WHERE created_by = ? AND voided_at IS NULL LIMIT 1",
            (bound["actor"],),
        ).fetchone()
        recalled = dict(zip(keys, found, strict=True)) if found else {}
        return {key: value for key, value in recalled.items() if self._still_holds(key, value)}

    def _still_holds(self, key: str, value: Stored) -> bool:
        """A choice may have left the list since."""
        try:
            self.shape.sheet.field(key).limit(value)
        except BadValue:
            return False
        return value is not None

    def put(
        self, values: Row, bound: Mapping[str, Stored], recalled: Mapping[str, Stored] | None = None
    ) -> None:
        """Fills what needs no look at the written row; what the clerk gave last comes first."""
        for key, value in (recalled or {}).items():
            if values.get(key) is None:
                values[key] = value
        for key, default in self.literals:
            if values.get(key) is None:
                values[key] = default
        for key, name in self.parameters:
            if values.get(key) is None:
                values[key] = bound[name]

    def complete(
        self,
        connection: sqlite3.Connection,
        records: Records,
        row: int,
        values: Row,
        bound: Mapping[str, Stored],
    ) -> None:
        """Evaluates the expressions of still empty cells on the written row, and writes them."""
        for wave in self.waves:
            empty = [(key, sql) for key, sql in wave if values.get(key) is None]
            if empty:
                self._fill(connection, records, row, values, bound, empty)

    def _fill(
        self,
        connection: sqlite3.Connection,
        records: Records,
        row: int,
        values: Row,
        bound: Mapping[str, Stored],
        empty: list[tuple[str, str]],
    ) -> None:
        wanted = ", ".join(sql for _, sql in empty)
        found = connection.execute(
            f"SELECT {wanted} FROM {self.shape.table} AS {ROW} WHERE {ROW}.id = :id",
            {**bound, "id": row},
        ).fetchone()
        filled = self.stored(empty, found)
        records.fill(connection, row, filled)
        values |= filled

    def worked_out(
        self, connection: sqlite3.Connection, values: Row, bound: Mapping[str, Stored]
    ) -> Row:
        """The expressions of still empty cells over a row that is not there, wave after wave."""
        found: Row = {}
        for wave in self.waves:
            known = values | found
            empty = [(key, sql) for key, sql in wave if known.get(key) is None]
            if empty:
                found |= self._evaluated(connection, known, bound, empty)
        return found

    def _evaluated(
        self,
        connection: sqlite3.Connection,
        values: Row,
        bound: Mapping[str, Stored],
        empty: list[tuple[str, str]],
    ) -> Row:
        names = dict.fromkeys(
            (
                *(name for name, _ in SYSTEM_COLUMNS),
                *(f.key for f in self.shape.sheet.stored_fields),
            )
        )
        row = ", ".join(f':v{at} AS "{name}"' for at, name in enumerate(names))
        written = {"version": 1, "created_at": bound["now"], "updated_at": bound["now"], **values}
        cells = {f"v{at}": written.get(name) for at, name in enumerate(names)}
        wanted = ", ".join(sql for _, sql in empty)
        found = connection.execute(
            f"SELECT {wanted} FROM (SELECT {row}) AS {ROW}", {**bound, **cells}
        ).fetchone()
        return self.stored(empty, found)

    def stored(self, wave: Sequence[tuple[str, str]], found: Sequence[Stored]) -> Row:
        """What the expressions of a wave came to, as their columns hold it."""
        field = self.shape.sheet.field
        return {
            key: as_column(field(key).sql_type, value)
            for (key, _), value in zip(wave, found, strict=True)
        }


def _waves(looks_at: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, ...]]:
    """The keys in the order their defaults can be told; those that wait for each other go last."""
    left = dict(looks_at)
    while left:
        ready = tuple(key for key, fields in left.items() if not (fields - {key}) & left.keys())
        wave = ready or tuple(left)
        yield wave
        for key in wave:
            del left[key]
