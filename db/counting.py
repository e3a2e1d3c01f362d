"""The figures of a report counted over sheets: figures that read the same rows in one pass."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.audit import Stored
from db.names import quoted
from db.shape import ROW
from registers.book import Book
from registers.report_fields import PERIOD_PARAMS, Measuring, ReportFields
from registers.summary_model import Measure

Row = dict[str, Stored]

_GREATEST = ("max", "min")
_WINDOWS = {
    "within": "{at} >= :since AND {at} < :until",
    "before": "{at} < :since",
    "until": "{at} < :until",
    "previous": "{at} >= :previous AND {at} < :since",
    "always": "1",
}


@dataclass(frozen=True)
class Pass:
    """One reading of a sheet: `dated` is the day of its rows, `row` where they are counted."""

    sheet: str
    dated: str | None
    row: str | None


@dataclass(frozen=True)
class Counting:
    """Counts in one state of the ledger; `bound` holds what expressions ask for by name."""

    book: Book
    fields: Measuring
    connection: sqlite3.Connection
    bound: Mapping[str, Stored]

    def by_row(self, measures: Iterable[Measure]) -> dict[Stored, Row]:
        """The figures by the row of the report they belong to."""
        found: dict[Stored, Row] = {}
        for reading, together in self._passes(measures).items():
            by = self._sql(reading.sheet, reading.row or "NULL")
            sql = f"SELECT {by}, {self._select(reading, together)} GROUP BY 1"
            for who, *figures in self.connection.execute(sql, self.bound):
                named = zip(_keys(together), figures, strict=True)
                found.setdefault(who, {}).update(named)
        return found

    def all_together(self, measures: Iterable[Measure]) -> Row:
        """The figures over all rows."""
        found: Row = {}
        for reading, together in self._passes(measures).items():
            sql = f"SELECT {self._select(reading, together)}"
            figures = self.connection.execute(sql, self.bound).fetchone()
            found.update(zip(_keys(together), figures, strict=True))
        return found

    def _passes(self, measures: Iterable[Measure]) -> dict[Pass, list[Measure]]:
        passes: dict[Pass, list[Measure]] = {}
        for one in measures:
            if one.counted is not None:
                fields = self.fields
                reading = Pass(fields.sheet_of(one), fields.date_of(one), fields.row_of(one))
                passes.setdefault(reading, []).append(one)
        return passes

    def _select(self, reading: Pass, measures: list[Measure]) -> str:
        """What is counted, of which rows: none outside all windows, so that an index helps."""
        figures = ", ".join(self._aggregate(reading, one) for one in measures)
        windows = dict.fromkeys(self._window(reading, one) for one in measures)
        within = " OR ".join(f"({window})" for window in windows)
        return (
            f"{figures} FROM {quoted(reading.sheet)} AS {ROW}"
            f" WHERE {ROW}.voided_at IS NULL AND ({within})"
        )

    def _aggregate(self, reading: Pass, measure: Measure) -> str:
        how, what = measure.counted or ("count", "1")
        terms = [self._window(reading, measure)]
        if measure.where is not None:
            terms.append(f"({self._sql(reading.sheet, measure.where)})")
        value, taken = self._sql(reading.sheet, what), f" FILTER (WHERE {' AND '.join(terms)})"
        if how == "last":
            at = self._sql(reading.sheet, reading.dated or "NULL")
            newest = f"json_group_array({value} ORDER BY {at} DESC, {ROW}.id DESC){taken}"
            return f"({newest}) ->> '$[0]'"
        value = f"{how}({value}){taken}"
        return f"coalesce({value}, 0)" if how == "sum" else value

    def _window(self, reading: Pass, measure: Measure) -> str:
        at = "NULL" if reading.dated is None else self._sql(reading.sheet, reading.dated)
        return _WINDOWS[measure.when].format(at=at)

    def _sql(self, sheet: str, text: str) -> str:
        return self.book.expression(sheet, text, PERIOD_PARAMS).sql(ROW)


def nothing_counted(measures: Iterable[Measure], fields: ReportFields) -> Row:
    """What a row shows for which nothing was found: no rows make 0, and no words or days."""
    keys = [str(one.key) for one in measures if one.counted and one.counted[0] not in _GREATEST]
    found: Row = {key: 0 if fields.by_key[key].places is not None else None for key in keys}
    return found | {str(one.key): None for one in measures if one.counted} | found


def _keys(measures: Iterable[Measure]) -> list[str]:
    return [str(one.key) for one in measures]
