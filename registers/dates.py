"""Strict reading of how dates and times are written in Chinese offices.

What is not certain is refused: a date without a year is completed only when somebody types it
today, and a time is never made up. The rules were checked against spellings found in ledgers.
"""

from __future__ import annotations

import datetime
import re

from registers.errors import BadValue
from registers.typed import free_text, plain

_TRADITIONAL = str.maketrans("點時號週禮現後兩鐘淩傍裡裏", "点时号周礼现后两钟凌傍里里")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "元": 1}
_CHINESE = "零〇○一二三四五六七八九十两"
_EARLIEST, _LATEST = 1900, 2199
_STORED = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}")
_SOON = 10  # a two-digit year may lie this many years ahead, no more

_RELATIVE = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0,
             "明天": 1, "明日": 1, "后天": 2}  # fmt: skip
# What is typed without a colon: 0905. As a time alone it must not be one of these years.
_BARE_TIME = re.compile(r"(\d{2})(\d{2})$")
_YEARS_AROUND = 10
_DAY_AND_TIME = re.compile(r"(\d{1,2}) (\d{1,2}:\d{2}|\d{4})$")  # 3 9:05 is of this month
_WEEKDAYS = {"zh_CN": "周{}", "zh_HK": "週{}"}
_NOW = ("现在", "刚才", "此刻", "now")
_PARTS_OF_HOUR = (("半", "30分"), ("[1一]刻", "15分"), ("[3三]刻", "45分"))
_WEEKDAY = re.compile(r"[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?")

# After a date: the end, a blank, T, a comma, or a time in words right behind 日.
DATES = tuple(
    re.compile(pattern + r"(?P<rest>.*)$", re.DOTALL)
    for pattern in (
        r"^(?P<y>\d{4}|\d{2})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*(?:[日号]|(?!\d))",
        r"^(?P<y>\d{4})\s*[-./。、]\s*(?P<m>\d{1,2})\s*[-./。、]\s*(?P<d>\d{1,2})(?!\d)[日号]?",
        r"^(?P<y>\d{2})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)",
        r"^(?P<y>(?:19|20|21)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)",
        r"^(?P<y>\d{4}) (?P<m>\d{1,2}) (?P<d>\d{1,2})(?!\d)",
        r"^(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*(?:[日号]|(?!\d))",
        r"^(?P<m>\d{1,2})(?P<s>[-./])(?P<d>\d{1,2})(?![\d./:-])",
        r"^(?P<d>\d{1,2})\s*[日号]",
    )
)
_TIME = re.compile(
    r"^(?P<before>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|晚|早|am|pm|a\.m\.|p\.m\.)?\s*"
    r"(?P<h>\d{1,2})\s*"
    r"(?:(?::\s*(?P<colon>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?)"
    r"|(?:[.]\s*(?P<dot>\d{2}))"
    r"|(?:[时点]钟?\s*(?:(?P<word>\d{1,2})\s*分?\s*(?:(?P<ws>\d{1,2})\s*秒)?)?)"
    r"|(?=\s*(?:am|pm|a\.m\.|p\.m\.)))\s*整?\s*"
    r"(?P<after>am|pm|a\.m\.|p\.m\.)?$",
    re.IGNORECASE,
)
# For each word before a time: the hours of the twelve-hour clock that are meant after noon, and
# the hours of the day it can stand before at all.
_PARTS_OF_DAY: dict[str, tuple[range, range]] = {
    **dict.fromkeys(("凌晨",), (range(0), range(7))),
    **dict.fromkeys(("清晨", "早上", "早晨", "早"), (range(0), range(4, 12))),
    **dict.fromkeys(("上午",), (range(0), range(6, 12))),
    **dict.fromkeys(("中午",), (range(1, 3), range(11, 15))),
    **dict.fromkeys(("下午",), (range(1, 8), range(12, 20))),
    **dict.fromkeys(("傍晚",), (range(4, 9), range(16, 21))),
    **dict.fromkeys(("晚上", "晚"), (range(5, 12), range(17, 24))),
    **dict.fromkeys(("夜里",), (range(9, 12), range(21, 24))),
    "am": (range(0), range(12)),
    "pm": (range(1, 12), range(12, 24)),
}


