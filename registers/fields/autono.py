"""Document numbers, given by the ledger when a row is first saved."""

from __future__ import annotations

from typing import ClassVar

from registers.fields.base import Example, Field, ParseContext, Stored
from registers.typed import free_text, refuse_control, refuse_length

_LONGEST = 60


class AutoNumber(Field):
    """The document number, given when a row is first saved; its series is the sheet's `number`.

    Old numbers can still be read, for an import that brings its own.
    """

    type_name: ClassVar[str] = "autono"
    is_number_series: ClassVar[bool] = True
    mono: ClassVar[bool] = True
    usual_width: ClassVar[int] = 150
    examples: ClassVar[tuple[Example, ...]] = (
        Example("LF-20261122-0001", *["LF-20261122-0001"] * 3),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("9" * 61, "too_long"),
        ("LF\x00", "control_character"),
    )

    readonly: bool = True

    def read(self, value: object, ctx: ParseContext) -> Stored:
        text = free_text(value)
        refuse_control(text)
        refuse_length(text, None, _LONGEST)
        return text
