"""Names looked up once: a ledger says the same room a thousand times."""

import sqlite3
from dataclasses import dataclass, field

from db.audit import Stored
from db.names import quoted
from db.references import ReadingContext
from db.shape import ROW, Shape


@dataclass
class Remembered:
    """A reading context that remembers its answers for as long as one file is read."""

    context: ReadingContext
    _rows: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _cells: dict[tuple[str, int, str], Stored] = field(default_factory=dict)
    _labels: dict[tuple[str, int], str] = field(default_factory=dict)

    def resolve(self, sheet: str, text: str) -> list[int]:
        known = sheet, text
        if known not in self._rows:
            self._rows[known] = self.context.resolve(sheet, text)
        return self._rows[known]

    def exists(self, sheet: str, row_id: int) -> bool:
        return self.context.exists(sheet, row_id)

    def cell(self, sheet: str, row_id: int, key: str) -> Stored:
        """What stands in one cell of a row."""
        known = sheet, row_id, key
        if known not in self._cells:
            found = self.context.connection.execute(
                f"SELECT {quoted(key)} FROM {quoted(sheet)} WHERE id = ?", (row_id,)
            ).fetchone()
            self._cells[known] = found[0] if found else None
        return self._cells[known]

    def label(self, connection: sqlite3.Connection, shape: Shape, row_id: int) -> str:
        """What a row is called where another one refers to it."""
        known = shape.key, row_id
        if known not in self._labels:
            bound = {"id": row_id, "now": self.context.now, "today": self.context.now[:10]}
            found = connection.execute(
                f"SELECT {shape.label()} FROM {shape.table} AS {ROW} WHERE {ROW}.id = :id",
                {**bound, "actor": None},
            ).fetchone()
            self._labels[known] = "" if found is None or found[0] is None else str(found[0])
        return self._labels[known]
