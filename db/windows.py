"""A window of rows for the grid: the ids first, then the hundred rows, at any size of sheet."""

import sqlite3
from array import array
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import orjson

from db.audit import Stored, read_head
from db.connections import Readers
from db.edits import Refusal
from db.generations import Generations
from db.prepared import Prepared
from db.references import ReadingContext
from db.selection import Selection, Window, select
from db.shape import Shape, Wire
from db.vectors import Vectors

_MOST_ROWS = 5_000
_MOST_TOTALS = 500
_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in wire form, how many the whole selection has, and the audit entry they are as of."""

    rows: list[Wire]
    total: int
    seq: int


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
            ids, total = self._found(connection, prepared, window, now, head)
            return Page(rows_by_id(connection, shape, ids, now), total, read_head(connection)[0])

    def stored(
        self, prepared: Prepared, window: Window, fields: tuple[str, ...], now: str
    ) -> Excerpt:
        """Some fields of the window's rows as stored values, with `<reference>__label`."""
        shape, head = prepared.shape(window.sheet), self._generations.head
        with self._readers.snapshot() as connection:
            ids, total = self._found(connection, prepared, window, now, head)
            names, query = shape.some(fields)
            found = _by_id(connection, query, ids, now)
        rows = [dict(zip(names, found[row_id], strict=True)) for row_id in ids]
        return Excerpt(rows, total)

    def _found(
        self,
        connection: sqlite3.Connection,
        prepared: Prepared,
        window: Window,
        now: str,
        head: int,
    ) -> tuple[list[int], int]:
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
            shape, window, ReadingContext(connection, prepared.namers, now, now[:10])
        )
        # Never newer than the snapshot: a later change must find this answer stale.
        changed = min(self._generations.stamp(selection.parts), head)
        stamp = (head, now) if selection.timed else changed
        if window.is_plain:
            return self._indexed(connection, selection, window, stamp)
        return self._remembered(connection, selection, window, stamp)

    def _indexed(
        self, connection: sqlite3.Connection, selection: Selection, window: Window, stamp: Hashable
    ) -> tuple[list[int], int]:
        """A period in its own order: straight from the index of its dates."""
        limits = {"most": window.end - window.start, "skip": window.start}
        sql = f"{selection.ids} LIMIT :most OFFSET :skip"
        ids = [row[0] for row in connection.execute(sql, {**selection.bound, **limits})]
        key = (window.sheet, window.period)
        known = self._totals.get(key)
        if known is None or known[0] != stamp:
            count = f"SELECT count(*){selection.source}{selection.where}"
            known = stamp, connection.execute(count, selection.bound).fetchone()[0]
            if len(self._totals) >= _MOST_TOTALS:
                self._totals.clear()
            self._totals[key] = known
        return ids, known[1]

    def _remembered(
        self, connection: sqlite3.Connection, selection: Selection, window: Window, stamp: Hashable
    ) -> tuple[list[int], int]:
        """A filtered or sorted sheet: the whole order is made once, pages are cut from it."""

        def make() -> "array[int]":
            found = array("q")
            rows = connection.execute(selection.ids, selection.bound)
            while chunk := rows.fetchmany(_CHUNK):
                found.extend(row[0] for row in chunk)
            return found

        asked = (window.sort, _frozen(window.filter), window.search, window.list, window.parent)
        key = (window.sheet, window.period, *asked)
        ids = self._vectors.get(key, stamp, make)
        return ids[window.start : window.end].tolist(), len(ids)


def _dense(connection: sqlite3.Connection, shape: Shape, window: Window) -> tuple[list[int], int]:
    """Everything in the order it was written: ids run from 1 without a gap."""
    total = connection.execute(f"SELECT max(id) FROM {shape.table}").fetchone()[0] or 0
    return list(range(window.start + 1, min(window.end, total) + 1)), total


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
