"""HTML saved under an Excel name, as many programs export it: every table a worksheet.

The standard parser reads any markup without running or fetching anything. Values stay text.
"""

import re
from html.parser import HTMLParser

from db.importing.opening.cells import Cell, Found, Grid, Sheet, put
from db.importing.opening.texts import decoded

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_KNOWN = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
_KNOWN |= {"big5-hkscs": "big5hkscs", "utf-8": "utf-8"}
_STRIKING = ("s", "strike", "del")
_LINE_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MOST_SPAN = 200
_SILENT = ("style", "script", "title")


def read_html(content: bytes, encoding: str = "") -> Found:
    """The tables of the page; those within a cell are text of that cell."""
    named = _CHARSET.search(content[:4000])
    said = _KNOWN.get(named[1].decode("ascii", "ignore").lower(), "") if named else ""
    try:
        text, found = decoded(content, encoding or said)
    except ValueError:
        text, found = decoded(content)
    reader = _Tables()
    reader.feed(text)
    reader.close()
    return {"sheets": reader.sheets, "encoding": found, "head": []}


class _Tables(HTMLParser):
    """Lays cells out with their spans."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self.depth = 0
        self.silent = 0
        self.rows: Grid = []
        self.taken: set[tuple[int, int]] = set()
        self.row = -1
        self.spans = (1, 1)
        self.text: list[str] | None = None
        self.striking = 0
        self.struck_signs = 0
        self.signs = 0
        self.cell_struck = False

    # --- tags ----------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self.silent += 1
        elif tag == "table":
            self.depth += 1
            if self.depth == 1:
                self._begin_table()
        elif self.depth == 1 and tag == "tr":
            self._end_cell()
            self._begin_row(told)
        elif self.depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._begin_cell(told)
        elif tag == "br" and self.text is not None:
            self.text.append("\n")
        elif tag in _STRIKING or _LINE_THROUGH.search(told.get("style", "")):
            self.striking += tag not in ("col", "img", "input")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th", "tr") and self.depth == 1:
            self._end_cell()
        elif tag == "table" and self.depth:
            self._end_cell()
            self.depth -= 1
        elif tag in (*_STRIKING, "span", "font", "p", "div"):
            self.striking = max(0, self.striking - 1)

    def handle_data(self, data: str) -> None:
        if self.text is None or self.silent:
            return
        self.text.append(re.sub(r"[ \t\r\n]+", " ", data))
        signs = len("".join(data.split()))
        self.signs += signs
        self.struck_signs += signs if self.striking else 0

    # --- the grid ------------------------------------------------------------------------------

    def _begin_table(self) -> None:
        self.rows, self.taken, self.row = [], set(), -1
        self.sheets.append(
            {
                "name": "",
                "visible": True,
                "rows": self.rows,
                "merges": [],
                "struck": [],
                "partly_struck": [],
                "hidden_rows": [],
            }
        )

    def _begin_row(self, told: dict[str, str]) -> None:
        self.row += 1
        self.column = 0
        if _HIDDEN.search(told.get("style", "")):
            self.sheets[-1]["hidden_rows"].append(self.row)

    def _begin_cell(self, told: dict[str, str]) -> None:
        if self.row < 0:
            self._begin_row({})
        self.spans = _span(told.get("rowspan")), _span(told.get("colspan"))
        self.text, self.striking, self.signs, self.struck_signs = [], 0, 0, 0
        self.cell_struck = bool(_LINE_THROUGH.search(told.get("style", "")))

    def _end_cell(self) -> None:
        if self.text is None:
            return
        while (self.row, self.column) in self.taken:
            self.column += 1
        value: Cell = "".join(self.text).replace("\xa0", " ").strip() or None
        put(self.rows, self.row, self.column, value)
        here, sheet = (self.row, self.column), self.sheets[-1]
        down, across = self.spans
        if (down, across) != (1, 1):
            sheet["merges"].append(
                (self.row, self.column, self.row + down - 1, self.column + across - 1)
            )
            self.taken |= {
                (self.row + y, self.column + x) for y in range(down) for x in range(across)
            }
        if value is not None and (self.cell_struck or self.struck_signs == self.signs > 0):
            sheet["struck"].append(here)
        elif self.struck_signs:
            sheet["partly_struck"].append(here)
        self.column += across
        self.text = None


def _span(told: str | None) -> int:
    number = int(told) if told and told.isascii() and told.isdigit() and len(told) < 6 else 1
    return min(max(number, 1), _MOST_SPAN)
