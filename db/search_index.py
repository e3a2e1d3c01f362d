"""The search index of one sheet: a contentless FTS5 table beside its rows, a column per field.

It holds tokens only (see registers/search.py), and of a reference only which row is meant: a room
that gets another number is one row to index, however many visitors it had.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version

import orjson

from db.audit import Stored
from db.names import columns, quoted
from db.shape import ROW, Shape
from registers.fields import Field
from registers.search import SCHEME, term

Advance = Callable[[int, int, str], None]
"""Told how far long work is: rows done, rows in all, the sheet."""

_OPTIONS = (
    "content=''", "contentless_delete=1", "prefix='1 3'",
    "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\"",
)  # fmt: skip
_CHUNK = 5_000
_TOKENS_BY = "pypinyin", "opencc-python-reimplemented"


@dataclass(frozen=True)
class SearchIndex:
    shape: Shape

    @property
    def sheet(self) -> str:
        return self.shape.key

    @property
    def name(self) -> str:
        return f"_search_{self.shape.key}"

    @property
    def table(self) -> str:
        return quoted(self.name)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Stored texts, numbers and references; computed ones where rows are known by them."""
        known_by = {self.shape.display_field.key, *self.shape.sheet.lookup}
        return tuple(
            field
            for field in self.shape.sheet.fields
            if field.is_searched and (field.is_stored or self._is_quick(field, known_by))
        )

    def _is_quick(self, field: Field, known_by: set[str]) -> bool:
        """Computed from its own row alone: another row's change would not be noticed here."""
        if not (field.index or field.unique or field.key in known_by):
            return False
        computed = self.shape.book.computed(self.sheet, field.key)
        return not (computed.params or computed.sheets)

    @cached_property
    def inputs(self) -> frozenset[str]:
        """The stored fields whose change makes other tokens."""
        found: set[str] = set()
        for field in self.fields:
            if field.is_stored:
                found.add(field.key)
            else:
                found |= self.shape.book.computed(self.sheet, field.key).fields
        return frozenset(found)

    def terms_called(self, word: str) -> Iterator[str]:
        """The tokens of cells whose choice is called so."""
        for field in self.fields:
            yield from field.terms_called(word)

    def column(self, field: Field) -> str:
        return f"f_{field.key}"

    @cached_property
    def mark(self) -> str:
        """Another one whenever the same rows would be indexed in another way."""
        how = [(each.key, each.type_name, self._formula(each)) for each in self.fields]
        by = [version(name) for name in _TOKENS_BY]
        return sha256(repr((SCHEME, _OPTIONS, by, how)).encode()).hexdigest()

    def _formula(self, field: Field) -> str:
        return "" if field.is_stored else self.shape.book.computed_sql(self.sheet, field.key, ROW)

    # --- writing ---------------------------------------------------------------------------

    def put(self, connection: sqlite3.Connection, rows: Iterable[int]) -> None:
        """Indexes rows as they now are in the place of what was known of them."""
        wanted = orjson.dumps(list(rows)).decode()
        picked = f" WHERE {ROW}.id IN (SELECT value FROM json_each(?))"
        if found := connection.execute(f"{self._select}{picked}", (wanted,)).fetchall():
            connection.executemany(self._replace, self._remembering(found))

    def _remembering(self, rows: Iterable[tuple[Stored, ...]]) -> Iterator[tuple[Stored, ...]]:
        """`terms` of many rows, column by column: the same name or word is cut up once."""
        ids, *cells = zip(*rows, strict=True)
        told = []
        for field, values in zip(self.fields, cells, strict=True):
            tokens: dict[Stored, str] = {
                value: "" if value is None else " ".join(field.search_terms(value))
                for value in dict.fromkeys(values)
            }
            told.append([tokens[value] for value in values])
        return zip(ids, *told, strict=True)

    def build(self, connection: sqlite3.Connection, advance: Advance) -> None:
        """Makes the table anew from all rows."""
        self.drop(connection)
        connection.execute(self._create)
        total = connection.execute(f"SELECT count(*) FROM {self.shape.table}").fetchone()[0]
        rows = connection.execute(self._select)
        done = 0
        while chunk := rows.fetchmany(_CHUNK):
            connection.executemany(self._replace, map(self.terms, chunk))
            done += len(chunk)
            advance(done, total, self.sheet)
        if total > _CHUNK:
            connection.execute(f"INSERT INTO {self.table} ({self.table}) VALUES ('optimize')")

    def drop(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"DROP TABLE IF EXISTS {self.table}")

    def terms(self, row: tuple[Stored, ...]) -> tuple[Stored, ...]:
        """The row's id and, for each field, its tokens with blanks between them."""
        cells = zip(self.fields, row[1:], strict=True)
        return row[0], *("" if v is None else " ".join(f.search_terms(v)) for f, v in cells)

    @cached_property
    def _create(self) -> str:
        parts = ", ".join((*(quoted(self.column(field)) for field in self.fields), *_OPTIONS))
        return f"CREATE VIRTUAL TABLE {self.table} USING fts5({parts})"

    @cached_property
    def _select(self) -> str:
        values = ", ".join(self.shape.column(field) for field in self.fields)
        return f"SELECT {ROW}.id, {values} FROM {self.shape.table} AS {ROW}"

    @cached_property
    def _replace(self) -> str:
        names = columns(["rowid", *map(self.column, self.fields)])
        places = ", ".join("?" * (len(self.fields) + 1))
        return f"REPLACE INTO {self.table} ({names}) VALUES ({places})"

    # --- checking --------------------------------------------------------------------------

    def last_row(self, connection: sqlite3.Connection) -> int | None:
        """The last row indexed; None where there is no index."""
        known = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (self._rows,)
        ).fetchone()
        if known is None:
            return None
        last = connection.execute(f"SELECT max(id) FROM {quoted(self._rows)}").fetchone()[0]
        return int(last or 0)

    @property
    def _rows(self) -> str:
        """FTS5's own table of what it has indexed, a row for each row."""
        return f"{self.name}_docsize"

    def strangers(self, connection: sqlite3.Connection) -> Iterator[int]:
        """Rows that stand in the sheet or in its index, but not in both."""
        there = f"SELECT id FROM {self.shape.table}"
        known = f"SELECT id FROM {quoted(self._rows)}"
        for one, other in ((there, known), (known, there)):
            yield from (row[0] for row in connection.execute(f"{one} EXCEPT {other}"))

    def says_the_same(self, connection: sqlite3.Connection) -> bool:
        """Whether each token stands in as many rows as in an index made now."""
        with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
            fresh.execute(self._create)
            rows = connection.execute(self._select)
            fresh.execute("BEGIN")
            while chunk := rows.fetchmany(_CHUNK):
                fresh.executemany(self._replace, map(self.terms, chunk))
            fresh.execute("COMMIT")
            return self._vocabulary(fresh) == self._vocabulary(connection)

    def _vocabulary(self, connection: sqlite3.Connection) -> list[tuple[Stored, ...]]:
        """Every token with its column and the rows it stands in. Only a temporary table is made."""
        connection.execute("PRAGMA query_only = OFF")
        try:
            connection.execute(
                f"CREATE VIRTUAL TABLE temp._vocabulary USING fts5vocab(main, {self.table}, col)"
            )
            found = connection.execute("SELECT * FROM temp._vocabulary").fetchall()
            connection.execute("DROP TABLE temp._vocabulary")
        finally:
            connection.execute("PRAGMA query_only = ON")
        return found

    def lacks(self, connection: sqlite3.Connection, sample: int) -> Iterator[int]:
        """Of a sample of rows over the whole sheet, those that are not found by their tokens."""
        last = self.last_row(connection) or 0
        ids = orjson.dumps([1 + at * last // sample for at in range(sample)]).decode()
        picked = f"{self._select} WHERE {ROW}.id IN (SELECT value FROM json_each(?))"
        found = f"SELECT 1 FROM {self.table} WHERE {self.table} MATCH ? AND rowid = ?"
        for row in connection.execute(picked, (ids,)).fetchall():
            row_id, *cells = self.terms(row)
            tokens = dict.fromkeys(" ".join(map(str, cells)).split())
            asked = " AND ".join(map(term, tokens))
            if asked and connection.execute(found, (asked, row_id)).fetchone() is None:
                yield int(row_id or 0)
