"""The values a choice may have, listed in a register or in a code list an office can change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Annotated, TypeAlias

import pydantic
from pypinyin import Style, lazy_pinyin

from registers.labels import Label
from registers.parts import OneOrMany
from registers.typed import plain


@lru_cache(maxsize=32_768)
def initials(text: str) -> str:
    """Pinyin initials in lower case, as a clerk types them: 业主卡 -> yzk."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower().replace(" ", "")


@lru_cache(maxsize=32_768)
def syllables(text: str) -> str:
    """Full pinyin in lower case, one word for each Chinese character: 业主卡 -> ye zhu ka."""
    return " ".join(lazy_pinyin(text)).lower()


def _number_where_it_is_one(value: object) -> object:
    """YAML hands over text; 5 compared as text with a number of minutes would never be late."""
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,15}", value):
        return int(value)
    return value


Param: TypeAlias = Annotated[int | str, pydantic.BeforeValidator(_number_where_it_is_one)]


def spelled(text: object) -> str:
    """A typed text as choices are compared: width and case of letters say nothing."""
    return plain(text).lower()


class Choice(pydantic.BaseModel):
    """One value of a choice: stored by its key for ever, shown by its label.

    `aliases` are what else people and old papers call it: former labels, everyday words.
    """

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")

    key: str = pydantic.Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=60)
    label: Label
    py: str = ""
    order: int | None = None
    active: bool = True
    aliases: OneOrMany = ()
    params: Mapping[str, Param] = {}

    @pydantic.model_validator(mode="before")
    @classmethod
    def _initials_from_the_label(cls, value: object) -> object:
        if not isinstance(value, dict) or value.get("py"):
            return value
        label = value.get("label")
        text = label.get("zh_CN") if isinstance(label, dict) else label
        return {**value, "py": initials(text)} if isinstance(text, str) else value

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Everything that means this choice when typed, as `spelled`."""
        return frozenset(spelled(text) for text in (self.key, *self.label.texts, *self.aliases))

    def option(self, lang: str) -> dict[str, object]:
        """What the grid is told; one that is not active is shown in old rows, not offered."""
        label = self.label.text(lang)
        told = {"value": self.key, "label": label, "py": self.py, "active": self.active}
        return {**told, "words": self.words(label), "syllables": self.syllables}

    def words(self, label: str) -> list[str]:
        """What else the choice is found by beside its label in the clerk's language."""
        return [
            text
            for text in dict.fromkeys((*self.label.texts, *self.aliases, self.key))
            if text != label
        ]

    @property
    def syllables(self) -> list[str]:
        """Full pinyin of what the office calls it, for typing zhuangxiu, zhx or zxsg."""
        return syllables(self.label.zh_CN).split()


class CodeList(pydantic.BaseModel):
    """A list of choices in a file of its own, schemas/codes/*.yaml."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")

    list: str = pydantic.Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")
    label: Label
    choices: tuple[Choice, ...]


CodeLists: TypeAlias = Mapping[str, CodeList]


def in_order(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """By `order` where given, otherwise as written."""
    places = {choice.key: place for place, choice in enumerate(choices)}
    return tuple(sorted(choices, key=lambda c: places[c.key] if c.order is None else c.order))
