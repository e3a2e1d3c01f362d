"""A clerk's eyes and hands in one window: which rows are there, cells to go to, words to type."""

from dataclasses import dataclass, field
from itertools import takewhile
from random import Random

from tests.browser.robot.model import Cell, Model
from tests.browser.window import FRAME, LOADED, REACH, Window

WORDS = ("水果", "蔬菜", "早点", "鲜花", "修鞋", "开锁", "报刊", "warm tea", "豆浆", "糖水")

ROWS = f"""async isAlone => {{
    {FRAME}
    while (!({LOADED})) {{
        if (isAlone) return [];
        await frame();
    }}
    return Array.from({{length: taizhang.rows.length}}, (_, at) => [at, taizhang.rows.peek(at)])
        .filter(([, row]) => row && !row.void && row.name && typeof row.id === "number")
        .map(([at, row]) => [at, row.name]);
}}"""
"""Places and names of the rows on hand that count; none where the server they come from is away."""
READY = "taizhang.ime.box === document.activeElement && taizhang.ime.box.closest('.ag-cell-focus')"
THERE = f"""async at => {{
    {FRAME}
    const began = performance.now();
    while (!({READY}) && performance.now() - began < 10_000) await frame();
    if (!({READY})) throw new Error("the keyboard is nowhere");
    return taizhang.rows.peek(at)?.name ?? null;
}}"""
"""The name of a row, once the keyboard waits in a cell."""

Value = tuple[str, object]
"""As a clerk types it, and as the ledger tells it."""


class RowsMoved(Exception):
    """The grid fetched its rows anew while a clerk thought: they stand elsewhere now."""


@dataclass
class Clerk:
    """`side` is the letter its own cells begin with: two clerks never write the same cell."""

    window: Window
    name: str
    side: str
    model: Model
    random: Random
    shared: frozenset[str]
    """Names of rows both may write in."""
    rows: dict[int, str] = field(default_factory=dict)
    """Those on hand this clerk may write in, as it saw them last: by place their names."""
    made: int = 0
    clock: int = 0
    frame_at: tuple[float, float] | None = None
    log: list[str] = field(default_factory=list)

    @property
    def sheet(self) -> str:
        return self.window.sheet

    @property
    def own(self) -> list[str]:
        """Its own columns of the sheet, from left to right."""
        return [key for key in self.model.fields[self.sheet] if key.startswith(f"{self.side}_")]

    # --- rows and cells ----------------------------------------------------------------------

    def look(self, *, is_alone: bool) -> None:
        """Which rows are there now."""
        found = self.window.frame.evaluate(ROWS, is_alone)
        mine = [(at, name) for at, name in found if name in self.shared or name[0] == self.side]
        self.rows = dict(mine)

    def a_cell(self) -> tuple[int, str, str]:
        """Place and name of a row, and a column."""
        at = self.random.choice(list(self.rows))
        return at, self.rows[at], self.random.choice(self.own)

    def run_of(self, most: int) -> list[tuple[int, str]]:
        """Some rows one under the other, or a single one, all this clerk's to write in."""
        at = self.random.choice(list(self.rows))
        places = range(at, at + self.random.randint(2, most))
        return [(n, self.rows[n]) for n in takewhile(self.rows.__contains__, places)]

    def go(self, at: int, key: str, name: str | None) -> None:
        """Clicks a cell, and makes sure the row there is still the one meant.

        Raises RowsMoved where it is not: then nothing has been done.
        """
        x, y = self.window.frame.evaluate(REACH, [at, f"{self.sheet}.{key}"])
        left, top = self.corner
        self.window.page.mouse.click(left + x, top + y)
        if self.window.frame.evaluate(THERE, at) != name:
            raise RowsMoved

    @property
    def corner(self) -> tuple[float, float]:
        """Where the grid's frame stands in the page."""
        if self.frame_at is None:
            box = self.window.frame.frame_element().bounding_box()
            assert box is not None
            self.frame_at = box["x"], box["y"]
        return self.frame_at

    def rows_came(self) -> None:
        self.window.page.wait_for_timeout(20)
        self.window.until(LOADED)

    # --- what is typed, and what came of it --------------------------------------------------

    def value(self, key: str) -> Value:
        number = self.random.randint(0, 999)
        match key[2:]:
            case "word":
                word = f"{self.random.choice(WORDS)}{number}"
                return word, word
            case "count":
                return str(number), number
            case "price":
                return f"{number}.{number % 100:02d}", f"{number}.{number % 100:02d}"
            case _:
                day = f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
                return day, day

    def wrote(self, changes: list[Cell], refused: list[tuple[str, str, str]] | None = None) -> None:
        self.note(f"wrote {changes}, in vain {refused or []}")
        self.model.write(self.name, self.sheet, changes, refused=refused or ())

    def note(self, what: str) -> None:
        self.log.append(f"{self.clock}: {self.name} in {self.sheet} {what}")
