"""What every part of a register file shares: frozen, strict about its keys, lists of one word."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import pydantic

Key: TypeAlias = Annotated[str, pydantic.Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


def one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


OneOrMany: TypeAlias = Annotated[tuple[str, ...], pydantic.BeforeValidator(one_or_many)]


class SchemaPart(pydantic.BaseModel):
    """Frozen, and a misspelt key is a fault instead of being ignored."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
