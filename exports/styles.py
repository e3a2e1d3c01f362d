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
}


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
    _made: dict[tuple[str, str | bool], Format] = field(default_factory=dict)

    def line(self, look: str, kind: str = "") -> Format:
        """A part of a line above or below the table; `kind` formats a number in it."""
        return self._made.get((look, kind)) or self._keep((look, kind), _line(look, kind))

    def cell(self, kind: str, *, void: bool) -> Format:
        """A cell of the table; a text on one line shrinks before it is cut."""
        key = (kind, void)
        return self._made.get(key) or self._keep(key, _cell(kind, void=void))

    def _keep(self, key: tuple[str, str | bool], wanted: Mapping[str, object]) -> Format:
        base = {"font_name": BODY_FACE, "font_size": self.size, "valign": "vcenter"}
        made = self._made[key] = self.book.add_format({**base, **wanted})
        return made


def _line(look: str, kind: str) -> dict[str, object]:
    wanted = dict(_LOOKS[look])
    if kind:
        wanted |= {"num_format": _NUMBER_FORMATS.get(kind, "General")}
        wanted["align"] = _ALIGNED.get(kind, "center")
    return wanted


def _cell(kind: str, *, void: bool) -> dict[str, object]:
    wanted: dict[str, object] = {
        "border": 1,
        "align": _ALIGNED.get(kind, "center"),
        "num_format": _NUMBER_FORMATS.get(kind, "General"),
        "text_wrap" if kind in _FOLDING else "shrink": True,
    }
    return wanted | (_VOID if void else {})
