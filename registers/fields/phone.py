"""Telephone numbers: mainland mobile, landline and service numbers, Hong Kong and Macao."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import ClassVar

from registers.errors import BadValue
from registers.fields.base import Example, Field, Group, ParseContext, Stored
from registers.masking import Mask
from registers.old_paper import NOTHING, OldCell, without_full_stop
from registers.search import telephone_terms
from registers.typed import plain, refuse_scientific

_FORMS = re.compile(
    r"1[3-9]\d{9}"  # mainland mobile
    r"|0(?:10|2\d)\d{8}|0[3-9]\d{2}\d{7,8}"  # landline with its area code
    r"|[48]00\d{7}"  # service number
    r"|[2-9]\d{7}"  # Hong Kong, Macao, or a landline of this town
    r"|\+85[23][2-9]\d{7}",
    re.ASCII,
)


_WIDTH_OF_GROUPS = 124


class Phone(Field):
    """A telephone number; blanks, dashes, brackets and +86 are removed."""

    type_name: ClassVar[str] = "phone"
    editor: ClassVar[str] = "phone"
    mono: ClassVar[bool] = True
    groups: ClassVar[tuple[Group, ...]] = (
        Group(r"1\d{10}", (3, 4, 4)),
        Group(r"0(?:10|2\d)\d{8}", (3, 4, 4)),
        Group(r"0\d{10}", (4, 3, 4)),
        Group(r"0\d{11}", (4, 4, 4)),
        Group(r"[48]00\d{7}", (3, 3, 4)),
        Group(r"[2-9]\d{7}", (4, 4)),
        Group(r"\+85[23]\d{8}", (4, 4, 4)),
    )
    hides: ClassVar[Mask | None] = Mask(head=3, tail=4)
    usual_width: ClassVar[int] = 125
    reasons: ClassVar[Mapping[str, str]] = {"precision_lost": "phone_precision_lost"}
    nothing: ClassVar[frozenset[str]] = NOTHING
    telling: ClassVar[re.Pattern[str] | None] = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("13812345678", *["13812345678"] * 3),
        Example("138 1234 5678", *["13812345678"] * 3),
        Example("+86 138-1234-5678", *["13812345678"] * 3),
        Example("86-13812345678", *["13812345678"] * 3),
        Example("１３８１２３４５６７８", *["13812345678"] * 3),
        Example("(020) 8765-4321", *["02087654321"] * 3),
        Example("0757-8765432", *["07578765432"] * 3),
        Example("9123 4567", *["91234567"] * 3),
        Example("00853 2812 3456", *["+85328123456"] * 3),
        Example(13812345678.0, *["13812345678"] * 3),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("1381234567", "bad_phone"),
        ("138123456789", "bad_phone"),
        ("13812345678/13912345678", "bad_phone"),
        ("12812345678", "bad_phone"),
        ("1.38E+10", "precision_lost"),
    )

    def column(self, lang: str) -> dict[str, object]:
        """Never so narrow that the last digits of a number in groups are cut off."""
        own = super().column(lang)
        return {**own, "width": max(self.width or self.usual_width, _WIDTH_OF_GROUPS)}

    def read(self, value: object, ctx: ParseContext) -> Stored:
        typed = plain(value)
        refuse_scientific(typed)
        digits = re.sub(r"^00(?=8)", "+", re.sub(r"[\s()-]", "", typed)).removeprefix("+86")
        digits = re.sub(r"^86(?=1[3-9]\d{9}$)", "", digits)
        if not _FORMS.fullmatch(digits):
            raise BadValue("bad_phone", seen=typed)
        return digits

    def read_old(self, value: object, cell: OldCell) -> Stored:
        return self.parse(without_full_stop(value), cell)

    def search_terms(self, stored: Stored) -> Iterable[str]:
        return telephone_terms(str(stored))

    def condition(
        self, column: str, op: str, value: object, ctx: ParseContext
    ) -> tuple[str, list[Stored]]:
        """Part of a number may be looked for, typed with blanks or dashes."""
        if op in ("contains", "starts") and isinstance(value, str):
            value = re.sub(r"[\s()-]", "", plain(value))
        return super().condition(column, op, value, ctx)
