"""A register as its YAML file says it: sheets, numbers, states, rules, permissions, views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Literal, Self, TypeAlias

import pydantic

from registers.balance import Balance as Balance
from registers.choices import Choice as Choice
from registers.choices import CodeList as CodeList
from registers.deeds import Effects as Effects
from registers.deeds import OnVoid as OnVoid
from registers.deeds import RowAct as RowAct
from registers.deeds import RowVoid as RowVoid
from registers.deeds import RowWrite as RowWrite
from registers.deeds import Rule as Rule
from registers.deeds import State as State
from registers.deeds import Transition as Transition
from registers.fields.base import Field
from registers.labels import Label
from registers.marks import Mark as Mark
from registers.marks import ShippedView as ShippedView
from registers.marks import View as View
from registers.new_rows import Beside as Beside
from registers.new_rows import Recognise as Recognise
from registers.new_rows import Shows, copied
from registers.numbers import Number as Number
from registers.numbers import NumberPattern, OwnNumber
from registers.parts import Key as Key
from registers.parts import OneOrMany as OneOrMany
from registers.parts import SchemaPart as SchemaPart
from registers.roles import ALWAYS_ALLOWED
from registers.rollups import Rollup as Rollup

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


def _nothing(_field: Field, _row: object, _name: str) -> str:
    return ""


Deed: TypeAlias = Literal["read", "write", "void", "unmask", "import"]


class Access(SchemaPart):
    """Which posts may read, write, void, see numbers in full, and import whole files.

    Manager and admin always may. Who imports must also be allowed to write; without a list every
    writer may.
    """

    read: OneOrMany = ()
    write: OneOrMany = ()
    void: OneOrMany = ("supervisor",)
    unmask: OneOrMany = ("supervisor",)
    import_: OneOrMany = pydantic.Field(default=(), alias="import")

    def allows(self, role: str, deed: Deed) -> bool:
        """An empty list of readers or writers means every post; the others need to be named."""
        named: tuple[str, ...] = self.import_ if deed == "import" else getattr(self, deed)
        open_to_all = deed in ("read", "write", "import") and not named
        may = role in ALWAYS_ALLOWED or open_to_all or role in named
        return may and (deed != "import" or self.allows(role, "write"))


class Period(SchemaPart):
    """Which date field decides the month a row belongs to."""

    field: str


class Timed(SchemaPart):
    """Timed business: from `start` to `finish` (expressions) within `limit` minutes."""

    start: str
    finish: str
    limit: str

    @property
    def minutes(self) -> str:
        """The expression of the minutes it took; empty until it is finished."""
        return f"minutes_between(({self.start}), ({self.finish}))"

    @property
    def is_met(self) -> str:
        """The expression that is true within the limit, false beyond, empty until finished."""
        return f"{self.minutes} <= ({self.limit})"

    @property
    def is_late(self) -> str:
        """The expression that is true as soon as the limit has passed, finished or not."""
        until = f"coalesce(({self.finish}), :now)"
        return f"minutes_between(({self.start}), {until}) > ({self.limit})"


class AlsoRow(SchemaPart):
    """A row of another sheet made from the same imported line."""

    sheet: str
    values: Mapping[str, OneOrMany]
    match: OneOrMany = ()


class ImportHint(SchemaPart):
    """How an office's own file is read into the sheet.

    `aliases` are other words in the headings, `day` those of a column with the day of the line.
    `required` is all that is asked of an old line. `match` are the fields by which a line
    without a document number is the same as a row. `state` (an expression) is the state of an
    old line that says none.
    """

    aliases: Mapping[str, OneOrMany] = {}
    day: OneOrMany = ()
    also: tuple[AlsoRow, ...] = ()
    required: OneOrMany = ()
    match: OneOrMany = ()
    state: str | None = None


class Sheet(SchemaPart):
    """One table of a register, a tab of its page."""

    key: Key
    label: Label
    fields: tuple[pydantic.SerializeAsAny[Field], ...] = pydantic.Field(min_length=1)
    number: Number | None = None
    period: Period | None = None
    states: tuple[State, ...] = ()
    transitions: tuple[Transition, ...] = ()
    on_insert: Effects | None = None
    on_void: OnVoid | None = None
    rules: tuple[Rule, ...] = ()
    balance: Balance | None = None
    access: Access = Access()
    view: View = View()
    views: tuple[ShippedView, ...] = ()
    marks: tuple[Mark, ...] = ()
    timed: Timed | None = None
    display: str | None = None
    lookup: OneOrMany = ()
    shows: Shows = ()
    recognise: Recognise | None = None
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
        """The field that takes the sheet's number: the first one made for it without its own."""
        series = (field for field in self.fields if field.is_number_series)
        return next((field for field in series if field.own_number is None), None)

    @cached_property
    def title_field(self) -> Field:
        """What a row is called by: the display field, else its number, else its first field."""
        return self.by_key.get(self.display or "") or self.number_field or self.fields[0]

    @cached_property
    def own_numbers(self) -> tuple[tuple[Field, OwnNumber], ...]:
        """The fields with a series of their own."""
        return tuple((f, f.own_number) for f in self.fields if f.own_number is not None)

    def number_series(
        self,
        row: Mapping[str, object],
        number: Number | None = None,
        look_up: Callable[[Field, object, str], str] = _nothing,
    ) -> NumberPattern | None:
        """The series that a row with these values takes its number (or another one) from.

        `look_up` tells what a field of the row holds to which a reference points.
        """
        wanted = number or self.number
        if wanted is None:
            return None

        def param(key: str, name: str) -> str:
            if self.by_key[key].target is not None:
                return look_up(self.by_key[key], row.get(key), name)
            held = (choice for choice in self.by_key[key].choices if choice.key == row.get(key))
            return "".join(str(choice.params.get(name, "")) for choice in held)

        return wanted.series.chosen(param)

    @cached_property
    def kept_fields(self) -> frozenset[str]:
        """Fields of the running stock, which the ledger alone writes."""
        return frozenset(self.balance.kept) if self.balance else frozenset()

    @cached_property
    def copied_fields(self) -> frozenset[str]:
        """What a copy of a row takes over."""
        pressed = (key for transition in self.transitions for key in transition.set)
        return copied(self.stored_fields, frozenset((*pressed, *self.kept_fields)))

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

    def place(self, name: str) -> tuple[str, str]:
        """The sheet and the field a name means: `people.name` is of a sheet filled beside."""
        other, _, key = name.rpartition(".")
        return other or self.key, key

    def place_name(self, sheet: str, key: str) -> str:
        """How a field is named from this sheet; its own by their keys."""
        return key if sheet in ("", self.key) else f"{sheet}.{key}"

    def label_of(self, key: str, lang: str) -> str:
        """A field's label, or the key itself for what is not a field."""
        return self.by_key[key].label.text(lang) if key in self.by_key else key

    def may(self, role: str, deed: Deed) -> bool:
        return self.access.allows(role, deed)

    @cached_property
    def masked_fields(self) -> tuple[Field, ...]:
        """Fields of which most people see the ends only."""
        return tuple(field for field in self.fields if field.mask is not None)

    def is_sent_whole(self, role: str) -> bool:
        """Whether a post gets the true values: who writes them has to check and to dial them."""
        return self.may(role, "write") or self.may(role, "unmask")

    def may_void_some(self, role: str) -> bool:
        """Whether the post may void rows at all: who writes may void what he wrote that day."""
        return self.may(role, "void") or self.may(role, "write")

    def may_press(self, role: str, transition: Transition) -> bool:
        """Whether a post may press the button; those of the clock are pressed by nobody."""
        if transition.by_clock is not None:
            return False
        named = role in transition.roles if transition.roles else self.may(role, "write")
        return named or role in ALWAYS_ALLOWED

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
