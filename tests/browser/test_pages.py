"""Pages, sheets, months, search, void, language: how the screen behaves around the cells."""

import io
import json
import sys
import time
from collections.abc import Callable

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.window import Window, add_visitors, ledger_rows
from tests.server import Server

REGISTERS = ("visitors", "complaints", "keys", "renovations", "ic_cards", "supplies")
MASTER = ("rooms", "people", "staff", "depts")


def test_a_page_switch_keeps_the_loaded_grid(window: Window, client: httpx.Client) -> None:
    add_visitors(client, 1)
    window.open()
    window.get("void (window.mark = 'the same iframe')")
    began = time.monotonic()
    window.page.get_by_test_id("stSidebarNavLink").filter(has_text="钥匙登记").click()
    window.until("taizhang.sheet.register === 'keys'")
    window.frame.locator(".ag-header-cell", has_text="借用人").first.wait_for()
    seconds = f"{time.monotonic() - began:.2f}"
    sys.stdout.write(f"\npage switch to first row: {seconds} s\n")
    assert window.get("window.mark") == "the same iframe"
    window.page.get_by_test_id("stSidebarNavLink").filter(has_text="来访登记").click()
    window.until("taizhang.sheet.register === 'visitors' && taizhang.rows.total > 0")
    assert window.get("window.mark") == "the same iframe"


def test_sheets_are_tabs_that_switch_in_place(window: Window) -> None:
    window.open("keys")
    window.get("void (window.mark = 'the same iframe')")
    tabs = window.frame.locator(".tz-tabs button")
    assert tabs.all_inner_texts() == ["钥匙借用", "钥匙"] or tabs.count() > 1
    tabs.nth(1).click()
    second = tabs.nth(1).get_attribute("data-sheet")
    window.until(f"taizhang.sheet.key === '{second}'")
    window.frame.locator(f".ag-header-cell[col-id^='{second}.']").first.wait_for()
    assert window.get("window.mark") == "the same iframe"
    window.shot("keys-second-sheet")


def test_the_home_page_counts_and_leads_to_the_registers(
    window: Window, client: httpx.Client
) -> None:
    add_visitors(client, 2)
    window.page.goto("/")
    card = window.page.locator(".st-key-card_visitors")
    expect(card).to_contain_text("今日")
    window.settle(1500)
    window.shot("home")
    grid = window.page.locator(".st-key-grid").bounding_box()
    assert grid is not None
    assert grid["x"] < -1000
    card.get_by_role("link").click()
    window.until("window.taizhang?.sheet?.key === 'visitors'")
    grid = window.page.locator(".st-key-grid").bounding_box()
    assert grid is not None
    assert (grid["x"], grid["y"], grid["height"]) == (190, 0, 768)


def test_a_search_and_a_month_ask_the_ledger(window: Window, client: httpx.Client) -> None:
    add_visitors(client, 2, visitor_name="寻人样例")
    window.open()
    everything = window.total
    box = window.frame.locator(".tz-search")
    box.fill("寻人样例")
    window.until("taizhang.rows.total === 2")
    box.fill("")
    window.until(f"taizhang.rows.total === {everything}")
    window.frame.get_by_role("button", name="◀").click()
    window.until("taizhang.rows.total === 0")
    window.frame.get_by_role("button", name="全部").click()
    window.until(f"taizhang.rows.total === {everything}")


def filter_by(window: Window, field: str, model: dict[str, object]) -> None:
    model_of_all = json.dumps({f"visitors.{field}": model})
    window.get(f"taizhang.api.setFilterModel({model_of_all})")


def test_headers_sort_and_filter_in_the_ledger(window: Window, client: httpx.Client) -> None:
    add_visitors(client, 1, visitor_name="Aaron 样例", visitor_type="viewing")
    add_visitors(client, 1, visitor_name="Zoe 样例")
    window.open()
    filter_by(window, "visitor_type", {"op": "in", "value": ["viewing"]})
    window.until("taizhang.rows.total >= 1 && taizhang.rows.peek(0).visitor_type === 'viewing'")
    filter_by(window, "visitor_name", {"op": "contains", "value": "Zoe"})
    window.until("taizhang.rows.total === 1")
    window.get("taizhang.api.setFilterModel(null)")
    window.frame.locator(".ag-header-cell-text", has_text="来访人姓名").click()
    window.until("taizhang.rows.asked.sort.length === 1")
    window.until("taizhang.rows.peek(0)?.visitor_name === 'Aaron 样例'")


