"""What an office may set: found in its registers, read as what it is, written up for it."""

import re

import pytest

from registers.book import Book
from registers.office_settings import setting_value, settings_of
from tests.house import HOUSE

ASKED = re.compile(r"\bsetting\('(\w+)', '?([\w:.-]+)'?\)")


def test_a_setting_means_the_same_wherever_it_is_asked_for() -> None:
    files = sorted((HOUSE / "schemas").rglob("*.yaml"))
    asked = {pair for path in files for pair in ASKED.findall(path.read_text("utf-8"))}
    assert len(asked) == len({name for name, _ in asked}) > 10


def test_all_settings_and_what_holds_unless_set_are_written_up(book: Book) -> None:
    page = (HOUSE / "docs" / "operating.md").read_text("utf-8")
    told = re.findall(r"\| `([a-z_]+)` \| [^|]+ \| `([^`]+)` \|", page)
    assert {name: str(value) for name, value in settings_of(book).items()} == dict(told)


@pytest.mark.parametrize(
    ("text", "usual", "value"),
    [
        ("25", 20, 25),
        ("2.5", 20, 2.5),
        ("many", 20, None),
        ("18:00", "17:30", "18:00"),
        ("25:00", "17:30", None),
        ("six", "17:30", None),
    ],
)
def test_a_value_is_read_as_what_the_usual_one_is(text: str, usual: object, value: object) -> None:
    assert setting_value(text, usual) == value  # type: ignore[arg-type]
