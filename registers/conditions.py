"""Filters of the grid as SQL: one operation on one column, with its values bound, never pasted in.

In a fragment every question mark is a bound value, so a caller may number them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from registers.errors import BadValue

Stored: TypeAlias = int | float | str | None
Fragment: TypeAlias = tuple[str, list[Stored]]
Bounds: TypeAlias = Callable[[object], tuple[Stored, Stored]]

MOST_VALUES = 1000


def like_pattern(text: str) -> str:
    """The text with LIKE's own signs made harmless, for `LIKE ? ESCAPE '\\'`."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def contains(column: str, value: object) -> Fragment:
    return f"{column} LIKE ? ESCAPE '\\'", [f"%{like_pattern(_text(value))}%"]


def starts(column: str, value: object) -> Fragment:
    return f"{column} LIKE ? ESCAPE '\\'", [f"{like_pattern(_text(value))}%"]


def any_of(column: str, values: Sequence[Stored]) -> Fragment:
    """The column holds one of the values; None among them stands for an empty cell."""
    filled = [value for value in values if value is not None]
    parts = [f"{column} IN ({', '.join('?' * len(filled))})"] if filled else []
    if len(filled) < len(values):
        parts.append(f"{column} IS NULL")
    return (f"({' OR '.join(parts)})" if parts else "0"), list(filled)


def condition(column: str, op: str, value: object, bounds: Bounds) -> Fragment:
    """`column op value` as SQL.

    `bounds` turns what was typed into the smallest and largest stored value it stands for: one
    and the same for most types, the first and last minute of a day for a date typed into a
    filter over times.
    """
    match op:
        case "empty":
            return f"{column} IS NULL", []
        case "filled":
            return f"{column} IS NOT NULL", []
        case "contains":
            return contains(column, value)
        case "starts":
            return starts(column, value)
        case "in":
            return _any_within(column, values_of(op, value), bounds)
        case "between":
            return _between(column, values_of(op, value), bounds)
        case "eq" | "ne" | "lt" | "le" | "gt" | "ge":
            return _compare(column, op, *bounds(value))
        case _:
            raise BadValue("bad_filter", op=op)


def values_of(op: str, value: object) -> list[object]:
    if not isinstance(value, list | tuple) or len(value) > MOST_VALUES:
        raise BadValue("bad_filter", op=op)
    return list(value)


def _text(value: object) -> str:
    if not isinstance(value, str | int | float):
        raise BadValue("bad_filter", op="contains")
    return str(value)


def _any_within(column: str, values: list[object], bounds: Bounds) -> Fragment:
    pairs = [bounds(value) for value in values]
    if all(low == high for low, high in pairs):
        return any_of(column, [low for low, _ in pairs])
    fragments = [_compare(column, "eq", low, high) for low, high in pairs]
    return f"({' OR '.join(sql for sql, _ in fragments)})", [v for _, vs in fragments for v in vs]


def _between(column: str, values: list[object], bounds: Bounds) -> Fragment:
    if len(values) != 2:
        raise BadValue("bad_filter", op="between")
    low, high = bounds(values[0])[0], bounds(values[1])[1]
    parts: list[str] = []
    bound: list[Stored] = []
    for sign, edge in ((">=", low), ("<=", high)):  # an edge left empty is open
        if edge is not None:
            parts.append(f"{column} {sign} ?")
            bound.append(edge)
    return (f"({' AND '.join(parts)})" if parts else "1"), bound


def _compare(column: str, op: str, low: Stored, high: Stored) -> Fragment:
    if low is None or high is None:
        if op not in ("eq", "ne"):
            raise BadValue("bad_filter", op=op)
        return f"{column} IS {'' if op == 'eq' else 'NOT '}NULL", []
    match op:
        case "eq" if low == high:
            return f"{column} = ?", [low]
        case "eq":
            return f"({column} >= ? AND {column} <= ?)", [low, high]
        case "ne" if low == high:
            return f"({column} <> ? OR {column} IS NULL)", [low]
        case "ne":
            return f"({column} < ? OR {column} > ? OR {column} IS NULL)", [low, high]
        case "lt":
            return f"{column} < ?", [low]
        case "le":
            return f"{column} <= ?", [high]
        case "gt":
            return f"{column} > ?", [high]
        case _:
            return f"{column} >= ?", [low]
