"""The server ends by itself although pages are open: a clerk's forgotten tab must not hold it."""

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page
from websockets.sync.client import connect

from api.stopping import FORCE_AFTER_SECONDS
from tests.server import Server
from tests.small_office import SmallOffice


@pytest.fixture(scope="module")
def module_server(
    small_office: SmallOffice, port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """As an office starts it: signals reach what a person would send them to."""
    running = Server(small_office.copy(tmp_path_factory.mktemp("stopped")), port)
    running.start()
    yield running
    running.kill()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_it_need_not_be_forced_with_feeds_open(server: Server, how: signal.Signals) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in server.log_in().items())
    address = f"ws://127.0.0.1:{server.port}/api/feed?after=0"
    headers = {"Origin": server.url, "Cookie": cookie}
    with ExitStack() as open_feeds:
        for _ in range(8):
            feed = open_feeds.enter_context(connect(address, additional_headers=headers))
            assert "hello" in str(feed.recv(timeout=10))
            feed.send('{"sheet": "visitors", "row": 1, "field": "remark"}')
        assert server.stop(how) < FORCE_AFTER_SECONDS, server.log_tail()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_it_need_not_be_forced_with_pages_open(
    server: Server, open_page: Callable[..., Page], how: signal.Signals
) -> None:
    for user in ("clerk", "clerk2"):
        page = open_page(user)
        page.goto("/visitors")
        page.wait_for_selector("iframe")
    assert server.stop(how) < FORCE_AFTER_SECONDS, server.log_tail()


def test_it_starts_again_where_it_stopped(server: Server) -> None:
    server.stop()
    server.start()
    with server.client() as client:
        assert client.get("/api/session").json()["user"] == "clerk"
