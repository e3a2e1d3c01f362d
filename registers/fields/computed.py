"""Values computed by SQLite from the row itself, or rolled up from rows of another sheet."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar, Literal, Self

from registers.choices import Choice, CodeLists
from registers.errors import BadValue
from registers.fields.base import Cell, Example, Field, ParseContext, Stored
from registers.fields.choice import ChoiceField
from registers.fields.date import Date
from registers.fields.moment import DateTime
from registers.fields.money import Money
from registers.fields.number import Number
from registers.fields.text import Text
from registers.fields.whole import Int
from registers.fields.yes_no import Bool
from registers.rollups import Formula, Rollup

_SHOWN_AS: dict[str, type[Field]] = {
    "int": Int,
    "money": Money,
    "text": Text,
    "bool": Bool,
    "datetime": DateTime,
    "date": Date,
    "number": Number,
    "choice": ChoiceField,
}


class Computed(Field):
    """A value computed from the row (`expr`) or from other rows (`rollup`), shown as `result`.

    `decimals` belongs to `result: number`, `options` or `codes` to `result: choice`, `total: yes`
    to results that can be summed.
    """

    type_name: ClassVar[str] = "computed"
    is_stored: ClassVar[bool] = False
    sample_options: ClassVar[dict[str, object]] = {"expr": "1 + 1", "result": "int"}
    examples: ClassVar[tuple[Example, ...]] = ()
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = ((5, "set_by_system"),)

    readonly: bool = True
    expr: str | None = None
    rollup: Rollup | None = None
    result: Literal["int", "money", "text", "bool", "datetime", "date", "number", "choice"]
    decimals: int = 2
    total: bool = False
    options: tuple[Choice, ...] = ()
    codes: str | None = None

    @cached_property
    def shown_as(self) -> Field:
        """The field this one looks and filters like."""
        own: dict[str, object] = {"key": self.key, "label": self.label, "readonly": True}
        kind = _SHOWN_AS[self.result]
        shared = {"decimals": self.decimals, "options": self.options}
        return kind.model_validate(
            {**own, **{name: value for name, value in shared.items() if name in kind.model_fields}}
        )

    def read(self, value: object, ctx: ParseContext) -> Stored:
        raise BadValue("set_by_system")

    def to_json(self, stored: Stored, label: str | None = None) -> object:
        return self.shown_as.to_json(stored, label)

    def show(self, stored: Stored, lang: str, label: str | None = None) -> str:
        return self.shown_as.show(stored, lang, label)

    def filled_cell(self, stored: Stored, lang: str, label: str | None) -> Cell:
        return self.shown_as.filled_cell(stored, lang, label)

    def column(self, lang: str) -> dict[str, object]:
        like = self.shown_as.column(lang)
        own = super().column(lang)
        taken = {name: like[name] for name in ("align", "mono", "filter", "options")}
        return {**own, **taken, "width": self.width or like["width"]}

    def condition(
        self, column: str, op: str, value: object, ctx: ParseContext
    ) -> tuple[str, list[Stored]]:
        return self.shown_as.condition(column, op, value, ctx)

    def search_terms(self, stored: Stored) -> Iterable[str]:
        return self.shown_as.search_terms(stored)

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.options

    @property
    def has_choices(self) -> bool:
        return self.result == "choice"

    @property
    def codes_name(self) -> str | None:
        return self.codes

    @property
    def formula(self) -> Formula | None:
        return Formula(self.expr, self.rollup)

    @property
    def has_total(self) -> bool:
        return self.total

    @property
    def places(self) -> int | None:
        return self.shown_as.places

    @property
    def units_stored(self) -> int:
        return self.shown_as.units_stored

    def with_codes(self, lists: CodeLists, sheet: str) -> Self:
        named = lists.get(self.codes or "")
        return self.model_copy(update={"options": named.choices}) if named else self

    def option_faults(self, siblings: object) -> list[tuple[str, dict[str, object]]]:
        faults: list[tuple[str, dict[str, object]]] = []
        if (self.expr is None) == (self.rollup is None):
            faults.append(("computed_source", {}))
        if self.result == "choice" and not self.options and self.codes is None:
            faults.append(("choices_missing", {}))
        if self.rollup is not None and (self.index or self.unique):
            faults.append(("computed_index", {}))
        return faults
