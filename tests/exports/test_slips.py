"""Slips as they are laid out: cells, ticks, copies, lists, pages; and forms for the hand."""

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from db.actor import Actor
from db.edits import Insert, Refusal, Void
from db.office import open_office
from exports import FullCopy, named, render
from tests.exports.conftest import CLOSING_TIME
from tests.exports.month import CARD, LONG, PHONE, november, put
from tests.exports.test_read_back import PRINTED, column

SHORT = {
    "received_at": "2026-11-20 10:21", "channel": "来电", "complainant": "陈先生",
    "complainant_role": "业主", "room_id": "3-1-502", "phone": PHONE, "category": "noise",
    "description": "楼上有噪音", "dept": "工程部",
}  # fmt: skip

OPENING = {
    "move_date": "2026-11-01", "kind": "opening", "item_id": "复印纸", "qty": 40,
    "unit_price": "18.50", "status": "issued",
}  # fmt: skip


@pytest.fixture(scope="module")
def office(small_office, tmp_path_factory):
    """An office of its own: these tests write into it."""
    opened = open_office(
        small_office.copy(tmp_path_factory.mktemp("slips")), clock=lambda: CLOSING_TIME
    )
    november(opened.ledger, small_office.actors["supervisor"], visitors=12)
    put(opened.ledger, Actor.setup(), "supply_moves", iter([OPENING]))
    yield opened
    opened.close()


@pytest.fixture
def supervisor(small_office) -> Actor:
    return small_office.actors["supervisor"]


def printed(office, key: str, period: str = "", lang: str = "zh_CN", **asked) -> Worksheet:
    out = io.BytesIO()
    render(office, key, period, lang, out, printed_on=PRINTED, **asked)
    return load_workbook(io.BytesIO(out.getvalue())).active


def beside(sheet: Worksheet, label: str) -> list[object]:
    """What stands beside every label of this name."""
    return [
        row[place + 1].value
        for row in sheet.iter_rows()
        for place, cell in enumerate(row)
        if cell.value == label
    ]


def complaint(office, actor: Actor, **others) -> int:
    (number,) = put(office.ledger, actor, "complaints", iter([{**SHORT, **others}]))
    return number


# --- copies and pages ----------------------------------------------------------------------------


def test_a_short_complaint_stands_twice_on_its_page_with_a_line_to_cut_along(
    office, supervisor
) -> None:
    sheet = printed(office, "complaint_slip", row=complaint(office, supervisor))
    assert beside(sheet, "投诉内容") == ["楼上有噪音"] * 2
    assert sheet.row_breaks.brk == []
    scissors = next(cell for cell in sheet["A"] if cell.value == "✂")
    assert scissors.border.bottom.style == "dashed"
    copies = [cell.row for cell in sheet["A"] if cell.value == "用户投诉处理单"]
    assert copies[0] < scissors.row < copies[1]


def test_a_longer_one_stands_there_once(office, supervisor) -> None:
    number = complaint(office, supervisor, description=LONG * 4)
    sheet = printed(office, "complaint_slip", row=number)
    assert beside(sheet, "投诉内容") == [LONG * 4]


def test_an_endless_text_goes_on_in_further_rows_and_loses_nothing(office, supervisor) -> None:
    text = "".join(f"第{number}次投诉电锤噪音。" for number in range(150))
    sheet = printed(office, "complaint_slip", row=complaint(office, supervisor, description=text))
    rows = [row for row in range(1, sheet.max_row + 1) if "次投诉" in str(sheet.cell(row, 2).value)]
    assert "".join(str(sheet.cell(row, 2).value) for row in rows) == text
    assert len(rows) > 1
    assert rows == list(range(rows[0], rows[-1] + 1))
    assert sheet.cell(rows[0], 2).border.bottom.style is None  # one frame around all of them
    assert sheet.cell(rows[-1], 2).border.bottom.style == "thin"
    assert all(sheet.row_dimensions[row].height <= 409 for row in rows)


