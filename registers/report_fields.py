"""The figures of a report as fields, so that paper, screen and expressions treat them as such."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from registers.expressions import Expression, parse_expression
from registers.fields import Field, field_types
from registers.labels import Label
from registers.model import Sheet
from registers.summary_model import ROW, Measure, Result, Rows, Summary

PERIOD_PARAMS = frozenset({"since", "until", "previous"})
"""The first day of the period, the first day after it, the first day of the period before."""

_SUMS = ("money", "number")
_LABEL = Label.model_validate("")
_DAYS = {"day": ("date", "day_of"), "month": ("text", "month_of")}


class Measuring:
    """Which rows a figure is counted over, whoever asks for it."""

    sheets: Mapping[str, Sheet]

    def sheet_of(self, measure: Measure) -> str:
        return str(measure.of)

    def date_of(self, measure: Measure) -> str | None:
        """The expression for the day a counted row belongs to."""
        period = self.sheets[self.sheet_of(measure)].period
        return measure.at or (period.field if period is not None else None)

    def row_of(self, measure: Measure) -> str | None:
        """The expression for the row of a report a counted row belongs to."""
        return measure.by


@dataclass(frozen=True)
class Measured(Measuring):
    """Figures that belong to no report; each names its sheet."""

    sheets: Mapping[str, Sheet]


@dataclass(frozen=True)
class ReportFields(Measuring):
    """A report beside the sheets it reads; all its names are known to be good."""

    summary: Summary
    sheets: Mapping[str, Sheet]

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        """The figures of the columns and of the memo lines."""
        return {one.key: self._field(one) for one in self.summary.measures if one.key}

    @cached_property
    def params(self) -> frozenset[str]:
        """What expressions over columns may ask for besides the columns."""
        totals = {f"total_{one.key}" for one in self.summary.table.columns if one.key}
        return frozenset(totals) | PERIOD_PARAMS

    def expression(self, text: str) -> Expression:
        """An expression over the figures."""
        return parse_expression(text, self.by_key, self.params)

    def field(self, name: str) -> Field:
        """The field behind a name that rows of the report carry."""
        if name == ROW:
            return self._row_field(self.summary.rows)
        first, _, rest = name.partition(".")
        if first != ROW:
            return self.by_key[name]
        own, _, theirs = rest.partition(".")
        found = self.sheets[str(self.summary.rows.each)].field(own)
        return self.sheets[str(found.target)].field(theirs) if theirs else found

    # --- how figures are counted ------------------------------------------------------------

    def sheet_of(self, measure: Measure) -> str:
        return measure.of or self.summary.sheet

    def row_of(self, measure: Measure) -> str | None:
        if measure.by is not None:
            return measure.by
        rows, sheet = self.summary.rows, self.sheets[self.sheet_of(measure)]
        if rows.by is not None:
            dated = self.date_of(measure)
            return None if dated is None else f"{_DAYS[rows.by][1]}({dated})"
        if rows.choice is not None:
            return rows.choice if rows.choice in sheet.by_key else None
        if sheet.key == rows.each:
            return rows.group or "id"
        if rows.group is not None:
            return None
        return next((f.key for f in sheet.reference_fields if f.target == rows.each), None)

    # --- what they look like ----------------------------------------------------------------

    def _row_field(self, rows: Rows) -> Field:
        if rows.choice is not None:
            return self.sheets[self.summary.sheet].field(rows.choice)
        kind = _DAYS[rows.by][0] if rows.by else "text"
        return _made(kind, key=ROW, label=_LABEL)

    def _field(self, measure: Measure) -> Field:
        given = {"key": str(measure.key), "label": measure.label or _LABEL}
        if measure.formula is not None:
            result = measure.result or ("number" if measure.percent else "int")
            decimals = 2 if measure.percent else measure.decimals
            return _made(
                "computed", **given, expr=measure.formula, result=result, decimals=decimals
            )
        return _made(measure.result or self._kind_of(measure), **given)

    def _kind_of(self, measure: Measure) -> str:
        """A sum of money is money; the latest of some dates is a date."""
        how, what = measure.counted or ("count", "1")
        found = self.sheets[self.sheet_of(measure)].by_key.get(what)
        if found is None or how == "count":
            return "int"
        kind = found.shown_as.type_name
        return kind if kind in (_SUMS if how == "sum" else get_args(Result)) else "int"


def plain_field(result: Result) -> Field:
    """A field that shows a value of this kind."""
    return _made(result, key="shown", label=_LABEL)


def _made(kind: str, **options: object) -> Field:
    types = field_types()
    given = {name: value for name, value in options.items() if name in types[kind].model_fields}
    return types[kind].model_validate(given)
