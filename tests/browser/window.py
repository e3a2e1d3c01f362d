"""A clerk's window as tests use it: the grid's iframe, cells by row and field, keys, the ledger."""

import os
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import httpx
from playwright.sync_api import CDPSession, Frame, Locator, Page, expect

from tests.values import visitor

API = "window.taizhang.api"
PINYIN_ENTER = {
    "type": "rawKeyDown",
    "key": "Enter",
    "code": "Enter",
    "windowsVirtualKeyCode": 229,  # what Windows sends for every key an IME takes
}
LOADED = f"Object.values({API}.getCacheBlockState()).every(block => block.pageStatus === 'loaded')"
FRAME = "const frame = () => new Promise(requestAnimationFrame);"
AT_REST = f"""(({{sheet, rows, focus, ime}}) =>
    sheet && rows.length > 0 && focus.isSettled && {LOADED}
    && (document.activeElement === ime.box || !sheet.may.write || !sheet.firstToFill)
)(window.taizhang ?? {{}})"""
"""A sheet just opened has its rows, and the keyboard waits in its first blank line."""
REACH = f"""async ([at, column]) => {{
    {FRAME}
    for (let tries = 0; tries < 300; tries += 1) {{
        {API}.ensureIndexVisible(at); // again: an earlier jump may not have ended yet
        {API}.ensureColumnVisible(column);
        for (let frames = 0; frames < 3; frames += 1) {{
            const cell = document.querySelector(
                `.ag-row[row-index="${{at}}"] > .ag-cell[col-id="${{column}}"]`);
            const {{x, y, width, height}} = cell?.getBoundingClientRect() ?? {{}};
            if (height && y >= 0 && y + height <= innerHeight) {{
                return [x + width / 2, y + height / 2];
            }}
            await frame();
        }}
    }}
    return null;
}}"""
"""Where the middle of a cell is drawn, once it is."""


