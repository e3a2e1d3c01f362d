"""表单: every form looked at as it will print, page by page, then printed or taken away."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import httpx
from openpyxl import load_workbook
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.window import Window, add_visitors

PATIENCE = 30_000  # milliseconds
MONTH = f"{date.today():%Y-%m}"


def taken(page: Page, view: FrameLocator | Page, name: str) -> bytes:
    with page.expect_download(timeout=60_000) as download:
        view.get_by_role("button", name=name, exact=True).click()
    return download.value.path().read_bytes()


def test_a_form_is_chosen_looked_through_and_taken_away(
    window: Window, client: httpx.Client
) -> None:
    add_visitors(client, 60, visitor_name="纸上样例")
    page = window.page
    page.goto("/")
    page.get_by_test_id("stSidebarNavLink").filter(has_text="表单").click()
    choices = page.locator(".st-key-form_choice [data-testid=stSelectbox]")
    choices.nth(0).locator("input").fill("来访登记表")
    page.get_by_role("option", name="来访登记表", exact=True).click()
    shown = page.locator("[data-testid=stIFrame]")
    expect(shown).to_have_attribute("src", re.compile("visitor_ledger"), timeout=PATIENCE)
    month = f"{date.today().year}年{date.today().month}月"
    choices.nth(1).locator("input").fill(month)
    page.get_by_role("option", name=month, exact=True).click()
    view = page.frame_locator("[data-testid=stIFrame]")
    sheet = view.frame_locator("#sheet")
    expect(view.locator("#count")).to_have_text("/ 3", timeout=PATIENCE)
    expect(sheet.get_by_text("第 1 页 共 3 页")).to_be_visible(timeout=PATIENCE)
    window.settle(500)
    window.shot("paper-first-page")
    view.get_by_role("button", name="下一页").click()
    expect(sheet.get_by_text("第 2 页 共 3 页")).to_be_visible()
    assert sheet.locator("tr").nth(4).locator("td").first.inner_text() == "26"
    view.locator("#page").fill("3")
    view.locator("#page").press("Enter")
    expect(sheet.get_by_text("第 3 页 共 3 页")).to_be_visible()
    expect(view.get_by_role("button", name="下一页")).to_be_disabled()
    window.shot("paper-last-page")
    book = load_workbook(io.BytesIO(taken(page, view, "下载 Excel")))
    starts = [4, *(one.id for one in book.active.row_breaks.brk)]
    assert [book.active.cell(row + 1, 1).value for row in starts] == [1, 26, 51]
    lines = list(csv.reader(io.StringIO(taken(page, view, "CSV").decode("utf-8-sig"))))
    assert [line[3] for line in lines].count("纸上样例") == 60
    view.get_by_label("登记点").select_option(label="前台")
    expect(sheet.get_by_text("登记点:前台")).to_be_visible(timeout=PATIENCE)
    window.shot("paper-narrowed")
    view.get_by_label("登记点").select_option("")
    view.locator("#lang").select_option("en")
    expect(sheet.get_by_text(re.compile(r"^Page 1 of \d+$"))).to_be_visible(timeout=PATIENCE)
    pages = int(view.locator("#count").inner_text().removeprefix("/ "))
    view.get_by_role("button", name="打印", exact=True).click()
    printed = view.frame_locator(".away")
    expect(printed.locator(".page")).to_have_count(pages, timeout=PATIENCE)


def test_the_browser_prints_the_same_pages(window: Window, client: httpx.Client) -> None:
    """What 打印 hands to the printer, as the PDF that 另存为 PDF would give."""
    add_visitors(client, 60)
    told = client.post("/api/paper", json={"form": "visitor_ledger", "period": MONTH}).json()
    while told["state"] in ("waiting", "running"):
        told = client.get(f"/api/paper/{told['paper']}").json()
    window.page.goto(f"/api/paper/{told['paper']}/pages/1-{told['pages']}")
    printed = window.page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == told["pages"]
    assert b"/MediaBox [0 0 841.91998 594.95996]" in printed


def test_finance_takes_the_month_with_its_slips(open_window: Callable[..., Window]) -> None:
    window = open_window("supervisor")
    page = window.page
    page.goto(f"/forms?form=month_pack&period={MONTH}")
    view = page.frame_locator("[data-testid=stIFrame]")
    sheet = view.frame_locator("#sheet")
    expect(sheet.get_by_text("与台账核对:15 项全部相符")).to_be_visible(timeout=PATIENCE)
    window.settle(500)
    window.shot("paper-pack")
    with zipfile.ZipFile(io.BytesIO(taken(page, view, "连同单据打包"))) as archive:
        assert f"财务月度资料-{MONTH}.xlsx" in archive.namelist()


def test_a_long_form_shows_how_far_it_is(window: Window, client: httpx.Client) -> None:
    """The server answers as if a form of a year were being drawn, then as if it had failed."""
    page = window.page
    told = {"paper": "x", "state": "running", "done": 12_000, "total": 42_600}
    page.route("**/api/paper", lambda route: route.fulfill(json=told))
    page.route("**/api/paper/x", lambda route: route.fulfill(json=told))
    page.goto(f"/paper/visitor_ledger?period={MONTH}")
    expect(page.locator("#done")).to_have_text("已排 12,000 / 42,600 行")
    window.shot("paper-progress")
    told |= {"state": "failed", "error": {"code": "disk_full", "message": "磁盘已满"}}
    expect(page.locator("#trouble")).to_have_text("磁盘已满", timeout=PATIENCE)
    expect(page.locator("#working")).to_be_hidden()
