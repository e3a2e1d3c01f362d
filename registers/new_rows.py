"""What a register says about beginning rows: what is shown to pick from, who is recognised."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeAlias

import pydantic

from registers.fields.base import Field
from registers.parts import OneOrMany, SchemaPart


class Beside(SchemaPart):
    """What stands beside a row where it is picked: fields of its own, or of rows that refer to it.

    With a `sheet` the rows are also found by what those fields refer to: a room by its owner.
    """

    fields: OneOrMany
    sheet: str | None = None
    where: str | None = None


def _one_field(value: object) -> object:
    return {"fields": value} if isinstance(value, str) else value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


Shows: TypeAlias = Annotated[
    tuple[Annotated[Beside, pydantic.BeforeValidator(_one_field)], ...],
    pydantic.BeforeValidator(_listed),
]


class Recognise(SchemaPart):
    """Who comes again is known by one of the fields `by`; `fills` is taken from the last time."""

    by: OneOrMany = pydantic.Field(min_length=1)
    fills: OneOrMany = pydantic.Field(min_length=1)
    tells: OneOrMany = ()


def copied(fields: Iterable[Field], set_by_buttons: frozenset[str]) -> frozenset[str]:
    """The keys of what a copy of a row takes over: what a clerk types and could type again.

    Numbers, states, moments and files belong to the one row; so does what may not stand twice,
    what a button writes, and what is worked out from the clock or the rest of the row.
    """
    return frozenset(
        field.key
        for field in fields
        if field.is_copied
        and not (field.readonly or field.unique or field.key in set_by_buttons)
        and not (isinstance(field.default, str) and field.default.lstrip().startswith("="))
    )
