"""What every test stands on: shipped registers, a small office, a real server, a real browser."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from db.actor import Actor
from db.ledger import Ledger
from registers.book import Book, load
from tests.server import HOUSE, PASSWORD, Server
from tests.small_office import SmallOffice, build

CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test in the browser that fails is run once more: a loaded machine can miss any patience."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def book() -> Book:
    """The registers as they are shipped, without a fault."""
    shipped = load(HOUSE / "schemas")
    assert not shipped.faults, "\n".join(str(fault) for fault in shipped.faults)
    return shipped


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


@pytest.fixture(scope="module")
def module_server(
    small_office: SmallOffice, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One server for a test module: tests add rows of their own and leave the others' alone."""
    running = Server(small_office.copy(tmp_path_factory.mktemp("served")))
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
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens windows: `open_page()` is the clerk's, `open_page("clerk2")` somebody else's."""
    contexts = []

    def window(user: str | None = "clerk") -> Page:
        context = browser.new_context(
            base_url=server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        if user is not None:
            context.request.post(
                "/login",
                form={"username": user, "password": PASSWORD},
                headers={"Origin": server.url},
                max_redirects=0,
            )
        return context.new_page()

    yield window
    for context in contexts:
        context.close()


@pytest.fixture
def browser_page(open_page: Callable[..., Page]) -> Page:
    """The clerk's window: 1366×768, Chinese, logged in, still empty."""
    return open_page()
