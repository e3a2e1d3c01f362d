"""Search, filters and sorting as a clerk uses them; the server has the last word on every row."""

import httpx
import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.window import Window, add_visitors, ledger_rows

PEOPLE = (
    ("陈小明", "friend", "1-1-101", 3),
    ("陈美", "viewing", "3-1-502", 1),
    ("王小明", "friend", "3-1-502", 2),
    ("Aaron Li", "courier", "3-2-1502", 9),
)


@pytest.fixture
def people(client: httpx.Client) -> None:
    """Four visitors, once for all tests of this file."""
    if ledger_rows(client):
        return
    for name, kind, room, size in PEOPLE:
        org = {"visitor_org": "顺丰"} if kind == "courier" else {}
        phone = {"phone": "13812345678"} if name == "陈美" else {}
        add_visitors(
            client, 1, visitor_name=name, visitor_type=kind, room_id=room, party_size=size,
            **org, **phone,
        )  # fmt: skip


def has_chips(window: Window, *texts: str) -> None:
    """These conditions stand above the grid, or soon will."""
    expect(window.frame.locator(".tz-condition span")).to_have_text(texts)


def names(window: Window) -> list[object]:
    found = window.get(
        "Array.from({length: taizhang.rows.total}, (_, i) => taizhang.rows.peek(i)?.visitor_name)"
    )
    assert isinstance(found, list)
    return found


def shows(window: Window, count: int) -> None:
    window.until(f"taizhang.rows.isAnswered && taizhang.rows.total === {count}")
    window.until(f"{count} === 0 || taizhang.rows.peek({max(0, count - 1)})")


def opened_filter(window: Window, field: str) -> Locator:
    """The popup of a column's filter, opened with the mouse."""
    column = f"visitors.{field}"
    window.get(f"taizhang.api.ensureColumnVisible('{column}')")
    window.frame.locator(f".ag-header-cell[col-id='{column}']").hover()
    window.frame.locator(
        f".ag-header-cell[col-id='{column}'] .ag-header-cell-filter-button"
    ).click()
    popup = window.frame.locator(".ag-popup .tz-filter")
    popup.wait_for()
    return popup


def test_the_search_box_finds_and_says_how_many(window: Window, people: None) -> None:
    window.open()
    everything = window.total
    box = window.frame.locator(".tz-search")
    for asked, count in (("chen", 2), ("陳", 2), ("cxm", 1), ("5678", 1), ("小明 wang", 1)):
        box.fill(asked)
        window.until(f"taizhang.rows.view.search === '{asked}'")
        shows(window, count)
        expect(window.frame.locator(".tz-rows")).to_have_text(f"找到 {count} 条,共 {everything} 条")
    box.click()
    box.fill("")
    window.compose("chen", "陈")
    shows(window, 2)
    has_chips(window, "搜索: 陈")
    window.shot("search")
    box.fill("没有这个人")
    shows(window, 0)
    expect(window.frame.locator(".tz-nothing")).to_contain_text("没有符合的记录")
    window.shot("search-nothing")
    box.press("Escape")
    shows(window, everything)
    assert box.input_value() == ""
    window.until("taizhang.api.getFocusedCell() && !document.activeElement.matches('.tz-search')")
    expect(window.frame.locator(".tz-chips-line")).to_be_hidden()


