"""Every form, written and read back: typed values, widths, print set-up, closing lines."""

import hashlib
import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from db.edits import Refusal
from exports import drawing, file_name, render
from exports.geometry import column_pixels
from registers.form_model import PaperForm, Signatures
from tests.exports.month import HOSTILE, LONG
from tests.exports.wanted import BOOK, EVERY, TABLES, USUAL, Wanted

PRINTED = date(2026, 12, 1)
FIRST = 5  # the first row of the table: under estate, title, header line and labels


def exported(office, key: str, period: str = "2026-11", lang: str = "zh_CN", **asked) -> bytes:
    out = io.BytesIO()
    render(office, office.book.form(key), period, lang, out, printed_on=PRINTED, **asked)
    return out.getvalue()


def read(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def printings(november_office) -> dict[str, bytes]:
    return {str(one): one.content(november_office, printed_on=PRINTED) for one in EVERY}


@pytest.fixture(scope="module")
def papers(printings) -> dict[str, Workbook]:
    """Every printing of every form, read back."""
    return {name: read(content) for name, content in printings.items()}


@pytest.fixture(scope="module")
def books(papers) -> dict[str, Workbook]:
    """The usual printing of each form."""
    return {one.form.key: papers[str(one)] for one in USUAL}


def table(sheet: Worksheet) -> list[list[object]]:
    """The rows of the table, each beginning with its number."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
    return [row for number, row in enumerate(rows, 1) if row[0] == number]


def column(sheet: Worksheet, label: str) -> list[object]:
    place = [cell.value for cell in sheet[FIRST - 1]].index(label)
    return [row[place] for row in table(sheet)]


def closing(sheet: Worksheet) -> list[str]:
    """What stands in the first column under the table."""
    cells = (
        sheet.cell(row, 1).value for row in range(FIRST + len(table(sheet)), sheet.max_row + 1)
    )
    return [str(value) for value in cells if value is not None]


# --- the page ------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", EVERY, ids=str)
def test_a_form_begins_with_the_estate_and_its_name(wanted, papers) -> None:
    for sheet in papers[str(wanted)]:
        assert sheet["A1"].value == "样例花园"
        assert str(sheet["A2"].value).replace("*", "-") == sheet.title
    first = papers[str(wanted)].worksheets[0]
    assert str(first["A2"].value).startswith(wanted.form.title.zh_CN)


def forms_of(wanted: Wanted) -> list[PaperForm]:
    """The form of each worksheet."""
    return [
        each
        for each in BOOK.printed(wanted.form)
        for _ in range(len(getattr(each, "apart", ())) or 1)
    ]


@pytest.mark.parametrize("wanted", TABLES, ids=str)
def test_a_table_has_its_columns_under_every_title(wanted, papers) -> None:
    for form, sheet in zip(forms_of(wanted), papers[str(wanted)], strict=True):
        labels = [cell.value for cell in sheet[FIRST - 1]]
        assert labels == [column.label.zh_CN for column in form.columns]
        assert sheet.print_title_rows == "$1:$4"
        assert sheet.freeze_panes == "A5"


@pytest.mark.parametrize("wanted", EVERY, ids=str)
def test_a_form_is_set_up_to_print_on_a4(wanted, papers) -> None:
    for form, sheet in zip(forms_of(wanted), papers[str(wanted)], strict=True):
        page = form.page
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, page.orientation)
        assert page.min_scale <= (sheet.page_setup.scale or 100) <= page.max_scale
        last = get_column_letter(len(form.columns))
        assert sheet.print_area == f"'{sheet.title}'!$A$1:${last}${sheet.max_row}"
        assert sheet.print_options.horizontalCentered
        assert "第 &P 页 共 &N 页" in sheet.oddFooter.center.text
        set_up = sheet.sheet_properties.pageSetUpPr
        assert not set_up or not set_up.fitToPage


@pytest.mark.parametrize("wanted", EVERY, ids=str)
def test_columns_are_as_wide_as_the_form_says(wanted, papers) -> None:
    for form, sheet in zip(forms_of(wanted), papers[str(wanted)], strict=True):
        groups = sheet.column_dimensions.values()
        widths = [
            next(group.width for group in groups if group.min <= place <= group.max)
            for place in range(1, len(form.columns) + 1)
        ]
        pixels = [column_pixels(column.width) for column in form.columns]
        assert [round(width * 8) for width in widths] == pixels


@pytest.mark.parametrize("wanted", EVERY, ids=str)
def test_every_row_says_how_high_it_is_and_no_cell_is_a_formula_or_a_link(wanted, papers) -> None:
    for sheet in papers[str(wanted)]:
        assert all(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)


@pytest.mark.parametrize("wanted", EVERY, ids=str)
def test_everybody_who_signs_has_a_line_on_the_last_page(wanted, papers) -> None:
    for form, sheet in zip(forms_of(wanted), papers[str(wanted)], strict=True):
        block = [block for block in form.blocks if isinstance(block, Signatures)][-1]
        last = max((broken.id for broken in sheet.row_breaks.brk), default=0)
        rows = range(max(last, sheet.max_row - len(block.people)) + 1, sheet.max_row + 1)
        signed = " ".join(str(cell.value or "") for row in rows for cell in sheet[row])
        assert all(f"{person.zh_CN}:________" in signed for person in block.people)


@pytest.mark.parametrize("wanted", EVERY, ids=str)
def test_the_same_rows_give_the_same_bytes(wanted, printings, november_office) -> None:
    again = wanted.content(november_office, printed_on=PRINTED)
    assert hashlib.sha256(printings[str(wanted)]).digest() == hashlib.sha256(again).digest()


# --- the values ----------------------------------------------------------------------------------


def test_dates_and_times_are_typed(books) -> None:
    sheet = books["visitor_ledger"].active
    assert column(sheet, "日期")[0] == datetime(2026, 11, 1)
    assert column(sheet, "到达")[0] == datetime(2026, 11, 1, 8, 0)
    assert (sheet["B5"].number_format, sheet["C5"].number_format) == ("yyyy-mm-dd", "hh:mm")
    assert set(column(sheet, "离开")) == {None}


def test_money_is_a_number_to_the_fen(books) -> None:
    deposits, cards = books["renovation_deposits"].active, books["ic_card_issues"].active
    assert column(deposits, "押金") == [2000.5] * 8
    assert column(cards, "押金") == [0.1] * 15
    assert deposits["F5"].number_format == "#,##0.00_ "


def test_numbers_of_people_phones_and_cards_stay_text(books) -> None:
    visitors, cards = books["visitor_ledger"].active, books["ic_card_issues"].active
    assert set(column(visitors, "证件号码")) == {"440***********1235"}
    assert set(column(visitors, "电话")) == {"138****8000"}
    assert column(cards, "卡号")[0] == "00000A7"
    assert column(books["renovation_deposits"].active, "收据号")[0] == "00017"
    assert visitors["G5"].number_format == "@"


def test_texts_that_look_like_formulas_stay_texts(books) -> None:
    shown = {unescape(str(text)) for text in column(books["visitor_ledger"].active, "事由")}
    assert set(HOSTILE) < shown


def test_references_and_choices_are_printed_by_their_names(books) -> None:
    loans, supplies = books["key_loan_ledger"].active, books["supply_issues"].active
    assert column(loans, "钥匙编号")[:2] == ["K-001", "K-900"]
    assert column(loans, "房号/区域")[:2] == ["3-1-502", "配电房"]
    assert (column(supplies, "品名")[0], column(supplies, "规格")[0]) == ("复印纸", "A4 70g")
    assert column(supplies, "单位")[:2] == ["包", "支"]
    assert column(books["complaint_ledger"].active, "类别")[:2] == ["噪音扰民", "清洁绿化"]


def test_rows_come_in_the_order_of_the_paper_and_only_those_the_form_is_for(books) -> None:
    visitors, supplies = books["visitor_ledger"].active, books["supply_issues"].active
    assert column(visitors, "到达") == sorted(column(visitors, "到达"))
    assert len(table(visitors)) == 60
    assert len(table(supplies)) == 28  # the two purchases are no issues


def test_a_void_row_keeps_its_place_struck_through_with_its_reason(books) -> None:
    sheet = books["visitor_ledger"].active
    void = next(row for row in sheet.iter_rows(min_row=FIRST) if row[3].font.strike)
    assert isinstance(void[0].value, int)
    assert void[3].font.color.rgb == "FF808080"
    assert (void[14].value, void[14].font.strike) == ("作废:重复登记", None)


def test_a_long_text_has_its_row_grown_and_an_endless_one_says_where_to_look(books) -> None:
    sheet = books["complaint_ledger"].active
    texts = column(sheet, "内容")
    assert texts[0] == LONG
    assert sheet.row_dimensions[FIRST].height > 60
    assert texts[4].endswith("…(详见原件)")
    assert LONG.startswith(texts[4][:50])


def test_cells_to_sign_in_are_blank(books) -> None:
    assert set(column(books["key_loan_ledger"].active, "借用人签名")) == {None}


# --- the figures ---------------------------------------------------------------------------------


def test_figures_leave_void_rows_out(books) -> None:
    sheet = books["visitor_ledger"].active
    kept = [
        size
        for size, remark in zip(column(sheet, "人数"), column(sheet, "备注"), strict=True)
        if not str(remark).startswith("作废")
    ]
    assert closing(sheet)[:2] == [
        "合计",
        f"人次合计:{sum(kept)}    笔数:54    超时笔数:0    作废笔数:6",
    ]
    total = next(row for row in sheet.iter_rows(min_row=FIRST) if row[0].value == "合计")
    assert (total[4].value, total[4].data_type) == (sum(kept), "n")


def test_sums_of_money_are_exact(books) -> None:
    sheet = books["ic_card_issues"].active
    total = next(row for row in sheet.iter_rows(min_row=FIRST) if row[0].value == "合计")
    assert (total[10].value, total[11].value) == (300, 1.5)
    assert "张数:15    工本费:300.00    押金:1.50    作废:0" in closing(sheet)
    assert "张数:1    工本费:20.00    押金:0.10    作废:0" in closing(
        books["ic_card_issues"]["IC卡发放登记表(员工)"]
    )


def test_a_report_closes_with_its_totals_its_memo_and_its_checks(books) -> None:
    sheet = books["renovation_deposits"].active
    total = next(row for row in sheet.iter_rows(min_row=FIRST) if row[0].value == "合计")
    assert [total[place].value for place in (5, 7, 8, 10)] == [16004, 0, 16004, 16004]
    assert total[5].number_format == "#,##0.00_ "
    assert column(sheet, "收款日")[0] == datetime(2026, 11, 1)
    assert column(sheet, "退款日")[0] is None
    assert closing(sheet)[1:3] == [
        "期初:0.00    本期收:16,004.00    本期退:0.00    扣款:0.00    期末余额:16,004.00",
        "期初+收-退-扣款 = 期末余额:相符",
    ]


def test_a_report_by_day_has_a_row_for_each_day_and_no_void_rows(november_office) -> None:
    sheet = read(exported(november_office, "visitor_month")).active
    days = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST, max_row=34)]
    assert [row[0] for row in days] == [datetime(2026, 11, day) for day in range(1, 31)]
    ledger = read(exported(november_office, "visitor_ledger")).active
    assert closing(ledger)[1].startswith(f"人次合计:{sum(row[1] for row in days)}    笔数:54")
    total = [cell.value for cell in sheet[35]]
    assert total[:3] == ["合计", sum(row[1] for row in days), 54]
    assert sheet.max_row == 37
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)


def test_shares_stand_on_paper_with_two_decimals_and_a_dash_where_there_is_none(
    november_office,
) -> None:
    sheet = read(exported(november_office, "complaint_quarter", "2026-Q4")).active
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=FIRST)}
    assert [cell.value for cell in rows["噪音扰民"]][1:9] == [0, 6, 0, 6, 50, 0, 6, 0]
    assert rows["噪音扰民"][5].number_format == "0.00"
    assert (rows["犬只"][9].value, rows["合计"][10].value) == ("—", "—")
    assert (rows["合计"][5].value, rows["合计"][5].number_format) == (100, "0.00")


def test_figures_are_given_for_each_group_the_largest_first(books) -> None:
    assert "按卡类(张):业主卡 15" in closing(books["ic_card_issues"].active)
    assert closing(books["visitor_ledger"].active)[2].startswith("按类别(人次):")


def test_rows_of_the_same_kind_are_added_up_on_a_second_sheet(books) -> None:
    sums = books["supply_issues"]["办公用品领用汇总(按部门和物品)"]
    assert [row[1:7] for row in table(sums)] == [
        ["工程部", "复印纸", "A4 70g", "包", "14", 29],
        ["工程部", "签字笔", None, "支", "14", 28],
    ]
    apart = table(books["supply_issues"].active)
    assert sum(row[6] for row in apart) == 29 + 28


# --- periods, languages, files -------------------------------------------------------------------


def test_a_day_has_only_its_own_rows(november_office) -> None:
    sheet = read(exported(november_office, "visitor_ledger", "2026-11-01")).active
    assert {moment.date() for moment in column(sheet, "日期")} == {date(2026, 11, 1)}
    assert sheet["A3"].value == "日期:2026-11-01 至 2026-11-01"


def test_a_month_without_rows_says_so_and_can_still_be_signed(november_office) -> None:
    sheet = read(exported(november_office, "visitor_ledger", "2026-10")).active
    assert sheet["A5"].value == "本期无记录"
    assert closing(sheet)[2] == "人次合计:0    笔数:0    超时笔数:0    作废笔数:0"
    assert closing(sheet)[-1] == "值班员:________________"


@pytest.mark.parametrize(
    ("lang", "title", "label", "total", "channel", "footer"),
    [
        (
            "zh_HK",
            "投訴登記台賬",
            "受理時間",
            "上月結轉:0    本月受理:12",
            "來電",
            "第 &P 頁 共 &N 頁",
        ),
        (
            "en",
            "Complaint register",
            "Received",
            "Carried over: 0    Received: 12",
            "Call",
            "Page &P of &N",
        ),
    ],
)
def test_a_form_speaks_the_language_asked_for(
    lang, title, label, total, channel, footer, november_office
) -> None:
    sheet = read(exported(november_office, "complaint_ledger", lang=lang)).active
    assert (sheet["A2"].value, sheet["C4"].value) == (title, label)
    assert sheet["F5"].value == channel
    assert closing(sheet)[0].startswith(total)
    assert footer in sheet.oddFooter.center.text


@pytest.mark.parametrize(
    ("key", "period", "code"),
    [
        ("visitor_ledger", "2026", "form_period"),
        ("complaint_ledger", "2026-11-03", "form_period"),
        ("visitor_ledger", "November", "bad_period"),
    ],
)
def test_a_period_the_form_is_not_made_for_is_refused(key, period, code, november_office) -> None:
    with pytest.raises(Refusal) as refused:
        exported(november_office, key, period)
    assert refused.value.code == code


def test_a_form_can_go_straight_to_a_file(november_office, tmp_path) -> None:
    form = november_office.book.form("visitor_ledger")
    target = tmp_path / file_name(form, "2026-11", "zh_CN")
    render(november_office, form, "2026-11", "zh_CN", target, printed_on=PRINTED)
    assert target.name == "来访登记表-2026-11.xlsx"
    assert target.read_bytes() == exported(november_office, "visitor_ledger")


def test_a_form_may_be_asked_for_by_its_title(november_office) -> None:
    out = io.BytesIO()
    render(november_office, "来访登记表", "2026-11", "zh_CN", out, printed_on=PRINTED)
    assert out.getvalue() == exported(november_office, "visitor_ledger")
    with pytest.raises(Refusal, match="unknown_form"):
        render(november_office, "来访", "2026-11", "zh_CN", out)


def test_a_form_with_more_pages_than_a_sheet_may_break_goes_on_in_the_next(
    november_office, monkeypatch
) -> None:
    whole = read(exported(november_office, "visitor_ledger"))
    pages = len(whole.active.row_breaks.brk) + 1
    monkeypatch.setattr(drawing, "PAGES_PER_SHEET", 2)
    book = read(exported(november_office, "visitor_ledger"))
    assert book.sheetnames == ["来访登记表", "来访登记表 (2)"]
    assert sum(len(sheet.row_breaks.brk) + 1 for sheet in book) == pages
    assert [sheet["A2"].value for sheet in book] == ["来访登记表"] * 2
    numbers = [row[0].value for sheet in book for row in sheet.iter_rows(min_row=FIRST)]
    assert [number for number in numbers if isinstance(number, int)] == list(range(1, 61))
    assert "值班员" not in str([row[0].value for row in book.worksheets[0].iter_rows()])
