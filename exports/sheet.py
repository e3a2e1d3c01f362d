"""One worksheet of a form: how its page is set up, and how lines are put on it."""

from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from exports.geometry import Geometry, column_pixels, whole_pixels
from exports.lines import Line, Part
from exports.styles import BODY_FACE, Styles
from registers.form_model import Page

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

    @property
    def last_column(self) -> int:
        return len(self.widths) - 1


def set_up(sheet: Worksheet, frame: Frame) -> None:
    """A4, the print scale, margins, footer and column widths."""
    page, margins = frame.page, frame.page.margins
    sheet.set_paper(_A4)
    if page.orientation == "landscape":
        sheet.set_landscape()
    sheet.set_margins(margins.left, margins.right, margins.top, margins.bottom)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    sheet.set_print_scale(frame.geometry.scale)
    sheet.set_default_row(whole_pixels(page.row_height))
    sheet.set_footer(_footer(frame), {"margin": _FOOTER_MARGIN, "scale_with_doc": False})
    for column, width in enumerate(frame.widths):
        sheet.set_column_pixels(column, column, column_pixels(width))


def _footer(frame: Frame) -> str:
    face = f'&"{BODY_FACE},常规"&9 '  # the blank keeps a title's own digits out of the size
    title = frame.title.replace("&", "&&")[:100]
    return f"&L{face}{title}&C{face}{frame.footer}"


def put(sheet: Worksheet, styles: Styles, row: int, line: Line) -> None:
    sheet.set_row(row, line.height)
    for part in line.parts:
        _put(sheet, styles, row, part)


def _put(sheet: Worksheet, styles: Styles, row: int, part: Part) -> None:
    look = styles.line(part.look, part.kind, part.edges, struck=part.struck)
    if part.last > part.first:
        sheet.merge_range(row, part.first, row, part.last, "", look)
    if isinstance(part.value, str):
        sheet.write_string(row, part.first, _harmless(part.value), look)
    else:
        sheet.write_number(row, part.first, part.value, look)


def _harmless(text: str) -> str:
    """xlsxwriter takes a text within <r> and </r> for markup of its own and writes it raw."""
    return f" {text}" if text.startswith("<r>") and text.endswith("</r>") else text
