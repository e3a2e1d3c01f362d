"""Document numbers: a pattern like LF-{date:%Y%m%d}-{n:04d}, counted anew in every period.

`{kind.series}` stands for the parameter `series` of the choice that the field `kind` holds, and
`{key_id.doc_no}` for the field `doc_no` of the row that the reference `key_id` points to.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from registers.errors import BadExpression
from registers.parts import OneOrMany, SchemaPart

_PLACE = re.compile(r"\{([^{}]*)\}")
_COUNTER = re.compile(r"n:0([1-9])d")
_DATE = re.compile(r"date:((?:%[Ymdy]|[-_./])+)")
_CHOICE = re.compile(r"([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class NumberPattern:
    """A parsed pattern: the dates in it make the period, `n` counts within it."""

    before: str
    digits: int
    after: str

    @classmethod
    def parse(cls, pattern: str) -> NumberPattern:
        """The pattern; BadExpression("bad_number_pattern") when it has a mistake."""
        counters = [m for m in _PLACE.finditer(pattern) if _COUNTER.fullmatch(m[1])]
        if len(counters) != 1:
            raise _mistake(pattern, "{n:04d}")
        counter = _COUNTER.fullmatch(counters[0][1])
        assert counter is not None
        before, after = pattern[: counters[0].start()], pattern[counters[0].end() :]
        for place in _PLACE.findall(before + after):
            if not (_DATE.fullmatch(place) or _CHOICE.fullmatch(place)):
                raise _mistake(pattern, "{" + place + "}")
        if re.search(r"[{}%]", _PLACE.sub("", before + after)):
            raise _mistake(pattern, "{}")
        return cls(before, int(counter[1]), after)

    @property
    def needs_date(self) -> bool:
        return "{date:" in self.before + self.after

    @cached_property
    def choice_params(self) -> tuple[tuple[str, str], ...]:
        """The choice fields the number depends on, each with the parameter that is printed."""
        places = map(_CHOICE.fullmatch, _PLACE.findall(self.before + self.after))
        return tuple((place[1], place[2]) for place in places if place)

    def chosen(self, param: Callable[[str, str], str]) -> NumberPattern:
        """The pattern of one row, given the parameter of the choice each field holds."""
        if not self.choice_params:
            return self

        def filled(place: re.Match[str]) -> str:
            named = _CHOICE.fullmatch(place[1])
            return param(named[1], named[2]) if named else place[0]

        return NumberPattern(
            _PLACE.sub(filled, self.before), self.digits, _PLACE.sub(filled, self.after)
        )

    def period(self, day: str) -> str:
        """The number without its counter: rows with the same one share a counter."""
        return f"{_dated(self.before, day[:10])}#{_dated(self.after, day[:10])}"

    def format(self, day: str, count: int) -> str:
        """The number of the `count`-th row of the period that `day` (ISO text) lies in."""
        before, after = _dated(self.before, day[:10]), _dated(self.after, day[:10])
        return f"{before}{count:0{self.digits}d}{after}"


class Lines(SchemaPart):
    """Several rows under one number, as the lines of one paper slip.

    `field` counts them. What is the `same` on every line cannot differ on one of them; what the
    slip `carries` is only offered to a further line.
    """

    field: str
    same: OneOrMany = ()
    carries: OneOrMany = ()


class Number(SchemaPart):
    """A series of document numbers; `date` is the field whose day it counts by."""

    pattern: str
    date: str | None = None
    lines: Lines | None = None

    @cached_property
    def series(self) -> NumberPattern:
        """The parsed pattern; BadExpression when it cannot be a number series."""
        return NumberPattern.parse(self.pattern)


class OwnNumber(NamedTuple):
    """The series of one field, and the condition that must be true before a number is given."""

    number: Number
    given_when: str | None


@lru_cache(maxsize=1024)
def _dated(text: str, day: str) -> str:
    if "{" not in text:
        return text
    date = datetime.date.fromisoformat(day)
    return _PLACE.sub(lambda place: date.strftime(place[1].removeprefix("date:")), text)


def _mistake(pattern: str, problem: str) -> BadExpression:
    return BadExpression("bad_number_pattern", pattern=pattern, problem=problem)
