"""What a paper form is: which rows of a sheet, in which columns, on what page, signed by whom."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from registers.labels import Label
from registers.measures import CheckLine, Checks, Measure, Memo, Result
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
    "selection": "what the form was narrowed down to: 登记点:东门岗",
}

PeriodKind = Literal["day", "month", "quarter", "year"]
CellFormat = Literal["date", "time", "datetime", "monthday", "0.0", "0.00"]


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

    The names of PLACEHOLDERS in braces are filled in, as in a note; where the form is made for a
    row, so are its fields. With `only` it stands there for a period only, or for a row only.
    """

    block: Literal["header"]
    only: Literal["period", "row"] | None = None
    left: Label | None = None
    right: Label | None = None


class Column(SchemaPart):
    """One column of the table.

    `value` is a field of the sheet, a field of the row a reference points at (`item_id.spec`),
    several of them of which the first that is filled is shown, `row_number`, or nothing: then
    the cell stays blank for a signature by hand. Where the SQL expression `where` is not true
    of the row, the cell stays empty. Where rows are grouped, `merge` says what becomes of theirs:
    their sum, their number, or their different texts one after the other. A pack calls the total
    by `key`, or by the field.
    """

    key: Key | None = None
    label: Label
    width: float = Field(ge=2, le=120, description="digits of the sheet's normal font")
    value: OneOrMany = ()
    where: str | None = None
    format: CellFormat | None = None
    wrap: bool = False
    bold: bool = False
    merge: Literal["sum", "count", "join"] | None = None
    total: Literal["sum"] | None = None
    blank: str = Field("", description="what stands where there is nothing")
    shows_void: bool = Field(False, description="on a void row the reason stands here, readable")

    @property
    def name(self) -> str:
        """What its total is called outside the form."""
        return self.key or (self.value[0] if self.value else "")


class Table(SchemaPart):
    """The rows, in the order of `Form.order`; those for which `bold` is true stand out."""

    block: Literal["table"]
    bold: str | None = None
    columns: tuple[Column, ...] = Field(min_length=2)


class Figure(SchemaPart):
    """One figure about the rows of the form; void rows only count where `void` says so.

    Without `sum` it is the number of rows; `where` narrows the rows; `by` gives the figure for
    each value of a field. `sum` and `where` are SQL expressions over the sheet's columns; what is
    not the sum of one field is shown as its `result` says.
    """

    label: Label
    sum: str | None = None
    result: Result = "int"
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


class Space(SchemaPart):
    """A frame of so many lines to write in by hand, with a label in its corner."""

    block: Literal["space"]
    label: Label
    lines: int = Field(3, ge=1, le=40)


class Listing(SchemaPart):
    """Rows of another sheet that belong to the form, under a title of their own; none is void.

    `where` says which, knowing the period as `:since` and `:until` and the row of a slip as
    `:row`. With `group`, rows with the same values of these fields are one line. There are at
    least as many lines as `least`, the blank ones for the hand, and at most `most` of the rows.
    """

    block: Literal["list"]
    sheet: str
    title: Label | None = None
    where: str | None = None
    order: OneOrMany = ()
    group: OneOrMany = ()
    least: int = Field(0, ge=0, le=40)
    most: int = Field(500, ge=1, le=5000)
    columns: tuple[Column, ...] = Field(min_length=1)

    @property
    def values(self) -> tuple[str, ...]:
        """The fields its rows are read with."""
        names = (name for column in self.columns for name in column.value)
        return tuple(name for name in dict.fromkeys((*names, *self.group)) if name != ROW_NUMBER)


Block: TypeAlias = (
    Title | Header | Table | Totals | Memo | Checks | Listing | Space | Signatures | Note
)


class PaperForm(SchemaPart):
    """What every form has: a name, the periods it is made for, a page, and blocks on it.

    Blocks above the table are repeated on every page, blocks below it stand once at the end.
    Other forms may be `followed_by` it as further sheets of the same workbook. `access` names the
    posts that may have it, instead of those that may read all its sheets.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Label
    sheet: str
    periods: tuple[PeriodKind, ...] = Field(("month",), min_length=1)
    access: OneOrMany = ()
    page: Page = Page()
    followed_by: OneOrMany = ()
    blocks: tuple[SchemaPart, ...] = Field(min_length=1)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that stand on paper."""
        raise NotImplementedError

    @property
    def values(self) -> tuple[str, ...]:
        """Under which names its rows carry what stands on paper."""
        raise NotImplementedError

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets it reads."""
        raise NotImplementedError

    @property
    def has_table(self) -> bool:
        return any(getattr(block, "block", "") == "table" for block in self.blocks)

    @property
    def may_be_empty(self) -> bool:
        """Whether it can be printed to be filled in by hand."""
        return True

    @property
    def memo(self) -> tuple[Measure, ...]:
        blocks = (block for block in self.blocks if isinstance(block, Memo))
        return tuple(figure for block in blocks for figure in block.figures)

    @property
    def checks(self) -> tuple[CheckLine, ...]:
        blocks = (block for block in self.blocks if isinstance(block, Checks))
        return tuple(line for block in blocks for line in block.lines)

    @property
    def lists(self) -> dict[int, Listing]:
        """Its lists by their places among all blocks."""
        return {at: one for at, one in enumerate(self.blocks) if isinstance(one, Listing)}

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


class Apart(SchemaPart):
    """Rows of a ledger that stand on sheets of their own, with what is added to its name."""

    label: Label
    where: str


class Form(PaperForm):
    """A ledger on paper: the rows of one sheet in one period.

    With `per`, a reference of its sheet, it is also made for one row that its rows refer to. With
    `heading`, a line with these values stands over the rows that share them. With `group`, rows
    with the same values of these fields are one line. `select` names the fields by whose values
    it may be narrowed down, `apart` the rows that are printed apart from the others.
    """

    kind: Literal["ledger"] = "ledger"
    filter: str | None = None
    per: str | None = None
    select: OneOrMany = ()
    heading: OneOrMany = ()
    group: OneOrMany = ()
    apart: tuple[Apart, ...] = ()
    order: OneOrMany = ()
    blocks: tuple[Block, ...] = Field(min_length=1)

    @property
    def table(self) -> Table:
        """The one table of the form."""
        return next(block for block in self.blocks if isinstance(block, Table))

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.table.columns

    @property
    def values(self) -> tuple[str, ...]:
        return (*(name for column in self.columns for name in column.value), *self.heading)

    @property
    def sheets(self) -> tuple[str, ...]:
        counted = (one.of for one in self.memo if one.of is not None)
        return tuple(
            dict.fromkeys((self.sheet, *counted, *(one.sheet for one in self.lists.values())))
        )
