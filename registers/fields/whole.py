"""Whole numbers: people, sets, pieces."""

from __future__ import annotations

from typing import ClassVar

import pydantic

from registers.errors import BadValue
from registers.fields.base import Cell, Example, Field, ParseContext, Stored
from registers.old_paper import OldCell
from registers.parts import OneOrMany
from registers.typed import counted, decimal, without_unit

_LARGEST = 10**15


class Int(Field):
    """A whole number from `min` to `max`; `total: no` where its sum says nothing.

    In an old file the number may stand with one of the `units`, or with the unit that `unit_of`
    names, a choice of the row a reference points to: item_id.unit.
    """

    type_name: ClassVar[str] = "int"
    sql_type: ClassVar = "INTEGER"
    editor: ClassVar[str] = "int"
    filter_kind: ClassVar[str] = "number"
    align: ClassVar = "right"
    usual_width: ClassVar[int] = 80
    sample_options: ClassVar[dict[str, object]] = {"min": "-5", "max": "100000"}
    examples: ClassVar[tuple[Example, ...]] = (
        Example("3", 3, 3, "3"),
        Example("１２", 12, 12, "12"),
        Example("1,234", 1234, 1234, "1234"),
        Example("-2", -2, -2, "-2"),
        Example(3.0, 3, 3, "3"),
        Example("3.0", 3, 3, "3"),
        Example("", None, None, ""),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("三个", "not_a_number"),
        ("1,23", "not_a_number"),
        ("3.5", "not_whole"),
        (3.5, "not_whole"),
        (True, "bad_value"),
        ("1.38E+10", "precision_lost"),
        ("-6", "too_small"),
        ("100001", "too_large"),
    )

    min: int | None = None
    max: int | None = None
    total: bool = True
    units: OneOrMany = ()
    unit_of: str | None = pydantic.Field(
        default=None, pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"
    )

    def read(self, value: object, ctx: ParseContext) -> Stored:
        number = decimal(value)
        if number != int(number):
            raise BadValue("not_whole", seen=str(value))
        if abs(number) > _LARGEST:
            raise BadValue("too_large", max=_LARGEST)
        return int(number)

    def read_old(self, value: object, cell: OldCell) -> Stored:
        """Also in Chinese numerals, and with a unit that can only be the one that is meant."""
        if isinstance(value, str):
            units = {*self.units, *cell.units}
            value = counted(without_unit(value, self.label.texts, units))
        return self.parse(value, cell)

    def limit(self, stored: Stored) -> None:
        if self.min is not None and int(stored or 0) < self.min:
            raise BadValue("too_small", min=self.min)
        if self.max is not None and int(stored or 0) > self.max:
            raise BadValue("too_large", max=self.max)

    def preview(self, stored: Stored, lang: str) -> str:
        return "" if stored is None else f"{stored:,}"

    def filled_cell(self, stored: Stored, lang: str, label: str | None) -> Cell:
        return Cell("int", stored)

    @property
    def has_total(self) -> bool:
        return self.total

    @property
    def places(self) -> int | None:
        return 0

    @property
    def unit_place(self) -> tuple[str, str] | None:
        field, _, key = (self.unit_of or "").partition(".")
        return (field, key) if field else None

    @property
    def names_fields(self) -> tuple[str, ...]:
        return (self.unit_place[0],) if self.unit_place else ()

    def option_faults(self, siblings: object) -> list[tuple[str, dict[str, object]]]:
        if self.min is not None and self.max is not None and self.min > self.max:
            return [("limits_crossed", {"min": self.min, "max": self.max})]
        return []
