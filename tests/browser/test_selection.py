"""Many cells at once: selected by mouse and keys, emptied, filled; the keys of a spreadsheet."""

import re

import httpx
from playwright.sync_api import expect

from tests.browser.window import Window, add_visitors, ledger_rows

ROWS = 12


def open_rows(window: Window, client: httpx.Client, count: int = ROWS) -> tuple[list[int], int]:
    """Rows of this test's own at the end of the sheet: their ids and the place of the first."""
    ids = [
        add_visitors(client, 1, party_size=n % 9 + 1, remark=f"备注{n}")[0] for n in range(count)
    ]
    window.open()
    return ids, window.total - count


def selected(window: Window) -> object:
    """Top, bottom, first and last field of the selection; None for a single cell."""
    return window.get(
        "(r => r && [r.top, r.bottom, r.columns[0], r.columns.at(-1)])(taizhang.range.current)"
    )


def drag(window: Window, start: tuple[int, str], end: tuple[int, str]) -> None:
    window.cell(*start).hover()
    window.page.mouse.down()
    window.cell(*end).hover()
    window.page.mouse.move(*middle(window, *end))
    window.page.mouse.up()


def middle(window: Window, row: int, field: str) -> tuple[float, float]:
    box = window.cell(row, field).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pull_handle(window: Window, to: tuple[int, str], *, ctrl: bool = False) -> None:
    """Drag the little square at the corner of the selection."""
    handle = window.frame.locator(".tz-range:not([hidden]) .tz-handle:not([hidden])")
    box = handle.bounding_box()
    assert box is not None
    window.page.mouse.move(box["x"] + 4, box["y"] + 4)
    window.page.mouse.down()
    x, y = middle(window, *to)
    window.page.mouse.move(x, y - 20)
    window.page.mouse.move(x, y)
    window.shot("fill-handle")
    if ctrl:
        window.page.keyboard.down("Control")
    window.page.mouse.up()
    if ctrl:
        window.page.keyboard.up("Control")
    window.settle(60)


def test_cells_are_selected_by_dragging_and_with_shift(
    window: Window, client: httpx.Client
) -> None:
    _, top = open_rows(window, client)
    window.get(
        """document.addEventListener("tz-range", e => (window.told ??= []).push(e.detail))"""
    )
    window.at(top + 1, "visitor_name")
    assert selected(window) is None
    drag(window, (top + 1, "visitor_name"), (top + 4, "visitor_type"))
    assert selected(window) == [top + 1, top + 4, "visitor_name", "visitor_type"]
    assert window.get("String(getSelection())") == ""
    assert window.get("told.at(-1).columns") == ["visitor_name", "party_size", "visitor_type"]
    window.cell(top + 6, "party_size").click(modifiers=["Shift"])
    assert selected(window) == [top + 1, top + 6, "visitor_name", "party_size"]
    window.press("Shift+ArrowUp", "Shift+ArrowRight")
    assert selected(window) == [top + 1, top + 5, "visitor_name", "visitor_type"]
    assert window.focused == [top + 1, "visitor_name"]
    drag(window, (top + 5, "visitor_name"), (top + 3, "doc_no"))  # over the pinned border, upwards
    assert selected(window) == [top + 3, top + 5, "doc_no", "visitor_name"]
    window.settle(60)
    boxes = window.frame.locator(".tz-range:not([hidden])")
    assert boxes.count() == 2
    window.shot("selection")
    window.press("Escape")
    assert selected(window) is None
    window.until("told.at(-1) === null")


