"""Where a computed value comes from: an expression over its own row, or other rows rolled up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pydantic

from registers.parts import OneOrMany


class Rollup(pydantic.BaseModel):
    """One value from the rows of another sheet that belong to this row; void rows do not count.

    `match` pairs fields of the other sheet with fields of this one (or `id`). `value` is an
    aggregate (`count(*)`, `sum(qty)`, `max(at)` …), or a plain expression: then it is that of the
    newest matching row, or of the last one by `order` (then by id). In `value` and
    `where`, `my.field` is a field of this row.
    """

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")

    sheet: str
    match: Mapping[str, str] = {}
    value: str = "count(*)"
    where: str | None = None
    order: OneOrMany = ()


class Formula(NamedTuple):
    """Exactly one of the two is given."""

    expr: str | None
    rollup: Rollup | None
