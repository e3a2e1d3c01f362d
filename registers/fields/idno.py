"""Numbers of identity documents, with the check digit of the mainland identity card."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import ClassVar

import pydantic

from registers.errors import BadValue
from registers.fields.base import Example, Field, Group, ParseContext, Stored, grouped
from registers.masking import Mask
from registers.old_paper import NOTHING, OldCell, without_full_stop
from registers.search import number_terms
from registers.typed import EXCEL_DIGITS, compact, refuse_length, refuse_scientific

_CHARACTERS = re.compile(r"[A-Z0-9()/-]+")
_CARD = re.compile(r"[0-9]{17}[0-9X]")
_CARD_LENGTH = 18
_LONGEST = 30
_IN_RUNS = (Group(r"\d{17}[\dX]", (6, 8, 4)),)  # place, day of birth, the rest
# GB 11643-1999, ISO 7064 MOD 11-2: weights of the first 17 digits, and the digit each rest gives.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS = "10X98765432"


def check_digit(first_17: str) -> str:
    """The last character of a mainland identity card whose first 17 digits are given."""
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_17, strict=True)) % 11
    return _DIGITS[rest]


class IdNumber(Field):
    """The number of an identity document; a mainland card needs its date and check digit right.

    `kind_field` names the field that says which document it is, `mainland_kinds` the choices of
    it that are mainland cards. Without a `kind_field` whatever looks like one is checked.
    """

    type_name: ClassVar[str] = "idno"
    editor: ClassVar[str] = "idno"
    mono: ClassVar[bool] = True
    hides: ClassVar[Mask | None] = Mask(head=3, tail=4)
    usual_width: ClassVar[int] = 175
    examples: ClassVar[tuple[Example, ...]] = (
        Example("44010619880315123x", *["44010619880315123X"] * 3),
        Example(" 4401 0619 8803 1512 35", *["440106198803151235"] * 3),
        Example("Ｈ12345678", *["H12345678"] * 3),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("4.4E+17", "precision_lost"),
        (440106198803151235.0, "precision_lost"),
        (44010619.0, "precision_lost"),
        (440106198803128000, "precision_lost"),  # though its check digit fits
        ("身份证", "id_characters"),
        ("1" * 31, "too_long"),
    )

    reasons: ClassVar[Mapping[str, str]] = {"precision_lost": "id_precision_lost"}
    nothing: ClassVar[frozenset[str]] = NOTHING
    telling: ClassVar[re.Pattern[str] | None] = re.compile(r"\d{17}[\dXx]")

    kind_field: str | None = None
    mainland_kinds: tuple[str, ...] = ()

    @pydantic.field_validator("mainland_kinds", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    def read(self, value: object, ctx: ParseContext) -> Stored:
        is_long = isinstance(value, int) and len(str(abs(value))) > EXCEL_DIGITS
        if is_long or isinstance(value, float):  # a number cell has lost the last digits of a card
            raise BadValue("precision_lost", seen=str(value))
        text = compact(value)
        refuse_scientific(text)
        if not _CHARACTERS.fullmatch(text):
            raise BadValue("id_characters", seen=text)
        refuse_length(text, None, _LONGEST)
        return text

    def read_old(self, value: object, cell: OldCell) -> Stored:
        """Never a number cell: what Excel made of the digits may pass the check by chance."""
        if isinstance(value, int | float):
            raise BadValue("precision_lost", seen=str(value))
        return self.parse(without_full_stop(value), cell)

    def preview(self, stored: Stored, lang: str) -> str:
        """A card in the runs in which it is compared by eye; in the cell it stays in one piece."""
        return grouped(self.show(stored, lang), _IN_RUNS)

    def check(self, stored: Stored, row: Mapping[str, Stored]) -> None:
        if stored is None:
            return
        number = str(stored)
        kind = row.get(self.kind_field) if self.kind_field is not None else None
        if kind is not None:
            is_card = str(kind) in self.mainland_kinds
        else:
            is_card = number[:16].isdigit() and len(number) > _CARD_LENGTH - 3
        if is_card:
            refuse_wrong_card(number)

    def search_terms(self, stored: Stored) -> Iterable[str]:
        return number_terms(str(stored))

    @property
    def names_fields(self) -> tuple[str, ...]:
        return (self.kind_field,) if self.kind_field else ()

    def option_faults(self, siblings: Mapping[str, Field]) -> list[tuple[str, dict[str, object]]]:
        kind = siblings.get(self.kind_field or "")
        if kind is None or not kind.choices:
            return []
        known = {choice.key for choice in kind.choices}
        missing = [key for key in self.mainland_kinds if key not in known]
        return [("unknown_choice", {"choice": key, "field": kind.key}) for key in missing]


def refuse_wrong_card(number: str) -> None:
    """BadValue unless the text is a possible number of a mainland identity card."""
    if len(number) != _CARD_LENGTH:
        raise BadValue("id_length", expected=_CARD_LENGTH, length=len(number))
    if not _CARD.fullmatch(number):
        raise BadValue("id_characters", seen=number)
    born = number[6:14]
    try:
        day = datetime.date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        raise BadValue("id_date", seen=born) from None
    if day.year < 1900:
        raise BadValue("id_date", seen=born)
    expected = check_digit(number[:17])
    if number[17] != expected and number.endswith("000"):
        # Excel keeps 15 digits and writes zeros after them
        raise BadValue("precision_lost", seen=number)
    if number[17] != expected:
        raise BadValue("id_check_digit", expected=expected)
