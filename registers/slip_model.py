"""What a slip is: one row of a sheet on paper, in cells of label and value, to be signed."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from registers.form_model import (
    CellFormat,
    Column,
    Header,
    Listing,
    Note,
    PaperForm,
    PeriodKind,
    Signatures,
    Title,
)
from registers.labels import Label
from registers.parts import OneOrMany, SchemaPart


class SlipCell(SchemaPart):
    """A label and, beside it, what the row holds; without a label the words have both places.

    `value` is a field of the row, a field of the row a reference points at, or several of them of
    which the first that is filled is shown; `ticks` a field of choices, all of which are listed
    with □ or ☑; `expr` a SQL expression; `text` words of the form itself, with the row's fields in
    braces, which also stand where an expression gives nothing. With none of them the cell is blank
    for the hand. It is at least `lines` lines high;
    `wide` gives it the rest of its line.
    """

    label: Label | None = None
    value: OneOrMany = ()
    ticks: str | None = None
    expr: str | None = None
    text: Label | None = None
    format: CellFormat | None = None
    lines: int = Field(1, ge=1, le=40)
    wide: bool = False
    large: bool = False

    @property
    def ways(self) -> tuple[str, ...]:
        """Which of the ways to be filled are given; a good cell has at most one."""
        given = tuple(way for way in ("value", "ticks", "expr", "text") if getattr(self, way))
        return given if given != ("expr", "text") else ("expr",)

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.value, *((self.ticks,) if self.ticks else ()))


class Grid(SchemaPart):
    """Cells side by side, line after line; a `title` stands over them."""

    block: Literal["grid"]
    title: Label | None = None
    cells: tuple[SlipCell, ...] = Field(min_length=1)


class TurnOver(SchemaPart):
    """What follows stands on the back of the paper."""

    block: Literal["turn_over"]


class Ready(SchemaPart):
    """When the slip may be printed; until then the `message` says what to do first."""

    check: str
    message: Label


SlipBlock: TypeAlias = Title | Header | Grid | Listing | TurnOver | Signatures | Note


class Slip(PaperForm):
    """One row of a sheet on paper.

    `widths` are those of its columns: a label and a value by turns. Where `copies` of it fit on
    one page, they stand there with a line to cut along.
    """

    kind: Literal["slip"]
    periods: tuple[PeriodKind, ...] = Field((), max_length=0)
    widths: tuple[float, ...] = Field(min_length=2, max_length=12)
    copies: int = Field(1, ge=1, le=4)
    ready: Ready | None = None
    blocks: tuple[SlipBlock, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _widths_in_pairs(self) -> Slip:
        if len(self.widths) % 2:
            raise ValueError("widths come in pairs")
        return self

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(Column(label=Label.model_validate(""), width=width) for width in self.widths)

    @property
    def cells(self) -> tuple[SlipCell, ...]:
        grids = (block for block in self.blocks if isinstance(block, Grid))
        return tuple(cell for grid in grids for cell in grid.cells)

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for cell in self.cells for name in cell.names))

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.sheet, *(one.sheet for one in self.lists.values()))))
