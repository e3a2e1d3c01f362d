"""The ledger: one file, one writer, many readers. The rest of the program goes through here."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

from db import backup, feed, migration, search_indexes, stocks, system_tables
from db.actor import Actor
from db.applying import Application
from db.audit import Author, Chain, Stored
from db.clock import ClockRun
from db.connections import Readers, open_reader, open_writer
from db.edits import Edit, Refusal, Result, TakeBack
from db.feed import Change, Feed, Listener
from db.finding import Finder
from db.foreseeing import Foreseen, foresee
from db.generations import Generations
from db.history import Entry, history
from db.marking import marks_of
from db.migration import Migrated
from db.offers import MOST, Offers
from db.paper import PaperQuery, Reading
from db.period import Span
from db.plan import Plan, Planner
from db.prepared import Prepared
from db.recognising import Known, recognise
from db.references import ReadingContext
from db.report import Report, ReportQuery
from db.rows import Order, each, sorting
from db.search_index import Advance
from db.selection import Filters, Window
from db.shape import Shape, Wire
from db.summing import Summing, Sums
from db.tables import tables_of
from db.tally import Count, Tallies
from db.transaction import Transaction
from db.undoing import TakenBack, TakingBack
from db.verification import verify
from db.windows import Excerpt, Page, Windows, rows_by_id
from db.workspace import keep_private
from db.writer import Announcements, Writer
from registers.book import Book
from registers.summary_model import Summary

T = TypeVar("T")
Clock = Callable[[], datetime]

_ALL_CHANGES = 1_000_000


class Ledger:
    """Open it once per process. Everything may be called from any thread."""

    def __init__(self, path: Path, prepared: Prepared, clock: Clock, migrated: Migrated) -> None:
        self.path = path
        self.clock = clock
        self.plan = migrated.plan
        self._prepared = prepared
        self._found_at_open = migrated.problems
        self._feed = Feed()
        self._generations = Generations()
        self._readers = Readers(path)
        self._windows = Windows(self._readers, self._generations)
        self._summing = Summing(self._readers, self._generations)
        self._tallies = Tallies(self._readers, self._generations)

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
        self._windows.forget()
        self._summing.forget()
        self._tallies.forget()
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
    ) -> Future[list[Result]]:
        """Queues the edits; the future holds one result per edit once they are on the disk.

        An edit sent again under the same `client` and number is answered as before and not done
        twice; an empty `client` (the program itself) is not remembered. `as_of` is the time that
        expressions mean by :now, for filling in old rows; the audit always has the true time.
        `step`, a sheet and a name nobody else uses, makes one step of several requests.
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
                step=step,
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
    ) -> list[Result]:
        """`submit`, waited for."""
        return self.submit(
            edits, actor, client=client, atomic=atomic, as_of=as_of, step=step
        ).result()

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

    # --- reading ---------------------------------------------------------------------------

    def window(self, query: Window) -> Page:
        return self._windows.page(self._prepared, query, self._now)

    def excerpt(self, query: Window, fields: tuple[str, ...]) -> Excerpt:
        """Some fields of the window's rows as stored values, each reference with its label."""
        return self._windows.stored(self._prepared, query, fields, self._now)

    def sums(self, query: Window, columns: Sequence[str], *, whole: bool = True) -> Sums:
        """Counts and exact sums of columns over a window or all it is cut from; db/summing.py."""
        return self._summing.sums(self._prepared, query, columns, self._now, whole=whole)

    def marks(self, sheet: str, rows: Sequence[int]) -> dict[int, int | None]:
        """The marks that rows have now; see db/marking.py."""
        shape, now = self._prepared.shape(sheet), self._now
        with self._readers.lend() as connection:
            return marks_of(connection, shape, rows, now)

    def values(self, query: Window, field: str) -> list[Count]:
        """The values of a column among the window's rows; see db/tally.py."""
        return self._tallies.of(self._prepared, query, field, self._now)

    def row(self, sheet: str, row_id: int) -> Wire | None:
        shape, now = self._prepared.shape(sheet), self._now
        with self._readers.lend() as connection:
            found = rows_by_id(connection, shape, [row_id], now)
        return found[0] if found else None

    def each(
        self,
        sheet: str,
        period: str = "",
        filter: Filters | None = None,  # noqa: A002  the word the whole program uses
        order: Order | None = None,
        void: bool = True,
    ) -> Iterator[dict[str, Stored]]:
        """Streams stored values, with `<reference>__label` and computed values, for exports."""
        return each(
            self._readers,
            self._prepared,
            Window(sheet, sort=sorting(order or ()), filter=filter or {}, period=period),
            with_void=void,
            now=self._now,
        )

    def paper(self, sheet: str, reading: Reading, span: Span) -> Iterator[dict[str, Stored]]:
        """Streams what a paper form reads of a sheet in a period; see db/paper.py."""
        return PaperQuery(self._prepared.shape(sheet), reading, span).rows(self._readers, self._now)

    def report(self, summary: Summary, span: Span) -> Report:
        """A report on a period, as one state of the ledger; see db/report.py."""
        with self._readers.snapshot() as connection:
            return ReportQuery(self._prepared, summary, span, self._now, connection).report()

    def select(
        self, sql: str, params: Mapping[str, object] | Sequence[object] = ()
    ) -> list[dict[str, Stored]]:
        """Rows of a query that cannot write, as forms declare them."""
        with self._readers.lend() as connection:
            found = connection.execute(sql, params)
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found]

    def lookup(
        self, sheet: str, text: str, limit: int = 20, near: Mapping[str, object] | None = None
    ) -> list[dict[str, object]]:
        """Rows whose label or other names hold the text: `id`, `label`, `hint`."""
        prepared = self._prepared
        finder = Finder(prepared, prepared.shape(sheet))
        return finder.find(self._readers, text, limit, near or {}, self._now)

    def offers(
        self, sheet: str, text: str, actor: Actor, near: Mapping[str, int] | None = None
    ) -> list[dict[str, object]]:
        """Rows to pick from as a clerk sees them; see db/offers.py."""
        find, about = self.lookup, self._newest_about
        offers = Offers(self._prepared, self._readers, find, about, actor, self._now)
        return offers.of(sheet, text, near or {})

    def _newest_about(self, shape: Shape, text: str) -> list[int]:
        period = shape.sheet.period
        sort = ((period.field, "desc"),) if period else ()
        page = self.window(Window(shape.key, 0, MOST, sort=sort, search=text))
        return [int(str(row["id"])) for row in page.rows]

    def recognise(self, sheet: str, key: str, typed: object) -> Known | None:
        """The last row of whoever has this telephone or document; see db/recognising.py."""
        return recognise(self._prepared, self._readers, sheet, key, typed, self._now)

    def foresee(self, sheet: str, typed: Mapping[str, object], actor: Actor) -> Foreseen:
        """What a new row with these cells would hold besides; see db/foreseeing.py."""
        with self._readers.snapshot() as connection:
            return foresee(self._prepared, connection, sheet, typed, actor, self._now)

    def history(self, sheet: str, row_id: int) -> list[Entry]:
        prepared, now = self._prepared, self._now
        with self._readers.snapshot() as connection:
            context = ReadingContext(connection, prepared.namers, now, now[:10])
            return history(prepared.shape(sheet), row_id, prepared.names, context)

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

    @contextlib.contextmanager
    def reading(self, *, today: str | None = None) -> Iterator[ReadingContext]:
        """What fields need to read values outside an edit; an empty `today` guesses no year."""
        namers, now = self._prepared.namers, self._now
        with self._readers.lend() as connection:
            yield ReadingContext(connection, namers, now, now[:10] if today is None else today)

    @property
    def _now(self) -> str:
        return f"{self.clock():%Y-%m-%d %H:%M}"


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
