"""Number plates of the mainland, new-energy cars, Hong Kong and Macao."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from registers.choices import syllables
from registers.errors import BadValue
from registers.fields.base import Example, Field, ParseContext, Start, Stored
from registers.masking import Mask
from registers.old_paper import NOTHING
from registers.search import number_terms
from registers.typed import compact, refuse_scientific

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_STARTS = _PROVINCES + "港澳"
_PINYIN = {"藏": "zang"}  # read cang in other words
_FORMS = re.compile(
    rf"[{_PROVINCES}][A-Z][A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9挂学警港澳]"  # I and O are never used
    rf"|[{_PROVINCES}][A-Z][A-HJ-NP-Z0-9]{{6}}"  # new-energy cars have one more
    r"|[港澳][A-Z0-9]{1,8}"
)


class Plate(Field):
    """A number plate, stored in upper case without blanks and dots."""

    type_name: ClassVar[str] = "plate"
    editor: ClassVar[str] = "plate"
    mono: ClassVar[bool] = True
    hides: ClassVar[Mask | None] = Mask(head=2, tail=2, hidden=3)
    usual_width: ClassVar[int] = 100
    nothing: ClassVar[frozenset[str]] = NOTHING | {"无牌", "無牌", "无车", "無車"}
    telling: ClassVar[re.Pattern[str] | None] = _FORMS
    examples: ClassVar[tuple[Example, ...]] = (
        Example("粤A12345", *["粤A12345"] * 3),
        Example("粤a·1b345", *["粤A1B345"] * 3),
        Example("粤B D12345", *["粤BD12345"] * 3),
        Example("粤Z1234港", *["粤Z1234港"] * 3),
        Example("港AB 1234", *["港AB1234"] * 3),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("A12345", "bad_plate"),
        ("粤A1234", "bad_plate"),
        ("粤A1234567", "bad_plate"),
        ("粤A1I345", "bad_plate"),
        ("没有车", "bad_plate"),
    )

    def read(self, value: object, ctx: ParseContext) -> Stored:
        text = re.sub(r"[·•・.\-]", "", compact(value))
        refuse_scientific(text)
        if not _FORMS.fullmatch(text):
            raise BadValue("bad_plate", seen=text)
        return text

    @property
    def starts(self) -> tuple[Start, ...]:
        """The provinces; 港 and 澳 stand at the end, as a plate of their own or a last sign."""
        return tuple(Start(sign, _PINYIN.get(sign, syllables(sign))) for sign in _STARTS)

    def search_terms(self, stored: Stored) -> Iterable[str]:
        return number_terms(str(stored))

    def condition(
        self, column: str, op: str, value: object, ctx: ParseContext
    ) -> tuple[str, list[Stored]]:
        if op in ("contains", "starts") and isinstance(value, str):
            value = re.sub(r"[·•・.\-]", "", compact(value))
        return super().condition(column, op, value, ctx)
