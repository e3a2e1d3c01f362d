"""Sums and counts of columns over a selection of rows, exact at any size; remembered until stale.

Numbers are added as whole numbers (fen, or the smallest decimal a column shows) in two halves, so
that neither rounding nor the size of SQLite's integers can spoil a sum. Void rows never count.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from threading import Lock

import orjson

from db.audit import Stored
from db.connections import Readers
from db.edits import Refusal
from db.generations import Generations
from db.prepared import Prepared
from db.references import ReadingContext
from db.selection import Selection, Window, select
from db.shape import ROW
from registers.fields import Field
from registers.model import Sheet

_HALF = 10**9
_MOST_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """How many cells are filled, and their sum as a decimal text where they are numbers."""

    count: int
    sum: str | None


@dataclass(frozen=True, slots=True)
class Sums:
    """How many rows that are not void there are, and the columns asked for by field."""

    rows: int
    columns: Mapping[str, ColumnSum]


@dataclass(slots=True)
class _Slot:
    """One answer. Whoever makes it holds the lock; the others wait for the same answer."""

    lock: Lock = field(default_factory=Lock)
    stamp: Hashable = None
    answer: Sums | None = None


def summed_fields(sheet: Sheet) -> tuple[str, ...]:
    """The columns whose sum says something."""
    return tuple(one.key for one in sheet.fields if one.has_total and one.places is not None)


class Summing:
    """Answers sums from read-only snapshots."""

    def __init__(self, readers: Readers, generations: Generations) -> None:
        self._readers = readers
        self._generations = generations
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._lock = Lock()

    def forget(self) -> None:
        """Sheets may have become others."""
        self._slots = OrderedDict()

    def sums(
        self,
        prepared: Prepared,
        window: Window,
        columns: Sequence[str],
        now: str,
        *,
        whole: bool = True,
    ) -> Sums:
        """Over all rows the window is cut from, or only over the rows `start` to `end` of it."""
        shape, head = prepared.shape(window.sheet), self._generations.head
        asked = replace(window, sort=(), start=0, end=0) if whole else window
        limits = None if whole else (window.start, window.end)
        slot = self._slot((*_key(asked), limits, tuple(columns)))
        with self._readers.snapshot() as connection:
            context = ReadingContext(connection, prepared.namers, now, now[:10])
            selection = select(prepared, asked, context)
            summed = [_field(shape.sheet, key) for key in columns]
            query = _Query(selection, [(one, selection.reading(one)) for one in summed], limits)
            selection.parts.add((window.sheet, "id"))
            changed = min(self._generations.stamp(selection.parts), head)
            stamp = (head, now) if selection.timed else changed
            with slot.lock:
                if slot.answer is None or slot.stamp != stamp:
                    slot.answer, slot.stamp = query.run(connection), stamp
                return slot.answer

    def _slot(self, key: Hashable) -> _Slot:
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            if len(self._slots) > _MOST_REMEMBERED:
                self._slots.popitem(last=False)
            return slot


def _key(window: Window) -> tuple[Hashable, ...]:
    filters = orjson.dumps(dict(window.filter), option=orjson.OPT_SORT_KEYS)
    view = (window.sort, filters, window.search, window.list, window.parent)
    return (window.sheet, window.period, *view)


def _field(sheet: Sheet, key: str) -> Field:
    if key not in sheet.by_key:
        raise Refusal("unknown_field", key, sheet=sheet.key)
    return sheet.field(key)


@dataclass(frozen=True)
class _Query:
    selection: Selection
    columns: list[tuple[Field, str]]
    limits: tuple[int, int] | None

    def run(self, connection: sqlite3.Connection) -> Sums:
        start, end = self.limits or (0, 0)
        bound: dict[str, Stored] = {**self.selection.params, "most": end - start, "skip": start}
        rows, *found = connection.execute(self._sql, bound).fetchone()
        columns: dict[str, ColumnSum] = {}
        for one, _ in self.columns:
            count, *halves = found[:1] if one.places is None else found[:3]
            del found[: 1 + len(halves)]
            columns[one.key] = ColumnSum(count, _text(one, *halves) if halves else None)
        return Sums(rows, columns)

    @property
    def _sql(self) -> str:
        shown = ", ".join(["count(*)", *(self._aggregates(n) for n in range(len(self.columns)))])
        values = "".join(
            f", {_units(one, sql)} AS c{n}" for n, (one, sql) in enumerate(self.columns)
        )
        found = self.selection
        cut = "" if self.limits is None else f"{found.order_by} LIMIT :most OFFSET :skip"
        rows = f"SELECT {ROW}.voided_at AS voided{values}{found.source}{found.where}{cut}"
        return f"SELECT {shown} FROM ({rows}) WHERE voided IS NULL"

    def _aggregates(self, n: int) -> str:
        if self.columns[n][0].places is None:
            return f"count(c{n})"
        return f"count(c{n}), sum(c{n} / {_HALF}), sum(c{n} % {_HALF})"


def _units(one: Field, sql: str) -> str:
    """The value as a whole number of its smallest unit; what is no number stays as it is."""
    if one.places is None:
        return sql
    if one.is_stored and one.sql_type == "INTEGER":
        return sql
    return (
        f"CASE typeof({sql}) WHEN 'integer' THEN {sql} * {one.units_stored}"
        f" WHEN 'real' THEN CAST(round({sql} * {one.units_stored}) AS INTEGER) END"
    )


def _text(one: Field, high: int | None, low: int | None) -> str:
    units = (high or 0) * _HALF + (low or 0)
    places = one.places or 0
    return f"{Decimal(units).scaleb(-places):.{places}f}"
