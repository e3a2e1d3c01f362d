"""Days and times as they stand in old files: Excel's numbers, and every spelling of dates.py."""

from __future__ import annotations

import datetime
import re

from registers.dates import (
    DATES,
    clock_time,
    is_possible,
    ordinary,
    rest_of,
    time_or_digits,
    within_reach,
)
from registers.errors import BadValue
from registers.old_paper import OldCell, Written, without_full_stop

_SERIALS = range(32_874, 73_051)  # 1990 to 2099 as Excel counts days
_FROM_1904 = 1462
_EXCEL_ZERO = datetime.datetime(1899, 12, 30)
_EXCEL_EARLIEST = datetime.date(1900, 1, 1)
_MINUTES_A_DAY = 1440
_YEAR_LAST = re.compile(
    r"^(?P<a>\d{1,2})\s*[-./]\s*(?P<b>\d{1,2})\s*[-./]\s*(?P<y>\d{4})(?!\d)(?P<rest>.*)$", re.DOTALL
)
_SHORT_YEAR = re.compile(r"^(?P<y>\d{2})[-./](?P<m>\d{1,2})[-./](?P<d>\d{2})(?!\d)")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ENGLISH = (
    re.compile(
        rf"^(?P<d>\d{{1,2}})[\s-]+(?P<m>{_MONTHS})[a-z]*\.?[\s,-]+(?P<y>\d{{4}})(?P<rest>.*)$"
    ),
    re.compile(rf"^(?P<m>{_MONTHS})[a-z]*\.?\s+(?P<d>\d{{1,2}}),?\s+(?P<y>\d{{4}})(?P<rest>.*)$"),
)
_LONE_DAY = re.compile(r"^(?P<d>\d{1,2})\s*[日号]?(?P<rest>(?:\s.*)?)$", re.DOTALL)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_WEEKDAY = re.compile(r"\((?:星期|周|礼拜)?[一二三四五六日天]\)$")
_NEXT_DAY = re.compile(r"次日|翌日|第二天|隔天")
_LOOSE_TIME = re.compile(r"\d{1,2}\.\d")
_HALF_A_YEAR = 6
_FIRST_OF_12 = 12


def read_written(value: object, cell: OldCell) -> Written:
    """The day and the time in a cell, either of which may be missing; BadValue for neither.

    With `cell.day` known a number or a text that could be both is a time.
    """
    if isinstance(value, datetime.datetime) and value.date() <= _EXCEL_EARLIEST:
        return Written(time=f"{value:%H:%M}")  # a time in a cell that shows days as well
    if isinstance(value, datetime.datetime):
        return Written(within_reach(value.date(), str(value)), f"{value:%H:%M}")
    if isinstance(value, datetime.date):
        return Written(within_reach(value, str(value)))
    if isinstance(value, datetime.time):
        return Written(time=f"{value:%H:%M}")
    if isinstance(value, bool):
        raise BadValue("bad_date", seen=str(value))
    if isinstance(value, int | float):
        return _of_number(float(value), cell)
    return _of_text(ordinary(without_full_stop(value), "bad_date"), cell)


# --- numbers --------------------------------------------------------------------------------------


def _of_number(number: float, cell: OldCell) -> Written:
    whole = int(number)
    serial = whole + (_FROM_1904 if cell.counts_from_1904 else 0)
    if 0 < number < 1:
        return Written(time=_minutes(number))
    if serial in _SERIALS:
        day = (_EXCEL_ZERO + datetime.timedelta(days=serial)).date().isoformat()
        return Written(day, _minutes(number - whole) if number != whole else "")
    if number == whole:
        return _of_text(str(whole), cell)
    return _of_point(number, cell)


def _minutes(part: float) -> str:
    minutes = min(round(part * _MINUTES_A_DAY), _MINUTES_A_DAY - 1)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _of_point(number: float, cell: OldCell) -> Written:
    """9.3 was typed as 9.3 or as 9.30: told apart by how Excel shows it, or not at all."""
    text = cell.shown or format(number, ".15g")
    digits = text.partition(".")[2]
    if len(digits) > 2 or not digits.isdigit():
        raise BadValue("bad_date", seen=text)
    if len(digits) == 1 and not cell.shown and (cell.day or digits in "123"):
        raise BadValue("time_ambiguous" if cell.day else "date_ambiguous", seen=text)
    return _of_text(text, cell)


# --- texts ----------------------------------------------------------------------------------------


