"""How the cells of a workbook look, as rules of a stylesheet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from xml.etree.ElementTree import Element

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 49: "@"}
_FACES = {
    "宋体": '"SimSun", "Noto Serif CJK SC", serif',
    "黑体": '"SimHei", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
}
_LINES = {
    "thin": "0.5pt solid", "medium": "1pt solid", "thick": "1.5pt solid", "hair": "0.5pt dotted",
    "dotted": "0.5pt dotted", "dashed": "0.5pt dashed", "mediumDashed": "1pt dashed",
    "dashDot": "0.5pt dashed", "double": "1.5pt double",
}  # fmt: skip
_SIDES = ("left", "right", "top", "bottom")
_COLOUR = re.compile(r"[0-9A-Fa-f]{8}")
_MOMENT = re.compile(r"yyyy|dd|hh|mm")
_FIRST_DAY = datetime(1899, 12, 30)  # as Excel counts from March 1900 on


@dataclass(frozen=True)
class Look:
    """One style of cells; `size` in points before scaling."""

    size: float
    is_bold: bool
    shrinks: bool
    wraps: bool
    number_format: str
    rules: Mapping[str, str]

    def css(self, scale: float) -> str:
        """Declarations; made of numbers and of words that stand in this file."""
        rules = {**self.rules, "font-size": f"{self.size * scale:.3f}pt"}
        return "; ".join(f"{name}: {value}" for name, value in rules.items())

    def shown(self, value: str | float | None) -> str:
        """What the cell shows of a value."""
        if value is None or isinstance(value, str):
            return value or ""
        if _MOMENT.search(self.number_format):
            return _moment(value, self.number_format)
        return _number(value, self.number_format)


def looks_of(styles: Element) -> tuple[Look, ...]:
    """The styles of xl/styles.xml in the order cells number them."""
    formats = {
        int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in _all(styles, "numFmts")
    }
    fonts, fills, borders = (list(_all(styles, kind)) for kind in ("fonts", "fills", "borders"))
    found = []
    for xf in _all(styles, "cellXfs"):
        font = fonts[int(xf.get("fontId", 0))]
        alignment = xf.find(f"{_MAIN}alignment")
        given = {} if alignment is None else dict(alignment.attrib)
        number = int(xf.get("numFmtId", 0))
        rules = dict(_font(font))
        rules |= _fill(fills[int(xf.get("fillId", 0))])
        rules |= _borders(borders[int(xf.get("borderId", 0))])
        rules |= _aligned(given)
        found.append(
            Look(
                size=float(_value(font, "sz") or 11),
                is_bold=font.find(f"{_MAIN}b") is not None,
                shrinks=given.get("shrinkToFit") == "1",
                wraps=given.get("wrapText") == "1",
                number_format=formats.get(number) or _BUILT_IN.get(number, "General"),
                rules=rules,
            )
        )
    return tuple(found)


def _all(styles: Element, kind: str) -> Iterator[Element]:
    yield from styles.find(f"{_MAIN}{kind}") or ()


def _value(font: Element, name: str) -> str | None:
    found = font.find(f"{_MAIN}{name}")
    return None if found is None else found.get("val")


def _font(font: Element) -> Iterator[tuple[str, str]]:
    yield "font-family", _FACES.get(_value(font, "name") or "", "serif")
    if font.find(f"{_MAIN}b") is not None:
        yield "font-weight", "bold"
    if font.find(f"{_MAIN}i") is not None:
        yield "font-style", "italic"
    if font.find(f"{_MAIN}strike") is not None:
        yield "text-decoration", "line-through"
    if colour := _colour(font.find(f"{_MAIN}color")):
        yield "color", colour


def _fill(fill: Element) -> dict[str, str]:
    colour = _colour(fill.find(f".//{_MAIN}fgColor"))
    return {"background": colour} if colour else {}


def _borders(border: Element) -> dict[str, str]:
    drawn = {}
    for side in _SIDES:
        line = border.find(f"{_MAIN}{side}")
        if line is not None and line.get("style") in _LINES:
            drawn[f"border-{side}"] = f"{_LINES[str(line.get('style'))]} #000"
    return drawn


def _aligned(given: Mapping[str, str]) -> dict[str, str]:
    across = given.get("horizontal", "left")
    down = {"center": "middle", "top": "top"}.get(given.get("vertical", ""), "bottom")
    return {
        "text-align": across if across in ("left", "center", "right") else "left",
        "vertical-align": down,
        "white-space": "pre-wrap" if given.get("wrapText") == "1" else "pre",
    }


def _colour(element: Element | None) -> str | None:
    found = "" if element is None else element.get("rgb", "")
    return f"#{found[2:]}" if _COLOUR.fullmatch(found) else None


def _moment(value: float, code: str) -> str:
    moment = _FIRST_DAY + timedelta(seconds=round(value * 86_400))
    minutes = re.sub(r"(?<=hh:)mm", f"{moment:%M}", code)
    parts = {"yyyy": "%Y", "dd": "%d", "hh": "%H", "mm": "%m"}
    return _MOMENT.sub(lambda part: moment.strftime(parts[part[0]]), minutes)


def _number(value: float, code: str) -> str:
    exact = Decimal(repr(value))
    if not any(sign in code for sign in "0#"):
        return f"{exact.normalize():f}"
    decimals = len(code.partition(".")[2].rstrip("_ "))
    return f"{exact:{',' if ',' in code else ''}.{decimals}f}"
