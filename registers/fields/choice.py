"""One value of a list: stored by key, typed and shown by label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import ClassVar, Self

from registers import conditions
from registers.choices import Choice, CodeLists, in_order, spelled, syllables
from registers.errors import BadValue
from registers.fields.base import Example, Field, ParseContext, Stored
from registers.old_paper import OldCell
from registers.search import choice_term, folded
from registers.typed import is_blank, plain

SAMPLE_CHOICES: list[object] = [
    {"key": "water", "label": {"zh_CN": "水电", "zh_HK": "水電", "en": "Plumbing"}},
    {"key": "paint", "label": {"zh_CN": "油漆", "zh_HK": "油漆", "en": "Paint"}},
    {"key": "tiles", "label": {"zh_CN": "泥瓦", "zh_HK": "泥瓦", "en": "Tiles"}, "active": "no"},
]


class Choosing(Field):
    """What fields with a list of choices share.

    Options: `options` (choices written here) or `codes` (the name of a code list);
    `extendable: true` lets an office add choices in a code list called `sheet.field`;
    `offered_by` names a field: choices whose parameter of that name holds its value come first.
    """

    editor: ClassVar[str] = "choice"
    filter_kind: ClassVar[str] = "choice"

    options: tuple[Choice, ...] = ()
    codes: str | None = None
    extendable: bool = False
    offered_by: str | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.options

    @property
    def has_choices(self) -> bool:
        return True

    @property
    def codes_name(self) -> str | None:
        return self.codes

    @property
    def names_fields(self) -> tuple[str, ...]:
        return (self.offered_by,) if self.offered_by else ()

    def column(self, lang: str) -> dict[str, object]:
        """Where another field says what is offered first, each option tells for which values."""
        own = super().column(lang)
        if self.offered_by is None:
            return own
        options = [
            {**choice.option(lang), "goes_with": self._goes_with(choice)} for choice in self.options
        ]
        return {**own, "offered_by": self.offered_by, "options": options}

    def _goes_with(self, choice: Choice) -> list[str]:
        """The values of the other field at which the choice comes first."""
        return str(choice.params.get(str(self.offered_by), "")).split()

    @cached_property
    def _by_key(self) -> Mapping[str, Choice]:
        return {choice.key: choice for choice in self.options}

    @cached_property
    def by_spelling(self) -> Mapping[str, Choice]:
        """Active choices win where an old one was called the same; keys win over labels."""
        ranked = sorted(self.options, key=lambda choice: choice.active)
        labels = {spelling: choice for choice in ranked for spelling in choice.spellings}
        return {**labels, **self._by_key}

    def chosen(self, value: object) -> Choice:
        """The choice a text means: its key, or its label in any language."""
        if isinstance(value, str) and value in self._by_key:
            return self._by_key[value]
        found = self.by_spelling.get(spelled(value))
        if found is None:
            raise BadValue("unknown_choice", seen=plain(value))
        return found

    def spellings(self, stored: Stored) -> frozenset[str]:
        choice = self._by_key.get(str(stored))
        return choice.spellings if choice else super().spellings(stored)

    def name_of(self, key: Stored, lang: str) -> str:
        """The label of a key; a key no longer in the list is shown as it is."""
        choice = self._by_key.get(str(key))
        return choice.label.text(lang) if choice else str(key)

    def keys_containing(self, value: object, op: str) -> list[str]:
        """The keys of the choices whose label holds the text, in any language."""
        text = plain(value).lower()
        fits = str.startswith if op == "starts" else str.__contains__
        return [c.key for c in self.options if any(fits(t.lower(), text) for t in c.label.texts)]

    def search_terms(self, stored: Stored) -> Iterable[str]:
        """Which choice it is: what that is called is the question's business."""
        return (choice_term(self.key, str(stored)),)

    def terms_called(self, word: str) -> Iterator[str]:
        """A part of a label; of one in letters the beginning of a word, longer than initials are:
        `sf` is somebody's name and no 身份证."""
        if len(word) < (_SHORTEST_LETTERS if word.isascii() else _SHORTEST_SIGNS):
            return
        for key, labels in self._folded_labels:
            if any(_is_said(word, label) for label in labels):
                yield choice_term(self.key, key)

    @cached_property
    def _folded_labels(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((c.key, tuple(map(folded, c.label.texts))) for c in self.options)

    @cached_property
    def _by_folded(self) -> Mapping[str, Choice]:
        return {folded(spelling): choice for spelling, choice in self.by_spelling.items()}

    def chosen_once(self, value: object) -> Choice:
        """As `chosen`, in either kind of characters, and without the blanks of old paper."""
        text = "".join(plain(value).split())
        found = self._by_folded.get(folded(text))
        return found if found is not None else self.chosen(value)

    def likely(self, value: object) -> tuple[Stored, ...]:
        """The choices with a spelling that holds the text or is held by it, then those that sound
        the same or differ in one sign of several."""
        text = folded("".join(str(value).split()))
        sound = syllables(text)
        held = [c.key for s, c in self._by_folded.items() if text and _is_part(text, s)]
        same = [c.key for s, c in self._by_folded.items() if text and syllables(s) == sound]
        close = get_close_matches(text, self._by_folded, n=_MOST_LIKELY, cutoff=_SIMILAR)
        found = dict.fromkeys((*same, *held, *(self._by_folded[each].key for each in close)))
        return tuple(found)[:_MOST_LIKELY]

    def with_codes(self, lists: CodeLists, sheet: str) -> Self:
        named = lists.get(self.codes or "")
        found = (named.choices if named else ()) + self.options
        extra = lists.get(f"{sheet}.{self.key}") if self.extendable else None
        replaced = {choice.key: choice for choice in found + (extra.choices if extra else ())}
        same_key_twice = len({choice.key for choice in found}) < len(found)
        filled = found if same_key_twice else tuple(replaced.values())
        return self.model_copy(update={"options": in_order(filled)})

    def option_faults(self, siblings: object) -> list[tuple[str, dict[str, object]]]:
        if not self.options:
            return [] if self.codes else [("choices_missing", {})]
        times = Counter(choice.key for choice in self.options)
        meant = Counter(s for choice in self.options if choice.active for s in choice.spellings)
        twice = [key for key, count in (times | meant).items() if count > 1]
        return [("duplicate_key", {"key": key}) for key in twice]


_SHORTEST_SIGNS, _SHORTEST_LETTERS = 2, 4
_MOST_LIKELY = 3
_SIMILAR = 0.75  # one sign of four; of two or three signs one says another thing: 补卡 is not 退卡
_NOT = re.compile("[不未没無无非]")


def _is_said(word: str, label: str) -> bool:
    return f" {word}" in f" {label}" if word.isascii() else word in label


def _is_part(text: str, spelling: str) -> bool:
    """Whether one holds the other and what is left does not deny it: 很满意, but not 不太满意."""
    longer, shorter = sorted((text, spelling), key=len, reverse=True)
    return shorter in longer and not _NOT.search(longer.replace(shorter, "", 1))


class ChoiceField(Choosing):
    """One choice out of `options`, or out of the code list named by `codes`."""

    type_name: ClassVar[str] = "choice"
    usual_width: ClassVar[int] = 110
    sample_options: ClassVar[dict[str, object]] = {"options": SAMPLE_CHOICES}
    examples: ClassVar[tuple[Example, ...]] = (
        Example("水电", "water", "water", "水电"),
        Example("水電", "water", "water", "水电"),
        Example("plumbing", "water", "water", "水电"),
        Example("water", "water", "water", "水电"),
        Example(" 油漆 ", "paint", "paint", "油漆"),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("木作", "unknown_choice"),
        ("泥瓦", "choice_inactive"),
        (True, "bad_value"),
    )

    def read(self, value: object, ctx: ParseContext) -> Stored:
        return self.chosen(value).key

    def read_old(self, value: object, cell: OldCell) -> Stored:
        """Also a choice that is not offered any more: the paper is older than that."""
        return self.chosen_once(value).key

    def limit(self, stored: Stored) -> None:
        if not self._by_key[str(stored)].active:
            raise BadValue("choice_inactive", seen=str(stored))

    def show(self, stored: Stored, lang: str, label: str | None = None) -> str:
        return "" if stored is None else self.name_of(stored, lang)

    def condition(
        self, column: str, op: str, value: object, ctx: ParseContext
    ) -> tuple[str, list[Stored]]:
        if op in ("contains", "starts") and not is_blank(value):
            return conditions.any_of(column, self.keys_containing(value, op))
        return super().condition(column, op, value, ctx)
