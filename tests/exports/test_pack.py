"""The month pack: one workbook whose cover ties every total to the ledger, to the fen."""

import csv
import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from db.edits import Refusal
from exports import Asked, make, render
from tests.exports.faults import faults_of
from tests.exports.test_read_back import PRINTED

# The same figures asked of the ledger in other words than the pack asks them in.
COUNTED = {
    ("IC卡收费明细表", "工本费"): """
        SELECT sum(fee) FROM ic_business WHERE status IN
        ('accepted', 'made', 'checked', 'delivered', 'archived', 'done')
        AND substr(started_at, 1, 7) = '2026-11' AND voided_at IS NULL""",
    ("IC卡收费明细表", "押金"): """
        SELECT sum(deposit) FROM ic_business WHERE status <> 'cancelled'
        AND started_at BETWEEN '2026-11-01' AND '2026-11-30 23:59' AND voided_at IS NULL""",
    ("钥匙押金明细表", "押金"): """
        SELECT sum(deposit) FROM key_loans
        WHERE strftime('%Y-%m', lent_at) = '2026-11' AND voided_at IS NULL""",
    ("装修款项明细表", "收款"): """
        SELECT sum(amount) FROM renovation_money WHERE at LIKE '2026-11-%' AND voided_at IS NULL
        AND kind IN ('deposit', 'waste', 'pass_fee', 'pass_deposit', 'other')""",
    ("装修押金台账", "期末余额"): """
        SELECT sum(CASE WHEN kind = 'deposit' THEN amount ELSE -amount END) FROM renovation_money
        WHERE at <= '2026-11-30' AND voided_at IS NULL
        AND kind IN ('deposit', 'deduction', 'refund')""",
    ("办公用品收发存月报表", "入库金额"): """
        SELECT sum(qty * unit_price) FROM supply_moves WHERE kind = 'purchase'
        AND move_date LIKE '2026-11-%' AND voided_at IS NULL AND status = 'issued'""",
    ("办公用品收发存月报表", "期末金额"): """
        SELECT sum(value_after) FROM supply_moves AS m WHERE id = (
          SELECT id FROM supply_moves WHERE item_id = m.item_id AND value_after IS NOT NULL
          AND move_date <= '2026-11-30' ORDER BY move_date DESC, id DESC LIMIT 1)""",
}


@pytest.fixture(scope="module")
def pack(november_office) -> bytes:
    out = io.BytesIO()
    render(november_office, "month_pack", "2026-11", "zh_CN", out, printed_on=PRINTED)
    return out.getvalue()


def cover(content: bytes) -> list[tuple]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [row for row in sheet.iter_rows(min_row=5, values_only=True) if isinstance(row[0], int)]


def test_the_cover_comes_first_and_the_forms_after_it(pack, november_office) -> None:
    form = november_office.book.form("month_pack")
    titles = [each.title.zh_CN for each in (form, *form.forms)]
    assert load_workbook(io.BytesIO(pack)).sheetnames == titles


def test_every_figure_is_that_of_the_ledger_to_the_fen(pack, november_office) -> None:
    found = {(row[1], row[2]): row for row in cover(pack)}
    for place, sql in COUNTED.items():
        (counted,) = november_office.ledger.select(f"SELECT coalesce(({sql}), 0) AS fen")
        yuan = Decimal(str(counted["fen"])) / 100
        of_form, of_ledger, difference, agrees = found[place][3:7]
        assert (Decimal(str(of_form)), Decimal(str(of_ledger))) == (yuan, yuan), place
        assert (difference, agrees) == (0, "相符")
    assert any(row[3] for row in found.values())


def test_the_total_of_a_sheet_is_the_sum_of_its_rows(pack) -> None:
    book = load_workbook(io.BytesIO(pack))
    for source, label, figure in (
        ("IC卡收费明细表", "工本费", "工本费"),
        ("装修款项明细表", "收", "收款"),
        ("装修押金台账", "余额", "期末余额"),
        ("办公用品收发存月报表", "出库金额", "出库金额"),
    ):
        rows = list(book[source].iter_rows(min_row=4, values_only=True))
        place = rows[0].index(label)
        total = sum(
            (Decimal(str(row[place] or 0)) for row in rows[1:] if isinstance(row[0], int)),
            Decimal(0),
        )
        (on_cover,) = [row[3] for row in cover(pack) if row[1:3] == (source, figure)]
        assert Decimal(str(on_cover)) == total, source


def test_the_cover_says_that_all_agrees_and_carries_the_seal(pack, november_office) -> None:
    sheet = load_workbook(io.BytesIO(pack)).worksheets[0]
    lines = [str(cell.value) for (cell,) in sheet.iter_rows(max_col=1) if cell.value]
    assert "与台账核对:15 项全部相符" in lines
    assert f"台账校验码:{november_office.ledger.head_hash}" in lines


