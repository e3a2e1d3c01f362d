"""One line of text, kept as it was typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import pydantic

from registers.errors import BadValue
from registers.fields.base import Example, Field, ParseContext, Stored
from registers.masking import Mask, looks_masked
from registers.old_paper import OldCell
from registers.search import name_terms
from registers.typed import (
    closed_up,
    counted,
    free_text,
    number_text,
    refuse_control,
    refuse_left_by_excel,
    refuse_length,
    refuse_lost_zeros,
)


class Text(Field):
    """One line of text, `min` to `max` characters long.

    `endings` are words that say nothing here and are left out where they close a longer text:
    3栋 is building 3. An `identifier` is the number of a thing, a card or a receipt: zeros at its
    beginning count.
    """

    type_name: ClassVar[str] = "text"
    hides: ClassVar[Mask | None] = Mask(head=0, tail=4)
    usual_width: ClassVar[int] = 140
    also_allowed: ClassVar[str] = ""
    examples: ClassVar[tuple[Example, ...]] = (
        Example("张三", "张三", "张三", "张三"),
        Example("  於偉 \u200b", "於偉", "於偉", "於偉"),
        Example(1201, "1201", "1201", "1201"),
        Example(138.0, "138", "138", "138"),
        Example("=1+1", "=1+1", "=1+1", "=1+1"),
        Example("2E10", "2E10", "2E10", "2E10"),
        Example("　", None, None, ""),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("字" * 201, "too_long"),
        ("上\n下", "control_character"),
        ("\ud800", "control_character"),
        ("abc\u202egpj", "control_character"),
        (True, "bad_value"),
        ({"a": 1}, "bad_value"),
        (1e20, "precision_lost"),
        ("1.38E+10", "precision_lost"),
    )

    min: int | None = pydantic.Field(default=None, ge=1)
    max: int = pydantic.Field(default=200, ge=1, le=20_000)
    endings: tuple[str, ...] = ()
    identifier: bool = False

    def read(self, value: object, ctx: ParseContext) -> Stored:
        text = free_text(value)
        refuse_control(text, self.also_allowed)
        refuse_left_by_excel(text)
        found = (text.removesuffix(ending).rstrip() for ending in self.endings)
        return next((shorter for shorter in found if shorter and shorter != text), text)

    def read_old(self, value: object, cell: OldCell) -> Stored:
        """As Excel shows it, on as many lines as the field has, and 张　三 without the gap."""
        if self.identifier and not cell.shown.isdigit():
            refuse_lost_zeros(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and cell.shown:
            number_text(value)  # refuses what has lost digits
            value = cell.shown
        if isinstance(value, str) and not self.also_allowed:
            value = closed_up(" ".join(value.split()))
            value = next((counted(value.removesuffix(e)) for e in self._ends(value)), value)
        field = self.model_copy(update={"min": None}) if cell.asks_less else self
        return field.parse(value, cell)

    def _ends(self, text: str) -> tuple[str, ...]:
        """The ending behind a number in words: 一单元."""
        return tuple(
            e for e in self.endings if text.endswith(e) and counted(text.removesuffix(e)).isdigit()
        )

    def limit(self, stored: Stored) -> None:
        refuse_length(str(stored), self.min, self.max)
        if self.mask is not None and looks_masked(str(stored)):
            raise BadValue("masked_value", seen=str(stored))

    def search_terms(self, stored: Stored) -> Iterable[str]:
        return name_terms(str(stored))

    @property
    def is_identifier(self) -> bool:
        return self.identifier

    @property
    def longest(self) -> int | None:
        return self.max

    def option_faults(self, siblings: object) -> list[tuple[str, dict[str, object]]]:
        if self.min is not None and self.min > self.max:
            return [("limits_crossed", {"min": self.min, "max": self.max})]
        return []
