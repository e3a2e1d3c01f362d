"""The opposite of what entries of the audit tell.

They are inverted from the last to the first, so that every cell passes through the values it had.
What must hold of a row is asked at the end, when all of them are as they were.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from db.audit import CELL_OPS, Stored
from db.edits import Refusal
from db.feed import FieldNames
from db.history import wire
from db.records import Row
from db.request import Desk, Request
from db.undoable import Ranges
from db.voiding import bring_back, set_aside
from db.windows import rows_by_id
from locales import sentence
from registers.fields import Field

CELLS = {False: "undo", True: "redo"}
"""The entries of cells written by an undo, and by a redo."""

_OPS = ", ".join(f"'{op}'" for op in CELL_OPS)
_ENTRIES = f"""
    SELECT sheet, row, op, field, old, new, note, seq FROM _audit
    WHERE seq BETWEEN ? AND ? AND op IN ({_OPS}) ORDER BY seq DESC
"""
_SINCE = """
    SELECT field, old FROM _audit WHERE sheet = ? AND row = ? AND seq > ? AND field IS NOT NULL
    ORDER BY seq DESC
"""
_LAST_CHANGE = """
    SELECT name, at FROM _audit WHERE sheet = ? AND row = ? AND (field = ? OR field IS NULL)
    ORDER BY seq DESC LIMIT 1
