"""Which values a column holds within a window, and how often: what a filter offers to tick."""

import sqlite3
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, replace

import orjson

from db.audit import Stored
from db.connections import Readers
from db.edits import Refusal
from db.generations import Generations
from db.prepared import Prepared
from db.references import ReadingContext
from db.selection import Selection, Window, select
from db.shape import ROW, Shape
from registers.fields import Field

_MOST_VALUES = 200
_MOST_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Count:
    """A stored value, or None for empty cells; the label of the row it refers to; its rows."""

    value: Stored
    label: str | None
    rows: int


class Tallies:
    """Counts within read-only snapshots; remembers them until something has changed."""

    def __init__(self, readers: Readers, generations: Generations) -> None:
        self._readers = readers
        self._generations = generations
        self._known: dict[Hashable, tuple[Hashable, list[Count]]] = {}

    def forget(self) -> None:
        """Sheets may have become others."""
        self._known = {}

    def of(self, prepared: Prepared, window: Window, key: str, now: str) -> list[Count]:
        """The most frequent values of a column among the window's rows, its own filter left out."""
        others = {each: asked for each, asked in window.filter.items() if each != key}
        asked = replace(window, start=0, end=0, sort=(), filter=others)
        field = _counted(prepared.shape(window.sheet), key)
        head = self._generations.head
        with self._readers.snapshot() as connection:
            context = ReadingContext(connection, prepared.namers, now, now[:10])
            selection = select(prepared, asked, context)
            selection.depends_on(field)
            changed = min(self._generations.stamp(selection.parts), head)
            stamp = (head, now) if selection.timed else changed
            name = (field.key, now[:10], orjson.dumps(asked, default=str))
            known = self._known.get(name)
            if known is not None and known[0] == stamp:
                return known[1]
            counts = _labelled(connection, selection, field, _counts(connection, selection, field))
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[name] = stamp, counts
        return counts


def _counted(shape: Shape, key: str) -> Field:
    if key not in shape.sheet.by_key:
        raise Refusal("unknown_field", key, sheet=shape.key)
    field = shape.sheet.field(key)
    if not field.is_counted:
        raise Refusal("bad_filter", key, op="values")
    return field


def _counts(
    connection: sqlite3.Connection, selection: Selection, field: Field
) -> list[tuple[Stored, int]]:
    column = selection.shape.column(field)
    rows = connection.execute(
        f"SELECT {column}, count(*){selection.source}{selection.where} GROUP BY 1", selection.params
    )
    found: Counter[Stored] = Counter()
    for stored, count in rows:
        for value in field.parts(stored):
            found[value] += count
    return found.most_common(_MOST_VALUES)


def _labelled(
    connection: sqlite3.Connection,
    selection: Selection,
    field: Field,
    counts: list[tuple[Stored, int]],
) -> list[Count]:
    labels: dict[Stored, str] = {}
    target = selection.shape.references.get(field.key)
    if target is not None:
        shape = Shape(selection.shape.book, target)
        ids = orjson.dumps([value for value, _ in counts if isinstance(value, int)]).decode()
        labels = dict(
            connection.execute(
                f"SELECT {ROW}.id, {shape.label()} FROM {shape.table} AS {ROW}"
                f" WHERE {ROW}.id IN (SELECT value FROM json_each(:ids))",
                {**selection.params, "ids": ids},
            ).fetchall()
        )
    return [Count(value, labels.get(value), rows) for value, rows in counts]
