"""Windows on the running office."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.window import Window


@pytest.fixture
def window(browser_page: Page) -> Window:
    """The clerk's window, still empty."""
    return Window(browser_page)


@pytest.fixture
def open_window(open_page: Callable[..., Page]) -> Callable[..., Window]:
    """More windows: `open_window("clerk2")` is somebody else's."""

    def opened(user: str = "clerk") -> Window:
        return Window(open_page(user))

    return opened
