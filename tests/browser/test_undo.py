"""Ctrl+Z and Ctrl+Y in the window, the ledger read afterwards."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import Route, expect

from tests.browser.window import Window, add_visitors, ledger_rows
from tests.values import visitor

OpenWindow = Callable[..., Window]


def undone(window: Window, words: str, key: str = "Control+z") -> None:
    """The key is pressed, and the line below the grid says this anew."""
    window.get("taizhang.status.message.textContent = ''")
    window.press(key)
    expect(window.frame.locator(".tz-status .tz-message")).to_have_text(words)


def test_what_was_typed_goes_back_step_by_step_over_a_reload_and_forth_again(
    window: Window, client: httpx.Client
) -> None:
    (row,) = add_visitors(client, 1, remark="")
    window.open()
    last = window.total - 1
    for text in ("甲", "乙"):
        window.at(last, "remark").type(text)
        window.press("Enter")
    window.saved()
    window.at(last - 1 if last else 0, "purpose")
    undone(window, "已撤销:改动 1 格")
    assert window.focused == [last, "remark"]
    assert (window.text(last, "remark"), ledger_rows(client)[row]["remark"]) == ("甲", "甲")
    window.page.reload()
    del window.frame
    window.until("window.taizhang?.sheet && window.taizhang.rows.length > 0")
    window.settle()
    window.at(last, "purpose")
    undone(window, "已撤销:改动 1 格")
    assert ledger_rows(client)[row]["remark"] is None
    for value in ("甲", "乙"):
        undone(window, "已恢复:改动 1 格", "Control+y")
        expect(window.cell(last, "remark")).to_have_text(value)
        window.at(last, "purpose")
    window.frame.locator("[data-does=undo]").click()
    expect(window.cell(last, "remark")).to_have_text("甲")
    undone(window, "已恢复:改动 1 格", "Control+Shift+Z")
    assert ledger_rows(client)[row]["remark"] == "乙"
    undone(window, "在这张表里没有您可以恢复的操作", "Control+y")


def test_a_paste_is_one_step(window: Window, client: httpx.Client) -> None:
    rows = add_visitors(client, 120, remark="", purpose="探访")
    window.open()
    window.at(window.total - 120, "purpose")
    window.paste("\n".join(f"事由{n}\t备注{n}" for n in range(120)))
    window.saved()
    pasted = ledger_rows(client)
    assert [pasted[row]["purpose"] for row in rows] == [f"事由{n}" for n in range(120)]
    window.press("Control+z")
    expect(window.frame.locator(".tz-status .tz-message")).to_contain_text("已撤销")
    back = ledger_rows(client)
    assert {back[row]["purpose"] for row in rows} == {"探访"}
    assert {back[row]["remark"] for row in rows} == {None}
    window.press("Control+y")
    expect(window.frame.locator(".tz-status .tz-message")).to_contain_text("已恢复")
    again = ledger_rows(client)
    assert [again[row]["purpose"] for row in rows] == [f"事由{n}" for n in range(120)]


def test_a_new_row_and_a_void_one_come_and_go(window: Window, client: httpx.Client) -> None:
    (row,) = add_visitors(client, 1)
    window.open()
    line = window.total
    before = set(ledger_rows(client))
    values = visitor(visitor_name="新来的")
    names = [name for name in values if name != "party_size"]
    window.frame.evaluate(
        """([line, values]) => {
            const row = taizhang.rows.peek(line);
            taizhang.writer.putAll(Object.entries(values).map(([key, value]) => [row, key, value]));
        }""",
        [line, {name: values[name] for name in names}],
    )
    window.saved()
    (made,) = set(ledger_rows(client)) - before
    window.at(line, "remark")
    undone(window, "已撤销:新增 1 行")
    assert ledger_rows(client)[made]["void"] is True
    expect(window.cell(line, "visitor_name")).to_have_class(re.compile("tz-void"))
    undone(window, "已恢复:新增 1 行", "Control+y")
    assert ledger_rows(client)[made]["void"] is False
    window.frame.evaluate(
        "row => taizhang.queue.push([{op: 'void', sheet: 'visitors', row, reason: '填错'}])", row
    )
    window.saved()
    undone(window, "已撤销:作废 1 行")
    assert ledger_rows(client)[row]["void"] is False


def test_what_only_this_page_knows_is_taken_back_here(window: Window, client: httpx.Client) -> None:
    (row,) = add_visitors(client, 1, party_size=2)
    window.open()
    last = window.total - 1
    window.at(last + 1, "visitor_name").type("半行")
    window.press("Tab")
    window.at(last, "party_size").type("很多")
    window.press("Enter")
    window.saved()
    window.marks("1 格有误")
    window.at(last, "remark")
    undone(window, "已撤销:改动 1 格")
    assert window.text(last, "party_size") == "2"
    undone(window, "已撤销:改动 1 格")
    assert window.text(last + 1, "visitor_name") == ""
    undone(window, "已恢复:改动 1 格", "Control+y")
    assert window.text(last + 1, "visitor_name") == "半行"
    assert ledger_rows(client)[row]["party_size"] == 2
    undone(window, "已撤销:改动 1 格")
    window.at(last, "remark").type("打到一半")
    window.press("Control+z")
    window.press("Escape")
    assert ledger_rows(client)[row]["void"] is False


def test_a_cell_typed_back_before_its_refusal_came_is_no_step(
    window: Window, client: httpx.Client
) -> None:
    (row,) = add_visitors(client, 1, party_size=2, phone="", remark="")
    window.open()
    last = window.total - 1
    window.at(last, "remark").type("甲")
    window.press("Enter")
    window.at(last + 1, "visitor_name").type("半行")
    window.press("Enter")
    window.saved()
    window.page.route("**/api/edits", lambda _: None)
    for text in ("很多", "2"):
        window.at(last, "party_size").type(text)
        window.press("Enter")
    window.at(last, "phone").type("12")
    window.press("Enter")
    window.at(last, "phone").press("Delete")
    window.until("taizhang.queue.waiting === 4")
    window.page.unroute("**/api/edits")
    window.saved()
    window.at(last, "purpose")
    undone(window, "已撤销:改动 1 格")
    assert (window.text(last + 1, "visitor_name"), ledger_rows(client)[row]["remark"]) == ("", "甲")
    undone(window, "已撤销:改动 1 格")
    assert ledger_rows(client)[row]["remark"] is None


def test_a_refused_undo_says_who_changed_what_and_gives_way(
    open_window: OpenWindow, client: httpx.Client
) -> None:
    (row,) = add_visitors(client, 1, remark="")
    first, second = open_window("clerk").open(), open_window("clerk2").open()
    last = first.total - 1
    first.at(last, "remark").type("再早一步")
    first.press("Enter")
    first.at(last + 1, "visitor_name").type("半行")
    first.press("Enter")
    first.at(last, "purpose").type("甲写的")
    first.press("Enter")
    first.saved()
    second.cell(last, "purpose").get_by_text("甲写的").wait_for()
    second.at(last, "purpose").type("乙写的")
    second.press("Enter")
    second.saved()
    first.cell(last, "purpose").get_by_text("乙写的").wait_for()
    first.press("Control+z")
    message = first.frame.locator(".tz-status .tz-bad")
    expect(message).to_contain_text("把来访事由从“甲写的”改为“乙写的”")
    expect(message).to_contain_text("不能撤销,LF-")
    expect(message).to_contain_text("周样例 已在")
    first.shot("undo-refused")
    for _ in range(2):
        undone(first, "已撤销:改动 1 格")
        first.at(last, "visitor_name")
    kept = ledger_rows(client)[row]
    assert (first.text(last + 1, "visitor_name"), kept["remark"], kept["purpose"]) == (
        "", None, "乙写的",
    )  # fmt: skip


def test_what_is_typed_before_the_answer_comes_after_it(
    window: Window, client: httpx.Client
) -> None:
    def hold(_: Route) -> None:
        """The request waits until it is not held any more."""

    (row,) = add_visitors(client, 1, remark="")
    window.open()
    last = window.total - 1
    window.page.route("**/api/{edits,undo}", hold)
    window.at(last, "remark").type("甲")
    window.press("Enter")
    window.at(last, "remark").type("乙")
    window.until("taizhang.queue.waiting === 1 && taizhang.api.getEditingCells().length")
    window.page.unroute("**/api/{edits,undo}")
    window.until("taizhang.queue.waiting === 0")
    window.press("Enter")
    window.saved()
    assert ledger_rows(client)[row]["remark"] == "乙"
    window.page.route("**/api/{edits,undo}", hold)
    window.press("Control+z")
    window.at(last, "remark").type("丙")
    window.press("Enter")
    window.until("taizhang.queue.waiting === 2")
    window.page.unroute("**/api/{edits,undo}")
    window.saved()
    window.marks("已保存 ✓")
    assert ledger_rows(client)[row]["remark"] == "丙"
    assert window.focused == [last + 1, "remark"]
    undone(window, "已撤销:改动 1 格")
    assert ledger_rows(client)[row]["remark"] == "甲"
