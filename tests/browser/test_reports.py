"""报表: choosing a report and a month, its figures and its picture, the paper that goes with it."""

import io
from datetime import date

import httpx
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.window import Window, add_visitors

PATIENCE = 30_000  # milliseconds; a report is drawn by Streamlit, not by the grid


def test_a_report_is_chosen_read_and_taken_home(window: Window, client: httpx.Client) -> None:
    add_visitors(client, 2, party_size=3)
    month = f"{date.today():%Y-%m}"
    page = window.page
    page.goto("/")
    page.get_by_test_id("stSidebarNavLink").filter(has_text="报表").click()
    page.get_by_label("报表").first.click()
    page.get_by_role("option", name="来访月统计表").click()
    expect(page.locator(".st-key-report th").first).to_have_text("日期", timeout=PATIENCE)
    total = page.locator(".st-key-report tbody tr").last
    expect(total).to_contain_text("合计", timeout=PATIENCE)
    assert total.locator("td").all_inner_texts()[:3] == ["合计", "6", "2"]
    assert total.locator("td").nth(1).evaluate("td => getComputedStyle(td).textAlign") == "right"
    expect(page.locator(".st-key-report canvas, .st-key-report svg").first).to_be_visible(
        timeout=PATIENCE
    )
    window.settle(1500)
    window.shot("report-visitors")
    link = page.get_by_role("link", name="预览、打印、下载")
    assert link.get_attribute("href") == f"/forms?form=visitor_month&period={month}"
    paper = client.get(f"/export/visitor_month?period={month}")
    sheet = load_workbook(io.BytesIO(paper.content)).active
    assert [row[:3] for row in sheet.iter_rows(values_only=True) if row[0] == "合计"] == [
        ("合计", 6, 2)
    ]
    page.get_by_label("期间").first.click()
    page.get_by_role("option").nth(1).click()
    expect(total.locator("td").nth(1)).to_have_text("0", timeout=PATIENCE)


def test_checks_and_memo_lines_stand_above_the_table(window: Window) -> None:
    window.page.goto(f"/reports?report=key_month&period={date.today():%Y-%m}")
    check = window.page.locator(".st-key-report [data-testid=stAlertContainer]")
    agrees = "期末 = 期初+留置-领回-移交-遗失销毁±盘点:相符"
    expect(check).to_have_text(agrees, timeout=PATIENCE)
    expect(window.page.locator(".st-key-report th").first).to_have_text("区域/类别")
    window.settle(1500)
    window.shot("report-keys")
