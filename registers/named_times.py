"""The years, months and days that the title of a ledger or the name of a file speaks of."""

from __future__ import annotations

import re

from registers.dates import ordinary
from registers.old_paper import Around

_NAMED_YEAR = re.compile(
    r"(?<!\d)((?:19|20|21)\d{2})\s*(?:年|[-./_]?(?=\D|$)|(?=[01]\d(?:[0-3]\d)?(?:\D|$)))"
)
_NAMED_MONTH = re.compile(
    r"(?:(?<=\d{4}年)|(?<=\d{4}[-./_])|(?<=\d{4})|(?<!\d))(1[0-2]|0?[1-9])\s*月"
    r"|(?:19|20|21)\d{2}[-./_]?(1[0-2]|0[1-9])(?:[0-3]\d)?(?!\d)"
    r"|(?:19|20|21)\d{2}[-./_](1[0-2]|[1-9])(?!\d)"
)
_MONTH = r"1[0-2]|0?[1-9]"
_MONTHS = re.compile(
    rf"(?:(?P<y1>(?:19|20|21)\d{{2}})\s*[年./-]\s*|(?<!\d))(?P<m1>{_MONTH})\s*月?份?\s*[-~至到]+\s*"
    rf"(?:(?P<y2>(?:19|20|21)\d{{2}})\s*[年./-]\s*)?(?P<m2>{_MONTH})\s*月"
)
_DATED = re.compile(
    rf"(?<!\d)((?:19|20|21)\d{{2}})(?:\s*年\s*|[-./_]?)({_MONTH})(?!\d)"
    r"|(?<!\d)((?:19|20|21)\d{2})(1[0-2]|0[1-9])[0-3]\d(?!\d)"
)
_DAY = re.compile(
    rf"(?P<to>[~至到]\s*)?(?<!\d)(?:(?P<y>(?:19|20|21)\d{{2}})"
    rf"(?:(?:\s*年\s*(?P<m>{_MONTH})\s*月\s*|(?P<s>[-./_])(?P<ms>{_MONTH})(?P=s))(?P<d>[0-3]?\d)"
    r"|(?P<m8>1[0-2]|0[1-9])(?P<d8>[0-3]\d))(?!\d)"
    rf"|(?P<m_>{_MONTH})\s*月\s*(?P<d_>[0-3]?\d)(?=\s*[日号])|^(?P<d1>[0-3]?\d)(?=\s*[日号]$))"
    r"\s*[日号]?(?P<on>\s*(?:[~至到、,&和及与起]|-\s*\d))?"
)
_NO_DAY = (0, 0, 0)


def named_in(text: str) -> Around:
    """BadValue where the text cannot be read at all."""
    plain = ordinary(text, "bad_date")
    years = {int(found) for found in _NAMED_YEAR.findall(plain)}
    months = {int("".join(found)) for found in _NAMED_MONTH.findall(plain)}
    dated = {
        (int(found[1] or found[3]), int(found[2] or found[4])) for found in _DATED.finditer(plain)
    }
    for found in _MONTHS.finditer(plain):
        stretch = _stretch(found)
        months |= {month for _, month in stretch}
        dated |= {each for each in stretch if each[0]}
    years |= {year for year, _ in dated}
    return Around(frozenset(years), frozenset(months), frozenset(dated), frozenset(_days(plain)))


def _stretch(found: re.Match[str]) -> set[tuple[int, int]]:
    """1-3月 and 2025年12月-2026年1月, every month of it; the year 0 where none is said."""
    first, last = int(found["m1"]), int(found["m2"])
    year = int(found["y1"] or 0)
    turns = int(found["y2"]) - year if found["y2"] and year else int(last < first)
    if not 0 <= turns <= 1:
        return set()
    months = range(first - 1, last + 12 * turns)
    return {(year and year + month // 12, month % 12 + 1) for month in months}


def _days(plain: str) -> set[tuple[int, int, int]]:
    """One day alone; the beginning or the end of a stretch makes it several."""
    days: set[tuple[int, int, int]] = set()
    for found in _DAY.finditer(plain):
        year = int(found["y"] or 0)
        month = int(found["m"] or found["ms"] or found["m8"] or found["m_"] or 0)
        days.add((year, month, int(found["d"] or found["d8"] or found["d_"] or found["d1"])))
        if found["to"] or found["on"]:
            days.add(_NO_DAY)
    return days
