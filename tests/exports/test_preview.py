"""The preview shows the pages of the workbook: the same rows, the same breaks, the same texts."""

import io
import re
from datetime import datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from exports import render
from exports.preview import open_pages, page_document
from tests.exports.test_read_back import PRINTED

FORMS = ("visitor_ledger", "complaint_ledger", "ic_month", "renovation_deposits", "supply_issues")


class Pages(HTMLParser):
    """The texts of the document by page and row, and what stands under each page."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.rows: list[list[list[str]]] = []
        self.footers: list[list[str]] = []
        self.tags: set[str] = set()
        self._cell: list[str] | None = None
        self.feed(document)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        match tag:
            case "section":
                self.rows.append([])
                self.footers.append([])
            case "tr":
                self.rows[-1].append([])
            case "div" | "span":
                self._cell = []

    def handle_data(self, data) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag) -> None:
        if self._cell is not None and tag in ("div", "span"):
            where = self.rows[-1][-1] if tag == "div" else self.footers[-1]
            where.append("".join(self._cell))
            self._cell = None


def shown(value: object, code: str) -> str:
    """A value of a cell as Excel shows it."""
    match value:
        case None:
            return ""
        case str():
            return unescape(value)
        case datetime():
            spelled = {"yyyy-mm-dd": "%Y-%m-%d", "hh:mm": "%H:%M", "mm-dd hh:mm": "%m-%d %H:%M"}
            return value.strftime(spelled.get(code, "%Y-%m-%d %H:%M"))
    return f"{value:,.2f}" if code.startswith("#,##0.00") else f"{value:g}"


def printed_pages(content: bytes) -> list[list[list[str]]]:
    """What stands on each page by the workbook's own breaks, the repeated rows on top."""
    return [page for sheet in load_workbook(io.BytesIO(content)) for page in pages_of(sheet)]


def pages_of(sheet: Worksheet) -> list[list[list[str]]]:
    repeated = re.findall(r"\d+", sheet.print_title_rows or "")
    first = int(repeated[-1]) if repeated else 0
    starts = [first, *(one.id for one in sheet.row_breaks.brk), sheet.max_row]
    hidden = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row, column in area.cells
        if (row, column) != (area.min_row, area.min_col)
    }
    texts = [
        [
            shown(cell.value, cell.number_format)
            for cell in row
            if (cell.row, cell.column) not in hidden
        ]
        for row in sheet.iter_rows()
    ]
    return [[*texts[:first], *texts[after:before]] for after, before in pairwise(starts)]


@pytest.mark.parametrize("key", FORMS)
def test_a_page_shows_the_rows_that_print_on_it(key, november_office, tmp_path) -> None:
    workbook = tmp_path / "form.xlsx"
    render(november_office, key, "2026-11", "zh_CN", workbook, printed_on=PRINTED)
    expected = printed_pages(workbook.read_bytes())
    book = open_pages(workbook, tmp_path)
    assert book.count == len(expected)
    document = page_document(book, range(1, book.count + 1), lang="zh_CN", nonce="n")
    found = Pages(document)
    assert found.rows == expected
    assert [(footer[0], footer[1]) for footer in found.footers] == [
        (book.sheets[book.find(page)[0]].title, f"第 {page} 页 共 {book.count} 页")
        for page in range(1, book.count + 1)
    ]
    for page, rows in enumerate(expected, 1):  # and one page alone is the same
        alone = Pages(page_document(book, [page], lang="zh_CN", nonce="n"))
        assert alone.rows == [rows]


def test_what_a_clerk_typed_is_text_and_nothing_else(november_office, tmp_path) -> None:
    workbook = tmp_path / "form.xlsx"
    render(november_office, "visitor_ledger", "2026-11", "zh_CN", workbook, printed_on=PRINTED)
    book = open_pages(workbook, tmp_path)
    document = page_document(book, range(1, book.count + 1), lang="zh_CN", nonce="n")
    assert "&lt;r&gt;a&amp;b&lt;/r&gt;" in document
    assert Pages(document).tags <= {
        "html", "head", "meta", "title", "style", "body", "section", "table", "colgroup", "col",
        "tr", "td", "div", "footer", "span",
    }  # fmt: skip
    assert " style=" not in document
    with pytest.raises(KeyError):
        page_document(book, [book.count + 1], lang="zh_CN", nonce="n")


def test_a_form_on_several_sheets_runs_on(november_office, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("exports.drawing.PAGES_PER_SHEET", 2)
    workbook = tmp_path / "form.xlsx"
    render(november_office, "complaint_ledger", "2026-11", "zh_CN", workbook, printed_on=PRINTED)
    book = open_pages(workbook, Path(tmp_path))
    assert len(book.sheets) > 1
    document = page_document(book, range(1, book.count + 1), lang="zh_CN", nonce="n")
    numbers = [row[0] for page in Pages(document).rows for row in page[4:] if row[0].isdigit()]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(numbers) == 12
