"""The forms as LibreOffice prints them, all in one call; broken ones prove that the check sees."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Alignment

from exports import render
from tests.exports.printing import MISSING, printed, problems
from tests.exports.test_read_back import FORMS, PRINTED

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)


def too_wide(sheet) -> None:
    sheet.page_setup.scale = 110


def without_repeated_rows(sheet) -> None:
    sheet.print_title_rows = "1:2"


def with_a_narrow_column(sheet) -> None:
    for group in sheet.column_dimensions.values():
        if group.min == 3:
            group.width = 2
    for row in range(5, 10):
        sheet.cell(row, 3).alignment = Alignment(shrink_to_fit=False)


BROKEN = {
    "broken_wide": (too_wide, "lacks"),
    "broken_head": (without_repeated_rows, "page 2 lacks"),
    "broken_hash": (with_a_narrow_column, "too wide for its column"),
}


@pytest.fixture(scope="module")
def paper(november_office, tmp_path_factory) -> dict[str, tuple[Path, list[str]]]:
    """Every form in every language, an empty month, and the broken ones: workbook and pages."""
    folder = tmp_path_factory.mktemp("paper")
    wanted = [(key, lang, "2026-11") for key in FORMS for lang in ("zh_CN", "zh_HK", "en")]
    wanted.append(("visitor_ledger", "zh_CN", "2026-10"))
    workbooks = []
    for key, lang, period in wanted:
        form = november_office.book.form(key)
        workbooks.append(folder / f"{key}-{lang}-{period}.xlsx")
        render(november_office, form, period, lang, workbooks[-1], printed_on=PRINTED)
    for name, (spoil, _) in BROKEN.items():
        book = load_workbook(folder / "visitor_ledger-zh_CN-2026-11.xlsx")
        spoil(book.active)
        workbooks.append(folder / f"{name}.xlsx")
        book.save(workbooks[-1])
    shown = printed(workbooks, folder)
    return {path.stem: (path, shown[path.stem]) for path in workbooks}


@pytest.mark.parametrize("lang", ["zh_CN", "zh_HK", "en"])
@pytest.mark.parametrize("key", FORMS)
def test_a_form_prints_as_planned(key, lang, paper) -> None:
    workbook, pages = paper[f"{key}-{lang}-2026-11"]
    assert problems(workbook, pages) == []


def test_an_empty_month_is_one_page_to_sign(paper) -> None:
    workbook, pages = paper["visitor_ledger-zh_CN-2026-10"]
    assert problems(workbook, pages) == []
    assert len(pages) == 1
    assert "本期无记录" in pages[0]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_does_not_pass(name, paper) -> None:
    assert BROKEN[name][1] in str(problems(*paper[name]))
