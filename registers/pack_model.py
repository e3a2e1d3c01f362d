"""What a pack is: several forms of one period in one workbook, behind a cover that checks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import pydantic

from registers.form_model import Column as Column
from registers.form_model import Header, Note, PaperForm, Signatures, Table, Title
from registers.labels import Label
from registers.parts import Key, OneOrMany, SchemaPart
from registers.summary_model import Measure

# What the columns of a cover may show.
COVER = {
    "row_number": "1, 2, 3 …",
    "source": "the form the figure was read from",
    "figure": "what the figure is called",
    "of_form": "the figure as the form has it",
    "of_ledger": "the same, counted anew from the ledger",
    "difference": "the first less the second",
    "agrees": "whether both are the same",
}


class CoverFigure(SchemaPart):
    """One amount on the cover: read off a form of the pack, and counted anew from the ledger.

    `value` is a total of the form: the key or field of a column that is added up, or the key of
    a figure of a report. `check` is a figure as in a report; it reads the sheet it names in `of`
    and not the form.
    """

    label: Label
    value: str
    check: Measure


class PackPart(SchemaPart):
    """One form of the pack, and what the cover says of it."""

    form: Key
    figures: tuple[CoverFigure, ...] = ()


class Agreement(SchemaPart):
    """A line under the cover's table: whether all its figures agree with the ledger."""

    block: Literal["agreement"]


PackBlock: TypeAlias = Title | Header | Table | Agreement | Signatures | Note


class Pack(PaperForm):
    """Forms of one period in one workbook, each on sheets of its own, behind a cover.

    The blocks are those of the cover. `slips` are forms of one row; those of the rows of the
    period may be had together with the pack.
    """

    kind: Literal["pack"]
    sheet: str = ""
    parts: tuple[PackPart, ...] = pydantic.Field(min_length=1)
    slips: OneOrMany = ()
    blocks: tuple[PackBlock, ...] = pydantic.Field(min_length=1)
    _forms: tuple[PaperForm, ...] = ()
    _slips: tuple[PaperForm, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        return next(block for block in self.blocks if isinstance(block, Table)).columns

    @property
    def may_be_empty(self) -> bool:
        return False

    @property
    def values(self) -> tuple[str, ...]:
        """None of a sheet: the cover's rows are its figures."""
        return ()

    @property
    def forms(self) -> tuple[PaperForm, ...]:
        """The forms of the parts, in their order."""
        return self._forms

    def with_forms(self, found: Mapping[str, PaperForm]) -> Pack:
        """The pack with the forms it names."""
        filled = self.model_copy()
        filled._forms = tuple(found[part.form] for part in self.parts)
        filled._slips = tuple(found[key] for key in self.slips)
        return filled

    @property
    def counted_anew(self) -> tuple[Measure, ...]:
        """What is counted anew from the ledger, keyed by the place of the figure on the cover."""
        figures = [figure for part in self.parts for figure in part.figures]
        return tuple(
            figure.check.model_copy(update={"key": f"figure_{place}"})
            for place, figure in enumerate(figures)
        )

    @property
    def sheets(self) -> tuple[str, ...]:
        read = [sheet for form in (*self.forms, *self._slips) for sheet in form.sheets]
        return tuple(dict.fromkeys((*read, *(str(check.of) for check in self.counted_anew))))