def test_whole_rows_columns_and_everything(window: Window, client: httpx.Client) -> None:
    _, top = open_rows(window, client, 3)
    first, last = (
        str(window.get(f"taizhang.range.displayed.at({n}).getColDef().field")) for n in (0, -1)
    )
    window.at(top, "party_size").press("Shift+Space")
    assert selected(window) == [top, top, first, last]
    window.press("Shift+ArrowDown")
    assert selected(window) == [top, top + 1, first, last]
    window.at(top, "party_size").press("Control+Space")
    bottom = window.total - 1
    assert selected(window) == [0, bottom, "party_size", "party_size"]
    window.press("Control+a")
    assert selected(window) == [0, bottom, first, last]
    window.cell(top + 1, first).click(position={"x": 9, "y": 12})
    assert selected(window) == [top + 1, top + 1, first, last]
    header = window.frame.locator(".ag-header-cell[col-id='visitors.visitor_name']")
    header.click(modifiers=["Control"])
    assert selected(window) == [0, bottom, "visitor_name", "visitor_name"]
    window.frame.locator(".ag-header-cell[col-id='visitors.visitor_type']").click(
        modifiers=["Control", "Shift"]
    )
    assert selected(window) == [0, bottom, "visitor_name", "visitor_type"]
    assert window.get("taizhang.rows.asked.sort") == []
    header.click()
    window.until("taizhang.rows.asked.sort.length === 1")


def test_a_drag_below_the_rows_scrolls_on(window: Window, client: httpx.Client) -> None:
    add_visitors(client, 60)
    window.open()
    top = window.total - 58
    window.at(top, "visitor_name")
    window.cell(top, "visitor_name").hover()
    window.page.mouse.down()
    window.page.mouse.move(500, 600)
    window.page.mouse.move(500, 766)
    window.until(f"taizhang.range.rectangle.bottom > {top + 40}")
    window.page.mouse.up()
    assert window.focused == [top, "visitor_name"]


def test_keys_go_where_a_spreadsheet_goes(window: Window, client: httpx.Client) -> None:
    ids, top = open_rows(window, client)
    client.post("/api/edits", json={"client": "gap", "edits": [
        {"seq": 1, "op": "set", "sheet": "visitors", "row": ids[5], "field": "remark", "value": ""},
    ]})  # fmt: skip
    window.until(f"taizhang.rows.peek({top + 5}).remark === null")
    first, last = (
        str(window.get(f"taizhang.range.displayed.at({n}).getColDef().field")) for n in (0, -1)
    )
    steps = [
        ("Control+ArrowDown", [top + 4, "remark"]),
        ("Control+ArrowDown", [top + 6, "remark"]),
        ("Control+ArrowDown", [window.total - 1, "remark"]),
        ("Control+ArrowDown", [window.total, "remark"]),
        ("Control+ArrowUp", [window.total - 1, "remark"]),
        ("Home", [window.total - 1, first]),
        ("End", [window.total - 1, last]),
        ("Control+Home", [0, first]),
        ("Control+End", [window.total - 1, last]),
        ("Home", [window.total - 1, first]),
        ("ArrowRight", None),
        ("Shift+Enter", None),
    ]
    window.at(top, "remark")
    for key, place in steps:
        window.press(key)
        window.settle(60)
        assert place is None or window.focused == place, key
    window.at(top, "remark").press("Control+Shift+ArrowDown")
    assert selected(window) == [top, top + 4, "remark", "remark"]
    window.at(top, "remark").press("Enter")
    window.settle(60)
    assert window.focused == [top + 1, "remark"]
    assert window.get("taizhang.api.getEditingCells().length") == 0
    window.press("PageUp")
    window.settle(60)
    assert window.focused[0] < top - 5
    window.press("PageDown")
    window.settle(60)
    assert window.focused == [top + 1, "remark"]
    window.press("F2")
    window.settle(120)
    assert window.get("taizhang.api.getEditingCells().length") == 1
    window.press("Shift+ArrowLeft", "Escape")
    assert selected(window) is None


