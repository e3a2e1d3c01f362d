"""Words of the expression language that stand for longer SQL, with the stored text forms in mind.

Dates are 'YYYY-MM-DD', times 'YYYY-MM-DD HH:MM', money whole fen. A template names its arguments
:a, :b. Adding a word is one line here.
"""

from __future__ import annotations

from typing import NamedTuple


class Macro(NamedTuple):
    """What a word expands to and what it means."""

    arguments: int
    template: str
    meaning: str


# Text keeps its own length: a date stays a date, a time keeps its minutes.
_SHIFTED = (
    "substr(strftime('%Y-%m-%d %H:%M', :a, CAST(:b AS INTEGER) || ' {unit}'{more}), 1, length(:a))"
)
_SHIFTED_TIME = "strftime('%Y-%m-%d %H:%M', :a, ROUND(:b * {minutes}) || ' minutes')"

MACROS: dict[str, Macro] = {
    "minutes_between": Macro(
        2,
        # 0.499 rounds a begun minute up; whole minutes stay what they are.
        "CAST(ROUND((julianday(:b) - julianday(:a)) * 1440 + 0.499) AS INTEGER)",
        "whole minutes from a to b, a begun minute counts",
    ),
    "hours_between": Macro(
        2, "ROUND((julianday(:b) - julianday(:a)) * 24, 2)", "hours from a to b, two decimals"
    ),
    "days_between": Macro(
        2,
        "CAST(julianday(date(:b)) - julianday(date(:a)) AS INTEGER)",
        "days from the day of a to the day of b",
    ),
    "add_minutes": Macro(2, _SHIFTED_TIME.format(minutes=1), "b minutes after a"),
    "add_hours": Macro(2, _SHIFTED_TIME.format(minutes=60), "b hours after a"),
    "add_days": Macro(2, _SHIFTED.format(unit="days", more=""), "b days after a"),
    "add_months": Macro(
        2,
        _SHIFTED.format(unit="months", more=", 'floor'"),
        "b months after a; where that month is too short, its last day",
    ),
    "add_years": Macro(
        2,
        _SHIFTED.format(unit="years", more=", 'floor'"),
        "b years after a; 29 February becomes the 28th",
    ),
    "years_between": Macro(
        2,
        "(CAST(strftime('%Y', :b) AS INTEGER) - CAST(strftime('%Y', :a) AS INTEGER)"
        " - (strftime('%m-%d', :b) < strftime('%m-%d', :a)))",
        "full years from a to b",
    ),
    "age": Macro(
        1,
        "(CAST(strftime('%Y', :today) AS INTEGER) - CAST(strftime('%Y', :a) AS INTEGER)"
        " - (strftime('%m-%d', :today) < strftime('%m-%d', :a)))",
        "full years from a to today",
    ),
    "day_of": Macro(1, "substr(:a, 1, 10)", "the day of a, '2026-11-22'"),
    "month_of": Macro(1, "substr(:a, 1, 7)", "the month of a, '2026-11'"),
    "year_of": Macro(1, "substr(:a, 1, 4)", "the year of a, '2026'"),
    "time_of": Macro(1, "substr(:a, 12, 5)", "the time of a, '09:12'"),
    "at_time": Macro(2, "substr(:a, 1, 10) || ' ' || :b", "the day of a at the time b"),
    "yuan": Macro(1, "CAST(ROUND(:a * 100) AS INTEGER)", "a yuan as the fen money is stored in"),
}

# Words that need to know the field they are given; expanded in expressions.py.
FIELD_MACROS: dict[str, str] = {
    "has": "has(scope, 'water'): the choices ticked in a `multi` field hold this one",
    "setting": "setting('card_fee', 20): what the office has set under this name, else 20",
    "choice_param": "choice_param(desk, 'sla_minutes'): the parameter of the choice a field holds",
}
