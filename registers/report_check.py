"""What is wrong in a report: its rows, its figures, the expressions over them, its chart."""

from __future__ import annotations

from dataclasses import dataclass

from registers.errors import BadExpression
from registers.form_check import PaperCheck
from registers.form_model import ROW_NUMBER
from registers.model import Sheet
from registers.report_fields import PERIOD_PARAMS, ReportFields
from registers.summary_model import (
    ROW,
    Checks,
    Measure,
    Memo,
    ReportColumn,
    ReportTable,
    Summary,
)
from registers.yaml_lines import YamlPath

_ROW_KINDS = ("by", "choice", "each")


@dataclass
class ReportCheck(PaperCheck):
    """Names and sheets first; what is worked out from them only where these are good."""

    form: Summary

    @property
    def reading(self) -> ReportFields:
        return ReportFields(self.form, self.sheets)

    def check_form(self, sheet: Sheet) -> None:
        unknown = [key for key in self.form.sheets if key not in self.sheets]
        listed = {block.sheet for block in self.form.lists.values()}
        for key in unknown:
            if key not in listed:  # a list says so at its own place
                self.fault(self._place_of_sheet(key), "unknown_sheet", sheet=key)
        self.check_keys()
        self.check_rows(sheet)
        if self.faults:
            return
        for path, measure in self._places():
            if measure.counted is not None:
                self.check_counted(path, measure)
        if not self.faults:
            self.check_reckoned()

    def _places(self) -> list[tuple[YamlPath, Measure]]:
        """Every figure with its place in the file."""
        found: list[tuple[YamlPath, Measure]] = []
        for at, block in enumerate(self.form.blocks):
            if isinstance(block, ReportTable):
                listed = enumerate(block.columns)
                found += [(("blocks", at, "columns", place), one) for place, one in listed]
            elif isinstance(block, Memo):
                figures = enumerate(block.figures)
                found += [(("blocks", at, "figures", place), one) for place, one in figures]
        return found

    def _place_of_sheet(self, key: str) -> YamlPath:
        if self.form.rows.each == key:
            return ("rows", "each")
        return next((*path, "of") for path, one in self._places() if one.of == key)

    # --- names ------------------------------------------------------------------------------

    def check_keys(self) -> None:
        seen: set[str] = set()
        for path, measure in self._places():
            self.check_source(path, measure)
            if measure.key in seen:
                self.fault((*path, "key"), "duplicate_key", key=measure.key)
            if measure.key == ROW:
                self.fault((*path, "key"), "reserved_key", key=measure.key)
            seen.add(str(measure.key))

    def check_source(self, path: YamlPath, measure: Measure) -> None:
        """A figure has exactly one way to be got, and a key; what is seen has a label."""
        ways = [*measure.sources]
        if isinstance(measure, ReportColumn):
            if measure.value:
                ways.append("value")
            if measure.total is not None and measure.total not in _totals_of(measure):
                self.fault((*path, "total"), "bad_option", problem=_TOTAL, seen=measure.total)
        if len(ways) > 1 or (not ways and measure.key is not None):
            self.fault(path, "bad_option", problem=_ONE_WAY, seen=", ".join(ways))
        if measure.sources and measure.key is None:
            self.fault(path, "key_missing", key="key")
        is_seen = not isinstance(measure, ReportColumn) or measure.width is not None
        if is_seen and measure.label is None:
            self.fault(path, "key_missing", key="label")

    def check_rows(self, sheet: Sheet) -> None:
        rows = self.form.rows
        given = [name for name in _ROW_KINDS if getattr(rows, name) is not None]
        if len(given) != 1:
            problem = f"exactly one of {', '.join(_ROW_KINDS)}"
            self.fault(("rows",), "bad_option", problem=problem, seen=", ".join(given))
            return
        if rows.choice is not None:
            found = sheet.by_key.get(rows.choice)
            if found is None or not found.has_choices:
                self.fault(("rows", "choice"), "unknown_field", field=rows.choice, sheet=sheet.key)
        each = self.sheets.get(rows.each or "")
        if each is not None:
            self.expression(("rows", "where"), rows.where, each, PERIOD_PARAMS)
            self.expression(("rows", "group"), rows.group, each, PERIOD_PARAMS)
            for key in rows.order:
                self.known_field(("rows", "order"), key, each)
        for path, column in self._places():
            for name in getattr(column, "value", ()):
                self.check_name((*path, "value"), name, each)

    def check_name(self, path: YamlPath, name: str, each: Sheet | None) -> None:
        is_listed = each is not None and self.form.rows.group is None
        if name == ROW_NUMBER or (name == ROW and not is_listed):
            return
        if each is not None and is_listed:
            self.check_value(path, name, each)
        elif self.form.rows.each in (None, getattr(each, "key", None)):
            self.fault(path, "bad_option", problem=f"{ROW} or {ROW_NUMBER}", seen=name)

    # --- figures ----------------------------------------------------------------------------

    def check_counted(self, path: YamlPath, measure: Measure) -> None:
        sheet = self.sheets[self.reading.sheet_of(measure)]
        for key in ("sum", "max", "min", "last", "where", "at", "by"):
            self.expression((*path, key), getattr(measure, key), sheet, PERIOD_PARAMS)
        if measure.when != "always" and self.reading.date_of(measure) is None:
            self.fault(path, "key_missing", key="at")
        if isinstance(measure, ReportColumn) and self.reading.row_of(measure) is None:
            self.fault(path, "key_missing", key="by")

    def check_reckoned(self) -> None:
        for path, measure in self._places():
            if measure.formula is not None:
                key = "percent" if measure.percent else "expr"
                self.check_expression((*path, key), f'"{measure.key}"')
        self.check_expression(("rows", "keep"), self.form.rows.keep)
        place = [block is self.form.table for block in self.form.blocks].index(True)
        self.check_expression(("blocks", place, "bold"), self.form.table.bold)
        for at, block in enumerate(self.form.blocks):
            if isinstance(block, Checks):
                for place, line in enumerate(block.lines):
                    self.check_expression(("blocks", at, "lines", place, "expr"), line.expr)
        if self.form.chart is not None:
            shown = {column.id for column in self.form.on_screen}
            for name in (*self.form.chart.x, *self.form.chart.y):
                if name not in shown:
                    self.fault(("chart",), "unknown_field", field=name, sheet=self.form.key)

    def check_expression(self, path: YamlPath, text: str | None) -> None:
        if text is None:
            return
        try:
            self.reading.expression(text)
        except BadExpression as error:
            self.fault(path, error.code, **error.params)


def _totals_of(column: ReportColumn) -> tuple[str, ...]:
    if column.percent is not None:
        return ("expr",)
    return ("sum", "expr") if column.expr is not None else ("sum",) * bool(column.sources)


_ONE_WAY = "exactly one of count, sum, max, min, last, expr, percent, value"
_TOTAL = "sum of what is counted, expr of what is worked out"
