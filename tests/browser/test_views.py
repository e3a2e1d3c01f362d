"""Columns as each clerk left them, views of the office, rows that stand out, sums below."""

import json
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.window import API, Window, add_visitors
from tests.server import Server


def open_views(window: Window) -> Locator:
    menu = window.frame.locator(".tz-views")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    expect(menu.get_by_role("button", name="默认视图")).to_be_visible()
    return menu


def ledger_total(client: httpx.Client) -> int:
    return int(client.post("/api/rows/visitors", json={}).json()["total"])


def columns(window: Window) -> list[str]:
    shown = window.get(f"{API}.getAllDisplayedColumns().map(c => c.getColDef().field)")
    assert isinstance(shown, list)
    return [str(each) for each in shown]


def range_of(window: Window, top: int, bottom: int, *fields: str) -> None:
    """What the selection of cells tells the status bar."""
    detail = json.dumps({"top": top, "bottom": bottom, "columns": fields})
    window.get(f"void document.dispatchEvent(new CustomEvent('tz-range', {{detail: {detail}}}))")


@pytest.fixture
def ten(client: httpx.Client) -> list[int]:
    return add_visitors(client, 10, party_size=3)


def test_a_clerk_finds_the_sheet_as_it_was_left_at_any_desk(
    open_window: Callable[..., Window], client: httpx.Client, ten: list[int]
) -> None:
    client.post("/api/views/visitors/own", json={"state": None})
    window = open_window("clerk").open()
    menu = open_views(window)
    with window.page.expect_response(lambda answer: answer.url.endswith("/own")):
        menu.get_by_role("checkbox", name="证件号码").uncheck()
        menu.get_by_role("button", name="固定在左侧: 来访人姓名").click()
        window.press("Escape")
        window.frame.locator("[col-id='visitors.purpose'] .ag-header-cell-text").click()
        window.until("taizhang.rows.asked.sort.length === 1")
    sorted_first = columns(window)
    assert sorted_first[:2] == ["doc_no", "visitor_name"]
    assert "id_number" not in sorted_first

    elsewhere = open_window("clerk").open(as_left=True)
    assert columns(elsewhere) == sorted_first
    assert elsewhere.get("taizhang.rows.asked.sort") == [{"field": "purpose", "dir": "asc"}]
    colleague = open_window("clerk2").open()
    assert "id_number" in columns(colleague)

    with elsewhere.page.expect_response(lambda answer: answer.url.endswith("/own")):
        open_views(elsewhere).get_by_role("button", name="默认视图").click()
    assert columns(elsewhere) == columns(colleague)
    assert columns(open_window("clerk").open(as_left=True)) == columns(colleague)

    # What is changed while the server is away is sent once it is back.
    own = "**/api/views/visitors/own"
    with elsewhere.page.expect_event("requestfailed"):
        elsewhere.page.route(own, lambda route: route.abort())
        open_views(elsewhere).get_by_role("checkbox", name="证件号码").uncheck()
    with elsewhere.page.expect_response(lambda answer: answer.url.endswith("/own")):
        elsewhere.page.unroute(own)
    assert "id_number" not in columns(open_window("clerk").open(as_left=True))


def test_a_filter_is_kept_is_said_and_is_taken_away(
    open_window: Callable[..., Window], client: httpx.Client, ten: list[int]
) -> None:
    add_visitors(client, 2, purpose="修空调")
    window = open_window("clerk2").open()
    model = {"visitors.purpose": {"op": "contains", "value": "修空调"}}
    with window.page.expect_response(lambda answer: answer.url.endswith("/own")):
        window.get(f"void {API}.setFilterModel({json.dumps(model)})")
    elsewhere = open_window("clerk2").open(as_left=True)
    rows = elsewhere.frame.locator(".tz-rows")
    elsewhere.until("taizhang.rows.total === 2")
    everything = ledger_total(client)
    expect(rows).to_have_text(f"找到 2 条,共 {everything} 条")
    elsewhere.shot("filter-kept")
    with elsewhere.page.expect_response(lambda answer: answer.url.endswith("/own")):
        elsewhere.frame.get_by_role("button", name="全部清除").click()
    elsewhere.until("taizhang.rows.total > 2")
    expect(rows).to_have_text(f"共 {elsewhere.total:,} 条")


