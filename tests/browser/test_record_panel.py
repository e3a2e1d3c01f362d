"""The record panel over the grid, the buttons of a row, and the way back into the cell."""

import time
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.window import Window, ledger_rows
from tests.server import Server


@pytest.fixture(scope="module")
def own_schemas() -> Path:
    """A register of this module's own."""
    return Path(__file__).with_name("cases")


def add_case(client: httpx.Client, sheet: str = "cases", **values: object) -> int:
    edit = {"seq": 1, "op": "insert", "sheet": sheet, "values": {"title": "水管漏水", **values}}
    asked = {"client": f"made-{time.time_ns()}", "edits": [edit]}
    (result,) = client.post("/api/edits", json=asked).json()["results"]
    assert result["ok"], result
    return int(result["row"]["id"])


@pytest.fixture
def case(client: httpx.Client) -> int:
    return add_case(client)


@pytest.fixture
def opened(window: Window, case: int) -> Window:
    """The window on the case's row, in its title."""
    return at_last_case(window)


def at_last_case(window: Window) -> Window:
    window.open("cases")
    window.until("taizhang.rows.total > 0")
    window.at(window.total - 1, "title")
    return window


def panel(window: Window) -> Locator:
    return window.frame.locator(".tz-panel")


def value(window: Window, field: str) -> Locator:
    return panel(window).locator(f".tz-panel-body > .tz-fields [data-field='{field}'] > .tz-value")


def open_panel(window: Window) -> Locator:
    window.press("F4")
    panel(window).wait_for()
    return panel(window)


def kept(client: httpx.Client, row: int, sheet: str = "cases") -> dict[str, object]:
    return ledger_rows(client, sheet)[row]


def test_a_double_click_on_the_number_opens_the_record_and_escape_returns(opened: Window) -> None:
    last = opened.total - 1
    opened.cell(last, "doc_no").dblclick()
    panel(opened).wait_for()
    number = opened.text(last, "doc_no")
    expect(panel(opened).locator("h2")).to_contain_text(number)
    expect(panel(opened).locator(".tz-state")).to_have_text("新登记")
    box = panel(opened).bounding_box()
    assert box is not None
    assert box["width"] == 420
    opened.shot("record-panel")
    opened.press("Escape")
    expect(panel(opened)).to_be_hidden()
    assert opened.focused == [last, "doc_no"]


def test_escape_gives_the_keyboard_back_to_the_cell(
    opened: Window, client: httpx.Client, case: int
) -> None:
    open_panel(opened)
    opened.press("Escape")
    assert opened.focused == [opened.total - 1, "title"]
    opened.type("换了名字")
    opened.press("Enter")
    opened.saved()
    assert kept(client, case)["title"] == "换了名字"


def test_a_field_is_changed_in_the_panel_and_in_the_grid(
    opened: Window, client: httpx.Client, case: int
) -> None:
    open_panel(opened)
    value(opened, "title").click()
    opened.type("改在面板里")
    opened.press("Tab")
    opened.type("电")
    opened.shot("record-panel-choice")
    opened.press("Enter")
    opened.saved()
    row = kept(client, case)
    assert (row["title"], row["kind"]) == ("改在面板里", "power")
    assert opened.text(opened.total - 1, "title") == "改在面板里"
    expect(value(opened, "kind")).to_have_text("电")


def test_a_choice_taken_with_the_mouse_closes_its_list(
    opened: Window, client: httpx.Client, case: int
) -> None:
    open_panel(opened)
    value(opened, "kind").click()
    opened.frame.locator(".tz-list li", has_text="水").click()
    opened.saved()
    assert kept(client, case)["kind"] == "water"
    expect(opened.frame.locator(".tz-list")).to_have_count(0)


def test_words_composed_with_an_ime_arrive_in_the_panel(
    opened: Window, client: httpx.Client, case: int
) -> None:
    open_panel(opened)
    value(opened, "title").click()
    opened.compose("loushui", "楼上漏水")
    opened.press("Enter")
    opened.saved()
    assert kept(client, case)["title"] == "楼上漏水"


def test_a_refusal_is_shown_at_the_field_and_can_be_corrected(
    opened: Window, client: httpx.Client, case: int
) -> None:
    open_panel(opened)
    value(opened, "fee").click()
    opened.type("-5")
    opened.press("Enter")
    trouble = panel(opened).locator("[data-field='fee'] .tz-trouble")
    expect(trouble).to_have_text("费用不能小于零")
    opened.shot("record-panel-refused")
    value(opened, "fee").click()
    opened.press("Control+a")
    opened.type("5")
    opened.press("Enter")
    expect(trouble).to_be_hidden()
    opened.saved()
    assert kept(client, case)["fee"] == "5.00"


