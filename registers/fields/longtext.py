"""Text of several lines: descriptions, opinions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import pydantic

from registers.fields.base import Cell, Example, ParseContext, Stored
from registers.fields.text import Text
from registers.search import text_terms


class LongText(Text):
    """Text of several lines, `min` to `max` characters long; line breaks are kept."""

    type_name: ClassVar[str] = "longtext"
    editor: ClassVar[str] = "longtext"
    usual_width: ClassVar[int] = 260
    also_allowed: ClassVar[str] = "\n\t"
    examples: ClassVar[tuple[Example, ...]] = (
        Example("第一行\n第二行", "第一行\n第二行", "第一行\n第二行", "第一行\n第二行"),
        Example("一\r\n二\r三", "一\n二\n三", "一\n二\n三", "一\n二\n三"),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("字" * 2001, "too_long"),
        ("a\x00b", "control_character"),
    )

    max: int = pydantic.Field(default=2000, ge=1, le=20_000)

    def read(self, value: object, ctx: ParseContext) -> Stored:
        if isinstance(value, str):
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        return super().read(value, ctx)

    def filled_cell(self, stored: Stored, lang: str, label: str | None) -> Cell:
        return Cell("wrap", self.show(stored, lang, label))

    def search_terms(self, stored: Stored) -> Iterable[str]:
        return text_terms(str(stored))
