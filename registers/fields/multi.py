"""Several values of a list at once, stored as a JSON list of keys in the order of the list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from registers import conditions
from registers.choices import Choice, spelled
from registers.errors import BadValue
from registers.fields.base import Example, ParseContext, Stored
from registers.fields.choice import SAMPLE_CHOICES, Choosing
from registers.labels import Label
from registers.old_paper import OldCell
from registers.search import choice_term
from registers.typed import is_blank

_SEPARATORS = "、,;/| \t\r\n"
_ENDS = ("", *_SEPARATORS)
_SEPARATED = re.compile(r"[、,;/|\s]")


class Multi(Choosing):
    """Several choices of a list, typed as labels with 、 or a comma between them."""

    type_name: ClassVar[str] = "multi"
    editor: ClassVar[str] = "multi"
    usual_width: ClassVar[int] = 180
    sample_options: ClassVar[dict[str, object]] = {"options": SAMPLE_CHOICES}
    examples: ClassVar[tuple[Example, ...]] = (
        Example("水电、油漆", '["water","paint"]', ["water", "paint"], "水电、油漆"),
        Example(["paint", "water"], '["water","paint"]', ["water", "paint"], "水电、油漆"),
        Example("Plumbing，油漆 / 水电", '["water","paint"]', ["water", "paint"], "水电、油漆"),
        Example("油漆,油漆", '["paint"]', ["paint"], "油漆"),
        Example([], None, None, ""),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("水电、木作", "unknown_choice"),
        ("水电工", "unknown_choice"),
        ("泥瓦", "choice_inactive"),
        ([["water"]], "bad_value"),
        ({"a": 1}, "bad_value"),
    )

    every: Label | None = None
    """What paper says where all of them are ticked; read back as all of them."""

    def read(self, value: object, ctx: ParseContext) -> Stored:
        names = self.every.texts if self.every is not None else ()
        if isinstance(value, str) and spelled(value) in map(spelled, names):
            return _stored([choice.key for choice in self.options if choice.active])
        keys = {choice.key for part in _parts(value) for choice in self._named(part)}
        return _stored([choice.key for choice in self.options if choice.key in keys])

    def read_old(self, value: object, cell: OldCell) -> Stored:
        """Also choices that are not offered any more."""
        return self.read(value, cell)

    def _named(self, value: object) -> Iterator[Choice]:
        """The choices a text names. The longest label counts: 结构/荷载 may be one of them."""
        rest = spelled(value).lstrip(_SEPARATORS)
        while rest:
            names = [name for name in self.by_spelling if rest.startswith(name)]
            whole = [name for name in names if rest[len(name) : len(name) + 1] in _ENDS]
            if not whole:
                raise BadValue("unknown_choice", seen=_SEPARATED.split(rest)[0])
            longest = max(whole, key=len)
            yield self.by_spelling[longest]
            rest = rest[len(longest) :].lstrip(_SEPARATORS)

    def limit(self, stored: Stored) -> None:
        for key in _keys(stored):
            if not self._by_key[key].active:
                raise BadValue("choice_inactive", seen=key)

    def to_json(self, stored: Stored, label: str | None = None) -> object:
        return None if stored is None else _keys(stored)

    def show(self, stored: Stored, lang: str, label: str | None = None) -> str:
        between, keys = ", " if lang == "en" else "、", _keys(stored)
        if self.every is not None and len(keys) == sum(each.active for each in self.options):
            return self.every.text(lang)
        return between.join(self.name_of(key, lang) for key in keys)

    def parts(self, stored: Stored) -> Iterable[Stored]:
        return _keys(stored) or (None,)

    def part_to_json(self, part: Stored, label: str | None = None) -> object:
        return part

    def show_part(self, part: Stored, lang: str, label: str | None = None) -> str:
        return "" if part is None else self.name_of(part, lang)

    def search_terms(self, stored: Stored) -> Iterable[str]:
        return (choice_term(self.key, key) for key in _keys(stored))

    def condition(
        self, column: str, op: str, value: object, ctx: ParseContext
    ) -> tuple[str, list[Stored]]:
        """`eq`, `in` and `contains` ask whether any of the named choices is ticked."""
        empty = False
        match op:
            case "in":
                asked = conditions.values_of(op, value)
                empty = any(is_blank(one) for one in asked)
                keys = [self.chosen(one).key for one in asked if not is_blank(one)]
            case "contains" | "starts" if not is_blank(value):
                keys = self.keys_containing(value, op)
            case "eq" | "ne" if not is_blank(value):
                keys = [self.chosen(value).key]
            case _:
                return super().condition(column, op, value, ctx)
        parts = [f"instr({column}, ?) > 0"] * len(keys) + [f"{column} IS NULL"] * empty
        ticked = f"({' OR '.join(parts) or '0'})"
        quoted: list[Stored] = [f'"{key}"' for key in keys]
        return (f"({column} IS NULL OR NOT {ticked})" if op == "ne" else ticked), quoted


def _parts(value: object) -> list[object]:
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, str):
        return list(_keys(value)) if value.startswith("[") else [value]
    raise BadValue("bad_value")


def _stored(keys: list[str]) -> Stored:
    return json.dumps(keys, separators=(",", ":")) if keys else None


def _keys(stored: Stored) -> list[str]:
    if stored is None:
        return []
    try:
        keys = json.loads(str(stored))
    except ValueError:
        raise BadValue("bad_value") from None
    return [str(key) for key in keys] if isinstance(keys, list) else []