def test_an_action_asks_for_what_is_missing_and_no_more(
    opened: Window, client: httpx.Client, case: int
) -> None:
    open_panel(opened)
    panel(opened).locator("[data-action='begin']").click()
    form = opened.frame.locator("dialog.tz-action-form")
    expect(form.locator(".tz-field")).to_have_count(1)
    opened.shot("action-form")
    opened.type("水")
    opened.press("Enter", "Enter")
    expect(panel(opened).locator(".tz-state")).to_have_text("办理中")
    row = kept(client, case)
    assert (row["status"], row["kind"]) == ("busy", "water")
    assert opened.text(opened.total - 1, "status") == "办理中"


def test_what_the_next_state_demands_is_asked_for_as_well(
    opened: Window, client: httpx.Client, case: int
) -> None:
    act(client, case, "begin", kind="power")
    open_panel(opened)
    panel(opened).locator("[data-action='finish']").click()
    form = opened.frame.locator("dialog.tz-action-form")
    expect(form.locator("[data-field='done_at'] .tz-value")).to_contain_text("")
    form.locator("button[type='submit']").click()
    form.locator("[data-field='outcome']").wait_for()
    opened.type("换了水管")
    opened.press("Enter", "Enter")
    expect(panel(opened).locator(".tz-state")).to_have_text("已办完")
    row = kept(client, case)
    assert row["outcome"] == "换了水管"
    assert row["done_at"] is not None


def act(client: httpx.Client, row: int, action: str, **values: object) -> None:
    edit = {"seq": 1, "op": "act", "sheet": "cases", "row": row, "action": action}
    asked = {"client": f"acts-{time.time_ns()}", "edits": [{**edit, "values": values}]}
    (result,) = client.post("/api/edits", json=asked).json()["results"]
    assert result["ok"], result


def test_a_refused_action_says_why(opened: Window, client: httpx.Client, case: int) -> None:
    act(client, case, "begin", kind="power")
    open_panel(opened)
    panel(opened).locator("[data-action='hurry']").click()
    expect(panel(opened).locator("header .tz-trouble")).to_have_text("不是加急的事项")


def test_a_refusal_of_another_sheet_is_said_with_its_name(
    opened: Window, client: httpx.Client, case: int
) -> None:
    act(client, case, "begin", kind="power")
    open_panel(opened)
    panel(opened).locator("[data-action='pass_on']").click()
    trouble = panel(opened).locator("header .tz-trouble")
    expect(trouble).to_contain_text("跟进")
    expect(trouble).to_contain_text("做了什么")
    expect(opened.frame.locator("dialog.tz-action-form")).to_have_count(0)


def test_a_line_that_is_not_saved_is_cleared_by_its_menu(opened: Window) -> None:
    line = opened.total
    opened.at(line, "fee").type("12")
    opened.press("Enter")
    opened.at(line, "fee").drawn()
    opened.press("F4")
    opened.mentions("还没有保存")
    expect(panel(opened)).to_be_hidden()
    opened.press("Shift+F10")
    opened.frame.locator(".tz-row-menu [data-action='discard']").click()
    opened.settle()
    assert opened.text(line, "fee") == ""
    assert opened.get("taizhang.drafts.unfinished") == 0


def test_a_refusal_of_the_rows_menu_is_said_under_the_grid(
    opened: Window, client: httpx.Client, case: int
) -> None:
    act(client, case, "begin", kind="power")
    opened.frame.locator("button.tz-actions").click()
    opened.frame.locator(".tz-row-menu [data-action='hurry']").click()
    expect(opened.frame.locator(".tz-status .tz-message")).to_have_text("不是加急的事项")


def test_a_row_is_added_to_the_child_sheet(opened: Window, client: httpx.Client, case: int) -> None:
    open_panel(opened)
    steps = panel(opened).locator("[data-sheet='steps']")
    steps.locator(".tz-add").click()
    opened.type("电话里问过")
    opened.press("Tab", "Escape")
    opened.shot("child-line")
    steps.locator(".tz-primary").click()
    expect(steps.locator("tbody tr")).to_have_count(1)
    expect(steps.locator("tbody")).to_contain_text("电话里问过")
    (step,) = [
        each for each in ledger_rows(client, "steps").values() if each["what"] == "电话里问过"
    ]
    assert isinstance(step["case_id"], dict)
    assert step["case_id"]["id"] == case
    steps.locator("tbody tr").click()
    expect(panel(opened).locator("h2")).to_contain_text("跟进")
    panel(opened).locator("button[title='返回']").click()
    expect(panel(opened).locator("h2")).to_contain_text("SX-")


