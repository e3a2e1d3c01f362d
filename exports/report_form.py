"""Draws a report: its rows under their columns, the totals, memo lines, checks and signatures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter import Workbook

from db.report import BOLD, Checked, Report
from exports.by_hand import ByHand
from exports.cells import Heights, columns_of, paper_of
from exports.drawing import Drawing
from exports.layout import Layout
from exports.listing import Listed
from exports.occasion import Occasion
from exports.shown import Blank, FieldOf
from exports.styles import Styles
from locales import sentence
from registers.fields.base import Cell, Field, Stored
from registers.form_model import Column, Listing
from registers.summary_model import ROW, Checks, Memo, ReportColumn, Summary

FieldsOf = Callable[[Listing], FieldOf]


def draw(book: Workbook, report: Report, occasion: Occasion, fields: FieldsOf) -> "Reckoned":
    """Draw the report into `book`, and say its totals; `fields` knows those of a list's rows.

    Where the occasion is blank, its rows stand there without figures.
    """
    form = report.summary
    layout = Layout(form, occasion)
    drawing = Drawing(book, Styles(book, form.page.font_size), layout.frame())
    paper = paper_of(form.page, occasion, drawing.styles, drawing.frame.geometry.body)
    columns = columns_of(_columns(form, occasion), report.field, paper)
    heights = Heights.of(form.page.row_height, form.page.font_size)
    for row in report.rows:
        shown = _without_figures(row) if occasion.is_blank else row
        bold = bool(shown.get(BOLD))
        cells = [column.finished(shown, void=False, bold=bold) for column in columns]
        height = heights.of_lines(max([cell.lines for cell in cells]))
        drawing.add(height, [cell.xml for cell in cells])
    counted = ByHand(form) if occasion.is_blank else Reckoned(report)
    lists = {
        at: Listed(block, () if occasion.is_blank else report.lists[at], fields(block), occasion)
        for at, block in form.lists.items()
    }
    drawing.close(list(layout.closing(counted, lists)))
    return Reckoned(report)


def _columns(form: Summary, occasion: Occasion) -> tuple[Column, ...]:
    if not occasion.is_blank:
        return form.columns
    return tuple(column.model_copy(update={"blank": ""}) for column in form.columns)


def _without_figures(row: Mapping[str, Stored]) -> Blank:
    """What the row itself is, and nothing that was counted for it."""
    own = {name: value for name, value in row.items() if name.split(".")[0] == ROW}
    return Blank({**own, "voided_at": None})


@dataclass(frozen=True)
class Total:
    """The total under one column."""

    column: ReportColumn
    field: Field
    value: Stored

    def cell(self) -> Cell:
        if self.value is None:
            return Cell("text", self.column.blank)
        cell = self.field.cell(self.value, "")
        return cell if self.column.format is None else cell._replace(kind=self.column.format)


@dataclass(frozen=True)
class Reckoned:
    """The totals, memo lines and checks of a report, as a form closes with them."""

    report: Report

    @property
    def rows(self) -> int:
        return len(self.report.rows)

    def figure(self, name: str) -> Stored:
        return self.report.total[name]

    @property
    def sums(self) -> Mapping[int, Total]:
        found = {}
        for place, column in enumerate(self.report.summary.shown):
            if column.total is not None and column.key is not None:
                value = self.report.total[column.key]
                found[place] = Total(column, self.report.field(column.key), value)
        return found

    def texts(self, at: int, lang: str) -> list[str]:
        match self.report.summary.blocks[at]:
            case Memo() as block:
                return [text for _, text in memo_texts(self.report, block, lang)]
            case Checks() as block:
                lines = (one for one in self.report.checks if one.line in block.lines)
                return [check_text(one, lang) for one in lines]
        return []


def memo_texts(report: Report, block: Memo, lang: str) -> list[tuple[str, str]]:
    """Each figure's key with `期末在用卡:128`."""
    return [
        (
            str(figure.key),
            sentence(
                lang,
                "paper.figure",
                label=figure.label,
                value=grouped(report.field(str(figure.key)), report.total[str(figure.key)], lang),
            ),
        )
        for figure in block.figures
    ]


def check_text(checked: Checked, lang: str) -> str:
    """`期初+入库-出库=期末:相符`, or by how much it does not."""
    label = checked.line.label
    if checked.holds:
        return sentence(lang, "paper.check_holds", label=label)
    left = grouped(checked.field, checked.left, lang)
    return sentence(lang, "paper.check_fails", label=label, left=left, rows=checked.wrong_rows)


def grouped(field: Field, value: Stored, lang: str) -> str:
    """The value as a sentence says it: 1,234.50."""
    shown = field.show(value, lang)
    number = field.cell(value, lang).value
    return f"{Decimal(shown):,}" if isinstance(number, int | float | Decimal) else shown or "-"
