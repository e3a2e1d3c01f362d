"""The grid's pure modules, imported by themselves into an empty page."""

import pytest
from playwright.sync_api import Page


@pytest.fixture
def empty_page(browser_page: Page) -> Page:
    """A page of our own address with nothing on it, where modules may be imported."""
    browser_page.goto("/health")
    return browser_page


def call(page: Page, module: str, expression: str, *values: object) -> object:
    """The value of a JavaScript expression in which `m` is the module and `v` the values."""
    return page.evaluate(
        f"async v => {{ const m = await import('/grid/{module}'); return {expression}; }}", values
    )


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("甲\t1\r\n乙\t2\r\n", [["甲", "1"], ["乙", "2"]]),
        ("甲\t\t", [["甲", "", ""]]),
        ("甲\n\n乙", [["甲"], [""], ["乙"]]),
        ('"两\n行"\t"引""号"', [["两\n行", '引"号']]),
        ('5"\t6', [['5"', "6"]]),
        ("只有一格", [["只有一格"]]),
        ("a\rb", [["a"], ["b"]]),
    ],
)
def test_text_of_excel_is_read_as_cells(empty_page: Page, text: str, rows: list[object]) -> None:
    assert call(empty_page, "tsv.js", "m.parseTsv(v[0])", text) == rows


def test_cells_written_as_text_are_read_back_the_same(empty_page: Page) -> None:
    rows = [["平常", '有"引号"', "两\n行"], ["有\t制表", "", "3"]]
    assert call(empty_page, "tsv.js", "m.parseTsv(m.toTsv(v[0]))", rows) == rows


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("2026-11-22", "11-22"),
        ("2025-11-22", "2025-11-22"),
        ("2026-11-22 09:12", "11-22 09:12"),
        ("明天", "明天"),
    ],
)
def test_the_year_is_only_shown_when_it_is_another(
    empty_page: Page, value: str | None, shown: str
) -> None:
    expression = "new m.Show('2026-11-22', word => word).cell({filter: 'date'}, v[0])"
    assert call(empty_page, "show.js", expression, value) == shown


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("zx", "装修施工"),
        ("装修", "装修施工"),
        ("快递", "快递外卖"),
        ("wm", "快递外卖"),
        ("亲友", "亲友"),
    ],
)
def test_a_choice_is_found_by_label_or_initials(empty_page: Page, typed: str, first: str) -> None:
    options = [
        {"label": "亲友", "py": "qy"},
        {"label": "装修施工", "py": "zxsg"},
        {"label": "快递外卖", "py": "kdwm"},
    ]
    assert (
        call(empty_page, "matching.js", "m.matching(v[0], v[1])[0].label", options, typed) == first
    )


@pytest.mark.parametrize(
    ("month", "step", "other"),
    [("2026-11", 1, "2026-12"), ("2026-12", 1, "2027-01"), ("2026-01", -1, "2025-12")],
)
def test_months_follow_each_other_over_the_year(
    empty_page: Page, month: str, step: int, other: str
) -> None:
    assert call(empty_page, "period.js", "m.step(v[0], v[1])", month, step) == other


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-03", "2026-11-03"), ("11.3", "2026-11-03"), ("2025/1/9", "2025-01-09"),
        ("20261103", "2026-11-03"), ("１１月３日", "2026-11-03"), ("大概月底", None),
        ("13-45", None),
    ],
)  # fmt: skip
def test_the_edge_of_a_range_of_days_is_typed_as_elsewhere(
    empty_page: Page, typed: str, day: str | None
) -> None:
    assert call(empty_page, "range_filter.js", "m.dayOf(v[0], '2026')", typed) == day


def test_header_filters_are_asked_in_the_words_of_the_ledger(empty_page: Page) -> None:
    asked = call(
        empty_page,
        "filters.js",
        "m.translate(v[0])",
        {
            "sortModel": [{"colId": "visitors.arrived_at", "sort": "desc"}],
            "filterModel": {
                "visitors.visitor_name": {"op": "contains", "value": "李"},
                "visitors.party_size": {"op": "between", "value": ["2", None]},
                "visitors.arrived_at": {"op": "span", "value": "today"},
                "visitors.remark": {"op": "empty"},
            },
        },
    )
    assert asked == {
        "sort": [{"field": "arrived_at", "dir": "desc"}],
        "filter": {
            "visitor_name": {"op": "contains", "value": "李"},
            "party_size": {"op": "between", "value": ["2", None]},
            "arrived_at": {"op": "span", "value": "today"},
            "remark": {"op": "empty", "value": None},
        },
    }
