"""The sentences a clerk reads, in three languages, looked up by a stable msgid.

A msgid is `error.<code>`, `ui.<word>`, `grid.<AG Grid key>`, `section.<key>`, `role.<key>`,
`door.<word>` (login and first visit) or `cli.<word>` (manage.py).
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from babel.messages.pofile import read_po

LANGUAGES = ("zh_CN", "zh_HK", "en")
FALLBACK = "zh_CN"
FOLDER = Path(__file__).parent

_PLACEHOLDER = re.compile(r"\{(:?\w+)\}")
_SEPARATOR = {"zh_CN": "、", "zh_HK": "、", "en": ", "}


@runtime_checkable
class Labelled(Protocol):
    """A text that knows its own words in each language, such as a field's label."""

    def text(self, lang: str) -> str: ...


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """All sentences of a language by msgid; an unknown language reads the fallback."""
    if lang not in LANGUAGES:
        return catalogue(FALLBACK)
    with (FOLDER / f"{lang}.po").open("rb") as file:
        messages = read_po(file, abort_invalid=True)
    return {str(message.id): str(message.string) for message in messages if message.id}


def sentence(lang: str, msgid: str, **params: object) -> str:
    """The sentence of `msgid` in `lang` with its {placeholders} filled in.

    A msgid without a sentence is returned as it is, so that nothing is hidden from a clerk;
    tests make sure that every code raised has its sentence.
    """
    template = catalogue(lang).get(msgid) or catalogue(FALLBACK).get(msgid)
    return fill(template, lang, params) if template is not None else msgid


def fill(template: str, lang: str, params: Mapping[str, object]) -> str:
    """Put values in the {placeholders} of a template; what is not given stays as written.

    Only plain names are replaced: no attributes, indexes or format codes are followed, since
    the template may come from a schema an office wrote and the values from what a clerk typed.
    """

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        return spoken(params[name], lang) if name in params else match.group(0)

    return _PLACEHOLDER.sub(replace, template)


def spoken(value: object, lang: str) -> str:
    """A value as part of a sentence: labels in the language, lists joined as a clerk reads them."""
    if isinstance(value, Labelled):
        return value.text(lang)
    if isinstance(value, Mapping):
        return str(value.get("label", ""))
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return _SEPARATOR.get(lang, _SEPARATOR[FALLBACK]).join(spoken(each, lang) for each in value)
    return "" if value is None else str(value)


def author(lang: str, name: str) -> str:
    """Who wrote an entry: a person by name, the program in words."""
    return catalogue(lang).get(f"ui.author_{name}", name)


def words(lang: str, prefix: str) -> dict[str, str]:
    """Every sentence under `prefix.`, keyed by what follows it (`words(lang, "grid")`)."""
    start = f"{prefix}."
    return {
        msgid.removeprefix(start): text
        for msgid, text in catalogue(lang).items()
        if msgid.startswith(start)
    }


def placeholders(template: str) -> frozenset[str]:
    """The names of a sentence's {placeholders}."""
    return frozenset(_PLACEHOLDER.findall(template))


def known_language(lang: str | None) -> str | None:
    """`lang` if there is a catalogue for it, else None."""
    return lang if lang in LANGUAGES else None