def test_a_view_saved_by_one_is_picked_by_another(
    open_window: Callable[..., Window], ten: list[int]
) -> None:
    window = open_window("clerk").open()
    menu = open_views(window)
    menu.get_by_role("button", name="门岗").click()
    expect(window.frame.locator(".ag-header-cell", has_text="携带物品")).to_be_visible()
    window.frame.get_by_role("searchbox").fill("来访样例")
    window.until("taizhang.rows.view.search === '来访样例'")
    open_views(window).get_by_role("button", name="保存为视图…").click()
    window.frame.get_by_label("视图名称").fill("夜班交接")
    window.shot("view-save")
    window.press("Enter")
    expect(window.frame.locator(".tz-message")).to_have_text("视图“夜班交接”已保存,大家都可以选用")
    colleague = open_window("clerk2").open()
    menu = open_views(colleague)
    choose = menu.get_by_role("button", name="夜班交接", exact=True)
    expect(choose).to_have_attribute("title", "由林小满保存")
    expect(menu.get_by_role("button", name="删除视图“夜班交接”")).to_have_count(0)
    choose.click()
    colleague.until("taizhang.rows.view.search === '来访样例'")
    assert columns(colleague) == columns(window)

    boss = open_window("supervisor").open()
    open_views(boss).get_by_role("button", name="给视图“夜班交接”改名").click()
    boss.frame.get_by_label("视图名称").fill("夜班")
    boss.press("Enter")
    menu = open_views(boss)
    menu.get_by_role("button", name="夜班", exact=True).wait_for()
    boss.shot("view-menu")
    menu.get_by_role("button", name="删除视图“夜班”").click()
    expect(menu.get_by_role("button", name="夜班", exact=True)).to_have_count(0)


def test_rows_stand_out_and_change_as_time_passes(
    window: Window, client: httpx.Client, server: Server
) -> None:
    (late,) = add_visitors(client, 1, visitor_name="等久了")
    (soon,) = add_visitors(client, 1, visitor_name="刚到", desk="east_gate")
    window.open()

    def first_cell(row: int) -> Locator:
        window.get(f"{API}.ensureNodeVisible({API}.getRowNode('{row}'))")
        return window.frame.locator(f".ag-row[row-id='{row}'] > .ag-cell[aria-colindex='1']")

    def described(cell: Locator, words: str) -> None:
        window.frame.wait_for_function(
            "([cell, words]) => document.getElementById("
            "cell.getAttribute('aria-describedby'))?.textContent === words",
            arg=[cell.element_handle(), words],
        )

    bars = "el => getComputedStyle(el).boxShadow"
    described(first_cell(late), "等待超过时限")
    assert "rgb(194, 40, 28)" in first_cell(late).evaluate(bars)
    described(first_cell(soon), "等待放行")
    assert "rgb(217, 154, 28)" in first_cell(soon).evaluate(bars)
    window.shot("marks")

    # A minute later the ledger says otherwise, and nobody has written anything.
    window.get(f"void (taizhang.rows.byId({soon})._mark = 0, taizhang.rows.byId({late})._mark = 3)")
    window.get("void (taizhang.marks.due = true)")
    window.until(f"taizhang.rows.byId({soon})._mark === 1", within=10)
    described(first_cell(late), "等待超过时限")
    first_cell(late).hover()
    expect(window.frame.locator(".ag-tooltip")).to_contain_text("等待超过时限")


