"""Prints workbooks with LibreOffice and says what is wrong with the pages that come out."""

import html
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

MISSING = next(
    (f"{name} is not installed ({package})"
     for name, package in (
        ("soffice", "apt-get install libreoffice-calc-nogui"),
        ("pdftotext", "apt-get install poppler-utils"),
    )
    if shutil.which(name) is None),
    "",
)  # fmt: skip

SIGNED = re.compile(r":_{8}")
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</word>'
)
_WORDY = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Word:
    """A word where it stands on paper, in points from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Page:
    """A printed page."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """All that stands on it, blanks left out."""
        return "".join(word.text for word in self.words)


def printed(workbooks: list[Path], folder: Path) -> dict[str, list[Page]]:
    """The pages by the workbook's name; one call of LibreOffice for all."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={profile}", "--headless",
            "--convert-to", "pdf", "--outdir", str(folder), *map(str, workbooks),
        ],
        check=True,
        capture_output=True,
        timeout=170,
        env={**os.environ, "FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf"))},
    )  # fmt: skip
    return {path.stem: pages(folder / f"{path.stem}.pdf") for path in workbooks}


def pages(pdf: Path) -> list[Page]:
    text = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    return [Page(tuple(_words(page))) for page in text.split("<page ")[1:]]


def _words(page: str) -> Iterator[Word]:
    for left, top, right, bottom, text in _WORD.findall(page):
        yield Word(html.unescape(text), *map(float, (left, top, right, bottom)))


def problems(workbook: Path, shown: list[Page]) -> list[str]:
    """What a clerk would send back: a table over two pages, a title once, a signature alone."""
    book = load_workbook(workbook)
    found = []
    planned = [len(sheet.row_breaks.brk) + 1 for sheet in book]
    if len(shown) != sum(planned):
        found.append(f"{len(shown)} pages instead of {sum(planned)}")
    for number, page in enumerate(shown, 1):
        if "###" in page.text:
            found.append(f"page {number} has a number too wide for its column")
        if not re.search(rf"(第{number}[页頁]共|Page{number}of){len(shown)}", page.text):
            found.append(f"page {number} is not numbered")
    starts = accumulate([0, *planned])
    for sheet, (first, after) in zip(book, pairwise(starts), strict=True):
        found += _problems_of(sheet, shown[first:after], first)
    return found


def _problems_of(sheet: Worksheet, shown: list[Page], before: int) -> list[str]:
    found = []
    repeated = int((sheet.print_title_rows or "$0:$0").split("$")[-1])
    head = int((sheet.freeze_panes or "A1")[1:]) - 1  # the labels stay in sight on screen, too
    labels = [word for cell in sheet[head or 1] for word in str(cell.value or "").split()]
    for number, page in enumerate(shown, before + 1):
        lacking = [label for label in labels if head and label not in page.text]
        if lacking:
            found.append(f"page {number} lacks {lacking}")
    signed = [number for number, page in enumerate(shown, 1) if SIGNED.search(page.text)]
    if repeated and signed != [len(shown)]:
        found.append(f"signatures on pages {signed} of {len(shown)}")
    if repeated and not _has_company(sheet, repeated):
        found.append("no row above the signatures")
    for number, (page, rows) in enumerate(zip(shown, _rows_of(sheet, repeated), strict=False), 1):
        out_of_place = list(_out_of_place(sheet, page, rows))
        if out_of_place:
            found.append(f"page {before + number} has words cut off: {out_of_place[:4]}")
    return found


def _has_company(sheet: Worksheet, repeated: int) -> bool:
    """Whether a framed row of the table stands on the page of the signatures."""
    last = max((broken.id for broken in sheet.row_breaks.brk), default=repeated)
    framed = [
        row for row in range(last + 1, sheet.max_row + 1) if sheet.cell(row, 1).border.left.style
    ]
    return bool(framed) and framed[0] == last + 1


def _rows_of(sheet: Worksheet, repeated: int) -> Iterator[list[int]]:
    """The rows of the sheet that stand on each page, those that are repeated first."""
    breaks = [0, *(broken.id for broken in sheet.row_breaks.brk), sheet.max_row]
    for first, after in pairwise(breaks):
        again = range(1, repeated + 1) if first else range(0)
        yield [*again, *range(first + 1, after + 1)]


def _out_of_place(sheet: Worksheet, page: Page, rows: list[int]) -> Iterator[str]:
    """Words that do not stand within the height of their row: what shows of them is cut."""
    scale = (sheet.page_setup.scale or 100) / 100
    heights = [float(sheet.row_dimensions[row].height) * scale for row in rows]
    edges = list(accumulate([sheet.page_margins.top * 72, *heights]))
    texts = ["".join("".join(str(cell.value or "").split()) for cell in sheet[row]) for row in rows]
    for word in page.words:
        if not _WORDY.search(word.text) or word.middle > edges[-1]:
            continue
        at = next((at for at, edge in enumerate(edges[1:]) if word.middle <= edge), len(rows) - 1)
        if word.text not in texts[at]:
            yield word.text
