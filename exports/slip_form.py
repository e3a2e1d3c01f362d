"""Draws a slip: one row of a sheet, on as many pages of one worksheet as it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range

from exports.lines import Line
from exports.names import sheet_name
from exports.sheet import Frame, put, set_up
from exports.slip_layout import SlipLayout
from exports.slip_pages import Pages, place
from exports.styles import Styles


@dataclass(frozen=True)
class SlipPaper:
    """A slip as it will stand on paper."""

    frame: Frame
    pages: Pages

    @classmethod
    def of(cls, layout: SlipLayout) -> "SlipPaper":
        slip, occasion = layout.slip, layout.occasion
        placed = place(slip.page, layout.ruler, layout.sides(), slip.copies)
        frame = Frame(
            title=slip.title.text(occasion.lang),
            footer=occasion.word("pages", page="&P", pages="&N"),
            page=slip.page,
            widths=slip.widths,
            top=(),
            geometry=placed.geometry,
        )
        return cls(frame, placed.pages)


def draw(book: Workbook, layout: SlipLayout) -> None:
    """Draw the slip into `book`."""
    paper = SlipPaper.of(layout)
    frame, styles = paper.frame, Styles(book, paper.frame.page.font_size)
    sheet = book.add_worksheet(sheet_name(frame.title, 1))
    set_up(sheet, frame)
    lines: Sequence[Line] = [line for page in paper.pages for line in page]
    for row, line in enumerate(lines):
        put(sheet, styles, row, line)
    sheet.set_h_pagebreaks(list(accumulate(len(page) for page in paper.pages[:-1])))
    sheet.print_area(0, 0, len(lines) - 1, frame.last_column)
    cells = xl_range(0, 0, len(lines) - 1, frame.last_column)
    sheet.ignore_errors({"number_stored_as_text": cells})