def test_a_row_is_voided_with_a_reason(window: Window, client: httpx.Client) -> None:
    (row,) = add_visitors(client, 1)
    window.open()
    last = window.total - 1
    window.at(last, "visitor_name")
    window.frame.get_by_role("button", name="作废").click()
    window.shot("void-dialog")
    window.frame.get_by_role("button", name="重复登记").click()
    window.press("Enter")
    window.saved()
    kept = ledger_rows(client)[row]
    assert kept["void"] is True
    window.settle()
    for field in ("doc_no", "visitor_name"):
        expect(window.cell(last, field)).to_have_css("text-decoration-line", "line-through")
    assert window.text(last, "doc_no") == kept["doc_no"]
    window.at(last, "visitor_name").type("x")
    window.press("Enter")
    window.saved()
    assert ledger_rows(client)[row]["visitor_name"] == kept["visitor_name"]
    window.shot("void-row")


def test_the_month_on_paper_equals_the_grid(window: Window, client: httpx.Client) -> None:
    add_visitors(client, 3, visitor_name="纸上样例", phone="13800138000")
    window.open()
    window.frame.locator(".tz-menu summary", has_text="导出").click()
    with window.page.expect_popup() as opened:
        window.frame.locator(".tz-menu a", has_text="来访登记表").first.click()
    with opened.value.expect_download() as download:
        opened.value.get_by_role("button", name="下载 Excel").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    printed = [
        [str(cell) for cell in row if cell is not None]
        for row in book.active.iter_rows(values_only=True)
    ]
    shown = window.get(
        "Array.from({length: taizhang.rows.total}, (_, n) => taizhang.rows.peek(n).visitor_name)"
    )
    assert isinstance(shown, list)
    names = [name for name in shown if any(name in row for row in printed)]
    assert names == shown
    assert sum("纸上样例" in row for row in printed) == shown.count("纸上样例")


@pytest.mark.parametrize(("lang", "mark"), [("zh_HK", "已儲存 ✓"), ("en", "Saved ✓")])
def test_another_language_is_chosen_at_the_foot_of_the_navigation(
    window: Window, lang: str, mark: str
) -> None:
    window.open()
    window.page.locator("#tz-language").select_option(lang)
    window.page.wait_for_load_state("load")
    window.settle(1500)
    del window.frame
    window.until(f"window.taizhang?.session?.lang === '{lang}' && taizhang.rows.length > 0")
    window.settle(500)
    window.shot(f"visitors-{lang}")
    window.marks(mark)
    window.page.locator("#tz-language").select_option("zh_CN")
    window.settle(1500)


@pytest.mark.parametrize("register", [*REGISTERS, *MASTER])
def test_every_register_opens_without_an_error(
    open_window: Callable[..., Window], register: str
) -> None:
    window = open_window("admin")
    problems: list[str] = []
    window.page.on("pageerror", lambda error: problems.append(str(error)))
    window.page.on(
        "requestfailed", lambda request: problems.append(f"{request.url} {request.failure}")
    )
    window.page.goto(f"/{register}")
    window.until("window.taizhang?.sheet && taizhang.rows.length > 0")
    window.frame.locator(".ag-header-cell").first.wait_for()
    window.settle(500)
    window.shot(f"register-{register}")
    assert problems == []


def test_nothing_is_fetched_from_outside(window: Window, server: Server) -> None:
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    window.open()
    own = (server.url, server.url.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []


def test_the_first_row_is_on_screen_soon(browser_page: Page, client: httpx.Client) -> None:
    add_visitors(client, 1)
    window = Window(browser_page)
    began = time.monotonic()
    window.page.goto("/visitors")
    window.frame.locator(".ag-row .ag-cell[col-id='visitors.doc_no']:not(:empty)").first.wait_for()
    sys.stdout.write(f"\nfirst row, cold: {time.monotonic() - began:.2f} s\n")


def test_the_login_page(browser_page: Page, open_page: object, server: Server) -> None:
    browser_page.context.clear_cookies()
    browser_page.goto("/visitors")
    expect(browser_page.locator("input[type=password]")).to_be_visible()
    Window(browser_page).shot("login")