def test_the_same_ledger_gives_the_same_bytes(pack, november_office) -> None:
    again = io.BytesIO()
    render(november_office, "month_pack", "2026-11", "zh_CN", again, printed_on=PRINTED)
    assert again.getvalue() == pack


def test_what_does_not_tie_is_said(november_office) -> None:
    """As if a form left a row out: the ledger counts it all the same."""
    form = november_office.book.form("month_pack")
    part = form.parts[0]
    fee = part.figures[0]
    wrong = fee.model_copy(update={"check": fee.check.model_copy(update={"sum": "fee + 100"})})
    spoiled = form.model_copy(
        update={"parts": (part.model_copy(update={"figures": (wrong, *part.figures[1:])}),)}
    ).with_forms({each.key: each for each in november_office.book.forms})
    out = io.BytesIO()
    render(november_office, spoiled, "2026-11", "zh_CN", out, printed_on=PRINTED)
    first, second = cover(out.getvalue())
    assert first[5] == first[3] - first[4] < 0
    assert first[6] == "不符"
    assert (second[5], second[6]) == (0, "相符")
    sheet = load_workbook(io.BytesIO(out.getvalue())).worksheets[0]
    lines = [str(cell.value) for (cell,) in sheet.iter_rows(max_col=1) if cell.value]
    assert "与台账核对:2 项中有 1 项不符,请核对后再交财务" in lines
    assert sheet["B5"].font.b


def test_the_slips_of_the_month_go_with_it(november_office, tmp_path) -> None:
    form = november_office.book.form("month_pack")
    out = tmp_path / "pack.zip"
    told = []
    make(november_office, Asked(form, "2026-11", "zh_CN"), "zip", out, lambda *at: told.append(at))
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        listed = list(csv.DictReader(io.StringIO(archive.read("单据目录.csv").decode("utf-8-sig"))))
        slip = load_workbook(io.BytesIO(archive.read(names[1]))).active
    assert names[0] == "财务月度资料-2026-11.xlsx"
    applications = [name for name in names if name.startswith("装修申请(备案)表/")]
    assert applications[0] == "装修申请(备案)表/装修申请(备案)表-ZX-202611-001.xlsx"
    assert slip["A2"].value == "装修申请(备案)表"
    assert [line["文件"] for line in listed if line["文件"]] == [
        name.split("/")[1] for name in names if "/" in name
    ]
    unready = [line for line in listed if not line["文件"]]
    assert unready
    assert all(line["未生成的原因"] for line in unready)
    assert told[-1] == (len(listed), len(listed))


def test_only_a_pack_has_slips_and_none_is_printed_empty(november_office, tmp_path) -> None:
    book = november_office.book
    ledger = Asked(book.form("visitor_ledger"), "2026-11", "zh_CN")
    with pytest.raises(Refusal, match="no_slips"):
        make(november_office, ledger, "zip", tmp_path / "x.zip")
    pack = Asked(book.form("month_pack"), "", "zh_CN", empty=True)
    with pytest.raises(Refusal, match="form_no_empty"):
        make(november_office, pack, "xlsx", tmp_path / "x.xlsx")


GOOD = """\
key: note
title: 便条
kind: pack
slips: [complaint_slip]
parts:
  - form: renovation_charges
    figures:
      - label: 收款
        value: received
        check: {of: renovation_money, sum: amount, where: "kind = 'deposit'"}
blocks:
  - block: title
  - block: table
    columns:
      - {label: 来源, width: 9, value: source}
      - {label: 差额, width: 9, value: difference}
  - block: agreement
"""


@pytest.mark.parametrize(
    ("seen", "instead", "fault"),
    [
        ("", "", ""),
        ("form: renovation_charges", "form: nothing", "6: unknown_form"),
        ("form: renovation_charges", "form: complaint_slip", "6: bad_option"),
        ("form: renovation_charges", "form: ic_fees_day", "6: bad_option"),
        ("slips: [complaint_slip]", "slips: [nothing]", "4: unknown_form"),
        ("slips: [complaint_slip]", "slips: [visitor_ledger]", "4: bad_option"),
        ("slips: [complaint_slip]", "sheet: visitors", "4: unknown_key"),
        ("value: received", "value: amount", "9: bad_option"),
        ("of: renovation_money, ", "", "10: key_missing"),
        ("sum: amount, ", "", "10: key_missing"),
        ("of: renovation_money", "of: money", "10: unknown_sheet"),
        ("kind = 'deposit'", "sort = 1", "10: expression_name"),
        ("value: source", "value: room_id", "15: bad_option"),
        ("value: source", "value: source, total: sum", "15: unknown_key"),
        ("block: agreement", "block: totals", "17: bad_option"),
    ],
)
def test_a_mistake_in_a_pack_is_found_at_its_line(seen, instead, fault, sheets, book) -> None:
    forms = {form.key: form for form in book.forms}
    found = faults_of(GOOD.replace(seen, instead, 1), sheets, forms)
    assert [one for one in found if one == fault] if fault else found == []
