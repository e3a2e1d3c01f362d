"""States, the buttons between them, what a button does besides, and the rules of a row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

import pydantic

from registers.choices import Choice
from registers.labels import Label
from registers.parts import Key, OneOrMany, SchemaPart, one_or_many

Occasion: TypeAlias = Literal["write", "correct", "void"]


class State(SchemaPart):
    """A state a row may be in."""

    key: Key
    label: Label
    aliases: OneOrMany = ()
    initial: bool = False
    tone: Literal["plain", "good", "late", "void"] = "plain"

    @cached_property
    def choice(self) -> Choice:
        return Choice(key=self.key, label=self.label, aliases=self.aliases)


class Rule(SchemaPart):
    """`check` must be true of every row; else `message` is shown at `field`.

    `on` says when it is judged: when the row is written, when what already stands in `field` is
    corrected, or when the row is made void (and no longer counts).
    """

    check: str
    field: str | None = None
    message: Label
    unless_role: OneOrMany = ()
    on: Annotated[
        tuple[Occasion, ...],
        pydantic.BeforeValidator(one_or_many),
        pydantic.Field(min_length=1),
    ] = ("write",)


class RowWrite(SchemaPart):
    """A row of a sheet to be written: field -> expression over the row it follows from."""

    sheet: str
    values: Mapping[str, str]
    when: str | None = None
    repeat: str | None = None


class RowAct(SchemaPart):
    """A button of another row to be pressed; `row` gives its id, and empty presses nothing."""

    sheet: str
    row: str
    action: str
    values: Mapping[str, str] = {}
    when: str | None = None


class RowVoid(SchemaPart):
    """Rows of a sheet that are made void: those whose fields hold what ours named here hold."""

    sheet: str
    match: Mapping[str, str] = pydantic.Field(min_length=1)
    where: str | None = None


class OnVoid(SchemaPart):
    """What follows when a row is made void: what it once wrote goes with it."""

    voids: tuple[RowVoid, ...] = pydantic.Field(min_length=1)


class Effects(SchemaPart):
    """What follows in other sheets, in the order it stands here: rows first, then buttons."""

    writes: tuple[RowWrite, ...] = ()
    acts: tuple[RowAct, ...] = ()


class Transition(Effects):
    """A button that takes a row from one state to another; with `by_clock` the clock presses it.

    Without `to` the row stays in its state.
    """

    key: Key
    label: Label
    from_: OneOrMany = pydantic.Field(alias="from")
    to: str | None = None
    roles: OneOrMany = ()
    require: OneOrMany = ()
    set: Mapping[str, str] = {}
    guard: Rule | None = None
    by_clock: str | None = None
