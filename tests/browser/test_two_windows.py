"""Two clerks in one register: what one writes the other sees, and nobody overwrites anybody."""

from collections.abc import Callable
from datetime import datetime

import httpx

from tests.browser.window import Window, add_visitors, ledger_rows

OpenWindow = Callable[..., Window]


def two(open_window: OpenWindow, client: httpx.Client) -> tuple[Window, Window, int, int]:
    """Both windows on the same last row: (first, second, its place, its id)."""
    (row,) = add_visitors(client, 1, remark="")
    first, second = open_window("clerk").open(), open_window("clerk2").open()
    return first, second, first.total - 1, row


def test_different_cells_of_one_row_are_both_kept(
    open_window: OpenWindow, client: httpx.Client
) -> None:
    first, second, last, row = two(open_window, client)
    first.at(last, "visitor_name").type("甲改名")
    second.at(last, "purpose").type("乙备注")
    first.press("Enter")
    second.press("Enter")
    first.saved()
    second.saved()
    kept = ledger_rows(client)[row]
    assert (kept["visitor_name"], kept["purpose"]) == ("甲改名", "乙备注")
    assert second.text(last, "visitor_name") == "甲改名"


def test_another_clerks_change_arrives_while_an_editor_is_open(
    open_window: OpenWindow, client: httpx.Client
) -> None:
    first, second, last, row = two(open_window, client)
    second.at(last, "purpose").type("写了一半")
    first.at(last, "visitor_name").type("新名字")
    first.press("Enter")
    first.saved()
    second.cell(last, "visitor_name").get_by_text("新名字").wait_for()
    second.type("再写完")
    second.press("Enter")
    second.saved()
    assert ledger_rows(client)[row]["purpose"] == "写了一半再写完"


def conflict(open_window: OpenWindow, client: httpx.Client) -> tuple[Window, int, int]:
    """The second clerk changes a cell that the first one changed while it was open."""
    first, second, last, row = two(open_window, client)
    second.at(last, "remark").type("乙写的")
    first.at(last, "remark").type("甲写的")
    first.press("Enter")
    first.saved()
    second.settle()
    second.press("Enter")
    second.saved()
    second.frame.locator(".tz-conflict-box").wait_for()
    second.shot("conflict")
    box = second.frame.locator(".tz-conflict-box").inner_text()
    assert "林小满 已在" in box
    options = second.frame.locator(".tz-conflict-box button").all_inner_texts()
    theirs, mine = ("".join(text.split()) for text in options)
    assert theirs.startswith("用对方的甲写的林小满")
    assert theirs.endswith(f"{datetime.now():%H:}{theirs[-2:]}")
    assert mine == "用我的乙写的"
    assert second.text(last, "remark") == "乙写的"
    assert ledger_rows(client)[row]["remark"] == "甲写的"
    return second, last, row


def test_the_second_clerk_may_keep_the_others_value(
    open_window: OpenWindow, client: httpx.Client
) -> None:
    second, last, row = conflict(open_window, client)
    second.at(last, "remark")
    second.press("Alt+ArrowDown", "ArrowDown", "ArrowUp", "Enter")  # no mouse needed
    second.saved()
    assert second.text(last, "remark") == "甲写的"
    assert ledger_rows(client)[row]["remark"] == "甲写的"
    second.marks("已保存 ✓")


def test_the_second_clerk_may_insist(open_window: OpenWindow, client: httpx.Client) -> None:
    second, last, row = conflict(open_window, client)
    second.frame.get_by_role("button", name="用我的").click()
    second.saved()
    assert second.text(last, "remark") == "乙写的"
    assert ledger_rows(client)[row]["remark"] == "乙写的"


def test_new_rows_of_others_come_when_nobody_types(window: Window, client: httpx.Client) -> None:
    window.open()
    before = window.total
    add_visitors(client, 2)
    window.until(f"taizhang.rows.total === {before + 2}", within=15)
    assert window.focused == [before + 2, "visitor_name"] or window.focused[0] == before


def test_eight_tabs_of_one_browser_all_work(window: Window, client: httpx.Client) -> None:
    window.open()
    tabs = [Window(window.page.context.new_page()).open() for _ in range(7)]
    (row,) = add_visitors(client, 1)
    tabs[6].page.reload()
    del tabs[6].frame
    tabs[6].until("window.taizhang?.rows?.total > 0")
    tabs[6].settle(600)
    tabs[6].at(tabs[6].total - 1, "remark").type("第八个标签")
    tabs[6].press("Enter")
    tabs[6].saved()
    assert ledger_rows(client)[row]["remark"] == "第八个标签"
