"""Yes or no, stored as 1 or 0."""

from __future__ import annotations

from typing import ClassVar

from registers.choices import initials
from registers.errors import BadValue
from registers.fields.base import Example, Field, ParseContext, Stored
from registers.labels import Label
from registers.typed import plain

_YES = Label(zh_CN="是", zh_HK="是", en="Yes")
_NO = Label(zh_CN="否", zh_HK="否", en="No")
_SPELLINGS = {
    **dict.fromkeys(
        ("是", "对", "對", "有", "yes", "y", "true", "1", "√", "✓", "✔", "☑", "是的", "v"), 1
    ),
    **dict.fromkeys(
        (
            "否",
            "不",
            "无",
            "無",
            "no",
            "n",
            "false",
            "0",
            "×",
            "✗",
            "✘",
            "☐",
            "不是",
            "没有",
            "沒有",
            "x",
        ),
        0,
    ),
}


class Bool(Field):
    """Yes or no."""

    type_name: ClassVar[str] = "bool"
    sql_type: ClassVar = "INTEGER"
    editor: ClassVar[str] = "bool"
    filter_kind: ClassVar[str] = "bool"
    align: ClassVar = "center"
    usual_width: ClassVar[int] = 70
    examples: ClassVar[tuple[Example, ...]] = (
        Example("是", 1, True, "是"),
        Example("否", 0, False, "否"),
        Example(True, 1, True, "是"),
        Example("Yes", 1, True, "是"),
        Example("√", 1, True, "是"),
        Example(0, 0, False, "否"),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("也许", "bad_bool"),
        (2, "bad_bool"),
        ([1], "bad_value"),
    )

    def read(self, value: object, ctx: ParseContext) -> Stored:
        if isinstance(value, bool):
            return int(value)
        text = plain(value)
        if text.lower() not in _SPELLINGS:
            raise BadValue("bad_bool", seen=text)
        return _SPELLINGS[text.lower()]

    def column(self, lang: str) -> dict[str, object]:
        """Both answers as options, chosen from a list like any choice, by any spelling."""
        both = [_option(1, _YES, lang), _option(0, _NO, lang)]
        return {**super().column(lang), "options": both}

    def to_json(self, stored: Stored, label: str | None = None) -> object:
        return None if stored is None else bool(stored)

    def show(self, stored: Stored, lang: str, label: str | None = None) -> str:
        return "" if stored is None else (_YES if stored else _NO).text(lang)


def _option(stored: int, label: Label, lang: str) -> dict[str, object]:
    spellings = [spelling for spelling, meant in _SPELLINGS.items() if meant == stored]
    told = {"value": bool(stored), "label": label.text(lang), "active": True}
    return {**told, "py": initials(label.zh_CN), "words": spellings, "syllables": []}
