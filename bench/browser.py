"""What a clerk waits for in a real browser: a typed cell, and a large paste, until it is saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from bench.clock import Times
from bench.ledgers import PASSWORD, USER
from tests.browser.window import Window
from tests.browser_pages import Pages, running_browser
from tests.server import Server

TYPED_CELLS = 60
PACE = 300  # milliseconds between two cells: somebody who types fast
PASTED_ROWS = 1_000
PASTES = 3
COLUMNS = (
    "visitor_name", "party_size", "visitor_type", "visitor_org", "phone",
    "goods", "plate_no", "room_id", "purpose", "remark",
)  # fmt: skip

ONLY_COLUMNS = """columns => {
    const shown = ["doc_no", ...columns].map(key => ({colId: `visitors.${key}`, hide: false}));
    taizhang.api.applyColumnState({state: shown, defaultState: {hide: true}, applyOrder: true});
}"""

TIME_EDITS = """() => {
    window.took = [];
    let began = 0;
    const pressed = ({key}) => { if (key === "Enter") began = performance.now(); };
    document.addEventListener("keydown", pressed, true);
    const { answered } = taizhang.queue;
    taizhang.queue.answered = (...answer) => {
        answered(...answer);
        took.push(performance.now() - began);
    };
}"""

PASTE = """text => new Promise(done => {
    const began = performance.now();
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    let isSent = false;
    const look = () => {
        isSent ||= taizhang.queue.waiting > 0;
        if (isSent && taizhang.queue.waiting === 0) done(performance.now() - began);
        else setTimeout(look, 2);
    };
    look();
})"""


def edits_and_pastes(workspace: Path) -> tuple[Times, Times]:
    """From Enter to the answer, cell by cell, and from paste to the last of 10,000 answers."""
    with a_window(workspace) as page:
        window = Window(page).open()
        window.get("taizhang.toolbar.periodChosen('')")
        window.until("taizhang.rows.total > 5000")
        window.settle(1000)
        return typed(window), pasted(window)


@contextmanager
def a_window(workspace: Path) -> Iterator[Page]:
    server = Server(workspace)
    server.start()
    try:
        with running_browser() as browser:
            yield Pages(browser, PASSWORD).lend(server, USER)
    finally:
        server.stop()


def typed(window: Window) -> Times:
    window.at(40, "purpose")
    window.frame.evaluate(TIME_EDITS)
    for number in range(TYPED_CELLS):
        window.type(f"{number} typed")
        window.press("Enter")
        window.settle(PACE)
    window.saved()
    return Times(tuple(window.frame.evaluate("took")))


def pasted(window: Window) -> Times:
    """Over rows nobody has scrolled to: they are fetched first."""
    window.frame.evaluate(ONLY_COLUMNS, list(COLUMNS))
    window.settle(500)
    took = []
    for number in range(PASTES):
        window.at(1_000 + number * 1_500, "visitor_name")
        window.settle(500)
        took.append(float(window.frame.evaluate(PASTE, block(number))))
        window.settle(300)
        assert f"已保存 {PASTED_ROWS * len(COLUMNS):,}" in window.status, window.status
    return Times(tuple(took))


def block(number: int) -> str:
    """Texts no cell held before, as Excel puts them on the clipboard."""
    lines = (
        (
            f"粘贴{number}样例{n}", str((n + number) % 8 + 5), "其他", f"公司{number}",
            f"137{number}{n:07d}", f"物品{number}{n}", f"粤A{number}{n:04d}", "2-1-101",
            f"粘贴{number}", f"第{n}行",
        )
        for n in range(PASTED_ROWS)
    )  # fmt: skip
    return "".join("\t".join(line) + "\r\n" for line in lines)