SPANS = (
    "today", "yesterday", "this_week", "last_week", "this_month", "last_month", "this_year",
)  # fmt: skip
"""Stretches of days that mean other days tomorrow."""


def days_of(span: str, today: str) -> tuple[str, str]:
    """The first and last day of one of SPANS; a week begins on Monday."""
    day = datetime.date.fromisoformat(today)
    one = datetime.timedelta(days=1)
    monday, first = day - day.weekday() * one, day.replace(day=1)
    next_month = (first + 31 * one).replace(day=1)
    ends = {
        "today": (day, day),
        "yesterday": (day - one, day - one),
        "this_week": (monday, monday + 6 * one),
        "last_week": (monday - 7 * one, monday - one),
        "this_month": (first, next_month - one),
        "last_month": ((first - one).replace(day=1), first - one),
        "this_year": (day.replace(month=1, day=1), day.replace(month=12, day=31)),
    }
    start, end = ends[span]
    return start.isoformat(), end.isoformat()


def read_date(value: object, today: str) -> str:
    """The day as YYYY-MM-DD. `today` completes a date without a year; empty, it is refused."""
    if isinstance(value, datetime.datetime):
        if value.time() != datetime.time():
            raise BadValue("date_has_time", seen=str(value))
        return within_reach(value.date(), str(value))
    if isinstance(value, datetime.date):
        return within_reach(value, str(value))
    text = ordinary(value, "bad_date")
    if text in _NOW:
        return _known(today, text)
    found = _day_and_rest(text, today, lone_day=True)
    if found is None:
        raise BadValue("bad_date", seen=text)
    day, rest = found
    if rest and clock_time(rest) is None:
        raise BadValue("bad_date", seen=text)
    if rest and clock_time(rest) != "00:00":
        raise BadValue("date_has_time", seen=text)
    return day


def weekday(day: str, lang: str) -> str:
    """The short name of the day of the week of a stored day or minute."""
    at = datetime.date.fromisoformat(day[:10])
    if lang == "en":
        return ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[at.weekday()]
    return _WEEKDAYS.get(lang, _WEEKDAYS["zh_CN"]).format("一二三四五六日"[at.weekday()])


def read_moment(value: object, now: str, today: str) -> str:
    """The minute as YYYY-MM-DD HH:MM; a time alone is today's, a day alone is refused."""
    found = read_day_or_moment(value, now, today)
    if " " not in found:
        raise BadValue("time_missing", seen=str(value))
    return found


def read_day_or_moment(value: object, now: str, today: str) -> str:
    """A day or a minute, whichever was written."""
    if isinstance(value, str) and _is_stored_form(value):
        return value
    if isinstance(value, datetime.datetime):
        rounded = value.replace(tzinfo=None) + datetime.timedelta(seconds=30)
        return f"{within_reach(rounded.date(), str(value))} {rounded:%H:%M}"
    if isinstance(value, datetime.date):
        return within_reach(value, str(value))
    if isinstance(value, datetime.time):
        return f"{_known(today, str(value))} {value:%H:%M}"
    text = ordinary(value, "bad_datetime")
    if text in _NOW:
        return _known(now if today else "", text)
    found = _day_and_rest(text, today, lone_day=False)
    if found is None:
        time = None if _may_be_a_year(text, today) else time_or_digits(text)
        if time is None:
            raise BadValue("bad_datetime", seen=text)
        return f"{_known(today, text)} {time}"
    day, rest = found
    if not rest:
        return day
    time = time_or_digits(rest)
    if time is None:
        raise BadValue("bad_datetime", seen=text)
    return f"{day} {time}"


