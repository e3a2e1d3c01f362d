"""The rows of one sheet as the writer reads and changes them: plain SQL, prepared once."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from db.audit import Author, Stored
from db.bulk import insert_many
from db.edits import Refusal
from db.names import columns, quoted
from db.shape import Shape
from db.tables import SYSTEM_COLUMNS

Row = dict[str, Stored]
"""A row's stored values by column: the system columns and every stored field."""

_SYSTEM = tuple(name for name, _ in SYSTEM_COLUMNS)
_COLUMN_OF = re.compile(r"\b\w+\.(\w+)")
_INDEX_OF = re.compile(r"index '_ux_(\w+)'")


def as_column(sql_type: str, value: Stored) -> Stored:
    """The value as a column of that type will hold it, so that the audit says the same."""
    if value is None or sql_type == "ANY":
        return value
    if sql_type == "TEXT":
        return str(value)
    is_whole = isinstance(value, float) and value.is_integer()
    return int(value) if sql_type == "INTEGER" and is_whole else value


@dataclass(frozen=True)
class Records:
    shape: Shape

    @cached_property
    def names(self) -> tuple[str, ...]:
        return (*_SYSTEM, *self.fields)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return tuple(field.key for field in self.shape.sheet.stored_fields)

    @cached_property
    def _select(self) -> str:
        return f"SELECT {columns(self.names)} FROM {self.shape.table} WHERE id = ?"

    @cached_property
    def _insert(self) -> str:
        names = ("version", "created_by", "created_at", "updated_by", "updated_at", *self.fields)
        places = ", ".join("?" * len(names))
        return f"INSERT INTO {self.shape.table} ({columns(names)}) VALUES ({places})"

    def find(self, connection: sqlite3.Connection, row: int) -> Row:
        """The row; refused as `unknown_row` where there is none."""
        found = connection.execute(self._select, (row,)).fetchone()
        if found is None:
            raise Refusal("unknown_row", sheet=self.shape.key, row=row)
        return dict(zip(self.names, found, strict=True))

    def add(self, connection: sqlite3.Connection, author: Author, values: Row) -> int:
        """Writes a new row and returns its id, the next after the last."""
        who = (1, author.staff, author.at, author.staff, author.at)
        with self._refusals():
            cursor = connection.execute(self._insert, (*who, *map(values.get, self.fields)))
        return int(cursor.lastrowid or 0)

    def add_many(
        self, connection: sqlite3.Connection, author: Author, first: int, rows: Sequence[Row]
    ) -> None:
        """Writes new rows with the ids from `first` on."""
        who = (1, author.staff, author.at, author.staff, author.at)
        names = ("id", "version", "created_by", "created_at", "updated_by", "updated_at")
        filled = {name for row in rows for name, value in row.items() if value is not None}
        fields = tuple(name for name in self.fields if name in filled)
        cells = [(first + at, *who, *map(row.get, fields)) for at, row in enumerate(rows)]
        with self._refusals():
            insert_many(connection, self.shape.table, (*names, *fields), cells)

    def next_id(self, connection: sqlite3.Connection) -> int:
        """The id the next new row gets."""
        last = connection.execute(f"SELECT max(id) FROM {self.shape.table}").fetchone()[0]
        return int(last or 0) + 1

    def fill(self, connection: sqlite3.Connection, row: int, values: Mapping[str, Stored]) -> None:
        """Completes a row being inserted; its version stays what it is."""
        self._update(connection, row, dict(values))

    def change(
        self, connection: sqlite3.Connection, author: Author, before: Row, values: Row
    ) -> int:
        """Writes the values over the row, and its next version, which is returned."""
        version = int(before["version"] or 0) + 1
        stamp: Row = {"version": version, "updated_by": author.staff, "updated_at": author.at}
        self._update(connection, int(before["id"] or 0), {**stamp, **values})
        return version

    def _update(self, connection: sqlite3.Connection, row: int, values: Row) -> None:
        names = ", ".join(f"{quoted(name)} = ?" for name in values)
        with self._refusals():
            connection.execute(
                f"UPDATE {self.shape.table} SET {names} WHERE id = ?", (*values.values(), row)
            )

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """What the tables themselves refuse, said as every other refusal."""
        try:
            yield
        except OverflowError:
            raise Refusal("number_too_large") from None
        except sqlite3.IntegrityError as error:
            raise self._refusal(str(error)) from error

    def _refusal(self, message: str) -> Refusal:
        if message == "frozen":
            return Refusal("row_void", sheet=self.shape.key)
        blamed = self._blamed(message)
        if message.startswith("UNIQUE"):
            return Refusal("not_unique", blamed, sheet=self.shape.key)
        return Refusal("bad_value", blamed, sheet=self.shape.key, reason=message)

    def _blamed(self, message: str) -> str | None:
        if found := _COLUMN_OF.search(message):
            return found[1]
        if found := _INDEX_OF.search(message):
            return found[1].removeprefix(f"{self.shape.key}_")
        return None
