"""Periods as they are written."""

import pytest

from db.edits import Refusal
from db.period import Span


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("2026", "2026-01-01", "2027-01-01", "year"),
        ("2026-Q1", "2026-01-01", "2026-04-01", "quarter"),
        ("2026-q4", "2026-10-01", "2027-01-01", "quarter"),
        ("2026-11", "2026-11-01", "2026-12-01", "month"),
        ("2026-12", "2026-12-01", "2027-01-01", "month"),
        ("2024-02-29", "2024-02-29", "2024-03-01", "day"),
        (" 2026-12-31 ", "2026-12-31", "2027-01-01", "day"),
    ],
)
def test_a_period_is_its_first_day_and_the_day_after(
    text: str, start: str, end: str, kind: str
) -> None:
    span = Span.parse(text)
    assert (span.start, span.end, span.kind) == (start, end, kind)
    assert tuple(span) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "26", "2026-13", "2026-00", "2026-Q5", "2026-02-30", "2026-1", "0000", "9999", "x"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="bad_period"):
        Span.parse(text)