def test_the_line_below_adds_up_what_was_found_and_what_is_selected(
    window: Window, client: httpx.Client, ten: list[int]
) -> None:
    window.open()
    sums, of_range = window.frame.locator(".tz-sums"), window.frame.locator(".tz-picked")
    rows = client.post("/api/rows/visitors", json={"end": 5000}).json()["rows"]
    people = sum(row["party_size"] for row in rows)
    expect(sums).to_have_text(f"人数 {people:,}")
    before = window.total
    add_visitors(client, 1, party_size=99)
    expect(sums).to_have_text(f"人数 {people + 99:,}", timeout=10_000)
    window.until(f"taizhang.rows.total === {before + 1}")
    last = window.total - 1
    shown = window.get(f"[3, 2, 1, 0].map(i => taizhang.rows.peek({last} - i).party_size)")
    assert isinstance(shown, list)
    range_of(window, last - 3, last, "visitor_name", "party_size")
    said = f"计数 8合计 {sum(shown)}平均 {sum(shown) / 4:.2f}"
    expect(of_range).to_have_text(said)
    window.shot("sums")
    range_of(window, last, last, "party_size")
    expect(of_range).to_have_text("")
    range_of(window, 0, 400_000, "party_size", "visitor_name")
    everybody = people + 99
    expect(of_range).to_contain_text(f"合计 {everybody:,}", timeout=10_000)
    window.get("void document.dispatchEvent(new CustomEvent('tz-range', {detail: null}))")
    expect(of_range).to_have_text("")


def test_figures_are_exact(window: Window) -> None:
    window.open()
    found = window.get(
        """(base => import(base.replace("grid.css", "exact.js")))(
            document.querySelector('link[href$="grid.css"]').href
        ).then(({toUnits, fromUnits, average}) => [
            fromUnits(toUnits("90071992547409.93", 2) + toUnits("0.08", 2), 2),
            fromUnits(toUnits("-0.05", 2), 2), fromUnits(toUnits(1234567, 0), 0),
            toUnits("12.345", 2), toUnits("十二", 2), toUnits(null, 0), toUnits(true, 0),
            average(toUnits("0.05", 2), 2, 2), average(toUnits("-10", 0), 3, 0),
            fromUnits(toUnits(0.1, 2) + toUnits(0.2, 2), 2),
        ].map(each => typeof each === "bigint" ? String(each) : each))"""
    )
    assert found == [
        "90,071,992,547,410.01", "-0.05", "1,234,567", None, None, None, None, "0.03", "-3.33",
        "0.30",
    ]  # fmt: skip


def test_every_part_is_reached_by_keyboard_and_has_a_name(window: Window, ten: list[int]) -> None:
    window.open()
    frame = window.frame
    expect(
        frame.get_by_role("treegrid", name="来访登记 · 来访登记").or_(
            frame.get_by_role("grid", name="来访登记 · 来访登记")
        )
    ).to_be_visible()
    expect(frame.locator("[role=status]")).to_have_count(1)
    menu = frame.locator(".tz-views")
    menu.locator("summary").focus()
    window.press("ArrowDown")
    expect(menu.get_by_role("button", name="默认视图")).to_be_focused()
    frames = menu.get_by_role("button", name="默认视图").evaluate(
        "el => [getComputedStyle(el).outlineWidth, getComputedStyle(el).outlineColor]"
    )
    assert frames == ["2px", "rgb(15, 118, 110)"]
    window.press("ArrowUp")
    expect(menu.get_by_role("button", name="固定在左侧").last).to_be_focused()
    window.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    window.press("Tab")
    for name in ("新增", "导入", "动作"):
        expect(frame.get_by_role("button", name=name)).to_be_focused()
        window.press("Tab")
    unnamed = frame.evaluate(
        """[...document.querySelectorAll("button, input, select, summary, a, [role=menu]")]
        .filter(el => el.offsetParent && !el.closest(".ag-root-wrapper"))
        .filter(el => !(el.ariaLabel || el.textContent || el.title || el.closest("label")))
        .map(el => el.outerHTML)"""
    )
    assert unnamed == []

    # A refused cell says so, and why.
    row = window.total - 1
    window.at(row, "phone")
    window.type("12")
    window.press("Enter")
    cell = window.cell(row, "phone")
    expect(cell).to_have_attribute("aria-invalid", "true", timeout=10_000)
    expect(cell).to_have_accessible_description("联系电话“12”不是有效的电话号码,请核对位数")
