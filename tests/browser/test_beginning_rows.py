"""Where new rows come from: keys, copies, what is foreseen, who comes again, card readers."""

import re
from datetime import datetime

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.window import Window, add_visitors, ledger_rows

SCANS = [f"4401061988031{n:05d}" for n in range(10_000, 10_020)]


def named(client: httpx.Client, name: str) -> list[dict[str, object]]:
    return [row for row in ledger_rows(client).values() if row["visitor_name"] == name]


def test_a_new_row_is_one_key_away_and_a_copy_waits_for_what_differs(
    window: Window, client: httpx.Client
) -> None:
    document = {"id_type": "passport", "id_number": "P2222222", "phone": "13811110000"}
    add_visitors(client, 3, visitor_name="原件样例", party_size=4, **document)
    window.open()
    blank = window.total
    for key in ("Alt+n", "Control+n", "Insert"):
        window.at(0, "purpose").press(key)
        assert window.focused == [blank, "visitor_name"], key
    window.at(0, "purpose").press("F2")
    window.type("改了一半")
    window.frame.get_by_role("button", name="＋ 新增").click()
    assert window.focused == [blank, "visitor_name"]
    window.saved()

    window.at(blank - 1, "remark").press("Control+Shift+d")
    assert window.focused == [blank, "visitor_name"]
    expect(window.cell(blank, "visitor_name")).to_have_text("原件样例")
    assert len(named(client, "原件样例")) == 3
    window.shot("copied-row")
    window.type("副本样例")
    window.press("Enter")
    window.saved()
    (copy,) = named(client, "副本样例")
    source = named(client, "原件样例")[-1]
    for key in ("party_size", "visitor_type", "phone", "id_number", "room_id", "purpose"):
        assert copy[key] == source[key], key
    assert copy["doc_no"] != source["doc_no"]
    assert copy["arrived_at"] != source["arrived_at"]

    window.cell(blank - 1, "purpose").click(button="right")
    window.frame.get_by_role("menuitem", name="复制此行").click()
    window.until(f"taizhang.api.getFocusedCell().rowIndex === {blank + 1}")
    window.press("ArrowDown")  # left as it is, it is meant so
    window.saved()
    assert len(named(client, "原件样例")) == 4


def test_what_a_line_will_hold_is_shown_grey_and_stored_as_shown(
    window: Window, client: httpx.Client
) -> None:
    add_visitors(client, 1, desk="east_gate")
    window.open()
    line = window.total
    window.at(line, "visitor_name").type("默认样例")
    window.press("Tab")
    expect(window.cell(line, "desk")).to_have_class(re.compile("tz-foreseen"))
    assert window.text(line, "desk") == "东门"
    assert window.text(line, "party_size") == "1"
    assert window.text(line, "status") == "待放行"
    arrived = str(window.get(f"taizhang.rows.peek({line})._draft.held.arrived_at"))
    assert arrived[:10] == f"{datetime.now():%Y-%m-%d}"
    window.shot("foreseen-line")
    window.at(line, "party_size").press("F2")
    window.until("taizhang.api.getEditingCells().length === 1")
    assert window.frame.locator(".ag-cell input.tz-input").input_value() == "1"
    window.press("Escape")
    for field, text in (
        ("visitor_type", "qy"), ("room_id", "3-1-502"), ("id_type", "未出示"), ("purpose", "探访"),
    ):  # fmt: skip
        window.at(line, field).type(text)
        window.press("Enter")
    window.saved()
    (row,) = named(client, "默认样例")
    assert (row["desk"], row["party_size"], row["arrived_at"]) == ("east_gate", 1, arrived)


def test_somebody_who_comes_again_is_filled_in_with_one_key(
    window: Window, client: httpx.Client
) -> None:
    before = {"id_type": "passport", "id_number": "P3333333", "plate_no": "粤A12345"}
    add_visitors(client, 1, visitor_name="再来样例", phone="13833334444", purpose="送货", **before)
    window.open()
    line = window.total
    window.at(line, "purpose").type("这次是看房")
    window.press("Enter")
    window.at(line, "phone").type("138 3333 4444")
    window.press("Tab")
    offer = window.frame.locator(".tz-recognised")
    expect(offer).to_contain_text("再来样例 · 上次 ")
    expect(offer).to_contain_text(" · 3-1-502 · 按 Ctrl+Enter 填入")
    window.shot("recognised")
    window.press("Control+Enter")
    window.saved()
    expect(offer).to_be_hidden()
    rows = named(client, "再来样例")
    assert len(rows) == 2
    assert rows[1]["purpose"] == "这次是看房"
    assert (rows[1]["id_number"], rows[1]["plate_no"]) == ("P3333333", "粤A12345")
    window.at(line + 1, "phone").type("13855556666")
    window.press("Tab")
    window.settle(400)
    expect(offer).to_be_hidden()


def scan(window: Window, text: str, *after: str) -> None:
    """A card or barcode reader: real keys, as fast as the browser takes them."""
    for key in text:
        window.cdp.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, "key": key})
        window.cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": key})
    window.press(*after)


@pytest.mark.parametrize(
    ("field", "after"),
    [("remark", ["Enter"]), ("visitor_org", ["Tab", "ArrowDown", "ArrowLeft"])],
    ids=["Enter", "Tab"],
)
def test_a_reader_that_types_at_once_loses_no_character(
    window: Window, client: httpx.Client, field: str, after: list[str]
) -> None:
    """Down a column of rows, on into blank lines, and into lines begun by a key."""
    now = f"{datetime.now():%Y-%m-%d %H:%M}"
    ids = add_visitors(client, 12, arrived_at=now)
    window.open()
    window.at(window.total - 12, field)
    for text in SCANS:
        scan(window, text, *after)
    for text in SCANS:
        window.press("Alt+n")
        scan(window, text, after[0])
    window.until("!taizhang.api.getEditingCells().length && !taizhang.ime.isBusy")
    window.saved()
    rows = ledger_rows(client)
    assert [rows[row][field] for row in ids] == SCANS[:12]
    lines = "taizhang.drafts.lines.map(line => line.{}).filter(Boolean)"
    assert window.get(lines.format(field)) == SCANS[12:]
    assert window.get(lines.format("visitor_name")) == SCANS
