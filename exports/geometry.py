"""What fits where on an A4 page: column widths, row heights, print scale.

Points are paper (72 to the inch), pixels are Excel's screen unit (96 to the inch).
"""

import math
from dataclasses import dataclass

from registers.form_model import Page

A4_SHORT, A4_LONG = 210 / 25.4 * 72, 297 / 25.4 * 72
POINTS_PER_PIXEL = 0.75
CELL_PADDING = 5 * POINTS_PER_PIXEL + 1.5
HIGHEST_ROW = 409.0
# Slack for screens at 125 or 150 %, where Excel rounds columns and rows up by a pixel.
_WIDTH_SLACK = 1.02
_HEIGHT_SLACK = 0.97
_LINE_PITCH = 1.44  # ems; Noto Serif CJK, the highest of the faces a form may be shown in


def column_pixels(characters: float) -> int:
    """Pixels of a column as wide as so many digits (7 px each and the cell's own 5 px)."""
    return int(characters * 7 + 0.5) + 5


def column_points(characters: float) -> float:
    return column_pixels(characters) * POINTS_PER_PIXEL


def whole_pixels(points: float) -> float:
    """The height Excel will really keep: rows are stored in whole pixels."""
    return int(points / POINTS_PER_PIXEL + 0.5) * POINTS_PER_PIXEL


def lines_height(lines: int, size: float) -> float:
    """Height of a row that shows so many lines of text."""
    return min(whole_pixels(lines * size * _LINE_PITCH + 1.5), HIGHEST_ROW)


def lines_in(height: float, size: float) -> int:
    """Lines of text that a row of this height shows whole."""
    return max(1, int((height - 1.5) / (size * _LINE_PITCH)))


@dataclass(frozen=True)
class Geometry:
    """How a table of a given width stands on its page."""

    scale: int  # per cent, as Excel prints it
    body: float  # points for the rows under the repeated lines, measured before scaling
    high: float  # points between the margins of the paper
    repeated: float  # points of the lines every page begins with

    def holding(self, needed: float, least: int) -> "Geometry | None":
        """The largest scale from `least` per cent up at which a page holds so many points."""
        for scale in range(self.scale, least - 1, -1):
            body = _body(self.high, scale, self.repeated)
            if needed <= body:
                return Geometry(scale, body, self.high, self.repeated)
        return None


def fit(page: Page, *, table: float, repeated: float) -> Geometry:
    """The print scale at which the table is one page wide and holds the page's rows.

    `table` is the width of all columns, `repeated` the height of the lines every page begins
    with. Width is never given up; the wished number of rows only down to `page.min_scale`.
    """
    paper = (A4_SHORT, A4_LONG) if page.orientation == "portrait" else (A4_LONG, A4_SHORT)
    wide = paper[0] - 72 * (page.margins.left + page.margins.right)
    high = paper[1] - 72 * (page.margins.top + page.margins.bottom)
    wished = repeated + page.rows_per_page * whole_pixels(page.row_height)
    by_width = math.floor(100 * wide / (table * _WIDTH_SLACK))
    by_height = math.floor(100 * high * _HEIGHT_SLACK / wished)
    scale = min(page.max_scale, by_width, max(page.min_scale, by_height))
    return Geometry(scale, _body(high, scale, repeated), high, repeated)


def _body(high: float, scale: int, repeated: float) -> float:
    return high * 100 / scale * _HEIGHT_SLACK - repeated
