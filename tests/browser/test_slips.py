"""打印: the slip of a row, from its menu and from its record; what is not ready is said."""

import io
from datetime import date, timedelta

import httpx
import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Download, Locator, expect

from tests.browser.window import Window
from tests.exports.month import CARD, PAPERS, PHONE
from tests.exports.test_slips import SHORT


def add(client: httpx.Client, sheet: str, values: dict[str, object]) -> None:
    edit = {"seq": 1, "op": "insert", "sheet": sheet, "values": values}
    asked = {"client": f"slips-{sheet}", "edits": [edit]}
    (result,) = client.post("/api/edits", json=asked).json()["results"]
    assert result["ok"], result


@pytest.fixture
def complaints(window: Window, client: httpx.Client) -> Window:
    add(
        client,
        "complaints",
        {key: value for key, value in SHORT.items() if key not in ("dept", "received_at")},
    )
    window.open("complaints")
    window.until("taizhang.rows.total > 0")
    return window.at(window.total - 1, "doc_no")


def taken(window: Window, button: Locator) -> Download:
    with window.page.expect_download() as download:
        button.click()
    return download.value


def book(download: Download) -> Workbook:
    return load_workbook(io.BytesIO(download.path().read_bytes()))


def test_the_slip_of_a_row_is_printed_from_its_menu_and_from_its_record(
    complaints: Window,
) -> None:
    number = complaints.text(complaints.total - 1, "doc_no")
    complaints.press("Shift+F10")
    item = complaints.frame.locator(".tz-row-menu [data-action='print-complaint_slip']")
    expect(item).to_have_text("打印 用户投诉处理单")
    complaints.shot("row-menu-print")
    from_menu = taken(complaints, item)
    assert from_menu.suggested_filename == f"用户投诉处理单-{number}.xlsx"
    assert book(from_menu).active["D3"].value is None
    complaints.press("F4")
    panel = complaints.frame.locator(".tz-panel")
    panel.locator("summary", has_text="打印").click()
    complaints.shot("panel-print")
    from_panel = taken(complaints, panel.locator("[data-action='print-complaint_slip']"))
    shown = [cell.value for row in book(from_panel).active.iter_rows() for cell in row]
    assert f"编号:{number}" in shown
    assert SHORT["description"] in shown
    complaints.press("Escape", "Escape")


def test_an_empty_form_is_had_from_the_menu_of_forms(complaints: Window) -> None:
    complaints.frame.locator(".tz-menu summary", has_text="导出").click()
    complaints.shot("forms-menu")
    link = complaints.frame.locator(".tz-empty-form", has_text="用户投诉处理单 · 空白表")
    empty = taken(complaints, link)
    assert empty.suggested_filename == "用户投诉处理单-空白.xlsx"


def test_a_permit_that_is_not_approved_is_refused_in_words(
    window: Window, client: httpx.Client
) -> None:
    values = {
        "room_id": "1-1-101", "owner_id": "陈样例", "applicant": "陈样例", "id_number": CARD,
        "phone": PHONE, "contractor": "示范装饰", "leader": "周样例", "leader_phone": PHONE,
        "leader_id": CARD, "scope": "水电", "documents": PAPERS,
        "planned_start": str(date.today()), "planned_end": str(date.today() + timedelta(days=9)),
    }  # fmt: skip
    add(client, "people", {"name": "陈样例"})
    add(client, "renovations", values)
    window.open("renovations")
    window.until("taizhang.rows.total > 0")
    window.at(window.total - 1, "doc_no").press("Shift+F10")
    window.frame.locator(".tz-row-menu [data-action='print-renovation_permit']").click()
    expect(window.frame.locator("body")).to_contain_text("请先批准这项装修,再打印许可证")
    window.shot("permit-refused")
