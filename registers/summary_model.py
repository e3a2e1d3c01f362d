"""What a report is: its rows, and columns counted over sheets or worked out from other columns.

A report is a form of the kind `summary`: it is drawn on paper like every form and shown on screen.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import pydantic

from registers.form_model import ROW_NUMBER, Column, Header, Note, PaperForm, Signatures, Title
from registers.labels import Label
from registers.parts import Key, OneOrMany, SchemaPart

ROW = "row"
"""What a row of a report is called in `value`: its day, its choice, its group."""

# Which rows of a sheet a figure takes, by the day they belong to.
When = Literal["within", "before", "until", "previous", "always"]
Result = Literal["int", "money", "number", "text", "bool", "date", "datetime"]


class Rows(SchemaPart):
    """What the rows of a report stand for: exactly one of `by`, `choice` and `each`.

    `by` gives one row for each day or month of the period, `choice` one for each choice of a
    field of the form's sheet, `each` one for each row of a sheet, or, with the expression
    `group`, one for each of its values. Rows for which `keep` is not true are left out; it is an
    expression over the columns.
    """

    by: Literal["day", "month"] | None = None
    choice: str | None = None
    each: str | None = None
    group: str | None = None
    where: str | None = None
    order: OneOrMany = ()
    keep: str | None = None


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


class ReportColumn(Measure):
    """One column of a report; without a `width` it is only reckoned with, not shown.

    `value` shows the row itself (`row`), fields of it where the rows are those of a sheet, or
    `row_number`; with no value and no figure the cell stays blank for the clerk's hand.
    `total: sum` adds the rows up, `total: expr` works the expression out over the totals.
    """

    width: float | None = pydantic.Field(None, ge=2, le=120)
    value: OneOrMany = ()
    wrap: bool = False
    total: Literal["sum", "expr"] | None = None
    blank: str = ""

    @property
    def id(self) -> str:
        """What the column is called outside the file; empty for one filled in by hand."""
        return self.key or (self.value[0] if self.value else "")

    @property
    def names(self) -> tuple[str, ...]:
        """Under which names the rows of a report carry what stands in this column."""
        if self.key and not self.value:
            return (self.key,)
        own = (ROW, ROW_NUMBER)
        return tuple(name if name in own else f"{ROW}.{name}" for name in self.value)

    @property
    def format(self) -> Literal["0.0", "0.00"] | None:
        """How many decimals stand on paper, where it is one or two."""
        if self.percent is not None:
            return "0.00"
        shown: dict[int, Literal["0.0", "0.00"]] = {1: "0.0", 2: "0.00"}
        return shown.get(self.decimals) if self.result == "number" else None

    @property
    def on_paper(self) -> Column:
        """The column as paper draws it."""
        return Column(
            label=self.label or Label.model_validate(str(self.key)),
            width=self.width or 0,
            value=self.names,
            format=self.format,
            wrap=self.wrap,
            blank=self.blank,
        )


class ReportTable(SchemaPart):
    """The rows of a report in the order of `Summary.rows`, and under them their totals."""

    block: Literal["table"]
    columns: tuple[ReportColumn, ...] = pydantic.Field(min_length=2)


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


class Chart(SchemaPart):
    """How the report looks as a picture on the screen: columns `y` over the column `x`.

    The bars of several columns stand beside each other, or with `stack` on each other. With `top`
    only so many rows are drawn, those with the largest figures.
    """

    kind: Literal["bar", "stack", "line"] = "bar"
    x: OneOrMany = (ROW,)
    y: OneOrMany = pydantic.Field(min_length=1)
    top: int | None = pydantic.Field(None, ge=1, le=200)


SummaryBlock: TypeAlias = Title | Header | ReportTable | Memo | Checks | Signatures | Note


class Summary(PaperForm):
    """A report: counted from the rows of sheets, never typed in."""

    kind: Literal["summary"]
    rows: Rows
    chart: Chart | None = None
    blocks: tuple[SummaryBlock, ...] = pydantic.Field(min_length=1)

    @property
    def table(self) -> ReportTable:
        return next(block for block in self.blocks if isinstance(block, ReportTable))

    @property
    def shown(self) -> tuple[ReportColumn, ...]:
        """The columns of the table that are seen."""
        return tuple(column for column in self.table.columns if column.width is not None)

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column.on_paper for column in self.shown)

    @property
    def on_screen(self) -> tuple[ReportColumn, ...]:
        """The columns that hold something; those for the hand are only on paper."""
        return tuple(column for column in self.shown if column.id)

    @property
    def memo(self) -> tuple[Measure, ...]:
        blocks = (block for block in self.blocks if isinstance(block, Memo))
        return tuple(figure for block in blocks for figure in block.figures)

    @property
    def checks(self) -> tuple[CheckLine, ...]:
        blocks = (block for block in self.blocks if isinstance(block, Checks))
        return tuple(line for block in blocks for line in block.lines)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All its figures, those of the columns and those of the memo lines."""
        return (*self.table.columns, *self.memo)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets it reads; who may not see one of them may not see the report."""
        named = (self.sheet, self.rows.each, *(one.of for one in self.measures if one.counted))
        return tuple(dict.fromkeys(key for key in named if key is not None))
