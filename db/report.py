"""What a report says: its rows, its totals, and whether its check lines hold."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from db.audit import Stored
from db.counting import Counting, Row, nothing_counted
from db.names import quoted
from db.paper import PaperQuery, Reading, period_values
from db.paper_lists import Listings
from db.period import Span
from db.prepared import Prepared
from db.shape import ROW
from registers.expressions import Expression
from registers.fields import Field
from registers.report_fields import PERIOD_PARAMS, ReportFields, plain_field
from registers.summary_model import ROW as OWN
from registers.summary_model import CheckLine, Summary

BOLD = "_bold"
"""Under this name a row says whether it stands out."""
_WHO = "_row"  # what tells the rows of a report apart


@dataclass(frozen=True)
class Checked:
    """One line of checks: what is left over in the totals, and in how many rows it is not 0."""

    line: CheckLine
    left: Stored
    wrong_rows: int

    @property
    def field(self) -> Field:
        """How what is left over is shown."""
        return plain_field(self.line.result)

    @property
    def holds(self) -> bool:
        return self.left == 0 and not self.wrong_rows


@dataclass(frozen=True)
class Report:
    """A report with its figures: stored values by the names the report gives them."""

    fields: ReportFields
    span: Span
    rows: tuple[Row, ...]
    total: Row
    checks: tuple[Checked, ...]
    lists: Mapping[int, tuple[Row, ...]]

    @property
    def summary(self) -> Summary:
        return self.fields.summary

    def field(self, name: str) -> Field:
        return self.fields.field(name)


@dataclass(frozen=True)
class ReportQuery:
    """A report on one period, asked of one state of the ledger."""

    prepared: Prepared
    summary: Summary
    span: Span
    now: str
    connection: sqlite3.Connection
    every_row: bool = False
    """Whether rows stand there that are not worth keeping, as in a form for the hand."""

    def report(self) -> Report:
        columns = self.summary.table.columns
        rows = self._kept(self._counted())
        total: Row = {
            key: _sum(row[key] for row in rows) for key in nothing_counted(columns, self._fields)
        }
        totals = {f"total_{key}": value for key, value in total.items()}
        total |= self._counting.all_together(self.summary.memo)
        reckoned = {str(one.key): f'"{one.key}"' for one in columns if one.formula}
        if self.summary.table.bold is not None:
            reckoned[BOLD] = self.summary.table.bold
        rows = self._reckoned(rows, reckoned, totals)
        added_up = {
            str(one.key): _sum(row[str(one.key)] for row in rows)
            for one in columns
            if one.formula and one.total == "sum"
        }
        totals |= {f"total_{key}": value for key, value in added_up.items()}
        memo = {str(one.key): f'"{one.key}"' for one in self.summary.memo if one.formula}
        (total,) = self._reckoned([total], {**reckoned, **memo}, totals)
        total |= added_up
        checks = self._checks(rows, total, totals)
        lists = Listings(self.prepared, self.span, self.connection, self._bound)
        return Report(
            self._fields, self.span, tuple(rows), total, checks, lists.read(self.summary.lists)
        )

    @cached_property
    def _fields(self) -> ReportFields:
        return self.prepared.book.report_fields(self.summary)

    @cached_property
    def _bound(self) -> dict[str, Stored]:
        return period_values(self.span, self.now)

    @cached_property
    def _counting(self) -> Counting:
        return Counting(self.prepared.book, self._fields, self.connection, self._bound)

    # --- the rows ----------------------------------------------------------------------------

    def _counted(self) -> list[Row]:
        """All rows, each with what was counted for it."""
        columns = self.summary.table.columns
        counted, nothing = self._counting.by_row(columns), nothing_counted(columns, self._fields)
        return [
            {**row, **nothing, **counted.get(row[_WHO], {})} for row in self._listed(set(counted))
        ]

    def _kept(self, rows: list[Row]) -> list[Row]:
        if self.summary.rows.keep is None or self.every_row:
            return rows
        counted = nothing_counted(self.summary.table.columns, self._fields)
        totals = {f"total_{key}": _sum(row[key] for row in rows) for key in counted}
        asked = self._reckoned(rows, {"_keep": self.summary.rows.keep}, totals)
        return [row for row, found in zip(rows, asked, strict=True) if found["_keep"]]

    def _listed(self, counted: set[Stored]) -> Iterator[Row]:
        """The rows in their order; a choice no longer in its list comes last, where it counts."""
        rows = self.summary.rows
        if rows.each is not None:
            yield from self._groups() if rows.group is not None else self._rows_of_sheet()
            return
        if rows.choice is not None:
            choices = self.prepared.book.sheet(self.summary.sheet).field(rows.choice).choices
            listed: list[Stored] = [choice.key for choice in choices if choice.active]
            listed += sorted(counted.difference(listed), key=str)
        else:
            listed = list(self.span.days if rows.by == "day" else self.span.months)
        for who in listed:
            yield {_WHO: who, OWN: who}

    def _groups(self) -> Iterator[Row]:
        rows = self.summary.rows
        group = self.prepared.book.expression(str(rows.each), str(rows.group), PERIOD_PARAMS)
        source = f"{quoted(str(rows.each))} AS {ROW} WHERE {self._not_void.sql(ROW)}"
        sql = f"SELECT DISTINCT {group.sql(ROW)} FROM {source}"
        found = [who for (who,) in self.connection.execute(sql, self._bound)]
        for who in sorted(found, key=_as_counted):
            yield {_WHO: who, OWN: who}

    def _rows_of_sheet(self) -> Iterator[Row]:
        rows = self.summary.rows
        names = {name for column in self.summary.shown for name in column.names}
        asked = tuple(sorted(name[len(OWN) + 1 :] for name in names if name.startswith(f"{OWN}.")))
        reading = Reading(asked, where=self._not_void, order=rows.order, any_time=True)
        query = PaperQuery(self.prepared.shape(str(rows.each)), reading, self.span)
        for row in query.on(self.connection, self._bound):
            yield {_WHO: row["id"], **{f"{OWN}.{name}": value for name, value in row.items()}}

    @cached_property
    def _not_void(self) -> Expression:
        rows = self.summary.rows
        text = " AND ".join(f"({one})" for one in ("voided_at IS NULL", rows.where) if one)
        return self.prepared.book.expression(str(rows.each), text, PERIOD_PARAMS)

    # --- what is worked out from figures -----------------------------------------------------

    def _reckoned(
        self, rows: list[Row], texts: Mapping[str, str], totals: Mapping[str, Stored]
    ) -> list[Row]:
        """The rows with the values of some expressions over their figures."""
        if not texts or not rows:
            return rows
        asked = ", ".join(self._fields.expression(text).sql(ROW) for text in texts.values())
        figures = [key for key, one in self._fields.by_key.items() if one.is_stored]
        columns = ", ".join(f"value ->> '$.{key}' AS {quoted(key)}" for key in figures)
        table = f"SELECT key AS _place, {columns} FROM json_each(:_rows)"
        sql = f"SELECT {asked} FROM ({table}) AS {ROW} ORDER BY {ROW}._place"
        given = json.dumps([{key: row.get(key) for key in figures} for row in rows])
        unknown = dict.fromkeys((f"total_{key}" for key in figures), None)
        bound = {**self._bound, **unknown, **totals, "_rows": given}
        found = self.connection.execute(sql, bound).fetchall()
        return [
            {**row, **dict(zip(texts, values, strict=True))}
            for row, values in zip(rows, found, strict=True)
        ]

    def _checks(
        self, rows: list[Row], total: Row, totals: Mapping[str, Stored]
    ) -> tuple[Checked, ...]:
        lines = {f"_check{at}": line for at, line in enumerate(self.summary.checks)}
        texts = {name: line.expr for name, line in lines.items()}
        *each, whole = self._reckoned([*rows, total], texts, totals)
        return tuple(
            Checked(line, whole.get(name), sum(row[name] != 0 for row in each))
            for name, line in lines.items()
        )


def _as_counted(who: Stored) -> list[tuple[int, str]]:
    """Building 2 before building 10."""
    parts = re.split(r"([0-9]+)", "" if who is None else str(who))
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _sum(values: Iterable[Stored]) -> Stored:
    return sum(value for value in values if isinstance(value, int | float))
