"""Every kind of cell, typed as people type it, with and without an IME; then the ledger is read."""

import itertools
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.window import Window, ledger_rows

TODAY = date.today()
SEQ = itertools.count()


@pytest.fixture(scope="module")
def own_schemas() -> Path:
    """A register of one column of every type."""
    return Path(__file__).with_name("every")


def add(client: httpx.Client, sheet: str, *rows: dict[str, object]) -> list[int]:
    edits = [{"seq": next(SEQ), "op": "insert", "sheet": sheet, "values": row} for row in rows]
    answer = client.post("/api/edits", json={"client": "editors", "edits": edits})
    results = answer.json()["results"]
    assert all(result["ok"] for result in results), results
    return [result["row"]["id"] for result in results]


def kept(client: httpx.Client, row: int) -> dict[str, object]:
    return ledger_rows(client, "every")[row]


TYPED: list[tuple[str, str, object]] = [
    ("name", "王样例", "王样例"),
    ("count", "１，２３４", 1234),
    ("area", "89.5", 89.5),
    ("paid", "￥1,234.5", "1234.50"),
    ("on", "昨天", (TODAY - timedelta(1)).isoformat()),
    ("at", "0905", f"{TODAY} 09:05"),
    ("phone", "138 1234 5678", "13812345678"),
    ("card", "h12345678", "H12345678"),
    ("plate", "yuea1b345", "粤A1B345"),
    ("done", "y", True),
    ("kind", "zhuangxsg", "decorator"),
    ("works", "油漆", ["paint"]),
    ("room", "3栋1单元502", "3-1-502"),
    ("host", "过路样例", "过路样例"),
    ("note", "第一行", "第一行"),
]
COMPOSED: list[tuple[str, str, str, object]] = [
    ("name", "lisi", "李四", "李四"),
    ("count", "shier", "１２", 12),
    ("area", "b", "９０", 90.0),
    ("paid", "b", "３千", "3000.00"),
    ("on", "jintian", "今天", TODAY.isoformat()),
    ("at", "xiawu", "下午2点", f"{TODAY} 14:00"),
    ("phone", "y", "１３９８７６５４３２１", "13987654321"),
    ("card", "h", "Ｈ７６５４３２１", "H7654321"),
    ("plate", "yue", "粤", "粤B12345"),
    ("done", "fou", "否", False),
    ("kind", "kuaidi", "快递", "courier"),
    ("works", "niwa", "泥瓦", ["tiles"]),
    ("room", "san", "3栋1单元502", "3-1-502"),
    ("host", "wang", "王五", "王五"),
    ("note", "shuoming", "说明", "说明"),
]


def plain(value: object) -> object:
    return value["label"] if isinstance(value, dict) else value


def test_every_cell_takes_what_people_type(window: Window, client: httpx.Client) -> None:
    (row,) = add(client, "every", {"name": "甲"})
    window.open("every")
    for field, text, _ in TYPED:
        window.at(window.total - 1, field).type(text)
        window.press("Enter")
    window.saved()
    found = kept(client, row)
    assert {field: plain(found[field]) for field, *_ in TYPED} == {
        field: value for field, _, value in TYPED
    }
    assert window.text(window.total - 1, "phone") == "138 1234 5678"


def test_escape_forgets_what_was_typed_in_any_cell(window: Window, client: httpx.Client) -> None:
    (row,) = add(client, "every", {"name": "戊"})
    window.open("every")
    before = kept(client, row)
    for field, text, _ in TYPED:
        window.at(window.total - 1, field).type(text)
        window.press("Escape")
        window.settle(120)  # an editor that comes back comes a moment later
        assert window.get("taizhang.api.getEditingCells().length") == 0, field
    window.at(window.total - 1, "name")
    window.saved()
    assert kept(client, row) == before


@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open"])
def test_every_cell_takes_what_an_ime_composes(
    window: Window, client: httpx.Client, is_open: bool
) -> None:
    (row,) = add(client, "every", {"name": "乙"})
    window.open("every")
    for field, letters, words, _ in COMPOSED:
        window.at(window.total - 1, field)
        if is_open:
            window.press("F2")
            window.until("taizhang.api.getEditingCells().length === 1")
            window.settle(80)
            window.press("Control+a")
        else:
            window.until("document.activeElement === taizhang.ime.box")
        window.compose(letters, words)
        assert window.get("taizhang.api.getEditingCells().length") == 1, field
        if field == "plate":
            window.type("b12345")
        window.press("Enter")
        window.settle(60)
    window.saved()
    found = kept(client, row)
    assert {field: plain(found[field]) for field, *_ in COMPOSED} == {
        field: value for field, _, _, value in COMPOSED
    }