# --- cells ---------------------------------------------------------------------------------------


def test_days_and_money_are_typed_and_choices_are_ticked(office) -> None:
    sheet = printed(office, "renovation_application", row=9)
    assert beside(sheet, "计划开工") == [datetime(2026, 11, 4)]
    assert beside(sheet, "装修押金(元)") == [2000.5, 2000.5]
    assert beside(sheet, "装修项目")[0].startswith("☑水电  □泥瓦  □木作  ☑油漆")
    assert beside(sheet, "申办人身份") == ["☑业主本人  □受托人\n□使用人(租户)"]
    assert sheet["A3"].value == "编号:ZX-202611-009"


def test_the_back_of_the_paper_begins_a_page_and_lists_the_extensions(office) -> None:
    sheet = printed(office, "renovation_application", row=9)
    (turned,) = sheet.row_breaks.brk
    assert sheet.cell(turned.id + 1, 1).value == "(背面)编号:ZX-202611-009"
    listed = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=turned.id + 4)]
    assert listed[0] == [datetime(2026, 11, 20, 9), "延期", datetime(2027, 1, 30), LONG[:60]]
    assert listed[1] == [None] * 4 or listed[1] == [""] * 4


def test_a_permit_shows_no_telephone_of_the_owner_and_needs_the_approval(office) -> None:
    sheet = printed(office, "renovation_permit", row=9)
    shown = str([cell.value for row in sheet.iter_rows() for cell in row])
    assert "138" not in shown
    assert beside(sheet, "许可证号") == ["ZXXK-2026-0001"]
    assert "每日12:00至14:00" in shown
    with pytest.raises(Refusal) as refused:
        printed(office, "renovation_permit", row=1)
    assert refused.value.code == "slip_not_ready"
    assert "先批准" in refused.value.params["message"].zh_CN


def test_what_the_office_has_set_takes_the_place_of_the_words_of_the_form(office) -> None:
    office.settings.set("renovation_quiet_hours", "中午不得施工")
    office.settings.set("emergency_phone", "0000-110")
    sheet = printed(office, "renovation_permit", row=9)
    assert beside(sheet, "禁止噪音作业") == ["中午不得施工"]
    assert beside(sheet, "应急电话") == ["0000-110"]


def test_numbers_show_their_ends_unless_a_reason_is_given(office, supervisor) -> None:
    sheet = printed(office, "renovation_application", row=9)
    assert beside(sheet, "身份证号") == ["440***********1235"]
    whole = printed(office, "renovation_application", row=9, full=FullCopy(supervisor, "核对资料"))
    assert beside(whole, "身份证号") == [CARD]
    assert beside(whole, "联系电话") == [PHONE]


def test_a_void_row_is_struck_through_and_says_why(office, supervisor) -> None:
    number = complaint(office, supervisor)
    (voided,) = office.ledger.apply([Void(1, "complaints", number, "重复")], supervisor, client="")
    assert voided.ok
    sheet = printed(office, "complaint_slip", row=number)
    assert sheet["A3"].value == "作废:重复"
    value = next(row[1] for row in sheet.iter_rows() if row[0].value == "投诉人")
    assert value.font.strike


# --- asking --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "asked", "code"),
    [
        ("complaint_slip", {}, "form_row"),
        ("complaint_slip", {"row": 9_999}, "unknown_row"),
        ("visitor_ledger", {"row": 1}, "form_no_row"),
        ("visitor_ledger", {"only": {"phone": PHONE}}, "form_select"),
        ("visitor_ledger", {"only": {"desk": "后门"}}, "unknown_choice"),
    ],
)
def test_what_a_form_is_not_made_for_is_refused(key, asked, code, office) -> None:
    with pytest.raises(Refusal) as refused:
        printed(
            office,
            key,
            "" if "row" in asked or not office.book.form(key).periods else "2026-11",
            **asked,
        )
    assert refused.value.code == code


