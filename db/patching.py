"""A remembered order brought up to date: only the rows changed since are taken out and put back.

The order is then exactly what SQLite would say from the beginning; that would take a second at a
million rows, and somebody edits all the time.
"""

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy
import orjson

from db.audit import Stored
from db.feed import FieldNames
from db.selection import Selection
from db.shape import ROW

_MOST_CHANGES = 2_000
_CHANGES = """
    SELECT sheet, row, op, field FROM _audit
    WHERE seq > ? AND seq <= ? AND sheet <> '' ORDER BY seq LIMIT ?
"""


@dataclass(frozen=True)
class Patch:
    """The rows of a selection's sheet that changed between two audit entries."""

    connection: sqlite3.Connection
    selection: Selection
    rows: frozenset[int]

    def applied(self, ids: "array[int]") -> "array[int]":
        if not self.rows:
            return ids
        before = numpy.frombuffer(ids, dtype=numpy.int64)
        kept = before[~numpy.isin(before, numpy.fromiter(self.rows, dtype=numpy.int64))]
        placed = self._placed()
        places = [bisect_left(_Places(self, kept), key) for _, key in placed]
        whole = numpy.insert(kept, places, [row for row, _ in placed])
        return array("q", whole.astype(numpy.int64).tobytes())

    def _placed(self) -> list[tuple[int, "_Key"]]:
        """Those of the changed rows that are in the selection, in its order, with their keys."""
        found = self.selection
        where = f"{found.where} AND" if found.where else " WHERE"
        rows = self.connection.execute(
            f"SELECT {ROW}.id, {self._keys}{found.source}{where}"
            f" {found.row_id} IN (SELECT value FROM json_each(:changed)){found.order_by}",
            {**found.params, "changed": orjson.dumps(list(self.rows)).decode()},
        )
        return [(row[0], _Key(row[1:], self._falling)) for row in rows]

    def key(self, row: int) -> "_Key":
        found = self.selection
        own = found.shape.source if found.joined else f" FROM {found.shape.table} AS {ROW}"
        sql = f"SELECT {self._keys}{own} WHERE {ROW}.id = :probe"
        values = self.connection.execute(sql, {**found.bound, "probe": row}).fetchone()
        return _Key(values, self._falling)

    @cached_property
    def _keys(self) -> str:
        return ", ".join(each.sql for each in self.selection.order)

    @cached_property
    def _falling(self) -> tuple[bool, ...]:
        return tuple(each.is_falling for each in self.selection.order)


@dataclass(frozen=True, slots=True)
class _Places(Sequence["_Key"]):
    """The keys of an order, each read when it is looked at."""

    patch: Patch
    ids: "numpy.ndarray[tuple[int], numpy.dtype[numpy.int64]]"

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, place: int) -> "_Key":  # type: ignore[override]
        return self.patch.key(int(self.ids[place]))


@dataclass(frozen=True, slots=True)
class _Key:
    """The values a row is ordered by, compared as SQLite does: nothing, numbers, texts."""

    values: tuple[Stored, ...]
    falling: tuple[bool, ...]

    def __lt__(self, other: "_Key") -> bool:
        for mine, theirs, is_falling in zip(self.values, other.values, self.falling, strict=True):
            one, two = _rank(mine), _rank(theirs)
            if one != two:
                return one > two if is_falling else one < two
        return False


def _rank(value: Stored) -> tuple[int, float | bytes]:
    if value is None:
        return 0, 0
    return (2, value.encode()) if isinstance(value, str) else (1, value)


def patch_between(
    connection: sqlite3.Connection,
    selection: Selection,
    names: FieldNames,
    since: int,
    until: int,
) -> Patch | None:
    """What has changed of a selection; None where it is better made anew."""
    if not selection.is_local or selection.timed:
        return None
    found = connection.execute(_CHANGES, (since, until, _MOST_CHANGES + 1)).fetchall()
    if len(found) > _MOST_CHANGES:
        return None
    own = selection.shape.key
    elsewhere = _fields_elsewhere(selection)
    rows = set()
    for sheet, row, op, field in found:
        if sheet == own:
            rows.add(row)
        elif op == "insert":
            continue  # no row can have referred to it before
        elif sheet in elsewhere and _matters(elsewhere[sheet], names.key(sheet, field)):
            return None
    return Patch(connection, selection, frozenset(rows))


def _fields_elsewhere(selection: Selection) -> Mapping[str, set[str | None]]:
    found: dict[str, set[str | None]] = {}
    for sheet, key in selection.parts:
        if sheet != selection.shape.key:
            found.setdefault(sheet, set()).add(key)
    return found


def _matters(parts: set[str | None], key: str | None) -> bool:
    return key is None or None in parts or key in parts
