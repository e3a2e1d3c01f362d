"""Periods: the year, quarter, month or day whose rows a ledger page or a paper form shows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from db.edits import Refusal

_FORMS = (
    (re.compile(r"(\d{4})"), "year"),
    (re.compile(r"(\d{4})-[Qq]([1-4])"), "quarter"),
    (re.compile(r"(\d{4})-(\d{2})"), "month"),
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), "day"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` up to, but without, `after`."""

    kind: str
    first: date
    after: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """`2026`, `2026-Q3`, `2026-11` or `2026-11-22`; anything else is `bad_period`."""
        for pattern, kind in _FORMS:
            if found := pattern.fullmatch(text.strip()):
                try:
                    return cls(kind, *_bounds(kind, *map(int, found.groups())))
                except ValueError:
                    break
        raise Refusal("bad_period", value=text)

    @property
    def start(self) -> str:
        """The first day as stored text; dates and times of the span sort from here on."""
        return self.first.isoformat()

    @property
    def end(self) -> str:
        """The first day after the span as stored text; everything in the span sorts before it."""
        return self.after.isoformat()

    @property
    def before(self) -> Self:
        """The period of the same kind that ends where this one begins."""
        return type(self).around(self.kind, self.first - timedelta(days=1))

    def back(self, count: int) -> tuple[Self, ...]:
        """This period and those before it, so many in all, the newest first."""
        found = [self]
        while len(found) < count:
            found.append(found[-1].before)
        return tuple(found)

    @classmethod
    def around(cls, kind: str, day: date) -> Self:
        """The period of this kind that the day lies in."""
        quarter, month = (day.month + 2) // 3, day.month
        parts = {"quarter": (quarter,), "month": (month,), "day": (month, day.day)}.get(kind, ())
        return cls(kind, *_bounds(kind, day.year, *parts))

    @property
    def text(self) -> str:
        """The period as `parse` reads it."""
        if self.kind == "quarter":
            return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
        return self.start[: {"year": 4, "month": 7}.get(self.kind, 10)]

    @property
    def days(self) -> tuple[str, ...]:
        count = (self.after - self.first).days
        return tuple((self.first + timedelta(days=n)).isoformat() for n in range(count))

    @property
    def months(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(day[:7] for day in self.days))

    def __iter__(self) -> Iterator[str]:
        return iter((self.start, self.end))


def _bounds(kind: str, year: int, part: int = 1, day: int = 1) -> tuple[date, date]:
    if kind == "year":
        return date(year, 1, 1), date(year + 1, 1, 1)
    if kind == "quarter":
        return _first_of(year, part * 3 - 2), _first_of(year, part * 3 + 1)
    if kind == "month":
        return date(year, part, 1), _first_of(year, part + 1)
    only = date(year, part, day)
    return only, only + timedelta(days=1)


def _first_of(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