def test_the_server_says_under_the_editor_what_will_be_stored(
    window: Window, client: httpx.Client
) -> None:
    add(client, "every", {"name": "丙"})
    window.open("every")
    last = window.total - 1
    preview = window.frame.locator(".tz-preview p")
    for field, text, shown in (
        ("at", "11.3 9:05", f"{TODAY.year}-11-03 09:05"),
        ("paid", "1,234.5", "¥1,234.50"),
        ("phone", "13812345678", "138 1234 5678"),
        ("card", "44010619880315123x", "440106 19880315 123X"),
    ):
        window.at(last, field).type(text)
        expect(preview).to_contain_text(shown)
        window.shot(f"editor-preview-{field}")
        window.press("Escape")
        expect(preview).to_be_hidden()
    window.at(last, "on").type("2月30日")
    expect(preview).to_contain_text("不是日期")
    window.press("Escape")


def test_a_day_is_picked_from_the_calendar_by_keys_and_by_mouse(
    window: Window, client: httpx.Client
) -> None:
    (row,) = add(client, "every", {"name": "丁", "on": "2026-11-03", "at": "2026-11-03 14:05"})
    window.open("every")
    last = window.total - 1
    calendar = window.frame.locator(".tz-calendar")
    window.at(last, "on").press("F2")
    window.until("taizhang.api.getEditingCells().length === 1")
    window.press("Alt+ArrowDown")
    expect(calendar).to_be_visible()
    window.shot("editor-calendar")
    window.press("ArrowRight", "ArrowDown", "Enter")
    expect(calendar).to_be_hidden()
    window.press("Enter")
    window.saved()
    assert kept(client, row)["on"] == "2026-11-11"
    window.at(last, "at").press("F2")
    window.frame.locator(".tz-opens").click()
    calendar.locator("button[data-months='1']").click()
    calendar.locator("button[data-day='2026-12-24']").click()
    window.press("Enter")
    window.saved()
    assert kept(client, row)["at"] == "2026-12-24 14:05"


def test_a_plates_province_is_picked_by_mouse_or_arrows_before_or_after(
    window: Window, client: httpx.Client
) -> None:
    first, second = add(client, "every", {"name": "戊"}, {"name": "己"})
    window.open("every")
    line = window.total - 2
    signs = window.frame.locator(".tz-signs button")
    window.at(line, "plate").press("F2")
    expect(signs).to_have_count(33)
    window.shot("editor-plate")
    window.frame.locator(".tz-signs button[data-sign='湘']").click()
    expect(signs).to_have_count(0)
    window.type("a12345")
    window.press("Enter")
    window.at(line + 1, "plate").type("b12345")
    expect(signs).to_have_count(33)
    window.press("ArrowDown", "Enter", "Enter")
    window.saved()
    assert kept(client, first)["plate"] == "湘A12345"
    assert kept(client, second)["plate"] == "湘B12345"  # the one picked last stands first


def test_several_choices_long_text_and_yes_or_no_by_their_own_keys(
    window: Window, client: httpx.Client
) -> None:
    (row,) = add(client, "every", {"name": "庚"})
    window.open("every")
    last = window.total - 1
    window.at(last, "works").press("F2")
    window.frame.locator(".tz-list li", has_text="油漆").wait_for()
    window.press("1")
    window.shot("editor-multi")
    window.type("pai")
    window.press("Enter")
    window.at(last, "note").type("第一行")
    window.press("Shift+Enter")
    window.type("第二行")
    window.press("Alt+Enter")
    window.type("第三行")
    expect(window.frame.locator(".tz-popup small b")).to_have_text("11 / 60")
    window.shot("editor-longtext")
    window.press("Enter")
    window.at(last, "done").press("Space")
    window.saved()
    found = kept(client, row)
    assert found["works"] == ["water", "paint"]
    assert found["note"] == "第一行\n第二行\n第三行"
    assert found["done"] is True
    window.at(last, "kind").press("F2")
    window.frame.locator(".tz-list li", has_text="快递外卖").wait_for()
    window.shot("editor-choice")
    window.press("2")
    window.saved()
    assert kept(client, row)["kind"] == "courier"
    window.at(last, "done").press("F2")
    window.shot("editor-yes-no")
    window.press("Escape")


