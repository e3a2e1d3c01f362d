"""Where the pages of a workbook of ours begin, and the rows of one of them."""

import mmap
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from xlsxwriter.utility import xl_cell_to_rowcol

from exports.geometry import POINTS_PER_PIXEL
from exports.preview.looks import Look, looks_of

Element = ElementTree.Element

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DIGIT = 8  # pixels of a digit in the normal font, see exports/styles.py
_DATA, _DATA_END = b"<sheetData>", b"</sheetData>"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TITLES = re.compile(r"\$(\d+):\$(\d+)$")


class Cell(NamedTuple):
    """One cell of a page: over how many columns and rows, in which look, with what in it."""

    columns: tuple[int, int]  # first, and one past the last
    rows: int
    look: int
    value: str | float | None


class Line(NamedTuple):
    """One row of a page; `height` in points before scaling."""

    height: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class PagedSheet:
    """One worksheet: how it is set up, and the bytes at which its pages begin.

    Lengths are points before scaling, margins inches: left, right, top, bottom, footer.
    """

    title: str
    data: Path
    is_landscape: bool
    scale: int
    margins: tuple[float, ...]
    widths: tuple[float, ...]
    usual_height: float
    footer: str
    merged: Mapping[tuple[int, int], tuple[int, int]]  # first cell -> columns and rows
    repeated: tuple[int, int]  # bytes of the rows on top of every page
    stretches: tuple[tuple[int, int], ...]  # bytes of the rows of each page

    def page(self, number: int) -> list[Line]:
        """The rows of a page, counted from 0, with the repeated ones on top."""
        with self.data.open("rb") as file:
            return [
                line
                for first, after in (self.repeated, self.stretches[number])
                for line in self._lines(_between(file.fileno(), first, after))
            ]

    def _lines(self, content: bytes) -> Iterator[Line]:
        for row in ElementTree.fromstring(b"<rows>%s</rows>" % content):
            yield Line(float(row.get("ht", self.usual_height)), tuple(self._cells(row)))

    def _cells(self, row: Element) -> Iterator[Cell]:
        """A cell for every place that no other cell of the table reaches over."""
        number = int(row.get("r", 0)) - 1
        found = {xl_cell_to_rowcol(cell.get("r", ""))[1]: cell for cell in row}
        after = 0
        for column in range(len(self.widths)):
            if column < after or (number, column) in self._reached:
                continue
            columns, rows = self.merged.get((number, column), (1, 1))
            after = column + columns
            cell = found.get(column)
            if cell is None:
                yield Cell((column, after), rows, 0, None)
            else:
                yield Cell((column, after), rows, int(cell.get("s", 0)), _value(cell))

    @cached_property
    def _reached(self) -> frozenset[tuple[int, int]]:
        """Places that a cell of an earlier row reaches down to."""
        return frozenset(
            (row, column)
            for (top, left), (columns, rows) in self.merged.items()
            for row in range(top + 1, top + rows)
            for column in range(left, left + columns)
        )


@dataclass(frozen=True)
class PagedWorkbook:
    """The sheets of a workbook in their order, and how their cells look."""

    sheets: tuple[PagedSheet, ...]
    looks: tuple[Look, ...]

    @cached_property
    def count(self) -> int:
        """How many pages it prints on."""
        return sum(len(sheet.stretches) for sheet in self.sheets)

    def find(self, page: int) -> tuple[int, int]:
        """The place of the sheet a page belongs to, and of the page in it; from 1, KeyError."""
        before = 0
        for place, sheet in enumerate(self.sheets):
            if before < page <= before + len(sheet.stretches):
                return place, page - before - 1
            before += len(sheet.stretches)
        raise KeyError(page)


def open_pages(workbook: Path, folder: Path) -> PagedWorkbook:
    """The pages of a workbook that was written by exports/; its sheets are unpacked to `folder`."""
    with zipfile.ZipFile(workbook) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        looks = looks_of(ElementTree.fromstring(archive.read("xl/styles.xml")))
        names = [sheet.get("name", "") for sheet in book.iter(f"{_MAIN}sheet")]
        titles = dict(_repeated_rows(book))
        sheets = [
            _sheet(name, Path(archive.extract(f"xl/worksheets/sheet{number}.xml", folder)), titles)
            for number, name in enumerate(names, 1)
        ]
    return PagedWorkbook(tuple(sheets), looks)


def _repeated_rows(book: Element) -> Iterator[tuple[int, int]]:
    """How many rows each sheet, by its number from 1, begins every page with."""
    for name in book.iter(f"{_MAIN}definedName"):
        found = _TITLES.search(name.text or "")
        if name.get("name") == "_xlnm.Print_Titles" and found:
            yield int(name.get("localSheetId", 0)) + 1, int(found[2])


def _sheet(title: str, data: Path, titles: Mapping[int, int]) -> PagedSheet:
    number = int(data.stem.removeprefix("sheet"))
    with data.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        first, after = content.find(_DATA) + len(_DATA), content.rfind(_DATA_END)
        # What stands before and after the rows makes a small document of its own.
        frame = ElementTree.fromstring(
            content[: first - len(_DATA)] + content[after + len(_DATA_END) :]
        )
        breaks = sorted(int(one.get("id", 0)) for one in frame.iter(f"{_MAIN}brk"))
        starts = list(_offsets(content, [titles.get(number, 0), *breaks], first, after))
    setup, margins = _one(frame, "pageSetup"), _one(frame, "pageMargins")
    return PagedSheet(
        title=title,
        data=data,
        is_landscape=setup.get("orientation") == "landscape",
        scale=int(setup.get("scale", 100)),
        margins=tuple(
            float(margins.get(side, 0)) for side in ("left", "right", "top", "bottom", "footer")
        ),
        widths=tuple(_widths(frame)),
        usual_height=float(_one(frame, "sheetFormatPr").get("defaultRowHeight", 15)),
        footer=_one(frame, "oddFooter").text or "",
        merged=dict(_merged(frame)),
        repeated=(first, starts[0]),
        stretches=tuple(pairwise([*starts, after])),
    )


def _one(frame: Element, name: str) -> Element:
    found = frame.find(f".//{_MAIN}{name}")
    return Element(name) if found is None else found


def _offsets(content: mmap.mmap, rows: Sequence[int], first: int, after: int) -> Iterator[int]:
    """Where the row below each of `rows` begins."""
    at = first
    for row in rows:
        found = content.find(b'<row r="%d"' % (row + 1), at, after)
        at = after if found < 0 else found
        yield at


def _widths(frame: Element) -> Iterator[float]:
    for group in frame.iter(f"{_MAIN}col"):
        width = round(float(group.get("width", 0)) * _DIGIT) * POINTS_PER_PIXEL
        for _ in range(int(group.get("min", 1)), int(group.get("max", 1)) + 1):
            yield width


def _merged(frame: Element) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for one in frame.iter(f"{_MAIN}mergeCell"):
        first, last = map(xl_cell_to_rowcol, one.get("ref", "").split(":"))
        yield first, (last[1] - first[1] + 1, last[0] - first[0] + 1)


def _between(file: int, first: int, after: int) -> bytes:
    if first == after:
        return b""
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as content:
        return content[first:after]


def _value(cell: Element) -> str | float | None:
    if cell.get("t") == "inlineStr":
        return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), "".join(cell.itertext()))
    return None if len(cell) == 0 else float(cell[0].text or 0)
