"""Puts the pages of one form into a workbook: the same lines on top of every sheet, rows, closing.

A form usually is one worksheet. Excel knows no more than 1,023 manual page breaks a sheet, so a
longer form goes on in a further one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from exports.fast_rows import FastRows, blank_cell, text_cell
from exports.lines import Line
from exports.names import sheet_name
from exports.pagination import Paginator
from exports.sheet import Frame, put, set_up
from exports.styles import Styles

PAGES_PER_SHEET = 1000  # below Excel's limit, the last page may still be divided
_SQUEEZE = 8  # per cent points at most by which a sheet is printed smaller
_CLOSING_SHARE = 0.6  # of a page: more lines than that may be divided


@dataclass
class Drawing:
    """Draws into `book`, sheet after sheet, from top to bottom."""

    book: Workbook
    styles: Styles
    frame: Frame
    _sheet: Worksheet = field(init=False)
    _rows: FastRows = field(init=False)
    _pages: Paginator = field(init=False)
    _sheets: int = 0

    def __post_init__(self) -> None:
        self._begin_sheet()

    def add(self, height: float, cells: Sequence[str]) -> None:
        """One row of the table."""
        if self._pages.pages >= PAGES_PER_SHEET and self._pages.begins_page(height):
            self._end_sheet(self._rows.close())
            self._begin_sheet()
        self._pages.add(height)
        self._rows.add(height, cells)

    def add_heading(self, line: Line, company: float) -> None:
        """A line over rows that belong together, never the last one of a page.

        `company` is how high a row below it at least is.
        """
        (part,) = line.parts
        look = self.styles.line(part.look, edges=part.edges)
        self._pages.add(line.height, company)
        others = [blank_cell(look)] * self.frame.last_column
        self._rows.add_across(line.height, [text_cell(look, part.text), *others])

    def close(self, closing: Sequence[Line]) -> None:
        """The lines after the table; the last of them are kept together with those before."""
        kept = _kept_together(closing, self.frame.geometry.body)
        is_one_page = self._pages.pages == 1
        for line in closing[: len(closing) - len(kept)]:
            self._pages.flow(line.height)
        self._finish(sum(line.height for line in kept))
        if is_one_page and len(kept) < len(closing) and self._pages.pages > 1:
            self._sheet.repeat_rows(0, len(self.frame.top) - 2)  # no rows stand below the labels
        row = self._rows.close()
        for line in closing:
            put(self._sheet, self.styles, row, line)
            row += 1
        self._end_sheet(row)

    def _finish(self, ending: float) -> None:
        """Rather than a page more for the closing lines alone, the sheet is printed smaller."""
        page, geometry = self.frame.page, self.frame.geometry
        least = max(page.min_scale, geometry.scale - _SQUEEZE)
        smaller = geometry.holding(self._pages.needed(ending), least)
        if smaller is not None:
            self._pages.room = smaller.body
            self._sheet.set_print_scale(smaller.scale)
        self._pages.finish(ending)

    # --- one sheet -----------------------------------------------------------------------

    def _begin_sheet(self) -> None:
        self._sheets += 1
        frame = self.frame
        sheet = self._sheet = self.book.add_worksheet(sheet_name(frame.title, self._sheets))
        set_up(sheet, frame)
        for row, line in enumerate(frame.top):
            put(sheet, self.styles, row, line)
        first = len(frame.top)
        sheet.repeat_rows(0, first - 1)
        sheet.freeze_panes(first, 0)
        self._rows = FastRows(sheet, first, len(frame.widths))
        self._pages = Paginator(frame.geometry.body, frame.page.rows_per_page, first)

    def _end_sheet(self, after: int) -> None:
        self._sheet.set_h_pagebreaks(self._pages.breaks)
        self._sheet.print_area(0, 0, after - 1, self.frame.last_column)
        table = xl_range(len(self.frame.top), 0, after - 1, self.frame.last_column)
        self._sheet.ignore_errors({"number_stored_as_text": table})


def _kept_together(closing: Sequence[Line], room: float) -> Sequence[Line]:
    """All closing lines; of many only the signatures with the line above them."""
    if sum(line.height for line in closing) <= room * _CLOSING_SHARE:
        return closing
    signed = next(
        (at for at, line in enumerate(closing) if line.parts[0].look == "signature"), len(closing)
    )
    return closing[max(signed - 2, 0) :]
