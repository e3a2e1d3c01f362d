"""A register as its YAML file says it: sheets, numbers, states, rules, permissions, views."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self, TypeAlias

import pydantic

from registers.choices import Choice as Choice
from registers.choices import CodeList as CodeList
from registers.fields.base import Field
from registers.labels import Label
from registers.numbers import NumberPattern
from registers.roles import ALWAYS_ALLOWED
from registers.rollups import Rollup as Rollup

Key: TypeAlias = Annotated[str, pydantic.Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Section: TypeAlias = Literal["reception", "gate", "archive", "master"]
SECTIONS: tuple[Section, ...] = ("reception", "gate", "archive", "master")

# Columns every sheet has without saying so; `void_reason` may be shown as a field.
SYSTEM_COLUMNS = (
    "id",
    "version",
    "created_by",
    "created_at",
    "updated_by",
    "updated_at",
    "voided_at",
    "void_reason",
)


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


OneOrMany: TypeAlias = Annotated[tuple[str, ...], pydantic.BeforeValidator(_one_or_many)]


class SchemaPart(pydantic.BaseModel):
    """Frozen, and a misspelt key is a fault instead of being ignored."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class State(SchemaPart):
    """A state a row may be in."""

    key: Key
    label: Label
    initial: bool = False
    tone: Literal["plain", "good", "late", "void"] = "plain"

    @cached_property
    def choice(self) -> Choice:
        return Choice(key=self.key, label=self.label)


class Rule(SchemaPart):
    """`check` must be true of every row; else `message` is shown at `field`."""

    check: str
    field: str | None = None
    message: Label
    unless_role: OneOrMany = ()


class Transition(SchemaPart):
    """A button that takes a row from one state to another."""

    key: Key
    label: Label
    from_: OneOrMany = pydantic.Field(alias="from")
    to: str
    roles: OneOrMany = ()
    require: OneOrMany = ()
    set: Mapping[str, str] = {}
    guard: Rule | None = None


class Number(SchemaPart):
    """The document-number series of a sheet; `date` is the field whose day it counts by."""

    pattern: str
    date: str | None = None

    @cached_property
    def series(self) -> NumberPattern:
        """The parsed pattern; BadExpression when it cannot be a number series."""
        return NumberPattern.parse(self.pattern)


class Access(SchemaPart):
    """Which posts may read, write and void; manager and admin always may."""

    read: OneOrMany = ()
    write: OneOrMany = ()
    void: OneOrMany = ("supervisor",)

    def allows(self, role: str, deed: Literal["read", "write", "void"]) -> bool:
        """An empty list of readers or writers means every post; void needs to be named."""
        named: tuple[str, ...] = getattr(self, deed)
        open_to_all = deed != "void" and not named
        return role in ALWAYS_ALLOWED or open_to_all or role in named


class Period(SchemaPart):
    """Which date field decides the month a row belongs to."""

    field: str


class View(SchemaPart):
    """The grid's columns as a clerk first sees them."""

    order: OneOrMany = ()
    hidden: OneOrMany = ()
    pinned: OneOrMany = ()


class Timed(SchemaPart):
    """Timed business: from `start` to `finish` (expressions) within `limit` minutes."""

    start: str
    finish: str
    limit: str


class AlsoRow(SchemaPart):
    """A row of another sheet made from the same imported line."""

    sheet: str
    values: Mapping[str, OneOrMany]
    match: OneOrMany = ()


class ImportHint(SchemaPart):
    """How columns of an Excel file find their fields."""

    aliases: Mapping[str, OneOrMany] = {}
    also: tuple[AlsoRow, ...] = ()
    required: OneOrMany = ()


