"""Telephones and documents on screen: their ends, and all of it for who must check them."""

import io
from collections.abc import Callable

import httpx
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.window import Window, add_visitors, ledger_rows
from tests.registers.test_masking import NUMBERS

CARD, PHONE, PLATE = "440106198803151235", "13812345678", "粤A12345"
NUMBER = {"id_type": "id_card", "id_number": CARD, "phone": PHONE, "plate_no": PLATE}
SHOWN = {"id_number": "440***********1235", "phone": "138****5678", "plate_no": "粤A***45"}


def shown(window: Window, row: int) -> dict[str, str]:
    window.get(f"taizhang.api.ensureColumnVisible('{window.sheet}.plate_no')")
    return {field: window.text(row, field) for field in SHOWN}


def test_f2_the_clerk_sees_the_ends_in_the_grid_and_all_in_the_entry_form(
    window: Window, client: httpx.Client
) -> None:
    """F2. Phone shown `138****5678`; ID shown `440***********1235`; its own editor in full."""
    first, second = add_visitors(client, 1, **NUMBER) + add_visitors(client, 1)
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.open()
    top, frame = window.total - 2, window.frame
    assert shown(window, top) == SHOWN
    window.shot("privacy-clerk-masked")
    window.cell(top, "doc_no").hover()
    window.cell(top, "id_number").hover()
    expect(frame.locator(".ag-tooltip")).to_have_text(SHOWN["id_number"])
    for field, whole in (("id_number", CARD), ("phone", PHONE), ("plate_no", PLATE)):
        window.at(top, field).press("F2")
        editor = frame.locator(".ag-cell-inline-editing input, .ag-popup-editor input").first
        expect(editor).to_have_value(whole)
        if field == "id_number":
            window.shot("privacy-clerk-editor")
        window.press("Escape")
    assert shown(window, top) == SHOWN
    window.at(top, "phone").press("Control+c")
    window.until("taizhang.range.copied.range !== null")
    assert window.page.evaluate("navigator.clipboard.readText()") == SHOWN["phone"]
    window.at(top + 1, "phone").press("Control+v")
    window.until(f"taizhang.rows.peek({top + 1}).phone !== null")
    window.saved()
    assert ledger_rows(client)[second]["phone"] == PHONE
    window.at(top + 1, "id_number")
    window.paste(SHOWN["id_number"])
    window.marks("1 格有误")
    assert window.text(top + 1, "id_number") == SHOWN["id_number"]
    assert ledger_rows(client)[second]["id_number"] is None
    window.at(top, "visitor_name").press("F4")
    value = frame.locator(".tz-panel .tz-field[data-field='phone'] .tz-value")
    expect(value).to_have_text("138 1234 5678")
    window.shot("privacy-clerk-panel")
    window.press("Escape")
    assert ledger_rows(client)[first]["phone"] == PHONE
    frame.locator(".tz-menu summary", has_text="导出").click()
    expect(frame.get_by_text("含完整证件号…")).to_have_count(0)


def test_f2_the_supervisor_sees_all_and_says_why_it_is_exported(
    open_window: Callable[..., Window], client: httpx.Client
) -> None:
    """F2. Supervisor's full export asks for the reason; Esc gives nothing out."""
    add_visitors(client, 1, **NUMBER)
    window = open_window("supervisor").open()
    frame, last = window.frame, window.total - 1
    assert shown(window, last) == {"id_number": CARD, "phone": "138 1234 5678", "plate_no": PLATE}
    window.shot("privacy-supervisor")
    frame.locator(".tz-menu summary", has_text="导出").click()
    with window.page.expect_popup() as opened:
        frame.locator(".tz-menu a", has_text="来访登记表").first.click()
    view = opened.value
    view.get_by_role("button", name="含完整证件号…").click()
    dialog = view.locator("dialog[open]")
    expect(dialog).to_contain_text("会记入历史")
    view.keyboard.press("Escape")
    view.get_by_role("button", name="含完整证件号…").click()
    dialog.locator("input").fill("派出所调查")
    dialog.get_by_role("button", name="显示").click()
    page = view.frame_locator("#sheet")
    expect(page.get_by_text(PHONE).first).to_be_visible(timeout=30_000)
    with view.expect_download() as download:
        view.get_by_role("button", name="下载 Excel").click()
    sheet = load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    printed = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {CARD, PHONE, PLATE} <= printed


def test_the_grid_hides_exactly_what_paper_hides(window: Window) -> None:
    window.open()
    asked = [[number, *ends] for number, *ends in (
        ("13812345678", 3, 4, 4), ("28123456", 3, 4, 4), ("110", 3, 4, 4), ("粤A12345", 2, 2, 3),
    )]  # fmt: skip
    found = window.frame.evaluate(
        """async asked => {
            const base = document.querySelector('link[href$="grid.css"]').href;
            const { masked } = await import(base.replace("grid.css", "show.js"));
            return asked.map(([text, head, tail, hidden]) => masked(text, { head, tail, hidden }));
        }""",
        asked,
    )
    phones, plates = NUMBERS["phone"], NUMBERS["plate"]
    assert found == [phones["13812345678"], phones["28123456"], "***", plates["粤A12345"]]
