"""Reading what a clerk typed or Excel holds as plain text and exact numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from registers.errors import BadValue

_INVISIBLE = "\u200b\u200c\u2060\ufeff"
_EDGES = _INVISIBLE + " \t\r\n\u3000\xa0"
# Signs that turn the reading direction can make a stored text look like another one.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?E[+-]?\d+", re.IGNORECASE)
_LEFT_BY_EXCEL = re.compile(r"-?\d(?:\.\d+)?E\+\d{2,3}")
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d*)?")
# Excel keeps 15 significant digits; what a float holds beyond them was never typed by anybody.
EXCEL_DIGITS = 15
_EXACT_FLOAT = 10**EXCEL_DIGITS


def is_blank(value: object) -> bool:
    """True for everything that stands for an empty cell."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip(_EDGES))


def free_text(value: object) -> str:
    """Text kept as it was typed, apart from blanks around it: names must not be changed."""
    if isinstance(value, str):
        return value.strip(_EDGES)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value)
    raise BadValue("bad_value")


def plain(value: object) -> str:
    """Text with full-width letters, digits and signs made ordinary and invisible ones removed."""
    text = unicodedata.normalize("NFKC", free_text(value)).translate(_DASHES)
    return text.translate(dict.fromkeys(map(ord, _INVISIBLE))).strip()


_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPREAD_NAME = re.compile(rf"[{_HAN}](?: [{_HAN}]){{1,3}}|[{_HAN}] [{_HAN}]{{2}}")


def closed_up(text: str) -> str:
    """A name spread out to the width of its neighbours, 张 三, in one; other text as it is."""
    return text.replace(" ", "") if _SPREAD_NAME.fullmatch(text) else text


def without_unit(text: str, named: Iterable[str], units: Iterable[str] = ()) -> str:
    """3人 as 3 where the column's own name speaks of 人, or it is one of the units; any other
    unit stays."""
    found = _WITH_UNIT.fullmatch(plain(text))
    if found is None:
        return text
    is_known = any(found[2] in plain(name) for name in named) or found[2] in units
    return found[1] if is_known else text


def counted(text: str) -> str:
    """三, 十二 and 两 as digits where they are written by place; any other text as it is."""
    plainly = plain(text).translate(_FORMAL)
    found = _COUNT.fullmatch(plainly)
    if not plainly or found is None:
        return text
    if found["one"]:
        return str(_VALUES[found["one"]])
    tens, ones = (found["tens"] or ("一" if found["ten"] else "")), found["ones"] or found["last"]
    parts = ((found["hundreds"], 100), (tens, 10), (ones, 1))
    return str(sum(_VALUES[sign] * place for sign, place in parts if sign))


_FORMAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰兩", "一二二三三四五六六七八九十百两")
_VALUES = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_COUNT = re.compile(
    r"(?P<one>[零一二三四五六七八九两])"
    r"|(?:(?P<hundreds>[一二三四五六七八九两])百)?"
    r"(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十)(?P<ones>[一二三四五六七八九])?|零(?P<last>[一二三四五六七八九]))?"
)


_WITH_UNIT = re.compile(
    r"([\d.,]+|[零一二三四五六七八九十百两兩壹贰叁肆伍陆柒捌玖拾佰]+)\s*([^\d\s.,]{1,3}\d?)"
)


def compact(value: object) -> str:
    """`plain` without any blanks and in upper case: numbers of documents, plates."""
    return re.sub(r"\s+", "", plain(value)).upper()


def number_text(value: int | float) -> str:
    """A number as the text it was typed as; a float too long to be exact is refused."""
    if isinstance(value, int):
        return str(value)
    if value != value or abs(value) >= _EXACT_FLOAT:
        raise BadValue("precision_lost", seen=str(value))
    shown = format(Decimal(f"{value:.{EXCEL_DIGITS}g}"), "f")
    return shown.removesuffix(".0")


def refuse_scientific(text: str) -> None:
    """`1.38E+10` is what Excel leaves of a longer number: the missing digits are gone."""
    if _SCIENTIFIC.fullmatch(text):
        raise BadValue("precision_lost", seen=text)


def refuse_lost_zeros(value: object) -> None:
    """12345 in a number cell may have been typed as 0012345."""
    if isinstance(value, int | float):
        raise BadValue("leading_zeros_lost", seen=number_text(value))


def refuse_left_by_excel(text: str) -> None:
    """In free text only Excel's very own form is refused: 2E5 may be the name of a thing."""
    if _LEFT_BY_EXCEL.fullmatch(text):
        raise BadValue("precision_lost", seen=text)


def decimal(value: object) -> Decimal:
    """An exact decimal from a typed number; thousands commas only where they belong."""
    text = re.sub(r"\s+", "", plain(value))
    refuse_scientific(text)
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise BadValue("not_a_number", seen=text)
    sign, whole, fraction = match.groups()
    try:
        return Decimal(sign + whole.replace(",", "") + (fraction or ""))
    except InvalidOperation:
        raise BadValue("not_a_number", seen=text) from None


def refuse_control(text: str, allowed: str = "") -> None:
    """Refuse control characters, lone surrogates and signs that turn the reading direction."""
    for character in text:
        bad = character in _TURNING or unicodedata.category(character) in ("Cc", "Cs")
        if bad and character not in allowed:
            raise BadValue("control_character", character=f"U+{ord(character):04X}")


def refuse_length(text: str, shortest: int | None, longest: int | None) -> None:
    if longest is not None and len(text) > longest:
        raise BadValue("too_long", max=longest, length=len(text))
    if shortest is not None and len(text) < shortest:
        raise BadValue("too_short", min=shortest, length=len(text))
