"""Taking a clerk's last step back, and doing it again: all of it, or nothing and the reason."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from db import replies, undoable
from db.actor import Actor
from db.edits import Refusal, TakeBack
from db.inverse import CELLS, Inverse
from db.prepared import Prepared
from db.replies import Reply
from db.request import Request
from db.shape import Wire
from db.transaction import Transaction
from db.windows import rows_by_id

MOST_ROWS = 200
"""So many rows are told with the answer; of the others only that there are more."""

HEADER = {False: "take_back", True: "bring_back"}
"""The entry a batch begins with, whose note names the entries that were inverted."""
_TOLD = "SELECT batch, sheet, row, op, field, note FROM _audit WHERE seq > ? ORDER BY seq"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of it: how many cells and rows, the button's key, and the rows as they now are."""

    seq: int
    error: Refusal | None = None
    cells: int = 0
    voided: int = 0
    restored: int = 0
    action: str | None = None
    first: tuple[int, str | None] | None = None
    """The row of this sheet in which the step began, and the cell, where it was one."""
    rows: tuple[Wire, ...] = ()
    fields: Mapping[object, Sequence[str]] = field(default_factory=dict)
    """By the id of each of the rows the cells of it that were written."""
    is_whole: bool = True
    """Whether the rows are all there are, in this sheet and elsewhere."""


@dataclass(frozen=True)
class TakingBack:
    """One undo or redo. Called on the writer's thread, inside a savepoint of its own."""

    prepared: Prepared
    asked: TakeBack
    actor: Actor
    client: str
    written_at: datetime

    def __call__(self, transaction: Transaction) -> TakenBack:
        connection = transaction.connection
        mark = replies.mark_of(self.asked)
        earlier = replies.known(connection, self.client, [self.asked]).get(self.asked.seq)
        request = self._request(transaction)
        if earlier is None:
            earlier = self._judged(request, mark)
            replies.keep(connection, self.client, self.asked, earlier)
        elif earlier.mark != mark:
            earlier = Reply(mark, None, Refusal("seq_reused", seq=self.asked.seq))
        return self._told(request, earlier)

    def _request(self, transaction: Transaction) -> Request:
        return self.prepared.request(
            transaction, self.actor, self.client, written_at=self.written_at
        )

    def _judged(self, request: Request, mark: bytes) -> Reply:
        try:
            return Reply(mark, self._take_back(request), None)
        except Refusal as refusal:
            return Reply(mark, None, refusal)

    def _take_back(self, request: Request) -> int:
        """Inverts the step; returns the number of the entry that says so.

        A step that cannot be inverted is forgotten: the next request has to do with the one after.
        """
        sheet, redo = self.asked.sheet, self.asked.redo
        self.prepared.refuse_unusable(sheet)
        connection = request.transaction.connection
        found = undoable.next_back(connection, self.actor.user, sheet, redo=redo)
        if found is None:
            raise Refusal("nothing_to_redo" if redo else "nothing_to_undo")
        step, ranges = found
        try:
            with request.transaction.savepoint():
                written = self._invert(request, ranges)
        except Refusal:
            undoable.forget(connection, step)
            raise
        undoable.turn(connection, step, written, redo=redo)
        return request.batch

    def _invert(self, request: Request, ranges: undoable.Ranges) -> tuple[int, int]:
        """Writes the opposite of these entries; returns the first and last of those it wrote."""
        sheet, redo = self.asked.sheet, self.asked.redo
        note = " ".join(f"{first}-{last}" for first, last in ranges)
        request.transaction.note(request.author, HEADER[redo], subject=sheet, note=note)
        Inverse(request, self.prepared.names, sheet, redo).write(ranges)
        return request.batch + 1, request.transaction.chain.seq

    def _told(self, request: Request, reply: Reply) -> TakenBack:
        """What the entries of the batch say was done; so a retry is answered as the first time."""
        if reply.error is not None or reply.row is None:
            return TakenBack(self.asked.seq, reply.error)
        count = _Count(self.asked.sheet)
        for told in _batch(request.transaction.connection, reply.row):
            count.add(told)
        places = list(count.places)
        row, field_id = places[0 if self.asked.redo else -1] if places else (0, None)
        rows = list(dict.fromkeys(row for row, _ in places))
        shown = rows[-MOST_ROWS:]
        return TakenBack(
            self.asked.seq,
            cells=count.cells,
            voided=count.voided,
            restored=count.restored,
            action=count.action,
            first=(row, self.prepared.names.key(self.asked.sheet, field_id)) if places else None,
            rows=self._rows(request, shown),
            fields=self._fields(places, shown),
            is_whole=len(rows) <= MOST_ROWS and not count.is_elsewhere,
        )

    def _fields(
        self, places: list[tuple[int, str | None]], rows: list[int]
    ) -> dict[object, list[str]]:
        found: dict[object, list[str]] = {row: [] for row in rows}
        for row, field_id in places:
            key = self.prepared.names.key(self.asked.sheet, field_id)
            if row in found and key is not None:
                found[row].append(key)
        return found

    def _rows(self, request: Request, rows: list[int]) -> tuple[Wire, ...]:
        shape, connection = self.prepared.shape(self.asked.sheet), request.transaction.connection
        return tuple(rows_by_id(connection, shape, rows, request.context.now))


class _Told(NamedTuple):
    """An entry of the batch."""

    sheet: str
    row: int
    op: str
    field: str | None
    note: str | None


def _batch(connection: sqlite3.Connection, header: int) -> Iterator[_Told]:
    for batch, *entry in connection.execute(_TOLD, (header,)):
        if batch != header:
            return
        yield _Told(*entry)


@dataclass
class _Count:
    """What a batch has done, counted; the places are those of the sheet, in their order."""

    sheet: str
    cells: int = 0
    voided: int = 0
    restored: int = 0
    action: str | None = None
    is_elsewhere: bool = False
    places: dict[tuple[int, str | None], None] = field(default_factory=dict)

    def add(self, told: _Told) -> None:
        is_cell = told.op in CELLS.values()
        self.cells += is_cell
        self.voided += told.op == "void" and told.field is None
        self.restored += told.op == "restore" and told.field is None
        if told.sheet != self.sheet:
            self.is_elsewhere = True
            return
        self.places[told.row, told.field if is_cell else None] = None
        if is_cell and told.note is not None:
            self.action = told.note
