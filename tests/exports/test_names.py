"""File and sheet names that Windows and Excel accept."""

import pytest

from exports.names import sheet_name


@pytest.mark.parametrize(
    ("title", "number", "expected"),
    [
        ("来访登记表", 1, "来访登记表"),
        ("来访登记表", 2, "来访登记表 (2)"),
        ("装修申请[备案]表/2026", 1, "装修申请-备案-表-2026"),
        ("'", 1, "-"),
        ("表" * 40, 12, "表" * 26 + " (12)"),
    ],
)
def test_a_sheet_is_named_as_excel_allows(title: str, number: int, expected: str) -> None:
    assert sheet_name(title, number) == expected
    assert len(expected) <= 31
