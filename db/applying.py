"""The one write path: a list of edits judged, written, audited and answered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby, islice

from db import replies, undoable
from db.acting import act
from db.actor import Actor
from db.consequences import follow
from db.edits import Act, Edit, Filed, Insert, Made, Refusal, Result, Set, Void
from db.filing import MOST_AT_ONCE, Filing
from db.inserting import insert
from db.prepared import Prepared
from db.references import Offered
from db.replies import Reply
from db.request import Request
from db.setting import set_cell
from db.shape import Wire
from db.transaction import Transaction
from db.undoable import Done
from db.voiding import void
from db.windows import rows_by_id

_TOLD_EVERY = 200


class _AllRefused(Exception):
    """Takes an atomic request back; carries the answers its edits get instead."""

    def __init__(self, answers: list[Reply]) -> None:
        super().__init__(answers)
        self.answers = answers


@dataclass(frozen=True)
class Application:
    """One request. Called on the writer's thread, inside a savepoint of its own."""

    prepared: Prepared
    edits: Sequence[Edit]
    actor: Actor
    client: str
    is_atomic: bool
    written_at: datetime
    as_of: datetime
    """The time expressions mean by :now; only the program's own filling-in sets another."""
    offered: Offered
    """What the actor is offered for a text he typed before he saw the offers."""
    step: tuple[str, str] | None = None
    """The sheet and the name of the step all of this belongs to, where the sender says so."""
    progress: Callable[[int], None] = lambda _done: None
    """Told on the writer's thread how many edits are done, where there are many."""
    _done: list[Done] = field(default_factory=list)

    def __call__(self, transaction: Transaction) -> list[Result]:
        request = self._request(transaction)
        connection = transaction.connection
        before = replies.known(connection, self.client, self.edits)
        answer_all = self._together if self.is_atomic else self._each
        answers = answer_all(request, before)
        if not self.actor.may_backfill:  # what fills a ledger is nobody's to take back
            undoable.remember(connection, self.actor.user, self._done)
        return self._results(request, answers)

    def _request(self, transaction: Transaction) -> Request:
        return self.prepared.request(
            transaction,
            self.actor,
            self.client,
            written_at=self.written_at,
            as_of=self.as_of,
            offered=self.offered,
        )

    def _each(self, request: Request, before: dict[int, Reply]) -> list[Reply]:
        done = self._filed(request)
        answers = []
        for edit in self.edits:
            if isinstance(edit, Filed):
                reply = done[edit.seq]
            elif isinstance(edit, Insert) and not self.client:
                reply = self._beside(request, edit, done, before)
            else:
                reply = self._answer(request, edit, before)
            done[edit.seq] = reply
            answers.append(reply)
            if len(answers) % _TOLD_EVERY == 0:
                self.progress(len(done))
        return answers

    def _beside(
        self, request: Request, edit: Insert, done: Mapping[int, Reply], before: dict[int, Reply]
    ) -> Reply:
        """A row the program makes, which may belong to others of the request: with their ids."""
        links = {k: done[v.seq].row for k, v in edit.values.items() if isinstance(v, Made)}
        unmade = bool(edit.beside) and all(done[seq].row is None for seq in edit.beside)
        if unmade or None in links.values():
            return Reply(b"", None, Refusal("not_applied"))
        whole = replace(edit, values={**edit.values, **links}) if links else edit
        return self._answer(request, whole, before)

    # --- old lines -------------------------------------------------------------------------

    def _filed(self, request: Request) -> dict[int, Reply]:
        """The answers to the lines of an old file, many written at once."""
        answers: dict[int, Reply] = {}
        edits = [edit for edit in self.edits if isinstance(edit, Filed)]
        for sheet, lines in groupby(edits, lambda edit: edit.sheet):
            filing, rest = Filing(request, self.prepared.desk(sheet)), iter(lines)
            while part := list(islice(rest, MOST_AT_ONCE)):
                first = request.transaction.chain.seq + 1
                for edit, answer in zip(part, self._file(filing, part), strict=True):
                    row = answer if isinstance(answer, int) else None
                    error = None if isinstance(answer, int) else answer
                    answers[edit.seq] = Reply(b"", row, error)
                self._did(part[0], first, request.transaction.chain.seq)
                self.progress(len(answers))
        return answers

    def _file(self, filing: Filing, part: list[Filed]) -> list[int | Refusal]:
        try:
            return filing.write(part)
        except Refusal as refusal:
            return [refusal] * len(part)

    # --- one by one ------------------------------------------------------------------------

    def _answer(self, request: Request, edit: Edit, before: dict[int, Reply]) -> Reply:
        """The answer given before, or what comes of the edit now, remembered for the next time."""
        mark = replies.mark_of(edit) if self.client else b""
        earlier = before.get(edit.seq)
        if earlier is not None:
            reused = Refusal("seq_reused", seq=edit.seq)
            return earlier if earlier.mark == mark else Reply(mark, None, reused)
        last = request.transaction.chain.seq
        try:
            with request.transaction.savepoint():
                reply = Reply(mark, self._judge(request, edit), None)
            self._did(edit, last + 1, request.transaction.chain.seq)
        except Refusal as refusal:
            reply = Reply(mark, None, refusal)
        replies.keep(request.transaction.connection, self.client, edit, reply)
        if self.client:
            before[edit.seq] = reply
        return reply

    def _judge(self, request: Request, edit: Edit) -> int:
        desk = self.prepared.desk(edit.sheet)
        match edit:
            case Insert():
                return insert(request, desk, edit, follow=follow)
            case Set():
                return set_cell(request, desk, edit)
            case Act():
                return act(request, desk, edit, follow=follow)
            case Void():
                return void(request, desk, edit)
            case Filed():
                raise AssertionError("old lines are written together")

    def _did(self, edit: Edit, first: int, last: int) -> None:
        """Notes the entries an edit has written; those of one step in one piece, if they are."""
        if first > last:
            return
        name = self._name(edit.step) if self._is_named(edit) else None
        sheet, name = self.step or (edit.sheet, name)
        if self._done and (self._done[-1].sheet, self._done[-1].name) == (sheet, name):
            before = self._done[-1]
            if before.last + 1 == first:
                self._done[-1] = Done(sheet, name, before.first, last)
                return
        self._done.append(Done(sheet, name, first, last))

    def _is_named(self, edit: Edit) -> bool:
        return edit.step is not None and bool(self.client)

    def _name(self, step: int | None) -> str:
        return f"{self.client} {step}"

    # --- all or nothing --------------------------------------------------------------------

    def _together(self, request: Request, before: dict[int, Reply]) -> list[Reply]:
        try:
            with request.transaction.savepoint():
                answers = self._each(request, before)
                if any(reply.error for reply in answers):
                    raise _AllRefused(answers)
        except _AllRefused as refused:
            self._done.clear()
            answers = [_taken_back(reply) for reply in refused.answers]
            for edit, reply in zip(self.edits, answers, strict=True):
                replies.keep(request.transaction.connection, self.client, edit, reply)
        return answers

    # --- answers ---------------------------------------------------------------------------

    def _results(self, request: Request, answers: Iterable[Reply]) -> list[Result]:
        """The rows as they are once every edit is done, read together."""
        answered = list(zip(self.edits, answers, strict=True))
        wanted: dict[str, dict[int, None]] = {}
        for edit, reply in answered:
            if reply.row is not None and reply.error is None and not isinstance(edit, Filed):
                wanted.setdefault(edit.sheet, {})[reply.row] = None
        rows = {
            (sheet, row["id"]): row
            for sheet, ids in wanted.items()
            for row in self._rows(request, sheet, ids)
        }
        steps = self._steps(request)
        return [
            Result(
                edit.seq,
                reply.error is None,
                rows.get((edit.sheet, reply.row)),
                reply.error,
                is_step=(edit.sheet, edit.step) in steps,
            )
            for edit, reply in answered
        ]

    def _steps(self, request: Request) -> set[tuple[str, int | None]]:
        """Sheets and numbers of the steps of these edits of which the ledger has something."""
        connection, user = request.transaction.connection, self.actor.user
        named = {(edit.sheet, edit.step) for edit in self.edits if self._is_named(edit)}
        return {
            (sheet, step)
            for sheet, step in named
            if undoable.has(connection, user, sheet, self._name(step))
        }

    def _rows(self, request: Request, sheet: str, ids: Iterable[int]) -> list[Wire]:
        if sheet not in self.prepared.shapes:
            return []
        connection, now = request.transaction.connection, request.context.now
        return rows_by_id(connection, self.prepared.shapes[sheet], ids, now)


def _taken_back(reply: Reply) -> Reply:
    return Reply(reply.mark, None, reply.error or Refusal("not_applied"))
