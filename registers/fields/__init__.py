"""The field types, one file each; a type exists as soon as its file lies in this folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from registers.fields.base import (
    Cell,
    Example,
    Field,
    ParseContext,
    Stored,
)

__all__ = ["Cell", "Example", "Field", "ParseContext", "Stored", "field_types"]


@cache
def field_types() -> dict[str, type[Field]]:
    """Every field type by the name a register calls it."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {kind.type_name: kind for kind in _below(Field) if "type_name" in vars(kind)}


def _below(kind: type[Field]) -> list[type[Field]]:
    return [found for child in kind.__subclasses__() for found in (child, *_below(child))]
