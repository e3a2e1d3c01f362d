"""Numbers with decimals that are not money: areas, rates, average prices."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pydantic

from registers.errors import BadValue
from registers.fields.base import Cell, Example, Field, ParseContext, Stored
from registers.old_paper import OldCell
from registers.parts import OneOrMany
from registers.typed import decimal, without_unit

_LARGEST = 10**12


class Number(Field):
    """A number with at most `decimals` decimals (2 unless said), from `min` to `max`.

    In an old file it may stand with one of the `units`.
    """

    type_name: ClassVar[str] = "number"
    sql_type: ClassVar = "REAL"
    editor: ClassVar[str] = "number"
    filter_kind: ClassVar[str] = "number"
    align: ClassVar = "right"
    usual_width: ClassVar[int] = 90
    sample_options: ClassVar[dict[str, object]] = {"min": "0", "max": "1000"}
    examples: ClassVar[tuple[Example, ...]] = (
        Example("89.50", 89.5, 89.5, "89.50"),
        Example("１２０", 120.0, 120.0, "120.00"),
        Example(0.1, 0.1, 0.1, "0.10"),
        Example(12.299999999999999, 12.3, 12.3, "12.30"),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("八十", "not_a_number"),
        ("1.234", "number_decimals"),
        ("-1", "too_small"),
        ("1000.01", "too_large"),
        ("8.95E+2", "precision_lost"),
    )

    decimals: int = pydantic.Field(default=2, ge=0, le=6)
    min: Decimal | None = None
    max: Decimal | None = None
    units: OneOrMany = ()

    def read(self, value: object, ctx: ParseContext) -> Stored:
        number = decimal(value)
        if number != round(number, self.decimals):
            raise BadValue("number_decimals", seen=str(value), decimals=self.decimals)
        if abs(number) > _LARGEST:
            raise BadValue("too_large", max=_LARGEST)
        return float(number)

    def read_old(self, value: object, cell: OldCell) -> Stored:
        """Also with the unit that stands in the heading, or one of its `units`."""
        if isinstance(value, str):
            value = without_unit(value, self.label.texts, self.units)
        return self.parse(value, cell)

    def limit(self, stored: Stored) -> None:
        number = Decimal(str(stored))
        if self.min is not None and number < self.min:
            raise BadValue("too_small", min=str(self.min))
        if self.max is not None and number > self.max:
            raise BadValue("too_large", max=str(self.max))

    def show(self, stored: Stored, lang: str, label: str | None = None) -> str:
        return "" if stored is None else f"{Decimal(str(stored)):.{self.decimals}f}"

    def preview(self, stored: Stored, lang: str) -> str:
        return "" if stored is None else f"{Decimal(str(stored)):,.{self.decimals}f}"

    def filled_cell(self, stored: Stored, lang: str, label: str | None) -> Cell:
        return Cell("number", stored)

    @property
    def has_total(self) -> bool:
        return False

    @property
    def places(self) -> int | None:
        return self.decimals

    @property
    def units_stored(self) -> int:
        return int(10**self.decimals)

    def option_faults(self, siblings: object) -> list[tuple[str, dict[str, object]]]:
        if self.min is not None and self.max is not None and self.min > self.max:
            return [("limits_crossed", {"min": str(self.min), "max": str(self.max)})]
        return []
