"""Puts the pages of one form into a workbook: the same lines on top of every sheet, rows, closing.

A form usually is one worksheet. Excel knows no more than 1,023 manual page breaks a sheet, so a
longer form goes on in a further one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from exports.fast_rows import FastRows
from exports.geometry import Geometry, column_pixels, whole_pixels
from exports.lines import Line, Part
from exports.names import sheet_name
from exports.pagination import Paginator
from exports.styles import BODY_FACE, Styles
from registers.form_model import Page

PAGES_PER_SHEET = 1000  # below Excel's limit, the last page may still be divided
_A4 = 9
_FOOTER_MARGIN = 0.25  # inches


@dataclass(frozen=True)
class Frame:
    """What every sheet of the form has in common."""

    title: str
    footer: str  # page numbers, with Excel's &P and &N
    page: Page
    widths: tuple[float, ...]  # digits
    top: tuple[Line, ...]
    geometry: Geometry


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

    @property
    def last_column(self) -> int:
        return len(self.frame.widths) - 1

    def add(self, height: float, cells: Sequence[str]) -> None:
        """One row of the table."""
        if self._pages.pages >= PAGES_PER_SHEET and self._pages.begins_page(height):
            self._end_sheet(self._rows.close())
            self._begin_sheet()
        self._pages.add(height)
        self._rows.add(height, cells)

    def close(self, closing: Sequence[Line]) -> None:
        """The lines after the table, kept together with the rows before them."""
        self._pages.finish(sum(line.height for line in closing))
        row = self._rows.close()
        for line in closing:
            self._draw(row, line)
            row += 1
        self._end_sheet(row)

    # --- one sheet -----------------------------------------------------------------------

    def _begin_sheet(self) -> None:
        self._sheets += 1
        frame = self.frame
        sheet = self._sheet = self.book.add_worksheet(sheet_name(frame.title, self._sheets))
        self._set_up_page(sheet)
        for column, width in enumerate(frame.widths):
            sheet.set_column_pixels(column, column, column_pixels(width))
        for row, line in enumerate(frame.top):
            self._draw(row, line)
        first = len(frame.top)
        sheet.repeat_rows(0, first - 1)
        sheet.freeze_panes(first, 0)
        self._rows = FastRows(sheet, first, len(frame.widths))
        self._pages = Paginator(frame.geometry.body, frame.page.rows_per_page, first)

    def _end_sheet(self, after: int) -> None:
        self._sheet.set_h_pagebreaks(self._pages.breaks)
        self._sheet.print_area(0, 0, after - 1, self.last_column)
        table = xl_range(len(self.frame.top), 0, after - 1, self.last_column)
        self._sheet.ignore_errors({"number_stored_as_text": table})

    def _set_up_page(self, sheet: Worksheet) -> None:
        page = self.frame.page
        sheet.set_paper(_A4)
        if page.orientation == "landscape":
            sheet.set_landscape()
        margins = page.margins
        sheet.set_margins(margins.left, margins.right, margins.top, margins.bottom)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.set_print_scale(self.frame.geometry.scale)
        sheet.set_default_row(whole_pixels(page.row_height))
        sheet.set_footer(self._footer(), {"margin": _FOOTER_MARGIN, "scale_with_doc": False})

    def _footer(self) -> str:
        face = f'&"{BODY_FACE},常规"&9 '  # the blank keeps a title's own digits out of the size
        title = self.frame.title.replace("&", "&&")[:100]
        return f"&L{face}{title}&C{face}{self.frame.footer}"

    def _draw(self, row: int, line: Line) -> None:
        self._sheet.set_row(row, line.height)
        for part in line.parts:
            self._put(row, part)

    def _put(self, row: int, part: Part) -> None:
        look = self.styles.line(part.look, part.kind)
        value = _harmless(part.value) if isinstance(part.value, str) else part.value
        if part.last > part.first:
            self._sheet.merge_range(row, part.first, row, part.last, "", look)
        if isinstance(value, str):
            self._sheet.write_string(row, part.first, value, look)
        else:
            self._sheet.write_number(row, part.first, value, look)


def _harmless(text: str) -> str:
    """xlsxwriter takes a text within <r> and </r> for markup of its own and writes it raw."""
    return f" {text}" if text.startswith("<r>") and text.endswith("</r>") else text
