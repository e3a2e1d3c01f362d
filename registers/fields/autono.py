"""Document numbers, given by the ledger when a row is first saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from registers.fields.base import Example, Field, ParseContext, Stored
from registers.numbers import Number, OwnNumber
from registers.old_paper import NOTHING
from registers.search import number_terms
from registers.typed import free_text, refuse_control, refuse_length

_LONGEST = 60


class AutoNumber(Field):
    """The document number, given when a row is first saved; its series is the sheet's `number`.

    With a `number` of its own it is another number of the row, given once `given_when` is true.
    Old numbers can still be read, for an import that brings its own.
    """

    type_name: ClassVar[str] = "autono"
    is_copied: ClassVar[bool] = False
    is_number_series: ClassVar[bool] = True
    mono: ClassVar[bool] = True
    usual_width: ClassVar[int] = 150
    reasons: ClassVar[Mapping[str, str]] = {"not_unique": "duplicate_no"}
    nothing: ClassVar[frozenset[str]] = NOTHING
    examples: ClassVar[tuple[Example, ...]] = (
        Example("LF-20261122-0001", *["LF-20261122-0001"] * 3),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("9" * 61, "too_long"),
        ("LF\x00", "control_character"),
    )

    readonly: bool = True
    number: Number | None = None
    given_when: str | None = None

    @property
    def own_number(self) -> OwnNumber | None:
        return OwnNumber(self.number, self.given_when) if self.number else None

    def option_faults(self, siblings: object) -> list[tuple[str, dict[str, object]]]:
        if self.given_when is not None and self.number is None:
            return [("number_missing", {})]
        return []

    def read(self, value: object, ctx: ParseContext) -> Stored:
        text = free_text(value)
        refuse_control(text)
        refuse_length(text, None, _LONGEST)
        return text

    def search_terms(self, stored: Stored) -> Iterable[str]:
        return number_terms(str(stored))
