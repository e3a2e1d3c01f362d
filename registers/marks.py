"""How rows stand out, and the arrangements of columns a sheet is shipped with."""

from __future__ import annotations

from typing import Literal, TypeAlias

import pydantic

from registers.labels import Label
from registers.parts import Key, OneOrMany, SchemaPart

MarkTone: TypeAlias = Literal["late", "soon", "muted"]

_DESCENDING = " desc"


class Mark(SchemaPart):
    """Rows for which `when` is true stand out; `label` says to a reader why.

    The first mark that is true counts. Void rows have none: they are struck through anyway.
    """

    when: str
    as_: MarkTone = pydantic.Field(alias="as")
    label: Label


class View(SchemaPart):
    """The grid's columns as a clerk first sees them."""

    order: OneOrMany = ()
    hidden: OneOrMany = ()
    pinned: OneOrMany = ()


class ShippedView(SchemaPart):
    """Another arrangement to pick from: these columns and no others, in this order."""

    key: Key
    label: Label
    columns: OneOrMany = pydantic.Field(min_length=1)
    sort: OneOrMany = ()
    period: Literal["now", "all"] | None = None

    @property
    def sorting(self) -> tuple[tuple[str, str], ...]:
        """The fields the rows are sorted by, each with its direction."""
        return tuple(
            (word.removesuffix(_DESCENDING), "desc" if word.endswith(_DESCENDING) else "asc")
            for word in self.sort
        )
