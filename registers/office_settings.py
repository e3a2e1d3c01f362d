"""What an office may set: every `setting('name', value)` its registers and lists ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from registers.book import Book

SettingValue: TypeAlias = int | float | str

_ASKED = re.compile(r"\bsetting\(\s*'(\w+)'\s*,\s*(?:'([^']*)'|(-?[\d.]+))\s*\)")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def settings_of(book: Book) -> dict[str, SettingValue]:
    """Every name with the value that holds until the office sets another, by name."""
    asked = {
        name: text or _number(number)
        for part in (*book.sheets, *book.forms, *book.today)
        for line in _texts(part.model_dump())
        for name, text, number in _ASKED.findall(line)
    }
    return dict(sorted(asked.items()))


def setting_value(text: str, usual: SettingValue) -> SettingValue | None:
    """The text as a value of the same kind as the usual one, None where it is none."""
    if isinstance(usual, str):
        return text if _TIME.fullmatch(text) or not _TIME.fullmatch(usual) else None
    try:
        return _number(text)
    except ValueError:
        return None


def _number(text: str) -> SettingValue:
    return float(text) if "." in text else int(text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
