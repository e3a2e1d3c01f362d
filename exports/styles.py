"""How cells look: the faces, borders and number formats of every form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format

BODY_FACE = "宋体"
_TITLE_FACE = "黑体"

_NUMBER_FORMATS = {
    "text": "@",
    "wrap": "@",
    "folded": "@",
    "int": "0",
    "money": "#,##0.00_ ",  # the blank keeps the last digit off the border
    "date": "yyyy-mm-dd",
    "time": "hh:mm",
    "datetime": "yyyy-mm-dd hh:mm",
    "monthday": "mm-dd hh:mm",
    "0.0": "0.0",
    "0.00": "0.00",
}
_FOLDING = ("wrap", "folded")
_ALIGNED = {"wrap": "left", "money": "right"}
_VOID = {"font_strikeout": True, "font_color": "#808080"}
_EDGES = {"t": "top", "b": "bottom", "l": "left", "r": "right"}
INDENT = 8.0
"""Points by which the words of some looks stand off the frame."""
INDENTED = frozenset({"value", "written", "section", "large"})
_USUAL_SIZE = 10.0  # points; the titles of forms with larger letters grow with them
LARGE = 1.8
"""How much larger than other words those are that are to be read from afar."""

_LOOKS: Mapping[str, Mapping[str, object]] = {
    "estate": {"font_name": _TITLE_FACE, "bold": True, "font_size": 16, "align": "center"},
    "title": {"font_name": _TITLE_FACE, "bold": True, "font_size": 13, "align": "center"},
    "left": {"align": "left", "text_wrap": True},
    "right": {"align": "right", "text_wrap": True},
    "head": {
        "font_name": _TITLE_FACE,
        "bold": True,
        "align": "center",
        "border": 1,
        "text_wrap": True,
        "bg_color": "#EFEFEF",
    },
    "none": {"align": "center", "border": 1},
    "sum": {"align": "center", "border": 1, "bold": True, "shrink": True},
    "figures": {"align": "left", "bold": True, "text_wrap": True},
    "signature": {"align": "left"},
    "label": {
        "font_name": _TITLE_FACE,
        "align": "center",
        "text_wrap": True,
        "bg_color": "#F5F5F5",
    },
    "value": {"align": "left", "text_wrap": True},
    "written": {"align": "left", "valign": "top", "text_wrap": True},
    "listed": {"align": "center", "text_wrap": True},
    "section": {
        "font_name": _TITLE_FACE,
        "bold": True,
        "align": "left",
        "text_wrap": True,
        "bg_color": "#EFEFEF",
    },
    "large": {"font_name": _TITLE_FACE, "bold": True, "align": "left", "text_wrap": True},
    "cut": {"align": "left", "bottom": 3},
    "void": {"align": "center", "bold": True, "text_wrap": True},
}


def title_factor(size: float) -> float:
    """How much larger than usual the titles of a form with letters of this size are."""
    return max(1.0, size / _USUAL_SIZE)


def normal_font() -> dict[str, object]:
    """Workbook options that make a column as wide on paper as on screen.

    A digit of Times New Roman 12 is exactly 8 px and 6 pt wide, so nothing is rounded. The
    dict must be fresh for each workbook: xlsxwriter writes into the one it is given.
    """
    return {
        "default_format_properties": {"font_name": "Times New Roman", "font_size": 12},
        "default_column_width": 72,
        "default_row_height": 21,
    }


@dataclass(frozen=True)
class Styles:
    """Makes the formats of one workbook, each once; `size` is the form's letter size in points."""

    book: Workbook
    size: float
    _made: dict[tuple[str | bool, ...], Format] = field(default_factory=dict)

    def line(self, look: str, kind: str = "", edges: str = "", *, struck: bool = False) -> Format:
        """A part of a line outside the table; `kind` formats a number in it.

        `edges` says where it is framed: of `t`, `b`, `l` and `r`.
        """
        key = (look, kind, edges, struck)
        return self._made.get(key) or self._keep(key, self._line(look, kind, edges, struck=struck))

    def cell(self, kind: str, *, void: bool, bold: bool = False) -> Format:
        """A cell of the table; a text on one line shrinks before it is cut."""
        key = (kind, void, bold)
        return self._made.get(key) or self._keep(key, _cell(kind, void=void, bold=bold))

    def _line(self, look: str, kind: str, edges: str, *, struck: bool) -> dict[str, object]:
        wanted = _line(look, kind) | {_EDGES[edge]: 1 for edge in edges}
        if look in INDENTED:
            wanted["indent"] = 1
        if look == "large":
            wanted["font_size"] = self.size * LARGE
        if look in ("estate", "title"):
            wanted["font_size"] = float(str(wanted["font_size"])) * title_factor(self.size)
        return wanted | (_VOID if struck else {})

    def _keep(self, key: tuple[str | bool, ...], wanted: Mapping[str, object]) -> Format:
        base = {"font_name": BODY_FACE, "font_size": self.size, "valign": "vcenter"}
        made = self._made[key] = self.book.add_format({**base, **wanted})
        return made


def _line(look: str, kind: str) -> dict[str, object]:
    wanted = dict(_LOOKS[look])
    if kind:
        wanted |= {"num_format": _NUMBER_FORMATS.get(kind, "General")}
        if look not in INDENTED:
            wanted["align"] = _ALIGNED.get(kind, "center")
    return wanted


def _cell(kind: str, *, void: bool, bold: bool) -> dict[str, object]:
    wanted: dict[str, object] = {
        "border": 1,
        "align": _ALIGNED.get(kind, "center"),
        "num_format": _NUMBER_FORMATS.get(kind, "General"),
        "text_wrap" if kind in _FOLDING else "shrink": True,
    }
    return wanted | ({"bold": True} if bold else {}) | (_VOID if void else {})
