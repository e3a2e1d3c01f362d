"""F25: safe and printable Excel, at the size of a month of visitors."""

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.office import Office, open_office
from exports import render
from tests.exports.month import put
from tests.exports.printing import MISSING, SIGNED, printed, problems

VISITORS, ROWS_A_PAGE, PAGES = 2_100, 25, 84
REMARK = '=HYPERLINK("http://x")'


@pytest.fixture(scope="module")
def office(small_office, tmp_path_factory):
    workspace = small_office.copy(tmp_path_factory.mktemp("f25"))
    opened = open_office(workspace, clock=lambda: datetime(2026, 11, 30, 18, 0))
    put(opened.ledger, small_office.actors["supervisor"], "visitors", map(visitor, range(VISITORS)))
    yield opened
    opened.close()


def visitor(number: int) -> dict[str, object]:
    arrived = datetime(2026, 11, 1 + number // 70, 8 + number % 70 // 10, number % 60)
    return {
        "desk": "front_desk", "arrived_at": f"{arrived:%Y-%m-%d %H:%M}",
        "visitor_name": "王示例", "visitor_type": "friend", "id_type": "not_shown",
        "phone": "13800138000", "room_id": "3-1-502", "purpose": "探访亲友",
        "remark": REMARK if number == VISITORS - 5 else None,
    }  # fmt: skip


@pytest.fixture(scope="module")
def workbook(office: Office, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("paper") / "f25.xlsx"
    render(office, "来访登记表", "2026-11", "zh_CN", target)
    return target


def test_a_month_of_2100_visitors_is_84_pages_of_25_rows(workbook) -> None:
    sheet = load_workbook(workbook).active
    assert sheet.page_setup.orientation == "landscape"
    assert 84 <= sheet.page_setup.scale <= 92
    assert sheet.print_title_rows == "$1:$4"
    starts = [4, *(broken.id for broken in sheet.row_breaks.brk)]
    assert len(starts) == PAGES
    assert {after - before for before, after in pairwise(starts)} == {25}
    first = [str(row[0].value) for row in sheet.iter_rows()]
    signed = [number for number, text in enumerate(first, 1) if SIGNED.search(text)]
    assert signed == [sheet.max_row]
    assert [c.data_type for row in sheet.iter_rows() for c in row if c.value == REMARK] == ["s"]


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_it_prints_as_page_1_of_84(workbook) -> None:
    shown = printed([workbook], workbook.parent)["f25"]
    assert problems(workbook, shown) == []
    assert "第1页共84页" in shown[0].text
