"""A register an office wrote itself, in YAML only: its page, its rows, Today, the clock, paper."""

import io
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.window import Window
from tests.server import Server


@pytest.fixture(scope="module")
def own_schemas() -> Path:
    """A register an office wrote for itself."""
    return Path(__file__).with_name("own")


def write(client: httpx.Client, seq: int, **edit: object) -> dict[str, object]:
    edits = [{"seq": seq, **edit}]
    answer = client.post("/api/edits", json={"client": "own-register", "edits": edits})
    (result,) = answer.json()["results"]
    assert result["ok"], result
    row: dict[str, object] = result["row"]
    return row


def uncalled(client: httpx.Client) -> int:
    lists = client.get("/api/today").json()["lists"]
    return next(int(each["count"]) for each in lists if each["key"] == "lost_uncalled")


def test_it_works_over_http_in_today_by_the_clock_and_on_paper(
    client: httpx.Client, server: Server
) -> None:
    number = f"SW-{date.today():%Y%m}-001"
    umbrella = write(client, 1, op="insert", sheet="lost_items", values={"item": "雨伞"})
    assert (umbrella["doc_no"], umbrella["status"], umbrella["calls"]) == (number, "kept", 0)
    assert uncalled(client) == 1
    call = {"item_id": umbrella["id"], "called": "3-1-502"}
    write(client, 2, op="insert", sheet="lost_calls", values=call)
    assert uncalled(client) == 0
    collected = write(
        client, 3, op="act", sheet="lost_items", row=umbrella["id"], action="collect", values={}
    )
    assert (collected["status"], collected["calls"]) == ("collected", 1)

    old = (date.today() - timedelta(days=40)).isoformat()
    glove = {"item": "手套", "found_on": old}
    row = write(client, 4, op="insert", sheet="lost_items", values=glove)["id"]
    server.stop()
    server.start()
    with server.client() as again:
        rows = again.post("/api/rows/lost_items", json={}).json()["rows"]
        assert next(each["status"] for each in rows if each["id"] == row) == "unclaimed"
        paper = again.get("/export/lost_items", params={"period": f"{date.today():%Y-%m}"})
    cells = [
        cell.value for line in load_workbook(io.BytesIO(paper.content)).active.rows for cell in line
    ]  # type: ignore[union-attr]
    assert {number, "雨伞"} <= set(cells)


def test_it_has_a_page_and_a_card(window: Window, client: httpx.Client) -> None:
    write(client, 11, op="insert", sheet="lost_items", values={"item": "钱包"})
    window.page.goto("/")
    card = window.page.locator("[class*='st-key-list_lost_uncalled_is_soon']")
    expect(card).to_contain_text("钱包")
    card.get_by_role("link").click()
    window.until("window.taizhang?.list && taizhang.rows.total === 1")
    expect(window.frame.locator(".tz-chip")).to_have_text("清单:未联系失主的失物 ×")
    assert window.frame.locator(".tz-tabs button").all_inner_texts() == ["失物", "联系记录"]
    window.sheet = "lost_items"
    assert window.text(0, "item") == "钱包"
    window.settle(500)
    window.shot("own-register")
