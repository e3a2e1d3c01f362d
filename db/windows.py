"""A window of rows for the grid: the ids first, then the hundred rows, at any size of sheet."""

import sqlite3
from array import array
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from time import monotonic

import orjson

from db.audit import Stored, read_head
from db.connections import Readers
from db.edits import Refusal
from db.generations import Generations
from db.patching import patch_between
from db.prepared import Prepared
from db.references import ReadingContext
from db.selection import Selection, Window, select
from db.shape import Shape, Wire
from db.vectors import Vector, Vectors

_MOST_ROWS = 5_000
_MOST_TOTALS = 500
_CHUNK = 2_000
_QUICK_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in wire form, how many the whole selection has, and the audit entry they are as of."""

    rows: list[Wire]
    total: int
    seq: int
    is_counted: bool = True
    """False where there are more rows than `total`: they had not all been counted."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Rows as they are stored, and how many the whole selection has."""

    rows: list[dict[str, Stored]]
    total: int


class Windows:
    """Answers windows from read-only snapshots; remembers orders and totals until they change."""

    def __init__(self, readers: Readers, generations: Generations) -> None:
        self._readers = readers
        self._generations = generations
        self._vectors = Vectors()
        self._totals: dict[Hashable, tuple[Hashable, int]] = {}

    def forget(self) -> None:
        """Sheets may have become others."""
        self._vectors, self._totals = Vectors(), {}

    def page(self, prepared: Prepared, window: Window, now: str) -> Page:
        shape, head = prepared.shape(window.sheet), self._generations.head
        with self._readers.snapshot() as connection:
            found = self._found(connection, prepared, window, now, head)
            rows = rows_by_id(connection, shape, found.ids, now)
            return Page(rows, found.total, read_head(connection)[0], found.is_counted)

    def stored(
        self, prepared: Prepared, window: Window, fields: tuple[str, ...], now: str
    ) -> Excerpt:
        """Some fields of the window's rows as stored values, with `<reference>__label`."""
        shape, head = prepared.shape(window.sheet), self._generations.head
        with self._readers.snapshot() as connection:
            wanted = self._found(connection, prepared, window, now, head)
            names, query = shape.some(fields)
            found = _by_id(connection, query, wanted.ids, now)
        rows = [dict(zip(names, found[row_id], strict=True)) for row_id in wanted.ids]
        return Excerpt(rows, wanted.total)

    def _found(
        self,
        connection: sqlite3.Connection,
        prepared: Prepared,
        window: Window,
        now: str,
        head: int,
    ) -> "_Found":
        """The ids of the window's rows, and how many rows the whole selection has.

        `head` was read before the snapshot was taken, so it is never newer than the snapshot.
        """
        shape = prepared.shape(window.sheet)
        if not 0 <= window.start <= window.end <= window.start + _MOST_ROWS:
            raise Refusal("bad_window", most=_MOST_ROWS)
        period = window.period if shape.sheet.period else ""
        if window.is_plain and not period:
            return _dense(connection, shape, window)
        selection = select(
            prepared, window, ReadingContext(connection, prepared.namers, now, now[:10])
        )
        # Never newer than the snapshot: a later change must find this answer stale.
        changed = min(self._generations.stamp(selection.parts), head)
        stamp = (head, now) if selection.timed else changed
        if window.is_plain:
            return self._indexed(connection, selection, window, stamp)
        asked = (window.sort, _frozen(window.filter), window.search, window.list, window.parent)
        key = (window.sheet, window.period, now[:10], *asked)
        making = _Making(connection, prepared, selection, window)
        vector = self._vectors.get(key, stamp, making)
        ids = vector.ids[window.start : window.end].tolist()
        return _Found(ids, len(vector.ids), vector.is_whole)

    def _indexed(
        self, connection: sqlite3.Connection, selection: Selection, window: Window, stamp: Hashable
    ) -> "_Found":
        """A period in its own order: straight from the index of its dates."""
        limits = {"most": window.end - window.start, "skip": window.start}
        sql = f"{selection.ids} LIMIT :most OFFSET :skip"
        ids = [row[0] for row in connection.execute(sql, {**selection.params, **limits})]
        key = (window.sheet, window.period)
        known = self._totals.get(key)
        if known is None or known[0] != stamp:
            count = f"SELECT count(*){selection.source}{selection.where}"
            known = stamp, connection.execute(count, selection.params).fetchone()[0]
            if len(self._totals) >= _MOST_TOTALS:
                self._totals.clear()
            self._totals[key] = known
        return _Found(ids, known[1])


@dataclass(frozen=True, slots=True)
class _Found:
    """The ids of a window's rows, and how many rows there are, or are at least."""

    ids: list[int]
    total: int
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class _Making:
    """Makes the order of a filtered, sorted or searched sheet: pages are cut from it."""

    connection: sqlite3.Connection
    prepared: Prepared
    selection: Selection
    window: Window

    def __call__(self, before: Vector | None) -> Vector:
        seq = read_head(self.connection)[0]
        if before is not None:
            patch = patch_between(
                self.connection, self.selection, self.prepared.names, before.as_of, seq
            )
            if patch is not None:
                return Vector(patch.applied(before.ids), seq)
        return self._anew(seq)

    def _anew(self, seq: int) -> Vector:
        """From the beginning; where the clerk waits for the first rows, only as far as is quick."""
        ids = array("q")
        until = monotonic() + _QUICK_SECONDS
        rows = self.connection.execute(self.selection.ids, self.selection.params)
        while chunk := rows.fetchmany(_CHUNK):
            ids.extend([row[0] for row in chunk])
            enough = self.window.early and len(ids) >= self.window.end
            if enough and len(chunk) == _CHUNK and monotonic() > until:
                return Vector(ids, seq, is_whole=False)
        return Vector(ids, seq)


def _dense(connection: sqlite3.Connection, shape: Shape, window: Window) -> _Found:
    """Everything in the order it was written: ids run from 1 without a gap."""
    total = connection.execute(f"SELECT max(id) FROM {shape.table}").fetchone()[0] or 0
    return _Found(list(range(window.start + 1, min(window.end, total) + 1)), total)


def rows_by_id(
    connection: sqlite3.Connection, shape: Shape, ids: Iterable[int], now: str
) -> list[Wire]:
    """The rows in wire form, in the order of their ids given; ids without a row are left out."""
    wanted = list(ids)
    wire = shape.wire
    found = _by_id(connection, shape.by_ids, wanted, now)
    return [wire(found[row_id]) for row_id in wanted if row_id in found]


def _by_id(
    connection: sqlite3.Connection, query: str, wanted: list[int], now: str
) -> dict[int, tuple[Stored, ...]]:
    if not wanted:
        return {}
    bound: dict[str, Stored] = {
        "ids": orjson.dumps(wanted).decode(), "now": now, "today": now[:10], "actor": None,
    }  # fmt: skip
    return {row[0]: row for row in connection.execute(query, bound)}


def _frozen(filters: Mapping[str, Mapping[str, object]]) -> bytes:
    return orjson.dumps(dict(filters), option=orjson.OPT_SORT_KEYS)
