"""The audit: every change in order, each entry sealed together with all that came before it."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from db.bulk import insert_many
from db.edits import Refusal
from db.names import columns

Stored = int | float | str | None

CELL_OPS = ("insert", "set", "act", "void", "undo", "redo", "restore")
"""Entries that tell of a row of a sheet; the others tell of log-ins, settings and repairs."""

_NAMES = (
    *("seq", "at", "user", "staff", "name", "client", "batch", "op", "sheet", "row", "version"),
    *("field", "old", "new", "note", "hash"),
)
COLUMNS = columns(_NAMES)
_APPEND = f"INSERT INTO _audit ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_READ_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, when, and from where: the same for all entries of a request."""

    at: str
    user: str
    staff: int | None
    name: str
    client: str


class Chain:
    """The head of the audit as the writer knows it. Only the writer's thread may append."""

    __slots__ = ("hash", "seq")

    def __init__(self) -> None:
        self.seq = 0
        self.hash = b""

    def catch_up(self, connection: sqlite3.Connection) -> bool:
        """Reads the head anew; true if somebody else has appended since."""
        seq, sealed = read_head(connection)
        moved = (seq, sealed) != (self.seq, self.hash)
        self.seq, self.hash = seq, sealed
        return moved

    def append(
        self,
        connection: sqlite3.Connection,
        author: Author,
        op: str,
        sheet: str = "",
        row: int = 0,
        *,
        batch: int = 0,
        version: int = 0,
        field: str | None = None,
        old: Stored = None,
        new: Stored = None,
        note: str | None = None,
    ) -> int:
        """Adds one entry and returns its number. `batch` 0 starts a batch of its own."""
        seq = self.seq + 1
        entry = (
            *(seq, author.at, author.user, author.staff, author.name, author.client),
            *(batch or seq, op, sheet, row, version, field, old, new, note),
        )
        sealed = seal(self.hash, entry)
        connection.execute(_APPEND, (*entry, sealed))
        self.seq, self.hash = seq, sealed
        return seq

    def append_inserts(
        self,
        connection: sqlite3.Connection,
        author: Author,
        sheet: str,
        rows: Iterable[tuple[int, str]],
        *,
        batch: int,
        note: str,
    ) -> range:
        """Adds the entries of many new rows (id, content) at once; returns their numbers."""
        first = self.seq + 1
        who = (author.at, author.user, author.staff, author.name, author.client)
        seq, sealed = self.seq, self.hash
        entries = []
        for row, content in rows:
            seq += 1
            entry = (seq, *who, batch, "insert", sheet, row, 1, None, None, content, note)
            sealed = seal(sealed, entry)
            entries.append((*entry, sealed))
        insert_many(connection, "_audit", _NAMES, entries)
        self.seq, self.hash = seq, sealed
        return range(first, seq + 1)


def seal(previous: bytes, entry: tuple[Stored, ...]) -> bytes:
    """SHA-256 over the previous seal and the entry's canonical JSON (an array, UTF-8)."""
    return hashlib.sha256(previous + orjson.dumps(entry)).digest()


def read_head(connection: sqlite3.Connection) -> tuple[int, bytes]:
    found = connection.execute("SELECT seq, hash FROM _audit ORDER BY seq DESC LIMIT 1").fetchone()
    return (found[0], found[1]) if found else (0, b"")


def broken_links(connection: sqlite3.Connection) -> Iterator[Refusal]:
    """Entries that were changed, removed or added behind the ledger's back."""
    expected, previous = 1, b""
    for *content, sealed in _in_order(connection):
        if content[0] != expected:
            yield Refusal("audit_gap", seq=expected, found=content[0])
        elif seal(previous, tuple(content)) != sealed:
            yield Refusal("audit_changed", seq=content[0])
        expected, previous = content[0] + 1, sealed


def _in_order(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    rows = connection.execute(f"SELECT {COLUMNS} FROM _audit ORDER BY seq")
    while chunk := rows.fetchmany(_READ_CHUNK):
        yield from chunk
