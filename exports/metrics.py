"""How wide a text is and how many lines it needs, without a font engine.

Widths are thousandths of the font size. A Chinese character takes a full em. For ASCII the
wider of SimSun (500) and Noto Serif CJK, which stands in for 宋体 on Linux, is taken, so an
estimate errs towards a row that is a little too high, never towards one that cuts text off.
"""

import unicodedata
from functools import lru_cache

_FULL = 1000
# fmt: off
_ASCII = (
    500, 500, 500, 574, 550, 923, 779, 500, 500, 500, 500, 580, 500, 500, 500, 500,   # space to /
    557, 500, 558, 557, 555, 558, 558, 549, 558, 562, 500, 500, 580, 580, 580, 500,   # 0 to ?
    912, 718, 670, 691, 770, 652, 629, 741, 853, 500, 500, 731, 625, 975, 796, 767,   # @ to O
    641, 767, 715, 567, 659, 797, 714, 1053, 700, 687, 605, 500, 500, 500, 580, 563,  # P to _
    500, 557, 638, 538, 629, 546, 500, 566, 663, 500, 500, 607, 500, 974, 661, 596,   # ` to o
    638, 607, 500, 500, 500, 653, 548, 838, 564, 552, 500, 500, 500, 500, 580,        # p to ~
)
# fmt: on
_NEVER_STARTS = frozenset("、。,.:;!?)]}〉》」』】〕’”%‰℃·…—~°,.:;!?)]}")
_NEVER_ENDS = frozenset("([{〈《「『【〔‘“¥$([{")
# Programs differ in where they break a run of Latin letters; the worst of these three is taken.
_BREAKS_AFTER = ("", "/", "/-:?,.;!)")
BOLD = 1.07  # how much wider the bold face of titles may be
_LONG_TEXT = 8  # lines; from here on the estimate adds one line in twenty


@lru_cache(maxsize=65536)
def _char(char: str) -> int:
    code = ord(char)
    if 32 <= code < 127:
        return _ASCII[code - 32]
    if unicodedata.combining(char) or code in (0x200B, 0xFEFF):
        return 0
    return _FULL


def width(text: str) -> int:
    """Width of `text` set on one line, in thousandths of the font size."""
    return sum(map(_char, text))


def lines_needed(text: str, room_pt: float, size_pt: float) -> int:
    """Lines that `text` takes in a cell with `room_pt` points between its paddings."""
    room = room_pt / size_pt * 1000
    if "\n" not in text and width(text) <= room:
        return 1
    paragraphs = text.split("\n")
    lines = max(sum(_wrapped(p, room, after) for p in paragraphs) for after in _BREAKS_AFTER)
    return lines if lines < _LONG_TEXT else lines + (lines + 19) // 20


def shortened(text: str, *, lines: int, room_pt: float, size_pt: float, ending: str) -> str:
    """`text`, or as much of its beginning as fits into `lines` lines together with `ending`."""
    if lines_needed(text, room_pt, size_pt) <= lines:
        return text
    fits, too_long = 0, len(text)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if lines_needed(text[:middle] + ending, room_pt, size_pt) <= lines:
            fits = middle
        else:
            too_long = middle
    return text[:fits] + ending


def _wrapped(paragraph: str, room: float, breaks_after: str) -> int:
    lines, used = 1, 0.0
    for unit in _units(paragraph, breaks_after):
        visible = width(unit.rstrip(" "))
        if used + visible <= room:
            used += width(unit)
            continue
        if used:
            lines, used = lines + 1, 0.0
        if visible <= room:
            used = width(unit)
            continue
        for char in unit:  # longer than a whole line: it breaks anywhere
            if used and used + _char(char) > room:
                lines, used = lines + 1, 0.0
            used += _char(char)
    return lines


def _units(paragraph: str, breaks_after: str) -> list[str]:
    """What a line break never tears: a Chinese character or a Latin run, with its punctuation."""
    units: list[str] = []
    for char in paragraph:
        if units and _sticks(units[-1][-1], char, breaks_after):
            units[-1] += char
        else:
            units.append(char)
    return units


def _sticks(before: str, char: str, breaks_after: str) -> bool:
    if char == " " or char in _NEVER_STARTS or before in _NEVER_ENDS:
        return True
    return _is_latin(before) and _is_latin(char) and before not in breaks_after


def _is_latin(char: str) -> bool:
    return 33 <= ord(char) < 127
