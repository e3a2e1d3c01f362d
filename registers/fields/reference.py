"""What fields that point to a row of another sheet share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

import pydantic

from registers import conditions
from registers.errors import BadValue
from registers.fields.base import Example, Field, ParseContext, Stored
from registers.old_paper import NOTHING, OldCell, without_full_stop
from registers.search import name_terms, row_term
from registers.typed import (
    closed_up,
    free_text,
    is_blank,
    refuse_control,
    refuse_length,
    refuse_lost_zeros,
)

_LONGEST_FREE_TEXT = 100


class Reference(Field):
    """Stores the id of a row, or with `free: yes` plain words where no row fits."""

    sql_type: ClassVar = "ANY"  # an id is an INTEGER, free words are TEXT
    editor: ClassVar[str] = "reference"
    to_sheet: ClassVar[str] = ""
    nothing: ClassVar[frozenset[str]] = NOTHING
    examples: ClassVar[tuple[Example, ...]] = (
        Example("3-1-502", 7, {"id": 7, "label": "3-1-502"}, "3-1-502"),
        Example({"id": 7, "label": "3-1-502"}, 7, {"id": 7, "label": "3-1-502"}, "3-1-502"),
        Example(7, 7, {"id": 7, "label": "3-1-502"}, "3-1-502"),
        Example({"id": None, "label": ""}, None, None, ""),
        Example(
            {"id": None, "label": "1-50", "typed": True},
            7,
            {"id": 7, "label": "3-1-502"},
            "3-1-502",
        ),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("9-9-999", "unknown_reference"),
        ("twice", "ambiguous_reference"),
        (999, "unknown_reference"),
        ({"id": 999}, "unknown_reference"),
        ({"id": None, "label": "1-50"}, "unknown_reference"),
        ({"id": None, "label": "wic", "typed": True}, "several_offered"),
        ({"id": None, "label": "9-9", "typed": True}, "unknown_reference"),
        (True, "bad_value"),
        ([7], "bad_value"),
    )

    free: bool = False
    _lookup: tuple[str, ...] = pydantic.PrivateAttr(default=())
    _by_identifier: bool = pydantic.PrivateAttr(default=False)

    @property
    def target(self) -> str | None:
        return self.to_sheet

    @property
    def takes_free_text(self) -> bool:
        return self.free

    def read(self, value: object, ctx: ParseContext) -> Stored:
        if isinstance(value, dict):
            is_typed = value.get("id") is None and value.get("typed") is True
            value = value.get("label") if value.get("id") is None else value["id"]
            if is_blank(value):
                return None
            if is_typed:
                return self._typed(free_text(value), ctx)
        if isinstance(value, bool | list):
            raise BadValue("bad_value")
        if isinstance(value, int):
            return self._known(value, ctx)
        return self._named(free_text(value), ctx)

    def read_old(self, value: object, cell: OldCell) -> Stored:
        """By any of the ways the name is written; a number is a name, never a row's id."""
        if isinstance(value, bool | dict | list):
            raise BadValue("bad_value")
        if isinstance(value, int | float) and cell.shown.isdigit():
            value = cell.shown
        if self._by_identifier:
            refuse_lost_zeros(value)
        text = closed_up(" ".join(str(without_full_stop(free_text(value))).split()))
        return self._in_any_way(text, cell) or self._named(text, cell)

    def ways_to_write(self, text: str) -> tuple[str, ...]:
        """Texts that mean the same row, the text itself first."""
        return (text,)

    def _in_any_way(self, text: str, ctx: ParseContext) -> int | None:
        """The one row that one of the ways means, the first that means any."""
        ways = self.ways_to_write(text)
        found = next((rows for way in ways if (rows := ctx.resolve(str(self.target), way))), [])
        return found[0] if len(found) == 1 else None

    def _typed(self, text: str, ctx: ParseContext) -> Stored:
        """Typed into an editor and left before its list came: the one row it would have offered."""
        if (row := self._in_any_way(text, ctx)) is not None:
            return row
        if not self.free:
            offered = ctx.offered(str(self.target), text)
            if len(offered) == 1:
                return offered[0]
            if offered:
                raise BadValue("several_offered", seen=text, sheet=self.target)
        return self._named(text, ctx)

    def _known(self, row_id: int, ctx: ParseContext) -> int:
        if not ctx.exists(str(self.target), row_id):
            raise BadValue("unknown_reference", seen=str(row_id), sheet=self.target)
        return row_id

    def _named(self, text: str, ctx: ParseContext) -> Stored:
        found = ctx.resolve(str(self.target), text)
        if len(found) == 1:
            return found[0]
        if self.free:
            refuse_control(text)
            refuse_length(text, None, _LONGEST_FREE_TEXT)
            return text
        if found:
            raise BadValue("ambiguous_reference", seen=text, sheet=self.target, count=len(found))
        raise BadValue("unknown_reference", seen=text, sheet=self.target)

    def to_json(self, stored: Stored, label: str | None = None) -> object:
        if stored is None:
            return None
        if isinstance(stored, str):
            return {"id": None, "label": stored}
        return {"id": stored, "label": label or ""}

    def show(self, stored: Stored, lang: str, label: str | None = None) -> str:
        return stored if isinstance(stored, str) else label or ""

    def search_terms(self, stored: Stored) -> Iterable[str]:
        """Which row is meant; what it is called stands in its own sheet's index alone."""
        if isinstance(stored, int):
            return (row_term(self.key, stored),)
        return name_terms(str(stored))

    def bounds(self, value: object, ctx: ParseContext) -> tuple[Stored, Stored]:
        """In a filter words that are no row are looked for as free words; void rows count too."""
        if is_blank(value):
            return None, None
        row = value.get("id") if isinstance(value, dict) else value
        if isinstance(row, int) and not isinstance(row, bool):
            return row, row
        try:
            stored = self.read(value, ctx)
        except BadValue:
            if not isinstance(value, str):
                raise
            stored = value
        return stored, stored

    def condition(
        self, column: str, op: str, value: object, ctx: ParseContext
    ) -> tuple[str, list[Stored]]:
        if op not in ("contains", "starts"):
            return super().condition(column, op, value, ctx)
        look = getattr(conditions, op)
        words = [f"(typeof({column}) = 'text' AND {look(column, value)[0]})"] if self.free else []
        parts = [look(f'"{name}"', value)[0] for name in self._lookup]
        if parts:
            rows = f'SELECT "id" FROM "{self.target}" WHERE {" OR ".join(parts)}'
            # Free words that look like a number must not be taken for the row of that id.
            words.append(f"(typeof({column}) = 'integer' AND {column} IN ({rows}))")
        bound = look(column, value)[1]
        return (f"({' OR '.join(words)})" if words else "0"), bound * (len(parts) + int(self.free))

    def with_lookup(self, columns: tuple[str, ...], by_identifier: bool = False) -> Self:
        found = self.model_copy()
        found._lookup, found._by_identifier = columns, by_identifier
        return found
