"""Pages of the browser, used by one test after the other: a new one costs twice as much to load."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.server import PASSWORD, Server

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first of them that is installed: without a window of its own it takes less to run."""
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
PATIENCE = 20_000
FORGET = "localStorage.clear(); sessionStorage.clear()"


def found_chromium() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def running_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found_chromium(), args=CHROMIUM)
        yield running
        running.close()


def log_in(context: BrowserContext, server: Server, user: str, password: str = PASSWORD) -> None:
    """The session cookie of this user, as if the login form had been sent."""
    context.request.post(
        f"{server.url}/login",
        form={"username": user, "password": password},
        headers={"Origin": server.url},
        max_redirects=0,
    )


class Pages:
    """Each page has a context of its own. From one test to the next it keeps only files."""

    def __init__(self, browser: Browser, password: str = PASSWORD) -> None:
        self.browser = browser
        self.password = password
        self.idle: dict[str, list[Page]] = {}
        """By the server they belong to."""
        self.lent: list[tuple[str, Page]] = []

    def lend(self, server: Server, user: str | None) -> Page:
        """An empty page of the server on which the user is logged in, and nobody if None."""
        idle = self.idle.get(server.url)
        page = idle.pop() if idle else self._made(server)
        self.lent.append((server.url, page))
        page.context.clear_cookies()
        page.goto("/health")
        page.evaluate(FORGET)
        if user is not None:
            log_in(page.context, server, user, self.password)
        return page

    def _made(self, server: Server) -> Page:
        context = self.browser.new_context(
            base_url=server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
        )
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def take_back(self) -> None:
        """After a test: pages as they were lent are kept, others closed."""
        while self.lent:
            url, page = self.lent.pop()
            if self._is_fit(page):
                self.idle.setdefault(url, []).append(page)
            else:
                page.context.close()

    def _is_fit(self, page: Page) -> bool:
        if page.is_closed() or len(page.context.pages) > 1:
            return False
        try:
            page.unroute_all()
            page.goto("about:blank", timeout=5_000)
        except Error:
            return False  # it would not leave what it shows
        return True