class Sheet(SchemaPart):
    """One table of a register, a tab of its page."""

    key: Key
    label: Label
    fields: tuple[pydantic.SerializeAsAny[Field], ...] = pydantic.Field(min_length=1)
    number: Number | None = None
    period: Period | None = None
    states: tuple[State, ...] = ()
    transitions: tuple[Transition, ...] = ()
    rules: tuple[Rule, ...] = ()
    access: Access = Access()
    view: View = View()
    timed: Timed | None = None
    display: str | None = None
    lookup: OneOrMany = ()
    importing: ImportHint | None = None
    _register: str = pydantic.PrivateAttr(default="")

    @property
    def register(self) -> str:
        """The key of the register this sheet belongs to."""
        return self._register

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        return {field.key: field for field in self.fields}

    def with_fields(self, fields: tuple[Field, ...]) -> Sheet:
        """The same sheet with other fields; nothing remembered from the old ones."""
        kept = {name: getattr(self, name) for name in type(self).model_fields}
        changed = type(self).model_validate({**kept, "fields": fields})
        changed._register = self._register
        return changed

    def field(self, key: str) -> Field:
        """The field; KeyError when the sheet has none of that key."""
        return self.by_key[key]

    @cached_property
    def stored_fields(self) -> tuple[Field, ...]:
        """The fields with a column of their own; a shown system column is not one of them."""
        return tuple(f for f in self.fields if f.is_stored and f.key not in SYSTEM_COLUMNS)

    @cached_property
    def computed_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if not field.is_stored)

    @cached_property
    def ordered_fields(self) -> tuple[Field, ...]:
        """All fields, those the view names first."""
        first = [self.by_key[key] for key in self.view.order if key in self.by_key]
        return (*first, *(field for field in self.fields if field.key not in self.view.order))

    @cached_property
    def visible_fields(self) -> tuple[Field, ...]:
        """What the grid shows, in its order."""
        return tuple(
            f for f in self.ordered_fields if not f.hidden and f.key not in self.view.hidden
        )

    @cached_property
    def reference_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.target is not None)

    @cached_property
    def number_field(self) -> Field | None:
        """The field that takes the document number: the first one made for it."""
        return next((field for field in self.fields if field.is_number_series), None)

    def number_series(self, row: Mapping[str, object]) -> NumberPattern | None:
        """The series that a row with these values takes its number from."""
        if self.number is None:
            return None

        def param(key: str, name: str) -> str:
            held = (choice for choice in self.by_key[key].choices if choice.key == row.get(key))
            return "".join(str(choice.params.get(name, "")) for choice in held)

        return self.number.series.chosen(param)

    @cached_property
    def state_field(self) -> Field | None:
        return next((field for field in self.fields if field.is_state), None)

    @cached_property
    def initial_state(self) -> State | None:
        return next((state for state in self.states if state.initial), None)

    def state(self, key: str) -> State:
        return next(state for state in self.states if state.key == key)

    def transition(self, key: str) -> Transition:
        """The transition; KeyError when the sheet has none of that key."""
        for transition in self.transitions:
            if transition.key == key:
                return transition
        raise KeyError(key)

    def label_of(self, key: str, lang: str) -> str:
        """A field's label, or the key itself for what is not a field."""
        return self.by_key[key].label.text(lang) if key in self.by_key else key

    def may(self, role: str, deed: Literal["read", "write", "void"]) -> bool:
        return self.access.allows(role, deed)

    def columns(self, lang: str) -> list[dict[str, object]]:
        """The grid's description of every field, in the view's order."""
        return [
            {
                **field.column(lang),
                "pinned": field.key in self.view.pinned,
                "hidden": field.hidden or field.key in self.view.hidden,
            }
            for field in self.ordered_fields
        ]


class Register(SchemaPart):
    """A ledger book of the office: one page, one or more sheets."""

    key: Key
    label: Label
    section: Section
    icon: str = pydantic.Field(default=":material/menu_book:", pattern=r"^:material/[a-z0-9_]+:$")
    order: int = 100
    sheets: tuple[Sheet, ...] = pydantic.Field(min_length=1)

    @pydantic.model_validator(mode="after")
    def _sheets_know_their_register(self) -> Self:
        for sheet in self.sheets:
            sheet._register = self.key
        return self
