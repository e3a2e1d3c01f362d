"""The one thread that writes: it takes requests from a queue and commits them in groups."""

import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from db.audit import Chain
from db.edits import Refusal
from db.feed import Change
from db.transaction import Transaction

log = logging.getLogger(__name__)

_GROUP_LIMIT = 64
_LOOK_AROUND_SECONDS = 1.0
_LAST_WAIT_MS = 500  # a reader that is still busy must not keep the program from ending
_FATAL = ("SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB")
_PASSING = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_BUSY": "ledger_busy",
    "SQLITE_READONLY": "disk_read_only",
    "SQLITE_CANTOPEN": "disk_full",
    "SQLITE_NOMEM": "ledger_busy",
}

T = TypeVar("T")
Job = Callable[[Transaction], T]


@dataclass(slots=True)
class _Request(Generic[T]):
    job: Job[T]
    future: Future[T] = field(default_factory=Future)
    answer: T | None = None
    error: Exception | None = None

    def attempt(self, transaction: Transaction, *, alone: bool) -> None:
        """Does the job in a savepoint of its own, so that its failure is nobody else's.

        Alone in its group it needs none: an outer savepoint makes every inner one slower, the
        more the longer the request is.
        """
        try:
            with nullcontext() if alone else transaction.savepoint():
                self.answer = self.job(transaction)
        except Exception as error:
            if _group_is_lost(error, transaction):
                raise
            self.error = error

    def resolve(self) -> None:
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.answer)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Announcements:
    """Called on the writer's thread after a commit: before and after the answers go out."""

    before_answers: Callable[[list[Change]], None]
    after_answers: Callable[[list[Change]], None]
    missed: Callable[[sqlite3.Connection, int], list[Change]]
    """What another process has written since the given entry."""
    before_commit: Callable[[sqlite3.Connection, list[Change]], None]
    """Called inside the transaction with all that it has changed."""


class Writer:
    """Owns the writing connection. A future is resolved only once its change is on the disk."""

    def __init__(self, connection: sqlite3.Connection, announcements: Announcements) -> None:
        self._connection = connection
        self._announce = announcements
        self._queue: SimpleQueue[_Request[Any] | None] = SimpleQueue()
        self._stopped: Refusal | None = None
        self._ending = False
        self._gate = Lock()
        self.chain = Chain()
        self.chain.catch_up(connection)
        self._thread = Thread(target=self._run, name="ledger-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job[T]) -> Future[T]:
        """Queues a job. Its future carries the job's answer, or what it raised."""
        request = _Request(job)
        with self._gate:
            if self._stopped is None:
                self._queue.put(request)
                return request.future
        request.future.set_exception(self._stopped)
        return request.future

    def close(self) -> None:
        """Finishes what is queued, folds the write-ahead log in, and closes the file."""
        self._stop(Refusal("ledger_stopped", reason="closed"))
        self._thread.join()

    def _stop(self, refusal: Refusal) -> None:
        with self._gate:
            if self._stopped is None:
                self._stopped = refusal
                self._queue.put(None)

    def _run(self) -> None:
        while not self._ending:
            if group := self._next_group():
                self._commit(group)
        self._fold()
        self._connection.close()

    def _next_group(self) -> list[_Request[Any]]:
        """The next request and those that wait behind it."""
        group: list[_Request[Any]] = []
        try:
            request = self._queue.get(timeout=_LOOK_AROUND_SECONDS)
            while request is not None:
                if request.future.set_running_or_notify_cancel():
                    group.append(request)
                if len(group) >= _GROUP_LIMIT:
                    return group
                request = self._queue.get_nowait()
            self._ending = True
        except Empty:
            if not group:
                self._look_around()
        return group

    def _look_around(self) -> None:
        """Tells of what another process (an import beside the server) has written meanwhile."""
        before = self.chain.seq
        try:
            moved = self.chain.catch_up(self._connection)
        except sqlite3.DatabaseError:
            log.exception("the ledger could not be read")
            return
        if moved:
            changes = self._announce.missed(self._connection, before)
            self._announce.before_answers(changes)
            self._announce.after_answers(changes)

    def _commit(self, group: list[_Request[Any]]) -> None:
        transaction = Transaction(self._connection, self.chain)
        before = self.chain.seq
        try:
            if self._stopped is not None and self._stopped.params.get("reason") != "closed":
                raise self._stopped
            self._connection.execute("BEGIN IMMEDIATE")
            if self.chain.catch_up(self._connection):
                transaction.changes += self._announce.missed(self._connection, before)
            missed = len(transaction.changes)
            alone = len(group) == 1
            for request in group:
                request.attempt(transaction, alone=alone)
            if alone and group[0].error is not None:
                self._undo(transaction)
            else:
                self._announce.before_commit(self._connection, transaction.changes[missed:])
                self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001  whatever it was, nobody may be told it is saved
            self._lose(group, error)
            return
        self._announce.before_answers(transaction.changes)
        for request in group:
            request.resolve()
        self._announce.after_answers(transaction.changes)

    def _undo(self, transaction: Transaction) -> None:
        """The only request of its group has failed: nothing of it stays."""
        self._connection.execute("ROLLBACK")
        self.chain.catch_up(self._connection)
        transaction.changes = [one for one in transaction.changes if one.seq <= self.chain.seq]

    def _lose(self, group: list[_Request[Any]], error: Exception) -> None:
        """Nothing of this group is acknowledged; after an I/O error nothing more is accepted."""
        refusal = error if isinstance(error, Refusal) else _refusal(error)
        if refusal is not error:
            log.error("the ledger could not be written: %s", refusal, exc_info=error)
        if refusal.code == "ledger_stopped":
            self._stop(refusal)
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self.chain.catch_up(self._connection)
        except sqlite3.DatabaseError as again:
            self._stop(_refusal(again))
        for request in group:
            request.future.set_exception(refusal)

    def _fold(self) -> None:
        try:
            self._connection.execute(f"PRAGMA busy_timeout = {_LAST_WAIT_MS}")
            self._connection.execute("PRAGMA optimize")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.DatabaseError:
            log.exception("the write-ahead log stays beside the ledger")


def _error_name(error: Exception) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def _group_is_lost(error: Exception, transaction: Transaction) -> bool:
    """Whether the whole transaction failed, rather than one request in it."""
    name = _error_name(error)
    return not transaction.connection.in_transaction or name.startswith((*_FATAL, *_PASSING))


def _refusal(error: Exception) -> Refusal:
    name = _error_name(error)
    for passing, code in _PASSING.items():
        if name.startswith(passing):
            return Refusal(code, reason=str(error))
    return Refusal("ledger_stopped", reason=str(error))
