"""How a clerk has arranged a sheet, as JSON: what may stand in it, and what is left out."""

from collections.abc import Mapping
from typing import Any

import orjson

from db.edits import Refusal
from registers.model import Sheet

MOST_BYTES = 16_384
MOST_SORTS = 8
_MOST_FILTER_BYTES = 4_096
_MOST_SEARCH = 100
_WIDTHS = (20, 2_000)
_DIRECTIONS = ("asc", "desc")
_PERIODS = ("now", "all")
_SCRIPT = b"::JSCODE::"

State = dict[str, Any]


def cleaned(sheet: Sheet, state: object) -> State:
    """The parts of a view that fit the sheet; fields it does not have are dropped.

    `columns` in order, each with `field`, `width`, `hidden` and `pinned`; `sort`; `filter`, the
    grid's own model by field; `search`; `period`, which is `now` or `all`. A view that is no
    object, too large or holds script is refused: `bad_view`.
    """
    if not isinstance(state, Mapping):
        raise Refusal("bad_view")
    text = orjson.dumps(dict(state))
    if len(text) > MOST_BYTES or _SCRIPT in text:
        raise Refusal("bad_view")
    return {
        "columns": _columns(sheet, state.get("columns")),
        "sort": _sorting(sheet, state.get("sort")),
        "filter": _filters(sheet, state.get("filter")),
        "search": _search(state.get("search")),
        "period": state.get("period") if state.get("period") in _PERIODS else None,
    }


def _objects(found: object) -> list[Mapping[str, Any]]:
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise Refusal("bad_view")
    return found


def _known(sheet: Sheet, found: object) -> list[Mapping[str, Any]]:
    """Each field of the sheet once, whatever else was said."""
    by_field: dict[str, Mapping[str, Any]] = {}
    for one in _objects(found):
        key = one.get("field")
        if isinstance(key, str) and key in sheet.by_key:
            by_field.setdefault(key, one)
    return list(by_field.values())


def _columns(sheet: Sheet, found: object) -> list[State]:
    return [
        {
            "field": one["field"],
            "width": _width(one.get("width")),
            "hidden": one.get("hidden") is True,
            "pinned": one.get("pinned") is True,
        }
        for one in _known(sheet, found)
    ]


def _width(found: object) -> int | None:
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise Refusal("bad_view")
    return round(min(max(found, _WIDTHS[0]), _WIDTHS[1]))


def _sorting(sheet: Sheet, found: object) -> list[State]:
    sorts = [one for one in _known(sheet, found) if one.get("dir") in _DIRECTIONS]
    return [{"field": one["field"], "dir": one["dir"]} for one in sorts[:MOST_SORTS]]


def _filters(sheet: Sheet, found: object) -> State:
    if not isinstance(found or {}, Mapping):
        raise Refusal("bad_view")
    models: Mapping[str, object] = found or {}  # type: ignore[assignment]
    kept = {key: model for key, model in models.items() if key in sheet.by_key and model}
    for model in kept.values():
        if not isinstance(model, Mapping) or len(orjson.dumps(model)) > _MOST_FILTER_BYTES:
            raise Refusal("bad_view")
    return kept


def _search(found: object) -> str:
    if not isinstance(found or "", str) or len(str(found or "")) > _MOST_SEARCH:
        raise Refusal("bad_view")
    return str(found or "").strip()
