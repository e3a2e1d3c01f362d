"""What a form can count and work out: figures over rows of sheets, and lines that check them."""

from __future__ import annotations

from typing import Literal

import pydantic

from registers.labels import Label
from registers.parts import Key, SchemaPart

# Which rows of a sheet a figure takes, by the day they belong to.
When = Literal["within", "before", "until", "previous", "always"]
Result = Literal["int", "money", "number", "text", "bool", "date", "datetime"]


class Measure(SchemaPart):
    """One figure: counted over the rows of the sheet `of`, or worked out from other figures.

    `count`, `sum`, `max`, `min` and `last` (by date, then as written) look at the rows for which
    `where` is true and which are not void; `when` says which days, `at` by which date, `by` which
    row of the report they belong to.
    `expr` is an expression over other columns, `percent` the share of its first in its second,
    cut after two decimals and never rounded up. `:total_received` is the total of a column.
    """

    key: Key | None = None
    label: Label | None = None
    of: str | None = None
    count: bool = False
    sum: str | None = None
    max: str | None = None
    min: str | None = None
    last: str | None = None
    where: str | None = None
    at: str | None = None
    when: When = "within"
    by: str | None = None
    expr: str | None = None
    percent: tuple[str, str] | None = None
    result: Result | None = None
    decimals: int = pydantic.Field(2, ge=0, le=6)

    @property
    def counted(self) -> tuple[str, str] | None:
        """How rows are counted and what of them; None for what is not counted over rows."""
        asked = (("sum", self.sum), ("max", self.max), ("min", self.min), ("last", self.last))
        found = [(how, what) for how, what in asked if what is not None]
        if self.count:
            found.append(("count", "1"))
        return found[0] if found else None

    @property
    def formula(self) -> str | None:
        """The expression over other figures that this one stands for."""
        if self.percent is None:
            return self.expr
        part, whole = (f"CAST({text} AS INTEGER)" for text in self.percent)
        return f"({part} * 10000 / nullif({whole}, 0)) / 100.0"

    @property
    def sources(self) -> tuple[str, ...]:
        """Which of the ways to get a value are given; a good figure has exactly one."""
        ways = ("count", "sum", "max", "min", "last", "expr", "percent")
        return tuple(way for way in ways if getattr(self, way) not in (None, False))


class Memo(SchemaPart):
    """A line of figures under the table that belong to no row."""

    block: Literal["memo"]
    figures: tuple[Measure, ...] = pydantic.Field(min_length=1)


class CheckLine(SchemaPart):
    """An expression over the columns that must be 0 in every row and in the totals."""

    label: Label
    expr: str
    result: Result = "int"


class Checks(SchemaPart):
    """What must agree, said under the table together with whether it does."""

    block: Literal["checks"]
    lines: tuple[CheckLine, ...] = pydantic.Field(min_length=1)
