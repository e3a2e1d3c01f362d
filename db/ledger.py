"""The ledger: one file, one writer, many readers. The rest of the program goes through here."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

from db import backup, feed, migration, search_indexes, stocks, system_tables, undoable
from db.actor import Actor
from db.applying import Application
from db.audit import Author, Chain
from db.clock import ClockRun
from db.connections import open_reader, open_writer
from db.edits import Edit, Refusal, Result, TakeBack
from db.feed import Change, Feed, Listener
from db.migration import Migrated
from db.plan import Plan, Planner
from db.prepared import Prepared
from db.reads import Clock, Reads
from db.search_index import Advance
from db.tables import tables_of
from db.transaction import Transaction
from db.undoing import TakenBack, TakingBack
from db.verification import verify
from db.workspace import keep_private
from db.writer import Announcements, Writer
from registers.book import Book

T = TypeVar("T")

_ALL_CHANGES = 1_000_000


class Ledger(Reads):
    """Open it once per process. Everything may be called from any thread."""

    def __init__(self, path: Path, prepared: Prepared, clock: Clock, migrated: Migrated) -> None:
        super().__init__(path, prepared, clock)
        self.path = path
        self.plan = migrated.plan
        self._found_at_open = migrated.problems
        self._feed = Feed()

    @property
    def book(self) -> Book:
        return self._prepared.book

    @classmethod
    def open(
        cls,
        path: Path,
        book: Book,
        *,
        clock: Clock = datetime.now,
        advance: Advance | None = None,
        reindex: bool = False,
    ) -> Self:
        """Makes or migrates the tables, checks the guards, starts the writer.

        `advance` is told how far the search index is where one has to be made, as it always is
        with `reindex`.
        """
        keep_private()
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = open_writer(path)
        try:
            system_tables.create(connection)
            if reindex:
                search_indexes.forget(connection)
            prepared, migrated = _migrate(connection, path, book, clock, advance)
            ledger = cls(path, prepared, clock, migrated)
            ledger._start(connection)
        except sqlite3.DatabaseError as error:
            connection.close()
            raise Refusal("ledger_unreadable", reason=str(error)) from error
        except BaseException:
            connection.close()
            raise
        return ledger

    @staticmethod
    def planned(path: Path, book: Book) -> Plan:
        """What opening the ledger with this book would change; changes nothing."""
        with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as scratch:
            if path.exists():
                with contextlib.closing(open_reader(path)) as connection:
                    connection.backup(scratch)
            system_tables.create(scratch)
            return Planner(scratch).plan(tables_of(book))

    def take_up(self, book: Book) -> Plan:
        """Migrates to another book while open; edits queued behind it are judged by the new one."""
        tables, before = tables_of(book), self._prepared
        with self._readers.lend() as connection:
            at_stake = migration.puts_rows_at_stake(connection, tables)
        if at_stake:
            self.back_up()
        author = _system_author(self.clock())

        def job(transaction: Transaction) -> Plan:
            migrated = migration.apply(transaction.connection, transaction.chain, tables, author)
            stocks.bring_up(transaction.connection, book, migrated.plan.held)
            self._prepared = Prepared.of(book, migrated.plan)
            search_indexes.bring_up(
                transaction.connection, self._prepared.indexes, migrated.plan.held
            )
            return migrated.plan

        try:
            self.plan = self.write(job).result()
        except BaseException:
            self._prepared = before
            raise
        self.forget_answers()
        return self.plan

    def _start(self, connection: sqlite3.Connection) -> None:
        announcements = Announcements(
            before_answers=self._generations.note,
            after_answers=self._feed.tell,
            missed=lambda found, after: feed.changes_since(
                found, after, _ALL_CHANGES, self._prepared.names
            ),
            before_commit=lambda found, changes: search_indexes.keep_up(
                found, self._prepared.indexes, changes
            ),
        )
        self._writer = Writer(connection, announcements)
        self._generations.head = self._writer.chain.seq

    # --- writing ---------------------------------------------------------------------------

    def submit(
        self,
        edits: Iterable[Edit],
        actor: Actor,
        *,
        client: str,
        atomic: bool = False,
        as_of: datetime | None = None,
        step: tuple[str, str] | None = None,
        progress: Callable[[int], None] = lambda _done: None,
    ) -> Future[list[Result]]:
        """Queues the edits; the future holds one result per edit once they are on the disk.

        An edit sent again under the same `client` and number is answered as before and not done
        twice; an empty `client` (the program itself) is not remembered. `as_of` is the time that
        expressions mean by :now, for filling in old rows; the audit always has the true time.
        `step`, a sheet and a name nobody else uses, makes one step of several requests.
        `progress` is told on the writer's thread how many old lines are written.
        """
        now, asked = self.clock(), tuple(edits)

        def job(transaction: Transaction) -> list[Result]:
            application = Application(
                prepared=self._prepared,
                edits=asked,
                actor=actor,
                client=client,
                is_atomic=atomic,
                written_at=now,
                as_of=as_of or now,
                offered=partial(self.offered, actor),
                step=step,
                progress=progress,
            )
            return application(transaction)

        return self.write(job)

    def apply(
        self,
        edits: Iterable[Edit],
        actor: Actor,
        *,
        client: str,
        atomic: bool = False,
        as_of: datetime | None = None,
        step: tuple[str, str] | None = None,
        progress: Callable[[int], None] = lambda _done: None,
    ) -> list[Result]:
        """`submit`, waited for."""
        return self.submit(
            edits,
            actor,
            client=client,
            atomic=atomic,
            as_of=as_of,
            step=step,
            progress=progress,
        ).result()

    def is_done(self, user: str, step: str) -> bool:
        """Whether a step of this name is written, and not taken back."""
        with self._readers.lend() as connection:
            return undoable.is_done(connection, user, step)

    def take_back(self, asked: TakeBack, actor: Actor, *, client: str) -> Future[TakenBack]:
        """Queues an undo of the actor's last step in a sheet, or its redo: all of it or nothing."""
        now = self.clock()

        def job(transaction: Transaction) -> TakenBack:
            return TakingBack(self._prepared, asked, actor, client, now)(transaction)

        return self.write(job)

    def run_clock(self, now: datetime | None = None) -> int:
        """Moves every row whose time has come, each once; returns how many were moved."""
        written_at = self.clock()

        def job(transaction: Transaction) -> int:
            return ClockRun(self._prepared, written_at, now or written_at)(transaction)

        return self.write(job).result()

    def write(self, job: Callable[[Transaction], T]) -> Future[T]:
        """Runs a job of this package on the writer's thread, in a savepoint of its own."""
        return self._writer.submit(job)

    # --- the feed --------------------------------------------------------------------------

    @property
    def head(self) -> int:
        """The number of the last change whose answer has gone out."""
        return self._generations.head

    @property
    def head_hash(self) -> str:
        """The seal over the whole audit, for the footer of paper and the names of backups."""
        return self._writer.chain.hash.hex()

    def changes(self, after: int, limit: int) -> list[Change]:
        with self._readers.lend() as connection:
            return feed.changes_since(connection, after, limit, self._prepared.names)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Called after every commit, on the writer's thread; returns what ends it."""
        return self._feed.subscribe(listener)

    # --- keeping ---------------------------------------------------------------------------

    def verify(self) -> list[Refusal]:
        """Every way in which the file is not what was written through it; empty when sound."""
        with self._readers.snapshot() as connection:
            return [
                *self._found_at_open,
                *verify(connection, self._prepared.tables, self._prepared.stocks),
                *search_indexes.wrong(connection, self._prepared.indexes),
            ]

    def backup(self, target: Path) -> Path:
        """Copies the ledger to a new file, or into a folder under a name with the head's hash."""
        if target.is_dir():
            return backup.back_up(self.path, target, self.clock())
        backup.copy_to(self.path, target)
        return target

    def back_up(self) -> Path:
        """A copy in the folder of backups beside the ledger."""
        return backup.back_up(self.path, self.path.parent / "backups", self.clock())

    def close(self) -> None:
        self._readers.close()  # first, so that the writer is the last to leave and tidies up
        self._writer.close()


def _migrate(
    connection: sqlite3.Connection, path: Path, book: Book, clock: Clock, advance: Advance | None
) -> tuple[Prepared, Migrated]:
    """In one transaction, after a copy was made if rows are at stake."""
    tables = tables_of(book)
    if migration.puts_rows_at_stake(connection, tables):
        backup.back_up(path, path.parent / "backups", clock())
    connection.execute("BEGIN IMMEDIATE")
    chain = Chain()
    chain.catch_up(connection)
    migrated = migration.apply(connection, chain, tables, _system_author(clock()))
    held = migrated.plan.held
    stocks.bring_up(connection, book, held)
    prepared = Prepared.of(book, migrated.plan)
    search_indexes.bring_up(connection, prepared.indexes, held, advance)
    connection.execute("COMMIT")
    return prepared, migrated


def _system_author(now: datetime) -> Author:
    system = Actor.setup()
    return Author(f"{now:%Y-%m-%d %H:%M:%S}", system.user, None, system.name, "")