def test_a_slip_is_called_by_the_number_of_its_row(office) -> None:
    book = office.book
    assert named(office, book.form("complaint_slip"), "", 1, "zh_CN") == "TS-202611-001"
    assert named(office, book.form("complaint_slip"), "", None, "en") == "empty"
    assert named(office, book.form("visitor_ledger"), "2026-11", None, "en") == "2026-11"


def test_a_ledger_can_be_narrowed_down(office) -> None:
    sheet = printed(office, "visitor_ledger", "2026-11", only={"visitor_type": "看房"})
    assert set(column(sheet, "类别")) == {"看房"}
    assert sheet["A3"].value == "日期:2026-11-01 至 2026-11-30  来访类别:看房"


def test_a_ledger_for_one_row_has_its_rows_of_all_months_under_its_own_header(office) -> None:
    sheet = printed(office, "renovation_inspections", row=9)
    assert sheet["A3"].value == "房号:1-2-301  装修单位:示范装饰  负责人:周样例"
    assert len(column(sheet, "日期时间")) == 7
    month = printed(office, "renovation_inspections", "2026-11")
    headings = [row[0].value for row in month.iter_rows() if str(row[0].value).startswith("房号:")]
    assert [heading.split("   ")[0] for heading in headings] == ["房号:3-1-502", "房号:1-2-301"]
    assert len(month.merged_cells.ranges) > 2


# --- by hand -------------------------------------------------------------------------------------


def test_an_empty_slip_has_its_labels_and_nothing_ticked(office) -> None:
    sheet = printed(office, "complaint_slip", empty=True)
    shown = str([cell.value for row in sheet.iter_rows() for cell in row])
    assert "☑" not in shown
    assert beside(sheet, "投诉人")[0] in (None, "")
    assert "编号:____________" in shown


def test_an_empty_ledger_is_one_page_of_rows_to_write_in(office) -> None:
    sheet = printed(office, "key_loan_ledger", empty=True)
    assert len(column(sheet, "借用人")) == 17
    assert set(column(sheet, "借用人")) == {None}
    assert sheet["A3"].value == "日期:____________ 至 ____________"
    assert printed(office, "key_loan_ledger", "2026-12", empty=True)["A3"].value.startswith(
        "日期:2026-12-01"
    )


def test_a_blind_count_names_the_items_and_no_quantity(office) -> None:
    blind = printed(office, "supply_count", empty=True)
    assert column(blind, "品名") == ["复印纸", "签字笔"]
    assert set(column(blind, "账面数")) == set(column(blind, "实盘数")) == {None}
    before = printed(office, "supply_count", "2026-11-28")
    assert (column(before, "账面数"), column(before, "实盘数")) == ([40, 0], [None, None])
    counted = printed(office, "supply_count", "2026-11-05")
    assert (column(counted, "品名"), column(counted, "盈亏")) == (["复印纸"], [-1])


def test_items_below_their_minimum_stand_out(office, supervisor) -> None:
    item: dict[str, object] = {"item_no": "C01", "name": "墨盒", "unit": "个", "category": "文具"}
    item |= {"min_qty": 2, "max_qty": 5}
    (taken,) = office.ledger.apply([Insert(1, "supply_items", item)], supervisor, client="")
    assert taken.ok
    sheet = printed(office, "supply_levels", "2026-11-30")
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=5)}
    assert rows["墨盒"][1].font.bold
    assert (rows["墨盒"][6].value, rows["墨盒"][7].value) == (0, 5)
    assert not rows["复印纸"][1].font.bold
    assert "低于下限(项):2" in str([row[0].value for row in sheet.iter_rows()])


def test_keys_that_are_out_stand_under_the_count(office) -> None:
    sheet = printed(office, "key_day_count", "2026-11-05")
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    assert rows["未收楼(空置)"][1:7] == [20, 3, 17, 19, 2, "一套在工程部"]
    lent = [row for row in sheet.iter_rows() if str(row[0].value).startswith("YS-")]
    assert len(lent) == 5
    assert lent[0][3].value == "138****8000"
