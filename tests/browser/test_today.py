"""The first page: what waits today, from the card to exactly these rows in the grid and back."""

import re
import time

import httpx
from playwright.sync_api import Locator, expect

from tests.browser.window import Window, add_visitors

CHIP = ".tz-chip"


def card(window: Window, key: str) -> Locator:
    return window.page.locator(f"[class*='st-key-list_{key}_is_']")


def admit(client: httpx.Client, row: int) -> None:
    act = {"seq": 1, "op": "act", "sheet": "visitors", "row": row, "action": "admit"}
    answer = client.post("/api/edits", json={"client": f"act-{time.time_ns()}", "edits": [act]})
    assert answer.json()["results"][0]["ok"], answer.text


def count(found: Locator) -> int:
    return int(found.locator("strong").inner_text())


def test_a_card_leads_to_its_rows_and_the_chip_leads_back(
    window: Window, client: httpx.Client
) -> None:
    first, *_ = add_visitors(client, 3, visitor_name="等候样例")
    admit(client, first)
    window.page.goto("/")
    waiting = card(window, "visitors_waiting")
    expect(waiting).to_contain_text("等候样例")
    expect(card(window, "visitors_inside")).to_contain_text("在场的来访")
    expect(window.page.get_by_text("没有待办")).to_contain_text("今日未完成的投诉")
    window.settle(1200)
    window.shot("today")
    window.get("void (window.mark = 'the same iframe')")
    wanted = count(waiting)
    waiting.get_by_role("link").click()
    window.until(f"window.taizhang?.list && taizhang.rows.total === {wanted}")
    chip = window.frame.locator(CHIP)
    expect(chip).to_have_text("清单:等待放行的来访 ×")
    assert {window.text(row, "status") for row in range(wanted)} == {"待放行"}
    window.settle(500)
    window.shot("today-list")
    assert window.page.url.endswith("/visitors?list=visitors_waiting")
    chip.click()
    window.until(f"!taizhang.list && taizhang.rows.total > {wanted}")
    expect(chip).to_be_hidden()
    assert window.page.url.endswith("/visitors")
    assert window.get("window.mark") == "the same iframe"


def test_a_list_can_be_opened_by_its_address(window: Window, client: httpx.Client) -> None:
    add_visitors(client, 2)
    window.open("visitors?list=visitors_waiting")
    expect(window.frame.locator(CHIP)).to_be_visible()
    everything = window.total
    window.page.get_by_test_id("stSidebarNavLink").filter(has_text="投诉登记").click()
    window.until("taizhang.sheet.register === 'complaints'")
    expect(window.frame.locator(CHIP)).to_be_hidden()
    window.page.go_back()
    window.until(f"taizhang.list && taizhang.rows.total === {everything}")


def test_another_sheet_of_the_register_leaves_the_list(window: Window) -> None:
    window.open("keys?list=keys_due")
    expect(window.frame.locator(CHIP)).to_be_visible()
    window.frame.locator(".tz-tabs button").nth(1).click()
    window.until("taizhang.sheet.key !== 'key_loans' && !taizhang.list")
    expect(window.frame.locator(CHIP)).to_be_hidden()


def test_the_page_is_drawn_anew_by_itself_and_the_grid_is_not(
    window: Window, client: httpx.Client
) -> None:
    add_visitors(client, 1)
    window.page.goto("/")
    waiting = card(window, "visitors_waiting")
    expect(waiting).to_be_visible()
    window.get("void (window.mark = 'the same iframe')")
    before = count(waiting)
    add_visitors(client, 1)
    window.page.get_by_role("button", name=re.compile("更新于")).click()
    expect(waiting.locator("strong")).to_have_text(str(before + 1))
    assert window.get("window.mark") == "the same iframe"


def test_the_page_ends_with_the_session(window: Window, client: httpx.Client) -> None:
    window.page.goto("/")
    again = window.page.get_by_role("button", name=re.compile("更新于"))  # what its timer does too
    expect(again).to_be_visible()
    window.page.request.post("/logout", headers={"Origin": str(client.base_url)})
    again.click()
    window.page.wait_for_url("**/login")
