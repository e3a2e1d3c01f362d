"""Draws a ledger form: the rows of a period under their columns, then figures and signatures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xlsxwriter import Workbook

from db.report import BOLD
from exports.by_hand import ByHand
from exports.cells import Heights, columns_of, paper_of
from exports.drawing import Drawing
from exports.figures import Counting
from exports.grouping import merged
from exports.layout import Layout, Summed
from exports.lines import ALL_ROUND, Line, Part
from exports.occasion import Occasion
from exports.report_form import Reckoned
from exports.shown import Blank, Eyes, Row
from exports.sources import Sources
from exports.styles import Styles
from registers.form_model import Apart, Column, Form

_BETWEEN = " " * 3


def draw(
    book: Workbook,
    form: Form,
    sources: Sources,
    occasion: Occasion,
    rows: Iterable[Row],
    *,
    part: Apart | None = None,
    beside: Reckoned | None = None,
) -> Counting:
    """Draw the form into `book`, and say what was counted; `rows` are read once and not kept.

    `part` is what of it is printed apart, `beside` its figures that are not counted from `rows`.
    Where the occasion is blank, there are as many empty rows as a page has room for.
    """
    layout = Layout(form, occasion, part)
    drawing = Drawing(book, Styles(book, form.page.font_size), layout.frame())
    body = drawing.frame.geometry.body
    counting = Counting(form, sources.sheet)
    columns = columns_of(
        form.table.columns, sources.field, paper_of(form.page, occasion, drawing.styles, body)
    )
    heights = Heights.of(form.page.row_height, form.page.font_size)
    heading = _Headings(form, sources, occasion, layout)
    closing: list[Line] = []
    if occasion.is_blank:
        closing = list(layout.closing(ByHand(form)))
        count = int((body - sum(line.height for line in closing)) / heights.least)
        rows = [Blank()] * min(count, form.page.rows_per_page)
    for row in grouped(rows, form, sources, occasion):
        counting.add(row)
        if (line := heading.before(row)) is not None:
            drawing.add_heading(line, heights.least)
        void, bold = row["voided_at"] is not None, bool(row.get(BOLD))
        cells = [column.finished(row, void=void, bold=bold) for column in columns]
        height = heights.of_lines(max([cell.lines for cell in cells]))
        drawing.add(height, [cell.xml for cell in cells])
    drawing.close(closing or list(layout.closing(_Counted(counting, beside))))
    return counting


def grouped(rows: Iterable[Row], form: Form, sources: Sources, occasion: Occasion) -> Iterable[Row]:
    """The rows as they are printed: those with the same values of the form's group as one."""
    if not form.group or occasion.is_blank:
        return rows
    eyes = Eyes(occasion.lang, occasion.is_full)

    def text(column: Column, row: Row) -> str:
        return eyes.text_of(row, column.value, sources.field)

    return merged(rows, form.group, form.columns, text)


@dataclass
class _Headings:
    """Lines with what the following rows have in common, where that is another than before."""

    form: Form
    sources: Sources
    occasion: Occasion
    layout: Layout
    _last: str = ""

    def before(self, row: Row) -> Line | None:
        if not self.form.heading or self.occasion.fields is not None or self.occasion.is_blank:
            return None
        text = _BETWEEN.join(self._texts(row))
        if text == self._last:
            return None
        self._last = text
        ruler = self.layout.ruler
        return ruler.line(Part(0, ruler.last, text, "section", edges=ALL_ROUND))

    def _texts(self, row: Row) -> Iterator[str]:
        eyes = Eyes(self.occasion.lang, self.occasion.is_full)
        for name in self.form.heading:
            label = self.sources.field(name).label
            shown = eyes.text_of(row, (name,), self.sources.field)
            yield self.occasion.word("figure", label=label, value=shown or "-")


@dataclass(frozen=True)
class _Counted:
    """The figures of the rows, and those beside them."""

    counting: Counting
    beside: Reckoned | None

    @property
    def rows(self) -> int:
        return self.counting.rows

    @property
    def sums(self) -> Mapping[int, Summed]:
        return self.counting.sums

    def texts(self, at: int, lang: str) -> list[str]:
        own = self.counting.texts(at, lang)
        return own or (self.beside.texts(at, lang) if self.beside is not None else [])
