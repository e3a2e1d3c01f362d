"""Who is on the sheet, what lights up, and what waits while the server is away."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import expect

from tests.browser.window import Window, add_visitors, ledger_rows
from tests.server import Server

OpenWindow = Callable[..., Window]


def test_the_cell_of_a_colleague_has_a_frame_with_the_name(
    open_window: OpenWindow, client: httpx.Client
) -> None:
    add_visitors(client, 2)
    first, second = open_window("clerk").open(), open_window("clerk2").open()
    last = first.total - 1
    first.at(last - 1, "visitor_name")
    second.at(last, "purpose")
    expect(first.cell(last, "purpose")).to_have_attribute("data-peer", "周样例")
    expect(second.cell(last - 1, "visitor_name")).to_have_attribute("data-peer", "林小满")
    second.type("看房")
    expect(first.cell(last, "purpose")).to_have_attribute("data-peer", "周样例 ✎")
    expect(first.frame.locator(".tz-person")).to_have_text(["周样例"])
    first.shot("presence")
    second.press("Enter")
    expect(first.cell(last, "purpose")).to_have_class(re.compile("ag-cell-data-changed"))
    expect(first.cell(last, "purpose")).to_have_text("看房")
    assert "ag-cell-data-changed" not in str(second.cell(last, "purpose").get_attribute("class"))
    second.page.goto("/rooms")
    expect(first.frame.locator(".ag-cell[data-peer]")).to_have_count(0)
    expect(first.frame.locator(".tz-person")).to_have_count(0)
    second.page.goto("/visitors")
    expect(first.frame.locator(".tz-person")).to_have_text(["周样例"])
    second.page.close()
    expect(first.frame.locator(".tz-person")).to_have_count(0)


def test_what_is_not_acknowledged_is_amber_and_is_sent_when_the_server_is_back(
    window: Window, client: httpx.Client, server: Server
) -> None:
    (row,) = add_visitors(client, 1, remark="")
    window.open()
    last = window.total - 1
    server.kill()
    for field in ("remark", "purpose"):
        window.at(last, field).type("离线写的")
        window.press("Enter")
    window.marks("离线,2 项待保存")
    amber = re.compile("tz-waiting")
    expect(window.cell(last, "remark")).to_have_class(amber)
    expect(window.cell(last, "purpose")).to_have_class(amber)
    window.press("Control+z")
    expect(window.frame.locator(".tz-status .tz-bad")).to_have_text("现在离线,连上服务器后再撤销")
    window.shot("offline")
    server.start()
    window.marks("已保存 ✓")
    expect(window.cell(last, "remark")).not_to_have_class(amber)
    with server.client() as again:
        kept = ledger_rows(again)[row]
    assert (kept["remark"], kept["purpose"]) == ("离线写的", "离线写的")
