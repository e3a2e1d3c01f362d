"""What old papers say in words: counts, the times a title speaks of, close spellings of choices."""

import pytest

from registers.choices import Choice
from registers.errors import BadValue
from registers.fields.choice import ChoiceField
from registers.fields.text import Text
from registers.named_times import named_in
from registers.old_paper import OldCell
from registers.typed import counted
from tests.registers.desk import LABEL


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三", "3"), ("十", "10"), ("十二", "12"), ("二十", "20"), ("二十三", "23"), ("两", "2"),
        ("一百零五", "105"), ("一百二十", "120"), ("拾贰", "12"), ("零", "0"),
        *((word, word) for word in ("百", "二〇", "两三", "十几", "一百二", "3", "")),
    ],
)  # fmt: skip
def test_a_count_in_words_is_read_only_where_it_is_one(text: str, number: str) -> None:
    assert counted(text) == number


@pytest.mark.parametrize(
    ("title", "dated", "days"),
    [
        ("2025年12月—2026年1月来访登记", {(2025, 12), (2026, 1)}, set()),
        ("2025年12月-1月", {(2025, 12), (2026, 1)}, set()),
        ("2026年1-3月", {(2026, 1), (2026, 2), (2026, 3)}, set()),
        ("2025年11月至2026年2月", {(2025, 11), (2025, 12), (2026, 1), (2026, 2)}, set()),
        ("2026年", set(), set()),
        ("日期:二〇二六年十一月三日 星期二", {(2026, 11)}, {(2026, 11, 3)}),
        ("来访登记20261103", {(2026, 11)}, {(2026, 11, 3)}),
        ("2026-11-03至2026-11-05", {(2026, 11)}, {(2026, 11, 3), (2026, 11, 5), (0, 0, 0)}),
        ("2026年11月3-5日", {(2026, 11)}, {(2026, 11, 3), (0, 0, 0)}),
        ("11月3日", set(), {(0, 11, 3)}),
    ],
)
def test_a_title_names_months_and_days(
    title: str, dated: set[tuple[int, int]], days: set[tuple[int, int, int]]
) -> None:
    found = named_in(title)
    assert (found.dated, found.days) == (dated, days)


@pytest.mark.parametrize(
    ("seen", "likely"),
    [
        ("补卡", ()),
        ("以离开", ("left",)),
        ("很满意", ("good",)),
        ("不太满意", ("bad",)),
        ("退", ("back",)),
    ],
)
def test_only_what_is_really_close_is_suggested(seen: str, likely: tuple[str, ...]) -> None:
    words = {"back": "退卡", "left": "已离开", "good": "满意", "bad": "不满意"}
    options = [Choice.model_validate({"key": key, "label": text}) for key, text in words.items()]
    assert ChoiceField(key="k", label=LABEL, options=tuple(options)).likely(seen) == likely


def test_an_identifier_in_a_number_cell_needs_a_format_that_shows_its_digits() -> None:
    card = Text(key="card", label=LABEL, identifier=True)
    assert card.from_file(12.0, OldCell(shown="0012")) == "0012"
    assert card.from_file("0012", OldCell()) == "0012"
    with pytest.raises(BadValue) as refused:
        card.from_file(12.0, OldCell())
    assert refused.value.code == "leading_zeros_lost"
