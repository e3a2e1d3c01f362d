"""One state of the ledger for as long as it is looked at: what paper is made from."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from db.audit import Stored, read_head
from db.counting import Counting
from db.paper import PaperQuery, Reading, period_values
from db.paper_lists import Listings, Slip
from db.period import Span
from db.prepared import Prepared
from db.references import ReadingContext
from db.report import Report, ReportQuery
from registers.book import Book
from registers.form_check import LIST_PARAMS
from registers.form_model import Listing
from registers.measures import Measure
from registers.report_fields import Measured
from registers.summary_model import Summary


@dataclass(frozen=True)
class Moment:
    """Everything asked of it is answered from the same rows, whatever is written meanwhile."""

    prepared: Prepared
    connection: sqlite3.Connection
    now: str

    @property
    def book(self) -> Book:
        return self.prepared.book

    def paper(self, sheet: str, reading: Reading, span: Span) -> Iterator[dict[str, Stored]]:
        """Streams what a paper form reads of a sheet in a period; see db/paper.py."""
        query = PaperQuery(self.prepared.shape(sheet), reading, span)
        return query.on(self.connection, period_values(span, self.now))

    def count(self, sheet: str, reading: Reading, span: Span) -> int:
        """How many rows `paper` will give."""
        query = PaperQuery(self.prepared.shape(sheet), reading, span)
        return query.count(self.connection, period_values(span, self.now))

    def slip(
        self, sheet: str, row: int, reading: Reading, lists: Mapping[int, Listing], span: Span
    ) -> Slip:
        """One row and the lists that belong to it; see db/paper_lists.py."""
        this = self.book.expression(sheet, "id = :row", LIST_PARAMS)
        asked = replace(reading, where=this, any_time=True)
        query = PaperQuery(self.prepared.shape(sheet), asked, span)
        bound = period_values(span, self.now, row)
        found = next(iter(query.on(self.connection, bound)), None)
        listed = Listings(self.prepared, span, self.connection, bound).read(lists)
        return Slip(found, listed)

    def report(self, summary: Summary, span: Span, *, every_row: bool = False) -> Report:
        """A report on a period; see db/report.py."""
        query = ReportQuery(self.prepared, summary, span, self.now, self.connection, every_row)
        return query.report()

    def figures(self, measures: Iterable[Measure], span: Span) -> dict[str, Stored]:
        """Figures over all rows of the sheets they name, by their keys."""
        fields, bound = Measured(self.book.by_sheet), period_values(span, self.now)
        return Counting(self.book, fields, self.connection, bound).all_together(measures)

    @property
    def reading(self) -> ReadingContext:
        """What fields need to read what a clerk chose."""
        return ReadingContext(self.connection, self.prepared.namers, self.now, self.now[:10])

    @property
    def seal(self) -> str:
        """The seal over the whole audit, as it stands on paper."""
        return read_head(self.connection)[1].hex()
