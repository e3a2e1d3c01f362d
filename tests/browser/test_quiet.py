"""A tour of every register, light and dark, large and small: readable, and nothing complains."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.window import Window
from tests.browser_pages import log_in
from tests.server import Server

REGISTERS = (
    "visitors", "complaints", "keys", "renovations", "ic_cards", "supplies", "rooms", "people",
)  # fmt: skip
NOT_OURS = (
    "Unrecognized feature:",  # what Streamlit allows its frames, in words this browser lacks
    "can escape its sandboxing",
)
SIZES = {"usual": (1366, 768, 1.0), "zoomed": (1093, 614, 1.25)}
LANGUAGES = {"usual": "zh_CN", "zoomed": "en"}
"""English words are the longest, and have the least room in a small window."""


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


Tour = Callable[[str, str, str], Page]


@pytest.fixture
def tour(browser: Browser, server: Server) -> Iterator[Tour]:
    contexts = []

    def opened(user: str, look: str, size: str) -> Page:
        width, height, scale = SIZES[size]
        context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            color_scheme=look,  # type: ignore[arg-type]
            locale="zh-CN",
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        log_in(context, server, user)
        said = {"Origin": server.url, "X-Taizhang": "1"}
        context.request.post("/api/language", data={"lang": LANGUAGES[size]}, headers=said)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


def listen(page: Page) -> list[str]:
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        text = f"{message.type}: {message.text} ({message.location.get('url', '')})"
        if message.type in ("error", "warning") and not any(each in text for each in NOT_OURS):
            said.append(text)

    page.on("console", heard)
    page.on("pageerror", lambda error: said.append(f"uncaught: {error}"))
    return said


@pytest.mark.parametrize("size", list(SIZES))
def test_a_tour_of_all_registers_is_quiet_and_readable(tour: Tour, look: str, size: str) -> None:
    page = tour("admin", look, size)
    said = listen(page)
    window = Window(page).open(REGISTERS[0])
    for register in REGISTERS:
        if register != REGISTERS[0]:
            link = page.locator(f"[data-testid=stSidebarNavLink][href$='/{register}']")
            link.click()
        window.until(f"taizhang.sheet.register === '{register}' && taizhang.rows.length > 0")
        for tab in window.frame.locator(".tz-tabs:not([hidden]) button").all():
            tab.click()
            window.until(f"taizhang.sheet.key === '{tab.get_attribute('data-sheet')}'")
        window.settle(150)
        assert overlapping(window) == []
    window.frame.locator(".tz-views summary").click()
    window.settle(200)
    window.shot(f"quiet-{look}-{size}")
    assert poor_contrast(window) == []
    assert said == []


def overlapping(window: Window) -> object:
    """Parts of the lines above and below the grid that run into each other or out of the window."""
    return window.get(
        """[".tz-toolbar", ".tz-tabs", ".tz-status"].flatMap(line => {
            const boxes = [...document.querySelectorAll(`${line} > *`)]
                .filter(el => el.offsetParent && el.offsetWidth)
                .map(el => [el.className || el.tagName, el.getBoundingClientRect()]);
            return boxes.flatMap(([name, box], at) => [
                box.right > innerWidth + 1 && `${line} ${name} leaves the window at ${box.right}`,
                at && boxes[at - 1][1].right > box.left + 1 && `${line} ${name} overlaps`,
            ]).filter(Boolean);
        })"""
    )


def poor_contrast(window: Window) -> object:
    """Text on the screen whose colour stands out from its ground by less than 4.5 to 1."""
    return window.get(
        """(() => {
            const parse = text =>
                (/rgba?\\(([^)]+)\\)/.exec(text)?.[1].split(/[ ,/]+/) ?? [0, 0, 0, 0]).map(Number);
            const linear = c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
            const light = ([r, g, b]) => [r, g, b].map(c => linear(c / 255))
                .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
            const ground = el => {
                for (let at = el; at; at = at.parentElement) {
                    const colour = parse(getComputedStyle(at).backgroundColor);
                    if ((colour[3] ?? 1) > 0.9) return colour;
                }
                return [255, 255, 255];
            };
            const isText = node => node.nodeType === 3 && node.textContent.trim();
            const texts = [...document.querySelectorAll("body *")]
                .filter(el => el.offsetParent && el.clientWidth && [...el.childNodes].some(isText));
            return texts.map(el => {
                const colours = [parse(getComputedStyle(el).color), ground(el)];
                const [one, other] = colours.map(light).sort((a, b) => b - a);
                return [(one + 0.05) / (other + 0.05), el.textContent.slice(0, 20), el.className];
            }).filter(([ratio]) => ratio < 4.5).slice(0, 8);
        })()"""
    )


def test_pages_without_a_grid_follow_the_system_too(tour: Tour, look: str, server: Server) -> None:
    page = tour("clerk", look, "usual")
    page.goto("/")
    expect(page.locator(".st-key-card_visitors")).to_contain_text("今日")
    ground = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    assert page.evaluate(ground) == {"light": "rgb(255, 255, 255)", "dark": "rgb(25, 35, 36)"}[look]
    page.context.clear_cookies()
    page.goto("/login")
    ink, paper = page.evaluate(
        """[getComputedStyle(document.body).color,
            getComputedStyle(document.querySelector('.card')).backgroundColor]"""
    )
    dark = ("rgb(228, 238, 237)", "rgb(27, 39, 40)")
    assert (ink, paper) == (dark if look == "dark" else ("rgb(31, 45, 45)", "rgb(255, 255, 255)"))
    Window(page).shot(f"login-{look}")


def test_nothing_moves_for_those_who_asked_for_quiet(tour: Tour) -> None:
    page = tour("admin", "light", "usual")
    page.emulate_media(reduced_motion="reduce")
    window = Window(page).open("rooms")
    window.at(0, "room_no")
    window.press("F4")
    panel = window.frame.locator(".tz-panel")
    expect(panel).to_be_visible()
    assert panel.evaluate("el => getComputedStyle(el).animationName") == "none"
    assert panel.evaluate("el => el.getAnimations().length") == 0
