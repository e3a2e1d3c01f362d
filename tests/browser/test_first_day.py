"""The first day of an office: what is brought along, list by list, each with its template."""

import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.window import Window
from tests.server import PASSWORD, Server

PATIENCE = 30_000  # milliseconds; Streamlit draws the page


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """An office that was founded a moment ago."""
    running = Server(tmp_path / "workspace")
    running.start()
    typed = {
        "estate": "样例花园",
        "username": "clerk",
        "password": PASSWORD,
        "password_again": PASSWORD,
    }
    answer = httpx.post(f"{running.url}/setup", data=typed, headers={"Origin": running.url})
    assert answer.status_code == 303
    yield running
    running.kill()


def test_a_new_office_is_led_through_its_lists(
    window: Window, client: httpx.Client, tmp_path: Path
) -> None:
    page = window.page
    page.goto("/")
    step = page.locator("[class*='st-key-step_rooms_is_left']")
    expect(step).to_contain_text("已有 0 行", timeout=PATIENCE)
    expect(page.get_by_text("已完成 0 / 8 步")).to_be_visible()
    window.settle(1000)
    window.shot("first-day")

    template = client.get(str(step.get_by_role("link", name="模板").get_attribute("href")))
    path = tmp_path / "房号和业主.xlsx"
    fill(template.content, path)
    step.get_by_role("link", name="导入").click()
    window.until("document.querySelector('dialog.tz-import .tz-import-file')")
    assert page.url.endswith("/rooms")
    box = window.frame.locator("dialog.tz-import")
    box.locator("input[type=file]").set_input_files(path)
    box.get_by_role("button", name="下一步").click()
    box.get_by_role("button", name="全部导入(2 行)").click()
    expect(box.locator("h3")).to_have_text("已导入 2 行")
    expect(box.locator("li", has_text="人员")).to_contain_text("另外登记了 2 行")
    box.get_by_role("button", name="关闭").last.click()
    skip_and_close(page, window)


def fill(template: bytes, path: Path) -> None:
    book = load_workbook(io.BytesIO(template))
    sheet = book.active
    assert sheet is not None
    heads = [str(cell.value) for cell in sheet[4]]
    assert heads[:2] == ["楼栋*", "单元"]
    for row, door in ((5, "101"), (6, "102")):
        typed = {
            "楼栋*": "3",
            "单元": "1",
            "房间号*": door,
            "业主": f"王样例{door}",
            "联系电话": f"13800000{door}",
        }
        for column, head in enumerate(heads, 1):
            sheet.cell(row, column, typed.get(head))
    book.save(path)


def skip_and_close(page: Page, window: Window) -> None:
    page.get_by_test_id("stSidebarNavLink").filter(has_text="今日").click()
    expect(page.get_by_text("开张准备还没有导入:员工、")).to_be_visible(timeout=PATIENCE)
    page.get_by_test_id("stSidebarNavLink").filter(has_text="开张准备").click()
    done = page.locator("[class*='st-key-step_rooms_is_done']")
    expect(done).to_contain_text("已有 2 行", timeout=PATIENCE)
    page.locator("[class*='st-key-step_staff']").get_by_role("button", name="跳过").click()
    expect(page.locator("[class*='st-key-step_staff_is_skipped']")).to_contain_text(
        "已跳过", timeout=PATIENCE
    )
    expect(page.get_by_text("已完成 2 / 8 步")).to_be_visible()
    window.settle(800)
    window.shot("first-day-going-on")
    page.get_by_role("button", name="以后再说").click()
    guide = page.get_by_test_id("stSidebarNavLink").filter(has_text="开张准备")
    expect(guide).to_have_count(0, timeout=PATIENCE)
