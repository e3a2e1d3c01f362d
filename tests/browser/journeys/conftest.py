"""An office with somebody at every desk, and the windows they sit at."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from tests.browser.journeys.workplace import Workplace
from tests.ready_server import ReadyServer
from tests.scenarios.conftest import staffed_office as staffed_office
from tests.server import Server
from tests.small_office import SmallOffice


@pytest.fixture
def server(staffed_office: SmallOffice, port: int, tmp_path: Path) -> Iterator[Server]:
    """Somebody at every desk, for one journey; a second try begins with an office of its own."""
    running = ReadyServer(staffed_office.copy(tmp_path / "office"), port)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Callable[[str], Workplace]:
    """`desk("finance")`: that user's window."""

    def opened(user: str) -> Workplace:
        return Workplace(open_page(user))

    return opened


@pytest.fixture
def office(server: Server) -> Iterator[httpx.Client]:
    """The supervisor over HTTP: sees every sheet, and prepares what a journey starts from."""
    with server.client("supervisor") as logged_in:
        yield logged_in
