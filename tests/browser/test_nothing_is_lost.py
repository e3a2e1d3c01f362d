"""Power cuts, reloads and time-outs while a clerk types: every cell arrives, once."""

import threading
import time
from collections.abc import Callable

import httpx

from tests.browser.window import Window, add_visitors, ledger_rows
from tests.server import PASSWORD, Server

CELLS = 40


def changes_of(client: httpx.Client, row: int, field: str) -> list[object]:
    """What the audit says was written into a cell, in order."""
    history = client.get(f"/api/history/visitors/{row}").json()
    found: list[object] = []
    for change in history["history"]:
        if change["op"] == "set" and change["field"] == field:
            found.append(change["new"])
    return found


def test_every_cell_typed_over_a_power_cut_is_in_the_ledger_once(
    window: Window, client: httpx.Client, server: Server
) -> None:
    ids = add_visitors(client, CELLS)
    window.open()
    window.at(window.total - CELLS, "visitor_name")

    def cut() -> None:
        time.sleep(0.6)
        server.kill()
        time.sleep(1.5)
        server.start()

    power = threading.Thread(target=cut)
    power.start()
    for n in range(CELLS):
        window.type(f"cut{n}", delay=5)
        window.press("Enter")
        window.settle(25)
    if power.is_alive():
        assert window.saved_mark != ""
    power.join()
    window.saved(within=60)
    with server.client() as again:
        rows = ledger_rows(again)
        kept = [rows[row]["visitor_name"] for row in ids]
        assert kept == [f"cut{n}" for n in range(CELLS)], " ".join(map(str, kept))
        for n, row in enumerate(ids):
            assert len(changes_of(again, row, "visitor_name")) == 1, n


def test_the_clerk_is_told_that_edits_wait_while_the_server_is_away(
    window: Window, client: httpx.Client, server: Server
) -> None:
    (row,) = add_visitors(client, 1)
    window.open()
    server.kill()
    window.at(window.total - 1, "purpose").type("server is away")
    window.press("Enter")
    window.until("taizhang.queue.offline")
    window.marks("离线,1 项待保存")
    window.shot("offline")
    server.start()
    window.saved(within=30)
    window.marks("已保存 ✓")
    with server.client() as again:
        assert ledger_rows(again)[row]["purpose"] == "server is away"


def test_unsent_edits_arrive_after_a_reload(
    window: Window, client: httpx.Client, server: Server
) -> None:
    ids = add_visitors(client, 3)
    window.open()
    window.frame.page.route("**/api/edits", lambda route: route.abort())
    window.at(window.total - 3, "purpose")
    for n in range(3):
        window.type(f"reload{n}")
        window.press("Enter")
    window.until("taizhang.queue.waiting === 3 && !taizhang.api.getEditingCells().length")
    window.page.unroute("**/api/edits")
    window.page.reload()
    del window.frame
    window.until("window.taizhang?.inheritance && taizhang.rows.total > 0")
    deadline = time.monotonic() + 20
    wanted = [f"reload{n}" for n in range(3)]
    while [ledger_rows(client)[row]["purpose"] for row in ids] != wanted:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    for row in ids:
        assert len(changes_of(client, row, "purpose")) == 1


def test_a_page_left_while_a_cell_is_open_keeps_what_was_typed(
    window: Window, client: httpx.Client
) -> None:
    (row,) = add_visitors(client, 1)
    window.open()
    window.at(window.total - 1, "remark").type("打到一半")
    window.page.goto("/complaints")
    again = Window(window.page).open()
    again.until("taizhang.inheritance.waiting === 0")
    assert ledger_rows(client)[row]["remark"] == "打到一半"


def test_signed_out_edits_wait_for_the_next_sign_in(
    window: Window, client: httpx.Client, server: Server
) -> None:
    (row,) = add_visitors(client, 1)
    window.open()
    window.page.context.request.post(
        "/logout", headers={"Origin": server.url}, form={"x": ""}, max_redirects=0
    )
    window.at(window.total - 1, "purpose").type("after the session")
    window.press("Enter")
    window.until("taizhang.queue.signedOut")
    window.marks("已退出登录,1 项待保存")
    window.frame.get_by_role("button", name="重新登录").wait_for()
    window.page.context.request.post(
        "/login",
        form={"username": "clerk", "password": PASSWORD},
        headers={"Origin": server.url},
        max_redirects=0,
    )
    window.saved(within=30)
    assert ledger_rows(client)[row]["purpose"] == "after the session"


def test_another_clerk_at_the_same_desk_does_not_send_what_is_left(
    open_window: Callable[..., Window], client: httpx.Client, server: Server
) -> None:
    (row,) = add_visitors(client, 1)
    window = open_window("clerk").open()
    window.page.route("**/api/edits", lambda route: route.abort())
    window.at(window.total - 1, "purpose").type("the first clerk's")
    window.press("Enter")
    window.until("taizhang.queue.waiting === 1")
    window.page.context.request.post(
        "/login",
        form={"username": "clerk2", "password": PASSWORD},
        headers={"Origin": server.url},
        max_redirects=0,
    )
    window.page.unroute("**/api/edits")
    window.until("taizhang.queue.signedOut")
    window.page.reload()
    del window.frame
    window.until("window.taizhang?.session?.user === 'clerk2' && taizhang.rows.total > 0")
    window.settle(2500)
    assert ledger_rows(client)[row]["purpose"] == "探访"


def test_rows_read_before_an_answer_but_later_come_do_not_hide_it(
    window: Window, client: httpx.Client
) -> None:
    """As when a clerk sorts at once after typing."""
    add_visitors(client, 1, remark="")
    window.open()
    last = window.total - 1
    read = window.get(f"JSON.stringify(taizhang.rows.peek({last}))")
    window.at(last, "remark").type("new")
    window.press("Enter")
    window.saved()
    window.frame.evaluate("read => taizhang.rows.learn(JSON.parse(read))", read)
    assert window.get(f"taizhang.rows.peek({last}).remark") == "new"
    assert window.get(f"taizhang.rows.served(taizhang.rows.peek({last}).id, 'remark')") == "new"
