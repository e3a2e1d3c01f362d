"""Old lines written into the ledger in bulk: numbers, rows, rules, stocks and audit as ever.

A line that the ledger refuses is found by writing the others without it, or all one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from db.checks import broken_rule
from db.edits import Filed, Refusal
from db.records import Row
from db.request import Desk, Request
from db.voiding import mark_void, record_void

MOST_AT_ONCE = 1_000


@dataclass(frozen=True)
class Filing:
    """Writes the old lines of one sheet."""

    request: Request
    desk: Desk

    def write(self, edits: Sequence[Filed]) -> list[int | Refusal]:
        """The id of every line's row, or why there is none."""
        if not self.desk.sheet.may(self.request.actor.role, "write"):
            raise Refusal("not_allowed", sheet=self.desk.key, deed="write")
        try:
            with self.request.transaction.savepoint():
                return list(self._all(edits))
        except _Broken as broken:
            refused = dict(broken.refusals)
        except Refusal as refusal:
            if len(edits) == 1:
                return [refusal]
            return [answer for edit in edits for answer in self.write([edit])]
        good = [edit for at, edit in enumerate(edits) if at not in refused]
        answers = iter(self.write(good) if good else [])
        return [refused[at] if at in refused else next(answers) for at in range(len(edits))]

    def _all(self, edits: Sequence[Filed]) -> range:
        transaction, desk = self.request.transaction, self.desk
        rows: list[Row] = [dict(edit.values) for edit in edits]
        desk.numbering.put_many(transaction, rows, self.request.context.now)
        first = desk.records.next_id(transaction.connection)
        desk.records.add_many(transaction.connection, self.request.author, first, rows)
        ids = range(first, first + len(rows))
        self._examine(first)
        struck = self._strike(ids, edits)
        self._follow({at: row for at, row in zip(ids, rows, strict=True) if at not in struck})
        named = desk.stable_ids
        contents = [
            (row, orjson.dumps({named[k]: v for k, v in cells.items() if v is not None}).decode())
            for row, cells in zip(ids, rows, strict=True)
        ]
        transaction.record_inserts(
            self.request.author, desk.key, contents, batch=self.request.batch, note=edits[0].note
        )
        for before, reason in struck.values():
            record_void(self.request, desk, before, reason)
        return ids

    def _strike(self, ids: range, edits: Sequence[Filed]) -> dict[int, tuple[Row, str]]:
        """Marks the void lines before any stock is counted; says how they were, and why."""
        struck: dict[int, tuple[Row, str]] = {}
        for row, edit in zip(ids, edits, strict=True):
            if edit.void:
                before = self.desk.records.find(self.request.transaction.connection, row)
                mark_void(self.request, self.desk, before, edit.void)
                struck[row] = before, edit.void
        return struck

    def _examine(self, first: int) -> None:
        connection, bound = self.request.transaction.connection, self.request.bound
        broken = {
            row - first: broken_rule(connection, self.desk.shape, rule, row, bound)
            for row, rule in self.desk.checks.broken_old_lines(connection, first, bound)
        }
        if broken:
            raise _Broken(broken)

    def _follow(self, rows: Mapping[int, Row]) -> None:
        stock, transaction = self.desk.stock, self.request.transaction
        if stock is None:
            return
        nothing = dict.fromkeys(self.desk.records.names)
        written = [{**nothing, **row, "id": at} for at, row in rows.items()]
        moved = stock.follow_old_lines(transaction.connection, written)
        transaction.tell(
            self.request.author, self.desk.key, (row for row in moved if row not in rows)
        )


class _Broken(Exception):
    """Some lines break a rule; takes all back, and says which and why by their place."""

    def __init__(self, refusals: dict[int, Refusal]) -> None:
        super().__init__(refusals)
        self.refusals = refusals
