"""What every test stands on: shipped registers, a small office, a real server, a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

import db.office
from db.actor import Actor
from db.ledger import Ledger
from registers.book import Book
from tests.browser_pages import Pages, found_chromium, running_browser
from tests.ready_server import ReadyServer
from tests.server import Server, free_port
from tests.shipped import load_once, shipped_book
from tests.small_office import SmallOffice, build


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In CI, where nobody looks on, a test in the browser that fails is run once more."""
    if not os.environ.get("CI"):
        return
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def book() -> Book:
    """The registers as they are shipped, without a fault."""
    shipped = shipped_book()
    assert not shipped.faults, "\n".join(str(fault) for fault in shipped.faults)
    return shipped


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offices opened in this process share the shipped registers."""
    monkeypatch.setattr(db.office, "load", load_once)


@pytest.fixture(scope="session")
def small_office(book: Book, tmp_path_factory: pytest.TempPathFactory) -> SmallOffice:
    return build(tmp_path_factory.mktemp("small-office") / "workspace", book)


@pytest.fixture
def workspace(small_office: SmallOffice, tmp_path: Path) -> Path:
    """A copy of the small office of this test's own; nobody has it open."""
    return small_office.copy(tmp_path)


@pytest.fixture
def ledger(workspace: Path, book: Book) -> Iterator[Ledger]:
    opened = Ledger.open(workspace / "ledger.db", book)
    yield opened
    opened.close()


@pytest.fixture
def clerk(small_office: SmallOffice) -> Actor:
    return small_office.actors["clerk"]


@pytest.fixture
def supervisor(small_office: SmallOffice) -> Actor:
    return small_office.actors["supervisor"]


@pytest.fixture
def admin(small_office: SmallOffice) -> Actor:
    return small_office.actors["admin"]


@pytest.fixture(scope="session")
def port() -> int:
    """Of one server after the other: a browser keeps files by their address."""
    return free_port()


@pytest.fixture(scope="module")
def served_office(small_office: SmallOffice) -> SmallOffice:
    """The office a module's server serves a copy of."""
    return small_office


@pytest.fixture(scope="module")
def own_schemas() -> Path | None:
    """A folder with registers of the module's own, laid into its office."""
    return None


@pytest.fixture(scope="module")
def module_server(
    served_office: SmallOffice,
    own_schemas: Path | None,
    port: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """One server for a test module: tests add rows of their own and leave the others' alone."""
    workspace = served_office.copy(tmp_path_factory.mktemp("served"))
    if own_schemas:
        shutil.copytree(own_schemas, workspace / "schemas", dirs_exist_ok=True)
    running = ReadyServer(workspace, port)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def server(module_server: Server) -> Server:
    """The module's server, running whatever an earlier test did to it."""
    if module_server.process is None or module_server.process.poll() is not None:
        module_server.kill()
        module_server.start()
    return module_server


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """The clerk, logged in, talking HTTP."""
    with server.client() as logged_in:
        yield logged_in


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if found_chromium() is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    with running_browser() as running:
        yield running


@pytest.fixture(scope="session")
def pages(browser: Browser) -> Pages:
    return Pages(browser)


@pytest.fixture
def open_page(pages: Pages, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens windows: `open_page()` is the clerk's, `open_page("clerk2")` somebody else's."""

    def window(user: str | None = "clerk") -> Page:
        return pages.lend(server, user)

    yield window
    pages.take_back()


@pytest.fixture
def browser_page(open_page: Callable[..., Page]) -> Page:
    """The clerk's window: 1366×768, Chinese, logged in, still empty."""
    return open_page()
