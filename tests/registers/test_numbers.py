"""Document numbers."""

import pytest

from registers.errors import BadExpression
from registers.numbers import NumberPattern


@pytest.mark.parametrize(
    ("pattern", "day", "count", "number", "period"),
    [
        ("LF-{date:%Y%m%d}-{n:04d}", "2026-11-22 09:12", 7, "LF-20261122-0007", "LF-20261122-#"),
        ("TS-{date:%Y%m}-{n:03d}", "2026-11-22", 12, "TS-202611-012", "TS-202611-#"),
        ("{n:05d}/{date:%Y}", "2026-11-22", 3, "00003/2026", "#/2026"),
        ("WP{n:04d}", "", 12345, "WP12345", "WP#"),
    ],
)
def test_a_number_counts_within_its_period(
    pattern: str, day: str, count: int, number: str, period: str
) -> None:
    series = NumberPattern.parse(pattern)
    assert series.format(day, count) == number
    assert series.period(day) == period


def test_a_series_may_depend_on_a_choice() -> None:
    series = NumberPattern.parse("{kind.series}-{date:%Y%m}-{n:03d}")
    assert series.choice_params == (("kind", "series"),)
    stocked_in = series.chosen(lambda field, param: f"RK({field},{param})")
    assert stocked_in.format("2026-11-22", 7) == "RK(kind,series)-202611-007"
    assert stocked_in.period("2026-11-22") != series.chosen(lambda *_: "LY").period("2026-11-22")


def test_a_series_without_a_choice_is_the_same_for_every_row() -> None:
    series = NumberPattern.parse("YS-{n:03d}")
    assert series.chosen(lambda *_: "X") is series


@pytest.mark.parametrize(
    "pattern",
    ["LF-{date:%Y%m%d}", "LF-{n}", "LF-{n:d}", "{n:04d}{n:04d}", "{date:%H}{n:04d}", "{x}{n:04d}",
     "{n:04d", "%Y{n:04d}", "{date}{n:04d}", "", "{n.__class__:04d}"],
)  # fmt: skip
def test_a_pattern_with_a_mistake_is_refused(pattern: str) -> None:
    with pytest.raises(BadExpression, match="bad_number_pattern"):
        NumberPattern.parse(pattern)
