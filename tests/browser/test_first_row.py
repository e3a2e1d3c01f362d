"""How soon the first row is on screen at a million rows: printed, not judged."""

import sys
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bench.growing import home
from bench.ledgers import PASSWORD, USER
from tests.browser.window import Window, add_visitors
from tests.browser_pages import Pages
from tests.server import Server

ROWS = 1_000_000
NUMBER = ".ag-row .ag-cell[col-id='visitors.doc_no']"


@pytest.fixture
def million() -> Iterator[Server]:
    """A server on the bench's ledger of a million visitors, where `make bench` has built it."""
    workspace = home(f"visitors{ROWS}")
    if not workspace.exists():
        pytest.skip("make bench has not built the ledger of a million rows")
    server = Server(workspace)
    server.start()
    yield server
    server.kill()


def test_the_first_row_of_a_million_is_on_screen_soon(browser: Browser, million: Server) -> None:
    pages = Pages(browser, PASSWORD)
    with million.client(USER, PASSWORD) as client:
        add_visitors(client, 1, room_id="1-1-101")
    window = Window(pages.lend(million, USER))

    def seconds_to_rows(began: float, rows: int) -> float:
        window.until(f"window.taizhang?.sheet?.key === 'visitors' && taizhang.rows.total >= {rows}")
        window.frame.locator(NUMBER, has_text="LF-").first.wait_for()
        return time.monotonic() - began

    began = time.monotonic()
    window.page.goto("/visitors")
    cold = seconds_to_rows(began, 1)
    window.frame.get_by_role("button", name="全部").click()
    window.until(f"taizhang.rows.total >= {ROWS}")
    window.settle(1000)
    window.page.get_by_test_id("stSidebarNavLink").filter(has_text="房号").click()
    window.until("taizhang.sheet.key === 'rooms' && taizhang.rows.total > 0")
    window.settle(1000)
    began = time.monotonic()
    window.page.get_by_test_id("stSidebarNavLink").filter(has_text="来访登记").click()
    switched = seconds_to_rows(began, ROWS)
    pages.take_back()
    sys.stdout.write(
        f"\nfirst row at {ROWS:,} rows: cold {cold:.2f} s, page switch {switched:.2f} s\n"
    )
