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