def test_delete_fill_down_and_right_are_one_step_each(window: Window, client: httpx.Client) -> None:
    ids, top = open_rows(window, client)
    window.at(top, "remark").press("Shift+ArrowDown", "Shift+ArrowDown")
    window.press("Delete")
    window.saved()
    rows = ledger_rows(client)
    assert [rows[row]["remark"] for row in ids[:4]] == [None, None, None, "备注3"]
    window.says("共 3 格,已保存 3")
    window.at(top + 3, "party_size").press("Shift+ArrowDown", "Shift+ArrowDown", "Control+d")
    window.saved()
    window.at(top + 7, "remark").press("Control+d")  # a single cell takes the one above
    window.saved()
    rows = ledger_rows(client)
    assert [rows[row]["party_size"] for row in ids[3:7]] == [4, 4, 4, 7]
    assert rows[ids[7]]["remark"] == "备注6"
    window.at(top + 8, "id_number").type("13800138000")
    window.press("Enter")
    window.saved()
    window.at(top + 8, "id_number").press("Shift+ArrowRight", "Control+r")
    window.saved()
    assert ledger_rows(client)[ids[8]]["phone"] == "13800138000", window.status


def test_ctrl_enter_puts_what_is_typed_into_the_whole_selection(
    window: Window, client: httpx.Client
) -> None:
    ids, top = open_rows(window, client, 4)
    window.at(top + 1, "remark").press("Shift+ArrowDown")
    window.type("一样")
    window.press("Control+Enter")
    window.saved()
    remarks = [ledger_rows(client)[row]["remark"] for row in ids]
    assert remarks == ["备注0", "一样", "一样", "备注3"]
    assert selected(window) == [top + 1, top + 2, "remark", "remark"]
    window.press("Control+z")
    window.mentions("已撤销")
    remarks = [ledger_rows(client)[row]["remark"] for row in ids]
    assert remarks == ["备注0", "备注1", "备注2", "备注3"]


def test_the_handle_copies_and_with_ctrl_counts_on(window: Window, client: httpx.Client) -> None:
    ids, top = open_rows(window, client)
    window.at(top, "party_size").press("Shift+ArrowDown")
    window.settle(60)
    pull_handle(window, (top + 5, "party_size"))
    window.saved()
    rows = ledger_rows(client)
    assert [rows[row]["party_size"] for row in ids[:7]] == [1, 2, 1, 2, 1, 2, 7]
    assert selected(window) == [top, top + 5, "party_size", "party_size"]
    window.at(top, "party_size").press("Shift+ArrowDown")
    window.settle(60)
    pull_handle(window, (top + 4, "party_size"), ctrl=True)
    window.saved()
    rows = ledger_rows(client)
    assert [rows[row]["party_size"] for row in ids[:6]] == [1, 2, 3, 4, 5, 2]


def test_today_and_now_are_the_offices(window: Window, client: httpx.Client) -> None:
    ids, top = open_rows(window, client, 2)
    window.at(top, "left_at").press("Control+Shift+Semicolon")
    window.saved()
    window.at(top, "remark").press("Control+Semicolon")
    window.saved()
    kept = ledger_rows(client)[ids[0]]
    today = str(window.get("taizhang.session.today"))
    assert str(kept["left_at"]).startswith(today), (kept["left_at"], window.status)
    assert kept["remark"] == today
    window.at(top + 1, "remark").press("F2")
    window.settle(120)
    window.press("End")
    window.type(" ")
    window.press("Control+Shift+Semicolon", "Enter")
    window.saved()
    assert re.fullmatch(r"备注1 \d\d:\d\d", str(ledger_rows(client)[ids[1]]["remark"]))


def test_keys_of_the_page(window: Window) -> None:
    window.open()
    window.at(3, "visitor_name").press("Control+f")
    assert window.get("document.activeElement.className") == "tz-search"
    window.press("Escape")
    window.settle(400)
    window.at(3, "visitor_name").press("Control+s")
    window.settle(60)
    window.says("已保存 ✓")
    window.press("?")
    dialog = window.frame.locator("dialog.tz-key-list")
    expect(dialog).to_contain_text("撤销、恢复")
    window.shot("key-list")
    assert window.get("(d => d.scrollHeight <= innerHeight)(document.querySelector('dialog'))")
    window.press("Escape")
    expect(dialog).to_have_count(0)
    assert window.focused == [3, "visitor_name"]
    assert window.get("taizhang.api.getEditingCells().length") == 0
    window.frame.locator(".tz-keys").click()
    expect(dialog).to_have_count(1)
