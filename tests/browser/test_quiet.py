"""A tour of every register in light and dark, large and small: nothing is reported as wrong."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.window import Window


def test_a_tour(open_page: Callable[..., Page]) -> None:
    page = open_page("admin")
    said: list[str] = []
    page.on(
        "console",
        lambda m: said.append(f"{m.type}: {m.text[:300]} @ {m.location.get('url', '')[-60:]}"),
    )
    page.on("pageerror", lambda e: said.append(f"pageerror: {e}"))
    window = Window(page)
    for register in (
        "visitors",
        "complaints",
        "keys",
        "renovations",
        "ic_cards",
        "supplies",
        "rooms",
        "people",
    ):
        window.sheet = register
        page.goto(f"/{register}")
        window.__dict__.pop("frame", None)
        window.until("window.taizhang?.sheet && window.taizhang.rows.length > 0")
        window.settle(1000)
        window.shot(f"tour_{register}")
    print("\n".join(said))
    assert 0