def test_a_refused_child_row_keeps_its_words_even_over_a_reload(
    opened: Window, client: httpx.Client, case: int
) -> None:
    open_panel(opened)
    steps = panel(opened).locator("[data-sheet='steps']")
    steps.locator(".tz-add").click()
    opened.type("问")
    opened.press("Enter")
    steps.locator(".tz-primary").click()
    expect(steps.locator("[data-field='what'] .tz-trouble")).to_contain_text("至少 2 个字")
    opened.press("Escape", "Escape")
    again = at_last_case(Window(opened.page))
    again.until("taizhang.drafts.unfinished > 0")
    open_panel(again)
    words = panel(again).locator("[data-sheet='steps'] [data-field='what'] > .tz-value")
    expect(words).to_have_text("问")
    words.click()
    again.press("End")
    again.type("过了")
    again.press("Enter")
    panel(again).locator("[data-sheet='steps'] .tz-primary").click()
    expect(panel(again).locator("[data-sheet='steps'] tbody")).to_contain_text("问过了")


def test_what_others_write_arrives_while_a_field_is_open(
    opened: Window, server: Server, case: int
) -> None:
    open_panel(opened)
    value(opened, "title").click()
    opened.type("写了一半")
    with server.client("clerk2") as other:
        change(other, case, "kind", "water")
    expect(value(opened, "kind")).to_have_text("水")
    opened.type("再写完")
    opened.press("Enter")
    expect(value(opened, "title")).to_have_text("写了一半再写完")


def change(client: httpx.Client, row: int, field: str, value: object) -> None:
    edit = {"seq": 1, "op": "set", "sheet": "cases", "row": row, "field": field, "value": value}
    asked = {"client": f"sets-{time.time_ns()}", "edits": [edit]}
    (result,) = client.post("/api/edits", json=asked).json()["results"]
    assert result["ok"], result


def test_two_clerks_in_one_field_choose_in_the_panel(
    opened: Window, client: httpx.Client, server: Server, case: int
) -> None:
    open_panel(opened)
    value(opened, "title").click()
    opened.type("我的说法")
    with server.client("clerk2") as other:
        change(other, case, "title", "别人的说法")
    opened.settle()
    opened.press("Enter")
    trouble = panel(opened).locator("[data-field='title'] .tz-trouble")
    expect(trouble).to_contain_text("别人的说法")
    opened.shot("record-panel-conflict")
    trouble.get_by_text("我的说法").click()
    opened.saved()
    assert kept(client, case)["title"] == "我的说法"


def test_the_panel_follows_the_row_the_keyboard_is_in(window: Window, client: httpx.Client) -> None:
    add_case(client, title="第一件")
    add_case(client, title="第二件")
    at_last_case(window)
    open_panel(window)
    window.at(window.total - 2, "title")
    expect(value(window, "title")).to_have_text("第一件")
    assert window.focused == [window.total - 2, "title"]
    window.press("ArrowDown")
    expect(value(window, "title")).to_have_text("第二件")


def test_the_rows_menu_opens_by_right_click_and_by_keyboard(
    opened: Window, client: httpx.Client, case: int
) -> None:
    menu = opened.frame.locator(".tz-row-menu")
    opened.cell(opened.total - 1, "title").click(button="right")
    menu.wait_for()
    expect(menu.locator("[data-action='begin']")).to_have_text("受理")
    opened.shot("row-menu")
    opened.press("Escape")
    expect(menu).to_be_hidden()
    assert opened.focused == [opened.total - 1, "title"]
    opened.press("Shift+F10")
    menu.wait_for()
    opened.press("ArrowDown", "Enter")
    opened.frame.locator("dialog.tz-action-form").wait_for()
    opened.type("水")
    opened.press("Enter", "Enter")
    opened.frame.locator("dialog.tz-action-form").wait_for(state="detached")
    opened.saved()
    assert kept(client, case)["status"] == "busy"
    assert opened.focused == [opened.total - 1, "title"]


def test_the_buttons_menu_offers_the_focused_rows_actions(opened: Window) -> None:
    opened.frame.locator("button.tz-actions").click()
    menu = opened.frame.locator(".tz-row-menu")
    menu.wait_for()
    menu.get_by_text("打开").click()
    panel(opened).wait_for()


def test_a_record_is_voided_from_the_panel(opened: Window, client: httpx.Client, case: int) -> None:
    open_panel(opened)
    panel(opened).locator(".tz-quiet").click()
    opened.frame.locator("dialog .tz-input").fill("重复登记")
    opened.press("Enter")
    expect(panel(opened).locator(".tz-state")).to_have_text("已作废")
    assert kept(client, case)["void"] is True


def test_the_history_tells_who_changed_what(
    opened: Window, client: httpx.Client, case: int
) -> None:
    change(client, case, "title", "后来的名字")
    open_panel(opened)
    history = panel(opened).locator(".tz-history")
    history.locator("summary").click()
    expect(history).to_contain_text("林小满")
    expect(history).to_contain_text("水管漏水 → 后来的名字")
    opened.shot("record-panel-history")