def _is_stored_form(text: str) -> bool:
    """True for what programs send and the ledger keeps: there is nothing to make out of it."""
    if not _STORED.fullmatch(text):
        return False
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def ordinary(value: object, code: str) -> str:
    """The text in ordinary digits, Chinese numerals and weekdays resolved."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise BadValue(code, seen=str(value))
    if isinstance(value, float) and value != int(value):
        raise BadValue(code, seen=str(value))
    text = plain(free_text(value)).lstrip("'").strip().translate(_TRADITIONAL).lower()
    text = re.sub(rf"([{_CHINESE}元]+)(?=[年月日号时点分])", lambda found: _number(found[1]), text)
    for word, minutes in _PARTS_OF_HOUR:
        text = re.sub(rf"(?<=[时点]){word}", minutes, text)
    return re.sub(r"\s+", " ", _WEEKDAY.sub(" ", text)).strip()


def _number(word: str) -> str:
    """一..九十九 by place, otherwise digit by digit: 二〇二六."""
    if "十" not in word:
        return "".join(str(_DIGITS[c]) for c in word)
    tens, _, ones = word.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return word
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))


def _day_and_rest(text: str, today: str, *, lone_day: bool) -> tuple[str, str] | None:
    """The day at the beginning of the text and what follows it; None when there is no day.

    A text that also reads as a time without any day (14.05) is not a day.
    """
    for word, days in _RELATIVE.items():
        if text.startswith(word):
            day = datetime.date.fromisoformat(_known(today, text)) + datetime.timedelta(days=days)
            return day.isoformat(), rest_of(text[len(word) :])
    if lone_day and re.fullmatch(r"\d{1,2}", text):
        return _day(_known(today, text)[:4], _known(today, text)[5:7], text, text, today), ""
    if lone_day and re.fullmatch(r"(?:0[1-9]|1[0-2])\d{2}", text):
        return _day(_known(today, text)[:4], text[:2], text[2:], text, today), ""
    if not lone_day and (found := _DAY_AND_TIME.match(text)):
        this_month = _known(today, text)
        return _day(this_month[:4], this_month[5:7], found[1], text, today), found[2]
    for pattern in DATES:
        found = pattern.match(text)
        if found is None:
            continue
        parts = found.groupdict()
        if parts.get("y") is None and clock_time(text) is not None and not is_possible(parts):
            return None
        year = parts.get("y") or _known(today, text)[:4]
        month = parts.get("m") or _known(today, text)[5:7]
        return _day(year, month, parts["d"], text, today), rest_of(parts["rest"])
    return None


def rest_of(text: str) -> str:
    return re.sub(r"^[\s,t]+", "", text).strip()


def is_possible(parts: dict[str, str]) -> bool:
    return 1 <= int(parts.get("m") or 1) <= 12 and 1 <= int(parts["d"]) <= 31


def _day(year: str, month: str, day: str, text: str, today: str) -> str:
    number = int(year)
    if len(year) <= 2:
        number += 2000
        if number > int(today[:4] or 2026) + _SOON:
            raise BadValue("bad_date", seen=text)
    try:
        return within_reach(datetime.date(number, int(month), int(day)), text)
    except ValueError as error:
        if isinstance(error, BadValue):
            raise
        raise BadValue("bad_date", seen=text) from None


def within_reach(day: datetime.date, seen: str) -> str:
    if not _EARLIEST <= day.year <= _LATEST:
        raise BadValue("bad_date", seen=seen)
    return day.isoformat()


def _known(moment: str, seen: str) -> str:
    if not moment:
        raise BadValue("year_missing", seen=seen)
    return moment


def time_or_digits(text: str) -> str | None:
    """HH:MM of a time, also of one written with four digits and nothing else."""
    digits = _BARE_TIME.match(text)
    return clock_time(f"{digits[1]}:{digits[2]}" if digits else text)


def _may_be_a_year(text: str, today: str) -> bool:
    """2026 alone is rather this year than 26 minutes past eight in the evening."""
    year = int(text) if _BARE_TIME.match(text) else 0
    return abs(year - int(today[:4] or 2026)) <= _YEARS_AROUND


def clock_time(text: str) -> str | None:
    """HH:MM, or None when the text is not surely a time."""
    found = _TIME.match(text)
    if found is None:
        return None
    minute = int(found["colon"] or found["dot"] or found["word"] or 0)
    second = int(found["s"] or found["ws"] or 0)
    word = (found["before"] or found["after"] or "").replace(".", "")
    if found["before"] and found["after"]:
        return None
    hour = _hour(int(found["h"]), word)
    if hour is None or hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02d}:{minute:02d}"


def _hour(hour: int, word: str) -> int | None:
    if not word:
        return hour
    if hour == 12 and word in ("am", "凌晨"):
        return 0
    after_noon, possible = _PARTS_OF_DAY[word]
    full = hour + 12 if hour in after_noon else hour
    return full if full in possible else None