def _of_text(text: str, cell: OldCell) -> Written:
    text = _WEEKDAY.sub("", text)
    if _SERIAL.fullmatch(text) and int(float(text)) in _SERIALS:
        return _of_number(float(text), cell)
    if cell.day and _LOOSE_TIME.fullmatch(text):
        raise BadValue("time_ambiguous", seen=text)
    if cell.day and (time := time_or_digits(text)) is not None:
        return Written(time=time)
    if cell.day and (ahead := _NEXT_DAY.match(text)) is not None:
        time = time_or_digits(text[ahead.end() :].strip())
        if time is None:
            raise BadValue("bad_date", seen=text)
        next_day = datetime.date.fromisoformat(cell.day) + datetime.timedelta(days=1)
        return Written(next_day.isoformat(), time)
    found = _year_last(text, cell) or _english(text) or _usual(text, cell) or _lone(text, cell)
    if found is not None:
        day, rest = found
        if not rest:
            return Written(day)
        time = time_or_digits(rest)
        if time is None:
            raise BadValue("bad_date", seen=text)
        return Written(day, time)
    time = clock_time(text)
    if time is None:
        raise BadValue("bad_date", seen=text)
    return Written(time=time)


def _year_last(text: str, cell: OldCell) -> tuple[str, str] | None:
    """3/11/2026: by the order the column proves, or where only one is possible."""
    found = _YEAR_LAST.match(text)
    if found is None:
        return None
    first, second = int(found["a"]), int(found["b"])
    if first > _FIRST_OF_12 or second > _FIRST_OF_12 or first == second:
        day, month = (first, second) if first > _FIRST_OF_12 else (second, first)
    elif cell.day_first is None:
        raise BadValue("date_ambiguous", seen=text)
    else:
        day, month = (first, second) if cell.day_first else (second, first)
    return _day(int(found["y"]), month, day, text), rest_of(found["rest"])


def _english(text: str) -> tuple[str, str] | None:
    for pattern in _ENGLISH:
        if found := pattern.match(text):
            month = _MONTHS.split("|").index(found["m"]) + 1
            return _day(int(found["y"]), month, int(found["d"]), text), rest_of(found["rest"])
    return None


def _usual(text: str, cell: OldCell) -> tuple[str, str] | None:
    for pattern in DATES:
        found = pattern.match(text)
        if found is None:
            continue
        parts = found.groupdict()
        if parts.get("y") is None and clock_time(text) is not None and not is_possible(parts):
            return None
        rest = rest_of(parts["rest"])
        if parts.get("y") is not None:
            return _day(
                _full_year(text, parts["y"], cell), int(parts["m"]), int(parts["d"]), text
            ), rest
        if parts.get("m") is None:
            return _lone(text, cell)
        month, day = int(parts["m"]), int(parts["d"])
        if "s" in parts and (cell.day_first or month > _FIRST_OF_12):
            if not cell.day_first:
                raise BadValue("date_ambiguous" if day <= _FIRST_OF_12 else "bad_date", seen=text)
            month, day = day, month
        return _day(_year_of(month, text, cell), month, day, text), rest
    return None


def _lone(text: str, cell: OldCell) -> tuple[str, str] | None:
    """3 or 3日 under a title that names one month."""
    found = _LONE_DAY.match(text)
    if found is None or not 1 <= int(found["d"]) <= 31:
        return None
    year = cell.year_of(cell.month) if cell.month is not None else None
    if cell.month is None or year is None:
        raise BadValue("year_missing", seen=text)
    return _day(year, cell.month, int(found["d"]), text), rest_of(found["rest"])


def _full_year(text: str, year: str, cell: OldCell) -> int:
    """26.11.3 is of 2026; 03-11-26 may be of 2003 or of 2026, whatever the ledger is about."""
    if len(year) == 4:
        return int(year)
    short = _SHORT_YEAR.match(text)
    known = None if cell.year is None else f"{cell.year % 100:02d}"
    if short is not None and known is not None and short["y"] != known == short["d"]:
        raise BadValue("date_ambiguous", seen=text)
    if short is not None and known is None and int(short["y"]) <= 12 < int(short["d"]) < 40:
        raise BadValue("date_ambiguous", seen=text)
    return 2000 + int(year)


def _year_of(month: int, text: str, cell: OldCell) -> int:
    """The year around; a December under the title of a January is of one year or the other."""
    year = cell.year_of(month)
    if year is None:
        raise BadValue("year_missing", seen=text)
    named = {named for _, named in cell.months} or ({cell.month} if cell.month else {month})
    if min(abs(each - month) for each in named) >= _HALF_A_YEAR:
        raise BadValue("date_ambiguous", seen=text)
    return year


def _day(year: int, month: int, day: int, text: str) -> str:
    try:
        found = datetime.date(year, month, day)
    except ValueError:
        raise BadValue("bad_date", seen=text) from None
    return within_reach(found, text)


def proves_day_first(texts: list[str]) -> bool | None:
    """Whether the values of a column can only be day/month (True) or month/day (False)."""
    first = second = False
    for text in texts:
        found = _YEAR_LAST.match(text) or re.match(r"^(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\d/])", text)
        if found is not None:
            first |= int(found["a"]) > _FIRST_OF_12
            second |= int(found["b"]) > _FIRST_OF_12
    return None if first == second else first
