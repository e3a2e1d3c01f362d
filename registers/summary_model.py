"""What a report is: its rows, and columns counted over sheets or worked out from other columns.

A report is a form of the kind `summary`: it is drawn on paper like every form and shown on screen.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import pydantic

from registers.form_model import (
    ROW_NUMBER,
    Column,
    Form,
    Header,
    Listing,
    Note,
    PaperForm,
    Signatures,
    Space,
    Title,
)
from registers.labels import Label
from registers.measures import CheckLine as CheckLine
from registers.measures import Checks as Checks
from registers.measures import Measure as Measure
from registers.measures import Memo as Memo
from registers.measures import Result as Result
from registers.parts import OneOrMany, SchemaPart

ROW = "row"
"""What a row of a report is called in `value`: its day, its choice, its group."""


class Rows(SchemaPart):
    """What the rows of a report stand for: exactly one of `by`, `choice` and `each`.

    `by` gives one row for each day or month of the period, `choice` one for each choice of a
    field of the form's sheet, `each` one for each row of a sheet, or, with the expression
    `group`, one for each of its values. Rows for which `keep` is not true are left out; it is an
    expression over what is counted for them, and what is counted for all together.
    """

    by: Literal["day", "month"] | None = None
    choice: str | None = None
    each: str | None = None
    group: str | None = None
    where: str | None = None
    order: OneOrMany = ()
    keep: str | None = None


class ReportColumn(Measure):
    """One column of a report; without a `width` it is only reckoned with, not shown.

    `value` shows the row itself (`row`), fields of it where the rows are those of a sheet, or
    `row_number`; with no value and no figure the cell stays blank for the clerk's hand.
    `total: sum` adds the rows up, `total: expr` works the expression out over the totals.
    """

    width: float | None = pydantic.Field(None, ge=2, le=120)
    value: OneOrMany = ()
    wrap: bool = False
    bold: bool = False
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
            bold=self.bold,
            blank=self.blank,
        )


class ReportTable(SchemaPart):
    """The rows of a report in the order of `Summary.rows`, and under them their totals.

    Rows for which `bold`, an expression over the columns, is true stand out.
    """

    block: Literal["table"]
    bold: str | None = None
    columns: tuple[ReportColumn, ...] = pydantic.Field(min_length=2)


class Chart(SchemaPart):
    """How the report looks as a picture on the screen: columns `y` over the column `x`.

    The bars of several columns stand beside each other, or with `stack` on each other. With `top`
    only so many rows are drawn, those with the largest figures.
    """

    kind: Literal["bar", "stack", "line"] = "bar"
    x: OneOrMany = (ROW,)
    y: OneOrMany = pydantic.Field(min_length=1)
    top: int | None = pydantic.Field(None, ge=1, le=200)


SummaryBlock: TypeAlias = (
    Title | Header | ReportTable | Memo | Checks | Listing | Space | Signatures | Note
)


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
    def values(self) -> tuple[str, ...]:
        return tuple(name for column in self.columns for name in column.value)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All its figures, those of the columns and those of the memo lines."""
        return (*self.table.columns, *self.memo)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets it reads; who may not see one of them may not see the report."""
        counted = (one.of for one in self.measures if one.counted)
        listed = (one.sheet for one in self.lists.values())
        named = (self.sheet, self.rows.each, *counted, *listed)
        return tuple(dict.fromkeys(key for key in named if key is not None))


def beside(form: Form) -> Summary:
    """What a ledger says beside its rows, as a report without rows; blocks keep their places."""
    nothing = Note(block="note", text=_NOTHING)
    columns = (ReportColumn(label=_NOTHING, width=2),) * 2
    blocks = tuple(
        ReportTable(block="table", columns=columns)
        if block is form.table
        else block
        if isinstance(block, Memo | Checks)
        else nothing
        for block in form.blocks
    )
    return Summary(
        key=form.key,
        kind="summary",
        title=form.title,
        sheet=form.sheet,
        periods=form.periods,
        rows=Rows(each=form.sheet, where="0"),
        blocks=blocks,
    )


_NOTHING = Label.model_validate("")
