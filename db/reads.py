"""All that may be asked of a ledger: windows of rows, sums, paper, reports, what a row was."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from db.actor import Actor
from db.audit import Stored
from db.connections import Readers
from db.finding import Finder
from db.foreseeing import Foreseen, foresee
from db.generations import Generations
from db.history import Entry, history
from db.marking import marks_of
from db.moment import Moment
from db.offers import MOST, Offers
from db.period import Span
from db.prepared import Prepared
from db.recognising import Known, recognise
from db.references import ReadingContext
from db.report import Report
from db.request import Desk
from db.rows import Order, each, sorting
from db.selection import Filters, Window
from db.shape import Shape, Wire
from db.summing import Summing, Sums
from db.tally import Count, Tallies
from db.windows import Excerpt, Page, Windows, rows_by_id
from registers.summary_model import Summary

Clock = Callable[[], datetime]


class Reads:
    """Answers from read-only connections, so that nobody waits for the writer."""

    def __init__(self, path: Path, prepared: Prepared, clock: Clock) -> None:
        self.clock = clock
        self._prepared = prepared
        self._generations = Generations()
        self._readers = Readers(path)
        self._windows = Windows(self._readers, self._generations)
        self._summing = Summing(self._readers, self._generations)
        self._tallies = Tallies(self._readers, self._generations)

    def forget_answers(self) -> None:
        """Sheets may have become others."""
        self._windows.forget()
        self._summing.forget()
        self._tallies.forget()

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

    @contextlib.contextmanager
    def moment(self) -> Iterator[Moment]:
        """The ledger as it is now, for paper; see db/moment.py."""
        with self._readers.snapshot() as connection:
            yield Moment(self._prepared, connection, self._now)

    def report(self, summary: Summary, span: Span, *, every_row: bool = False) -> Report:
        """A report on a period, as one state of the ledger; see db/report.py."""
        with self.moment() as moment:
            return moment.report(summary, span, every_row=every_row)

    def desk(self, sheet: str) -> Desk:
        """What is prepared for editing a sheet; Refusal where it cannot be used."""
        return self._prepared.desk(sheet)

    def select(
        self, sql: str, params: Mapping[str, object] | Sequence[object] = ()
    ) -> list[dict[str, Stored]]:
        """Rows of a query that cannot write, as forms declare them."""
        with self._readers.lend() as connection:
            found = connection.execute(sql, params)
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found]

    def lookup(
        self,
        sheet: str,
        text: str,
        limit: int = 20,
        near: Mapping[str, object] | None = None,
        role: str | None = None,
    ) -> list[dict[str, object]]:
        """Rows whose label or other names hold the text, as a post sees `id`, `label`, `hint`."""
        prepared = self._prepared
        finder = Finder(prepared, prepared.shape(sheet), role)
        return finder.find(self._readers, text, limit, near or {}, self._now)

    def offers(
        self, sheet: str, text: str, actor: Actor, near: Mapping[str, int] | None = None
    ) -> list[dict[str, object]]:
        """Rows to pick from as a clerk sees them; see db/offers.py."""
        find, about = partial(self.lookup, role=actor.role), self._newest_about
        offers = Offers(self._prepared, self._readers, find, about, actor, self._now)
        return offers.of(sheet, text, near or {})

    def offered(self, actor: Actor, sheet: str, text: str) -> list[int]:
        """The ids of those rows; none of a sheet the actor may not read."""
        shape = self._prepared.shapes.get(sheet)
        if shape is None or not shape.sheet.may(actor.role, "read"):
            return []
        return [int(str(each["id"])) for each in self.offers(sheet, text, actor)]

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
        prepared, now = self._prepared, self._now
        with self._readers.snapshot() as connection:
            offered = partial(self.offered, actor)
            context = ReadingContext(connection, prepared.namers, now, now[:10], offered)
            return foresee(prepared, context, sheet, typed, actor)

    def history(self, sheet: str, row_id: int) -> list[Entry]:
        prepared, now = self._prepared, self._now
        with self._readers.snapshot() as connection:
            context = ReadingContext(connection, prepared.namers, now, now[:10])
            return history(prepared.shape(sheet), row_id, prepared.names, context)

    @contextlib.contextmanager
    def reading(self, *, today: str | None = None) -> Iterator[ReadingContext]:
        """What fields need to read values outside an edit; an empty `today` guesses no year."""
        namers, now = self._prepared.namers, self._now
        with self._readers.lend() as connection:
            yield ReadingContext(connection, namers, now, now[:10] if today is None else today)

    @property
    def _now(self) -> str:
        return f"{self.clock():%Y-%m-%d %H:%M}"
