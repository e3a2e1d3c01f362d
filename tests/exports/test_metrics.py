"""Widths and lines of text, estimated without a font."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.metrics import lines_needed, shortened, width

TEXT = st.text(st.sampled_from("探访亲友看房,。(「」ABCabc 0123-/:.\n"), max_size=80)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), ("来访", 2000), ("12", 1058), ("i", 500), ("W", 1053), ("e\u0301", 546)],
)
def test_a_chinese_character_is_one_em_wide(text: str, expected: int) -> None:
    assert width(text) == expected


@pytest.mark.parametrize(
    ("text", "room_em", "expected"),
    [
        ("", 5, 1),
        ("来访事由一", 5, 1),
        ("来访事由一二", 5, 2),
        ("来访\n事由", 5, 2),
        ("来访事由一,", 5, 2),  # the comma goes down with the character before it
        ("ABCDEFGHIJKLMNOPQRST", 5, 3),  # longer than the line: breaks anywhere
    ],
)
def test_lines_break_as_a_spreadsheet_breaks_them(text: str, room_em: float, expected: int) -> None:
    assert lines_needed(text, room_em * 9, 9) == expected


@given(TEXT, st.floats(20, 300))
def test_a_wider_cell_never_needs_more_lines(text: str, room: float) -> None:
    assert lines_needed(text, room * 1.5, 9) <= lines_needed(text, room, 9) + 1


@given(TEXT, st.floats(20, 300))
def test_the_lines_hold_all_the_text(text: str, room: float) -> None:
    ems = sum(width(part) for part in text.split("\n")) / 1000
    assert lines_needed(text, room, 9) >= ems * 9 / room - 1


@given(TEXT, st.integers(1, 6))
def test_a_shortened_text_fits_and_begins_as_the_whole_did(text: str, lines: int) -> None:
    ending = "…详见原件"
    short = shortened(text, lines=lines, room_pt=90, size_pt=9, ending=ending)
    if short == text:
        assert lines_needed(text, 90, 9) <= lines
    else:
        assert short.endswith(ending)
        assert text.startswith(short.removesuffix(ending))
        assert lines_needed(short, 90, 9) <= lines or short == ending
