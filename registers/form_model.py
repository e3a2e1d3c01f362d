"""What a paper form is: which rows of a sheet, in which columns, on what page, signed by whom."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from registers.labels import Label
from registers.parts import Key, OneOrMany, SchemaPart

ROW_NUMBER = "row_number"

# What may stand in braces in the texts of a form, and what takes its place.
PLACEHOLDERS = {
    "estate": "the name of the estate",
    "period": "the period, as people write it: 2026年11月",
    "from": "the first day of the period",
    "to": "the last day of the period",
    "printed_on": "the day of printing",
    "seal": "the seal over the whole history of the ledger",
}

PeriodKind = Literal["day", "month", "quarter", "year"]


class Margins(SchemaPart):
    """Inches between the edge of the paper and what is printed."""

    left: float = Field(0.4, ge=0.2, le=2)
    right: float = Field(0.4, ge=0.2, le=2)
    top: float = Field(0.45, ge=0.2, le=2)
    bottom: float = Field(0.55, ge=0.2, le=2)


class Page(SchemaPart):
    """The A4 sheet: the table is shrunk to its width, the rows only as far as `min_scale`."""

    orientation: Literal["portrait", "landscape"] = "landscape"
    max_scale: int = Field(100, ge=10, le=400)
    min_scale: int = Field(80, ge=10, le=400)
    rows_per_page: int = Field(25, ge=5, le=80)
    row_height: float = Field(18, ge=12, le=100, description="points")
    font_size: float = Field(9, ge=6, le=20, description="points")
    margins: Margins = Margins()


class Title(SchemaPart):
    """The estate's name and under it the name of the form."""

    block: Literal["title"]


class Header(SchemaPart):
    """One line at both ends of the page's width.

    The names of PLACEHOLDERS in braces are filled in, as in a note.
    """

    block: Literal["header"]
    left: Label | None = None
    right: Label | None = None


class Column(SchemaPart):
    """One column of the table.

    `value` is a field of the sheet, a field of the row a reference points at (`item_id.spec`),
    several of them of which the first that is filled is shown, `row_number`, or nothing: then
    the cell stays blank for a signature by hand. Where the SQL expression `where` is not true
    of the row, the cell stays empty. Its total is called by `key` elsewhere, or by its field.
    """

    key: Key | None = None
    label: Label
    width: float = Field(ge=2, le=120, description="digits of the sheet's normal font")
    value: OneOrMany = ()
    where: str | None = None
    format: Literal["date", "time", "datetime", "monthday", "0.0", "0.00"] | None = None
    wrap: bool = False
    total: Literal["sum"] | None = None
    blank: str = Field("", description="what stands where there is nothing")
    shows_void: bool = Field(False, description="on a void row the reason stands here, readable")

    @property
    def name(self) -> str:
        """What its total is called outside the form."""
        return self.key or (self.value[0] if self.value else "")


class Table(SchemaPart):
    """The rows, in the order of `Form.order`."""

    block: Literal["table"]
    columns: tuple[Column, ...] = Field(min_length=2)


class Figure(SchemaPart):
    """One figure about the rows of the form; void rows only count where `void` says so.

    Without `sum` it is the number of rows; `where` narrows the rows; `by` gives the figure for
    each value of a field. `sum` and `where` are SQL expressions over the sheet's columns.
    """

    label: Label
    sum: str | None = None
    where: str | None = None
    by: str | None = None
    void: bool = False


class Totals(SchemaPart):
    """A line of figures under the table."""

    block: Literal["totals"]
    figures: tuple[Figure, ...] = Field(min_length=1)


class Signatures(SchemaPart):
    """Lines to sign on, side by side at the end of the last page."""

    block: Literal["signatures"]
    people: tuple[Label, ...] = Field(min_length=1, max_length=8)


class Note(SchemaPart):
    """A sentence that runs over the width of the page."""

    block: Literal["note"]
    text: Label


Block: TypeAlias = Title | Header | Table | Totals | Signatures | Note


class PaperForm(SchemaPart):
    """What every form has: a name, the periods it is made for, a page, and blocks on it.

    Blocks above the table are repeated on every page, blocks below it stand once at the end.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Label
    sheet: str
    periods: tuple[PeriodKind, ...] = Field(("month",), min_length=1)
    page: Page = Page()
    blocks: tuple[SchemaPart, ...] = Field(min_length=1)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that stand on paper."""
        raise NotImplementedError

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets it reads; who may not see one of them may not see the form."""
        return (self.sheet,)

    @property
    def before_table(self) -> tuple[tuple[int, SchemaPart], ...]:
        """The blocks repeated on every page, with their places among all blocks."""
        return tuple(enumerate(self.blocks))[: self._table_place]

    @property
    def after_table(self) -> tuple[tuple[int, SchemaPart], ...]:
        """The blocks that close the last page, with their places among all blocks."""
        return tuple(enumerate(self.blocks))[self._table_place + 1 :]

    @property
    def _table_place(self) -> int:
        return [getattr(block, "block", "") for block in self.blocks].index("table")


class Form(PaperForm):
    """A ledger on paper: the rows of one sheet in one period."""

    kind: Literal["ledger"] = "ledger"
    filter: str | None = None
    order: OneOrMany = ()
    blocks: tuple[Block, ...] = Field(min_length=1)

    @property
    def table(self) -> Table:
        """The one table of the form."""
        return next(block for block in self.blocks if isinstance(block, Table))

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.table.columns