def test_filters_fit_their_columns_and_stand_as_chips(window: Window, people: None) -> None:
    window.open()
    everything = window.total
    popup = opened_filter(window, "visitor_type")
    friend = popup.locator("label", has_text="亲友")
    expect(friend.locator("small")).not_to_have_text("0")
    window.shot("filter-choice")
    friend.locator("input").check()
    window.until("Object.keys(taizhang.rows.asked.filter).length === 1")
    window.press("Escape")
    shows(window, int(friend_count(window)))
    popup = opened_filter(window, "room_id")
    popup.locator("input.tz-input").fill("31502")
    popup.locator("label", has_text="3-1-502").locator("input").check()
    window.shot("filter-reference")
    window.press("Escape")
    window.until("taizhang.rows.isAnswered && taizhang.rows.asked.filter.room_id")
    window.until("taizhang.rows.peek(0)?.room_id?.label === '3-1-502'")
    popup = opened_filter(window, "arrived_at")
    window.shot("filter-date")
    popup.get_by_role("button", name="今天").click()
    window.until("taizhang.rows.isAnswered && taizhang.rows.asked.filter.arrived_at")
    popup = opened_filter(window, "party_size")
    first = popup.get_by_label("从")
    first.fill("两个")
    first.press("Enter")
    expect(first).to_have_accessible_description("“两个”不是数字,请写成 1234 的样子,不带小数")
    expect(popup.get_by_role("alert")).to_be_visible()
    window.shot("filter-wrong")
    popup.get_by_label("从").fill("2")
    popup.get_by_label("从").press("Enter")
    window.until("taizhang.rows.isAnswered && taizhang.rows.asked.filter.party_size")
    expect(popup).to_have_count(0)
    popup = opened_filter(window, "visitor_name")
    popup.locator("select").select_option("starts")
    popup.locator("input").fill("王")
    window.shot("filter-text")
    popup.locator("input").press("Enter")
    shows(window, 1)
    assert names(window) == ["王小明"]
    has_chips(
        window,
        "来访类别: 亲友", "被访房号: 3-1-502", "到达时间: 今天", "人数: ≥ 2",
        "来访人姓名: 开头是“王”",
    )  # fmt: skip
    window.shot("filter-chips")
    window.frame.locator(".tz-condition", has_text="被访房号").click()
    window.until("!taizhang.rows.asked.filter.room_id")
    popup = opened_filter(window, "remark")
    popup.get_by_role("button", name="只看已填").click()
    shows(window, 0)
    window.frame.get_by_role("button", name="全部清除").click()
    shows(window, everything)
    expect(window.frame.locator(".tz-chips-line")).to_be_hidden()


def friend_count(window: Window) -> object:
    return window.get(
        "fetch('/api/rows/visitors', {method: 'POST', headers: {'Content-Type': 'application/json',"
        " 'X-Taizhang': '1'}, body: JSON.stringify({end: 0, ...taizhang.rows.view,"
        " filter: {visitor_type: {op: 'in', value: ['friend']}}})})"
        ".then(answer => answer.json()).then(page => page.total)"
    )


def test_several_columns_sort_together(window: Window, people: None) -> None:
    window.open()
    window.frame.locator(".tz-search").fill("小明")
    window.until("taizhang.rows.view.search === '小明'")
    header = window.frame.locator(".ag-header-cell-text")
    header.get_by_text("来访类别", exact=True).click()
    window.until("taizhang.rows.asked.sort.length === 1")
    header.get_by_text("来访人姓名", exact=True).click(modifiers=["Shift"])
    header.get_by_text("来访人姓名", exact=True).click(modifiers=["Shift"])
    window.until("taizhang.rows.asked.sort.length === 2")
    window.until("taizhang.rows.asked.sort[1].dir === 'desc' && taizhang.rows.isAnswered")
    has_chips(window, "搜索: 小明", "按来访类别升序", "按来访人姓名降序")
    assert names(window) == sorted(map(str, names(window)), reverse=True)
    window.shot("sorted")
    window.frame.locator(".tz-condition", has_text="来访类别").click()
    window.until("taizhang.rows.asked.sort.length === 1")


def test_a_filter_is_used_with_the_keyboard_alone(window: Window, people: None) -> None:
    window.open()
    window.frame.locator(".ag-header-cell[col-id='visitors.visitor_type']").focus()
    window.press("Control+Enter")
    popup = window.frame.locator(".ag-popup .tz-filter")
    popup.wait_for()
    window.until("document.activeElement.closest('.tz-filter')")
    window.press("ArrowDown")
    window.until("document.activeElement.type === 'checkbox'")
    window.press("ArrowDown", "ArrowUp", "Space")
    window.until("taizhang.rows.asked.filter.visitor_type?.value.length === 1")
    window.press("Escape")
    popup.wait_for(state="detached")


def test_the_first_hits_come_before_all_are_counted(window: Window, people: None) -> None:
    """A server that has not counted yet: the grid shows its rows, then asks and puts it right."""
    window.open()
    told: list[int] = []

    def early(route: Route) -> None:
        answer = route.fetch()
        page = answer.json()
        if not told and (route.request.post_data_json or {}).get("early"):
            told.append(page["total"])
            page |= {"rows": page["rows"][:1], "total": 1, "counted": False}
        route.fulfill(response=answer, json=page)

    window.page.route("**/api/rows/visitors", early)
    window.frame.locator(".tz-search").fill("chen")
    shows(window, 2)
    expect(window.frame.locator(".tz-rows")).to_contain_text("找到 2 条")
    assert told == [2]
