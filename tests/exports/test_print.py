"""The forms as LibreOffice prints them, all in one call; broken ones prove that the check sees."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.pagebreak import Break

from tests.exports.printing import MISSING, Page, printed, problems
from tests.exports.test_read_back import PRINTED
from tests.exports.wanted import BOOK, EVERY, Wanted, usual

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

WANTED = (
    *EVERY,
    *(usual(form, lang) for form in BOOK.forms for lang in ("zh_HK", "en")),
    *(Wanted(form, "2025-02") for form in BOOK.forms if "month" in form.periods),
)


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


def with_low_rows(sheet) -> None:
    for row in range(5, sheet.max_row - 4):
        sheet.row_dimensions[row].height = 15


def with_high_rows(sheet) -> None:
    for row in range(5, sheet.max_row):
        sheet.row_dimensions[row].height *= 1.5


def with_lonely_signatures(sheet) -> None:
    sheet.row_breaks.append(Break(id=sheet.max_row - 3))


BROKEN = {
    "wide": ("visitor_ledger", too_wide, "lacks"),
    "head": ("visitor_ledger", without_repeated_rows, "page 2 lacks"),
    "hash": ("visitor_ledger", with_a_narrow_column, "too wide for its column"),
    "cut": ("complaint_ledger", with_low_rows, "words cut off"),
    "high": ("visitor_ledger", with_high_rows, "pages instead of"),
    "lonely": ("visitor_ledger", with_lonely_signatures, "no row above the signatures"),
}


@pytest.fixture(scope="module")
def paper(november_office, tmp_path_factory) -> dict[str, tuple[Path, list[Page]]]:
    """Every form in every language, empty months, and the broken ones: workbook and pages."""
    folder = tmp_path_factory.mktemp("paper")
    workbooks = []
    for wanted in WANTED:
        workbooks.append(folder / f"{wanted}.xlsx")
        wanted.draw(november_office, workbooks[-1], printed_on=PRINTED)
    for name, (key, spoil, _) in BROKEN.items():
        book = load_workbook(folder / f"{usual(BOOK.form(key))}.xlsx")
        spoil(book.active)
        workbooks.append(folder / f"{name}.xlsx")
        book.save(workbooks[-1])
    shown = printed(workbooks, folder)
    return {path.stem: (path, shown[path.stem]) for path in workbooks}


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_a_form_prints_as_planned(wanted, paper) -> None:
    workbook, pages = paper[str(wanted)]
    assert problems(workbook, pages) == []


def test_an_empty_month_is_one_page_to_sign(paper) -> None:
    _, pages = paper["visitor_ledger-2025-02-zh_CN"]
    assert len(pages) == 1
    assert "本期无记录" in pages[0].text


@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("complaint_slip-row5-zh_CN", 1),
        ("complaint_slip-undated-empty-zh_CN", 1),
        ("renovation_application-row9-zh_CN", 2),
        ("renovation_application-undated-empty-zh_CN", 2),
        ("renovation_permit-row9-zh_CN", 1),
        ("occupancy_month-2026-11-zh_CN", 2),
        ("visitor_ledger-undated-empty-zh_CN", 1),
    ],
)
def test_a_form_has_as_many_pages_as_its_paper(name, pages, paper) -> None:
    assert len(paper[name][1]) == pages


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_does_not_pass(name, paper) -> None:
    assert BROKEN[name][2] in str(problems(*paper[name]))
