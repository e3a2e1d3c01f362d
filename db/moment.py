"""One state of the ledger for as long as it is looked at: what paper is made from."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.audit import Stored, read_head
from db.counting import Counting
from db.paper import PaperQuery, Reading, period_values
from db.period import Span
from db.prepared import Prepared
from db.report import Report, ReportQuery
from registers.report_fields import Measured
from registers.summary_model import Measure, Summary


@dataclass(frozen=True)
class Moment:
    """Everything asked of it is answered from the same rows, whatever is written meanwhile."""

    prepared: Prepared
    connection: sqlite3.Connection
    now: str

    def paper(
        self, sheet: str, reading: Reading, span: Span, *, first: int = 0, most: int | None = None
    ) -> Iterator[dict[str, Stored]]:
        """Streams what a paper form reads, or `most` rows of it from the place `first` on."""
        query = self._query(sheet, reading, span)
        return query.on(self.connection, self._bound(span), first=first, most=most)

    def count(self, sheet: str, reading: Reading, span: Span) -> int:
        """How many rows `paper` will give."""
        return self._query(sheet, reading, span).count(self.connection, self._bound(span))

    def report(self, summary: Summary, span: Span) -> Report:
        return ReportQuery(self.prepared, summary, span, self.now, self.connection).report()

    def figures(self, measures: Iterable[Measure], span: Span) -> dict[str, Stored]:
        """Figures over all rows of the sheets they name, by their keys."""
        book = self.prepared.book
        counting = Counting(book, Measured(book.by_sheet), self.connection, self._bound(span))
        return counting.all_together(measures)

    @property
    def seal(self) -> str:
        """The seal over the whole audit, as it stands on paper."""
        return read_head(self.connection)[1].hex()

    def _query(self, sheet: str, reading: Reading, span: Span) -> PaperQuery:
        return PaperQuery(self.prepared.shape(sheet), reading, span)

    def _bound(self, span: Span) -> dict[str, Stored]:
        return period_values(span, self.now)