def test_a_room_is_picked_by_its_owner_and_whoever_lives_there_comes_first(
    window: Window, client: httpx.Client
) -> None:
    owner, _ = add(client, "people", {"name": "王业样例"}, {"name": "别人样例"})
    lives = {"room_id": "3-1-502", "person_id": owner, "role": "owner"}
    add(client, "occupancies", lives)
    (row,) = add(client, "every", {"name": "辛"})
    window.open("every")
    last = window.total - 1
    window.at(last, "room").type("wyy", delay=20)
    offer = window.frame.locator(".tz-list li.tz-lit")
    expect(offer).to_have_text("3-1-502业主 王业样例")
    window.shot("editor-room-by-owner")
    window.press("Enter")
    window.saved()
    window.at(last, "host").press("F2")
    expect(offer).to_contain_text("王业样例")
    window.shot("editor-person")
    window.press("ArrowDown", "ArrowUp", "Enter")
    window.saved()
    found = kept(client, row)
    assert plain(found["room"]) == "3-1-502"
    assert found["host"] == {"id": owner, "label": "王业样例"}
    window.at(last, "name").press("F4")
    window.frame.locator(".tz-panel [data-field='host'] .tz-value").click()
    expect(offer).to_contain_text("王业样例")


@pytest.mark.parametrize("list_comes", [True, False], ids=["list", "no list"])
def test_nobody_waits_for_the_list_under_an_editor(
    window: Window, client: httpx.Client, list_comes: bool
) -> None:
    """Keys without a pause between them: the ledger finds the one row that is meant."""
    mark = f"样例{'甲' if list_comes else '乙'}"
    (owner,) = add(client, "people", {"name": f"欧阳{mark}"})
    room = "2-1-801" if list_comes else "1-2-301"
    add(client, "occupancies", {"room_id": room, "person_id": owner, "role": "owner"})
    told = {"complainant": "匿名", "category": "facilities", "description": f"{mark}楼道漏水"}
    (about,) = add(client, "complaints", told)
    rows = add(client, "every", {"name": "寅"}, {"name": "卯"})
    if not list_comes:
        window.page.route("**/api/lookup/**", lambda _: None)
    window.open("every")
    last = window.total - 1
    wanted = {"room": f"欧阳{mark}", "host": "路人样例", "guide": "小满", "about": f"{mark}楼道"}
    for field, text in wanted.items():
        window.at(last - 1, field).type(text)
        window.press("Enter")
    window.at(last, "room")
    for text in wanted.values():
        window.type(text)
        window.press("Tab")
    window.saved()
    for row in rows:
        found = kept(client, row)
        names = {key: plain(found[key]) for key in ("room", "host", "guide")}
        assert names == {"room": room, "host": "路人样例", "guide": "林小满"}
        assert found["about"]["id"] == about
    window.at(last, "room").type("1-1")
    window.press("Enter")
    window.saved()
    window.at(last, "room")
    window.says("房号有多条记录符合“1-1”,请多输几个字,或从列表中选定一条")
    assert window.text(last, "room") == "1-1"
    assert plain(kept(client, rows[1])["room"]) == room


def test_the_record_panel_has_the_same_help(window: Window, client: httpx.Client) -> None:
    (row,) = add(client, "every", {"name": "壬"})
    window.open("every")
    window.at(window.total - 1, "name").press("F4")
    panel = window.frame.locator(".tz-panel")
    at = panel.locator("[data-field='at'] .tz-value")
    at.click()
    window.type("昨天9点05")
    expect(window.frame.locator(".tz-preview p")).to_contain_text("09:05")
    window.press("Alt+ArrowDown")
    expect(window.frame.locator(".tz-calendar")).to_be_visible()
    window.shot("editor-panel-calendar")
    window.press("Escape", "Enter")
    panel.locator("[data-field='plate'] .tz-value").click()
    window.type("yuea12345")
    window.shot("editor-panel-plate")
    window.press("Enter")
    window.saved()
    found = kept(client, row)
    assert found["at"] == f"{TODAY - timedelta(1)} 09:05"
    assert found["plate"] == "粤A12345"


def test_another_cell_says_which_choices_come_first(window: Window, client: httpx.Client) -> None:
    add(client, "every", {"name": "法规样例"})
    window.open("every")
    offered = window.frame.evaluate(
        """async () => {
            const base = document.querySelector('link[href$="grid.css"]').href;
            const { ChoiceEditor } = await import(base.replace("grid.css", "choice.js"));
            const told = await (await fetch("/api/sheets/complaints")).json();
            const field = told.fields.find(each => each.key === "law_basis");
            return ["dogs", "fees", null].map(category => {
                const editor = new ChoiceEditor();
                editor.init({ field, data: { category }, value: null, show: taizhang.show,
                    say: taizhang.say, column: { getActualWidth: () => 100 }, opened: () => {} });
                return editor.offered.map(option => option.label);
            });
        }"""
    )
    laws = [
        "物业管理条例",
        "物业服务合同",
        "住宅装饰装修管理办法",
        "商品房销售管理办法",
        "犬类管理规定",
    ]
    assert offered == [[laws[4], *laws[:4]], laws, laws]