"""


class _Entry(NamedTuple):
    """One entry of the audit about a row."""

    sheet: str
    row: int
    op: str
    field: str | None
    old: Stored
    new: Stored
    note: str | None
    seq: int

    @property
    def kind(self) -> str:
        """What the entry did to its row: `made` it, `voided` it, or changed `cells`."""
        if self.op in ("insert", "restore"):
            return "made"
        return "voided" if self.op == "void" else "cells"


def _place(entry: _Entry) -> tuple[str, int, str, str | None]:
    """Entries side by side that are alike in this are inverted in one go."""
    return entry.sheet, entry.row, entry.kind, entry.note


@dataclass
class Inverse:
    """Writes the opposite of a step's entries; `sheet` is where the clerk did it."""

    request: Request
    names: FieldNames
    sheet: str
    redo: bool
    _touched: dict[tuple[str, int], set[str]] = field(default_factory=dict)

    def write(self, ranges: Ranges) -> None:
        for (sheet, row, kind, note), entries in groupby(self._entries(ranges), _place):
            desk = self.request.desk(sheet)
            with self._blaming(desk, row):
                before = desk.records.find(self.request.transaction.connection, row)
                self._invert(desk, before, kind, note, tuple(entries))
        for (sheet, row), changed in self._touched.items():
            desk = self.request.desk(sheet)
            with self._blaming(desk, row):
                self._examine(desk, row, frozenset(changed))

    def _entries(self, ranges: Ranges) -> Iterator[_Entry]:
        connection = self.request.transaction.connection
        for ends in reversed(ranges):
            yield from map(_Entry._make, connection.execute(_ENTRIES, ends).fetchall())

    def _invert(
        self, desk: Desk, before: Row, kind: str, note: str | None, entries: Sequence[_Entry]
    ) -> None:
        match kind:
            case "made":
                restored = note if entries[0].op == "restore" else None
                self._unmake(desk, before, restored, entries[0].seq)
            case "voided":
                self._restore(desk, before, entries)
            case _:
                self._set_back(desk, before, note, entries)

    # --- rows ------------------------------------------------------------------------------

    def _unmake(self, desk: Desk, before: Row, note: str | None, made: int) -> None:
        """A new row becomes void; it keeps its number. One that was restored is void again."""
        self._ask_void(desk, before["created_at"] if note is None else self.request.author.at)
        _refuse_void(desk, before)
        at_first = self._since(desk, before, made)
        self._compare(desk, before, at_first)
        reason = note or sentence(self.request.actor.lang, "ui.undone")
        set_aside(self.request, desk, before, reason)
        self._touch(desk, before, desk.records.fields)

    def _since(self, desk: Desk, before: Row, made: int) -> Row:
        """The cells changed after the entry `made`, as they were right after it."""
        connection = self.request.transaction.connection
        found = connection.execute(_SINCE, (desk.key, before["id"], made)).fetchall()
        return {self._field(desk, field_id).key: old for field_id, old in found}

    def _restore(self, desk: Desk, before: Row, entries: Sequence[_Entry]) -> None:
        self._ask_void(desk, before["voided_at"])
        if before["voided_at"] is None:
            raise Refusal("not_void", sheet=desk.key)
        bring_back(self.request, desk, before, self._cells(desk, entries)[0])
        self._touch(desk, before, desk.records.fields)

    def _ask_void(self, desk: Desk, day: Stored) -> None:
        """Who may void rows, and whoever wrote this one, on the same day."""
        sheet, role = desk.sheet, self.request.actor.role
        is_today = str(day)[:10] == self.request.author.at[:10]
        own = sheet.may(role, "write") and is_today
        if desk.key == self.sheet and not (own or sheet.may(role, "void")):
            raise Refusal("not_allowed", sheet=desk.key, deed="void")

    # --- cells -----------------------------------------------------------------------------

    def _set_back(
        self, desk: Desk, before: Row, note: str | None, entries: Sequence[_Entry]
    ) -> None:
        self._ask_write(desk, note)
        values, seen = self._cells(desk, entries)
        _refuse_void(desk, before)
        self._compare(desk, before, seen)
        values = {key: value for key, value in values.items() if value != before[key]}
        if not values:
            return
        request = self.request
        version = desk.records.change(
            request.transaction.connection, request.author, before, values
        )
        after = {**before, **values}
        values |= request.settle(desk, before, after, frozenset(values))
        request.record_change(CELLS[self.redo], desk, before, version, values, note=note)
        self._touch(desk, before, values)

    def _ask_write(self, desk: Desk, action: str | None) -> None:
        """The post of whoever presses the button, or writes; not asked for what followed."""
        if desk.key != self.sheet:
            return
        sheet, role = desk.sheet, self.request.actor.role
        pressed = next((each for each in sheet.transitions if each.key == action), None)
        if not (sheet.may_press(role, pressed) if pressed else sheet.may(role, "write")):
            raise Refusal("not_allowed", sheet=desk.key, deed=action or "write")

    def _cells(self, desk: Desk, entries: Sequence[_Entry]) -> tuple[Row, Row]:
        """What the cells held before the entries, and after them.

        A number once given stays, as no number may be missing from the book.
        """
        before: Row = {}
        after: Row = {}
        for entry in entries:
            if entry.field is not None:
                changed = self._field(desk, entry.field)
                if not changed.is_number_series:
                    before[changed.key] = entry.old
                    after.setdefault(changed.key, entry.new)
        return before, after

    def _field(self, desk: Desk, field_id: str) -> Field:
        return desk.field(str(self.names.key(desk.key, field_id)))

    def _compare(self, desk: Desk, now: Row, seen: Row) -> None:
        """Refuses what a colleague has changed since: who, when, which cell and both values."""
        for key, mine in seen.items():
            changed = desk.field(key)
            if now[key] == mine or changed.is_number_series:
                continue
            row, context = int(now["id"] or 0), self.request.context
            last = (desk.key, row, changed.id)
            by, at = context.connection.execute(_LAST_CHANGE, last).fetchone()
            raise Refusal(
                "changed_since",
                key,
                sheet=desk.key,
                by=by,
                at=at.rpartition(":")[0],
                mine=wire(desk.shape, key, mine, context),
                current=wire(desk.shape, key, now[key], context),
            )

    # --- in the end ------------------------------------------------------------------------

    def _touch(self, desk: Desk, row: Row, changed: Sequence[str] | Row) -> None:
        self._touched.setdefault((desk.key, int(row["id"] or 0)), set()).update(changed)

    def _examine(self, desk: Desk, row: int, changed: frozenset[str]) -> None:
        now = desk.records.find(self.request.transaction.connection, row)
        if now["voided_at"] is not None:
            self.request.examine_void(desk, row)
            return
        self.request.look_over(desk, now, changed)
        self.request.examine(desk, row, changed)

    @contextmanager
    def _blaming(self, desk: Desk, row: int) -> Iterator[None]:
        """A refusal says which row is meant, and which sheet, where it is not the clerk's own."""
        try:
            yield
        except Refusal as refusal:
            context = self.request.context
            if rows := rows_by_id(context.connection, desk.shape, [row], context.now):
                refusal.params["of_row"] = rows[0].get(desk.shape.display_field.key) or row
            if desk.key != self.sheet:
                refusal.params.setdefault("in_sheet", desk.key)
            raise


def _refuse_void(desk: Desk, row: Row) -> None:
    if row["voided_at"] is not None:
        raise Refusal("row_void", sheet=desk.key)
