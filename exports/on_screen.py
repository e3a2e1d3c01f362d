"""A report read off column by column: as texts for the eye, as values for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from db.report import Report
from exports.report_form import check_text, grouped
from locales import fill
from registers.fields import Field, Stored
from registers.form_model import ROW_NUMBER
from registers.summary_model import Measure, ReportColumn

Row = Mapping[str, Stored]


@dataclass(frozen=True)
class OnScreen:
    """What stands where; blank columns for the clerk's hand are left out."""

    report: Report
    lang: str

    @property
    def columns(self) -> tuple[ReportColumn, ...]:
        return self.report.summary.on_screen

    def label(self, measure: Measure) -> str:
        return measure.label.text(self.lang) if measure.label is not None else str(measure.key)

    def align(self, column: ReportColumn) -> object:
        if column.names[0] == ROW_NUMBER:
            return "center"
        return self.report.field(column.names[0]).column(self.lang)["align"]

    # --- one cell ---------------------------------------------------------------------------

    def text(self, row: Row, column: ReportColumn, number: int) -> str:
        """What a clerk reads there; `number` counts the rows from 1."""
        if column.names[0] == ROW_NUMBER:
            return str(number)
        field, value, label = self._found(row, column)
        if value is None:
            return column.blank
        if column.sources:
            return grouped(field, value, self.lang)
        return field.masked(field.show(value, self.lang, label))

    def value(self, row: Row, column: ReportColumn, number: int) -> object:
        """The same for programs: money as a decimal string, a choice by its key."""
        if column.names[0] == ROW_NUMBER:
            return number
        field, value, label = self._found(row, column)
        return None if value is None else field.masked_json(field.to_json(value, label))

    def height(self, row: Row, column: ReportColumn) -> float:
        """The figure as a length in a chart, money in yuan."""
        field, value, _ = self._found(row, column)
        number = field.cell(value, self.lang).value
        return float(number) if isinstance(number, int | float | Decimal) else 0.0

    def _found(self, row: Row, column: ReportColumn) -> tuple[Field, Stored, str | None]:
        """The first of the column's names that is filled."""
        filled = [name for name in column.names if row.get(name) is not None]
        name = (filled or column.names)[0]
        label = row.get(f"{name}__label")
        return self.report.field(name), row.get(name), None if label is None else str(label)

    # --- under the rows ----------------------------------------------------------------------

    def total_text(self, column: ReportColumn) -> str:
        return self.text(self.report.total, column, 0) if column.total else ""

    @property
    def total(self) -> dict[str, object]:
        """The totals of the columns that are added up."""
        asked = [column for column in self.columns if column.total]
        return {column.id: self.value(self.report.total, column, 0) for column in asked}

    @property
    def memo(self) -> list[tuple[str, str, object, str]]:
        """Key, label, value and text of each figure that belongs to no row."""
        found = []
        for figure in self.report.summary.memo:
            key = str(figure.key)
            field, value = self.report.field(key), self.report.total[key]
            text = grouped(field, value, self.lang)
            found.append((key, self.label(figure), field.to_json(value), text))
        return found

    @property
    def checks(self) -> list[tuple[str, bool, object, str]]:
        """Label, whether it holds, what is left over, and the sentence about it."""
        return [
            (
                fill(one.line.label.text(self.lang), self.lang, {}),
                one.holds,
                one.field.to_json(one.left),
                check_text(one, self.lang),
            )
            for one in self.report.checks
        ]
