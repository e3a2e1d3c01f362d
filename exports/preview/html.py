"""Pages of a workbook as one HTML document: a section a page, exactly as large as the paper."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from exports import metrics
from exports.geometry import CELL_PADDING
from exports.preview.looks import Look
from exports.preview.reading import Cell, Line, PagedSheet, PagedWorkbook

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_LEAST_SHRINK = 30  # per cent
_CODES = re.compile(r'&(?:"[^"]*"|\d+ ?|[LCRPN&])')
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class _Shown:
    """One cell as the template writes it."""

    classes: str
    columns: int
    rows: int
    text: str


def page_document(book: PagedWorkbook, pages: Iterable[int], *, lang: str, nonce: str) -> str:
    """The pages of these numbers, counted from 1; KeyError for one that is not there.

    The stylesheet carries `nonce`; there is no script, and nothing is loaded from elsewhere.
    """
    sections: list[dict[str, object]] = []
    used: dict[int, PagedSheet] = {}
    heights: dict[tuple[int, float], int] = {}
    for number in pages:
        place, inside = book.find(number)
        sheet = used[place] = book.sheets[place]
        lines = sheet.page(inside)
        sections.append(
            {
                "classes": f"page s{place} {'landscape' if sheet.is_landscape else 'portrait'}",
                "columns": range(len(sheet.widths)),
                "rows": [
                    (
                        f"h{heights.setdefault((place, line.height), len(heights))}",
                        list(_cells(book, sheet, line)),
                    )
                    for line in lines
                ],
                "footer": _footer(sheet.footer, number, book.count),
            }
        )
    css = "\n".join(_rules(book, used, heights))
    return _templates.get_template("pages.html").render(
        lang=lang.replace("_", "-"), nonce=nonce, css=Markup(css), sections=sections
    )


def _cells(book: PagedWorkbook, sheet: PagedSheet, line: Line) -> Iterator[_Shown]:
    for cell in line.cells:
        look = book.looks[cell.look]
        text = _INVISIBLE.sub("", look.shown(cell.value))
        classes = (
            f"x{cell.look}{_shrunk(look, sheet, cell, text)}{' tall' if cell.rows > 1 else ''}"
        )
        yield _Shown(classes, cell.columns[1] - cell.columns[0], cell.rows, text)


def _shrunk(look: Look, sheet: PagedSheet, cell: Cell, text: str) -> str:
    """The class of a text that is drawn smaller to stay on its line, as Excel does."""
    if not look.shrinks or not text:
        return ""
    room = sum(sheet.widths[slice(*cell.columns)]) - CELL_PADDING
    needed = metrics.width(text) / 1000 * look.size * (metrics.BOLD if look.is_bold else 1)
    if needed <= room:
        return ""
    return f" k{max(_LEAST_SHRINK, int(room / needed * 100))}"


def _footer(codes: str, page: int, pages: int) -> list[str]:
    """What stands left, in the middle and right under the page."""
    parts, side = ["", "", ""], 0
    at = 0
    for code in _CODES.finditer(codes):
        parts[side] += codes[at : code.start()]
        at = code.end()
        match code[0]:
            case "&L" | "&C" | "&R":
                side = "LCR".index(code[0][1])
            case "&P":
                parts[side] += str(page)
            case "&N":
                parts[side] += str(pages)
            case "&&":
                parts[side] += "&"
    parts[side] += codes[at:]
    return parts


def _rules(
    book: PagedWorkbook, sheets: dict[int, PagedSheet], heights: dict[tuple[int, float], int]
) -> Iterator[str]:
    """Rules made of numbers and fixed words only."""
    for place, sheet in sheets.items():
        scale = sheet.scale / 100
        left, right, top, bottom, footer = sheet.margins
        yield f".s{place} {{ padding: {top}in {right}in {bottom}in {left}in }}"
        yield f".s{place} footer {{ left: {left}in; right: {right}in; bottom: {footer}in }}"
        yield f".s{place} table {{ width: {sum(sheet.widths) * scale:.3f}pt }}"
        yield f".s{place} td {{ padding: 0 {CELL_PADDING / 2 * scale:.3f}pt }}"
        for column, width in enumerate(sheet.widths):
            yield f".s{place} .w{column} {{ width: {width * scale:.3f}pt }}"
        for number, look in enumerate(book.looks):
            yield f".s{place} .x{number} {{ {look.css(scale)} }}"
    for (place, height), number in heights.items():
        points = height * sheets[place].scale / 100
        yield f".h{number} {{ height: {points:.3f}pt }}"
        yield f".h{number} > td:not(.tall) > div {{ max-height: {points:.3f}pt }}"
    for per_cent in range(_LEAST_SHRINK, 100):
        yield f".k{per_cent} > div {{ font-size: {per_cent}% }}"