@dataclass
class Window:
    """One browser page on a register. Row numbers are places in the grid, counted from 0."""

    page: Page
    sheet: str = "visitors"

    def open(self, path: str = "visitors", *, as_left: bool = False) -> "Window":
        """The register as a clerk first sees it, or as this clerk has left it."""
        self.sheet = path
        if not as_left:
            self.arrange_as_usual(path)
        self.page.goto(f"/{path}")
        self.until(AT_REST)
        return self

    def arrange_as_usual(self, register: str) -> None:
        """Columns, order and conditions of its sheets as shipped, whatever an earlier test did."""
        request = self.page.context.request
        session = request.get("/api/session")
        headers = {"Origin": session.url.removesuffix("/api/session"), "X-Taizhang": "1"}
        for each in session.json()["registers"]:
            for sheet in each["sheets"] if each["key"] == register else ():
                address = f"/api/views/{sheet['key']}/own"
                request.post(address, data={"state": None}, headers=headers)

    @cached_property
    def frame(self) -> Frame:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for frame in self.page.frames:
                if "st_aggrid" in frame.url:
                    return frame
            self.page.wait_for_timeout(50)
        raise AssertionError("the grid did not come")

    @cached_property
    def cdp(self) -> CDPSession:
        return self.page.context.new_cdp_session(self.page)

    # --- waiting ---------------------------------------------------------------------------

    def until(self, condition: str, within: float = 30) -> None:
        self.frame.wait_for_function(f"() => {condition}", timeout=within * 1000)

    def settle(self, milliseconds: float = 350) -> None:
        self.page.wait_for_timeout(milliseconds)

    def drawn(self) -> None:
        """What the last key did is on screen."""
        self.frame.evaluate(f"async () => {{ {FRAME} await frame(); await frame(); }}")

    def saved(self, within: float = 30) -> None:
        """Everything typed is acknowledged."""
        self.drawn()
        self.until(
            "taizhang.queue.waiting + taizhang.inheritance.waiting === 0"
            f" && !{API}.getEditingCells().length && !taizhang.ime.isBusy",
            within,
        )

    # --- looking ---------------------------------------------------------------------------

    def get(self, expression: str) -> object:
        return self.frame.evaluate(expression)

    @property
    def total(self) -> int:
        return int(str(self.get("taizhang.rows.total")))

    def cell(self, row: int, field: str) -> Locator:
        place = f".ag-row[row-index='{row}'] > .ag-cell[col-id='{self.sheet}.{field}']"
        return self.frame.locator(place)

    def text(self, row: int, field: str) -> str:
        return self.cell(row, field).inner_text().strip()

    @property
    def focused(self) -> list[object]:
        found = self.get(
            f"(c => c && [c.rowIndex, c.column.getColDef().field])({API}.getFocusedCell())"
        )
        assert isinstance(found, list), "no cell has the focus"
        return found

    @property
    def status(self) -> str:
        return self._message.inner_text()

    @property
    def _message(self) -> Locator:
        return self.frame.locator(".tz-status .tz-message")

    def says(self, words: str) -> None:
        """The line at the foot says just this, or soon will: the grid tells of a cell a moment
        after the click on it."""
        expect(self._message).to_have_text(words)

    def mentions(self, words: str) -> None:
        """The line at the foot says this among others, or soon will."""
        expect(self._message).to_contain_text(words)

    @property
    def saved_mark(self) -> str:
        return self.frame.locator(".tz-saved").inner_text()

    def marks(self, words: str) -> None:
        """The mark of what is saved says this, or soon will."""
        expect(self.frame.locator(".tz-saved")).to_have_text(words, timeout=30_000)

    def shot(self, name: str) -> None:
        """A screenshot for people to look at, where TAIZHANG_SHOTS says."""
        if folder := os.environ.get("TAIZHANG_SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))

    # --- doing -----------------------------------------------------------------------------

    def at(self, row: int, field: str) -> "Window":
        """The clerk clicks a cell."""
        self.frame.evaluate(REACH, [row, f"{self.sheet}.{field}"])
        self.cell(row, field).click()
        return self

    def type(self, text: str, delay: float = 0) -> None:
        self.page.keyboard.type(text, delay=delay)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def hold(self, keys: str, times: int) -> None:
        """A key kept down until it has come so often; others before it, as in Control+z."""
        *others, key = keys.split("+")
        for each in others:
            self.page.keyboard.down(each)
        for _ in range(times):
            self.page.keyboard.down(key)
        for each in (key, *others):
            self.page.keyboard.up(each)

    def compose(self, letters: str, result: str) -> None:
        """An IME: letters one by one, an Enter that belongs to it, then the word."""
        for end in range(1, len(letters) + 1):
            composed = {"text": letters[:end], "selectionStart": end, "selectionEnd": end}
            self.cdp.send("Input.imeSetComposition", composed)
        self.cdp.send("Input.dispatchKeyEvent", PINYIN_ENTER)
        self.cdp.send("Input.insertText", {"text": result})
        self.settle(60)

    def paste(self, text: str) -> None:
        """What Ctrl+V does with a text on the clipboard."""
        self.frame.evaluate(
            """text => {
                const data = new DataTransfer();
                data.setData("text/plain", text);
                const event = {clipboardData: data, bubbles: true, cancelable: true};
                document.activeElement.dispatchEvent(new ClipboardEvent("paste", event));
            }""",
            text,
        )


def add_visitors(client: httpx.Client, count: int, **changes: object) -> list[int]:
    """Rows to work on, made by another program; their ids."""
    start = time.time_ns()
    edits = [
        {"seq": n, "op": "insert", "sheet": "visitors", "values": visitor(**changes)}
        for n in range(count)
    ]
    answer = client.post("/api/edits", json={"client": f"made-{start}", "edits": edits})
    results = answer.json()["results"]
    assert all(result["ok"] for result in results), results
    return [result["row"]["id"] for result in results]


def ledger_rows(client: httpx.Client, sheet: str = "visitors") -> dict[int, dict[str, object]]:
    """All rows of a sheet as the ledger has them, by id."""
    answer = client.post(f"/api/rows/{sheet}", json={"start": 0, "end": 5000})
    return {row["id"]: row for row in answer.json()["rows"]}
