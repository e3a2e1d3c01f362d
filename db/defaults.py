"""What a new row holds where the clerk has typed nothing."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from db.audit import Stored
from db.records import Records, Row, as_column
from db.shape import ROW, Shape
from registers.expressions import Expression

_PARAMETERS = {":now": "now", ":today": "today", ":actor": "actor"}


@dataclass(frozen=True)
class Defaults:
    """Literals and bare parameters come first; then expressions, which may look at the row."""

    shape: Shape
    literals: tuple[tuple[str, Stored], ...]
    parameters: tuple[tuple[str, str], ...]
    expressions: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, shape: Shape) -> "Defaults":
        literals: list[tuple[str, Stored]] = []
        parameters: list[tuple[str, str]] = []
        expressions: list[tuple[str, str]] = []
        for field in shape.sheet.stored_fields:
            default = shape.book.default(shape.key, field.key)
            if isinstance(default, Expression):
                if default.text.strip() in _PARAMETERS:
                    parameters.append((field.key, _PARAMETERS[default.text.strip()]))
                else:
                    expressions.append((field.key, default.sql(ROW)))
            elif default is not None:
                literals.append((field.key, default))
        return cls(shape, tuple(literals), tuple(parameters), tuple(expressions))

    def put(self, values: Row, bound: Mapping[str, Stored]) -> None:
        """Fills what needs no look at the written row."""
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
        empty = [(key, sql) for key, sql in self.expressions if values.get(key) is None]
        if not empty:
            return
        wanted = ", ".join(sql for _, sql in empty)
        found = connection.execute(
            f"SELECT {wanted} FROM {self.shape.table} AS {ROW} WHERE {ROW}.id = :id",
            {**bound, "id": row},
        ).fetchone()
        field = self.shape.sheet.field
        filled = {
            key: as_column(field(key).sql_type, value)
            for (key, _), value in zip(empty, found, strict=True)
        }
        records.fill(connection, row, filled)
        values |= filled
