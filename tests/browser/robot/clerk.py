"""A clerk's eyes and hands in one window: which rows are there, cells to go to, words to type."""

from dataclasses import dataclass, field
from itertools import takewhile
from random import Random

from tests.browser.robot.model import Cell, Model
from tests.browser.window import FRAME, LOADED, REACH, Window

WORDS = ("水果", "蔬菜", "早点", "鲜花", "修鞋", "开锁", "报刊", "warm tea", "豆浆", "糖水")
PLAIN = ("warm tea", "milk", "rice")
BY_MOUSE = 0.3  # how often a cell is clicked; otherwise the keyboard is put there, which is faster

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
THERE = f"""async ([at, column, count, isThere]) => {{
    const {{api, rows}} = taizhang;
    if (!isThere) {{
        api.ensureIndexVisible(at);
        api.ensureColumnVisible(column);
        api.setFocusedCell(at, column);
        taizhang.range.collapse(); // a block pasted from this very cell is still selected
    }}
    const began = performance.now();
    while (!({READY})) {{
        if (performance.now() - began > 10_000) {{
            throw new Error(`the keyboard is in ${{document.activeElement.className}}`);
        }}
        await new Promise(done => setTimeout(done, 4));
    }}
    const focused = api.getFocusedCell();
    if (focused.rowIndex !== at || focused.column.getColId() !== column) return [];
    return Array.from({{length: count}}, (_, i) => rows.peek(at + i)?.name ?? null);
}}"""
"""The names of the rows from a cell on, once the keyboard waits there; none if it is elsewhere."""
VEIL = "document.body.style.opacity = 0"
"""Nobody looks on: a page that is not painted takes half the time."""

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
    is_lost: bool = True
    """Whether the rows may be others, or elsewhere, than those it saw last."""
    is_outside: bool = True
    """Whether the next cell must be clicked, as when the keyboard is in the box for searching."""
    is_undoing: bool = False
    """Whether it has gone on before an undo was answered."""
    made: int = 0
    clock: int = 0
    frame_at: tuple[float, float] | None = None
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.window.page.evaluate(VEIL)

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
        if self.rows and not self.is_lost:
            return
        found = self.window.frame.evaluate(ROWS, is_alone)
        mine = [(at, name) for at, name in found if name in self.shared or name[0] == self.side]
        self.rows = dict(mine)
        self.is_lost, self.is_outside = False, True

    def a_cell(self) -> tuple[int, str, str]:
        """Place and name of a row, and a column."""
        at = self.random.choice(list(self.rows))
        return at, self.rows[at], self.random.choice(self.own)

    def run_of(self, most: int) -> list[tuple[int, str]]:
        """Some rows one under the other, or a single one, all this clerk's to write in."""
        at = self.random.choice(list(self.rows))
        places = range(at, at + self.random.randint(2, most))
        return [(n, self.rows[n]) for n in takewhile(self.rows.__contains__, places)]

    def go(self, at: int, key: str, *names: str | None) -> None:
        """Puts the keyboard into a cell; the rows from there on are still those of these names.

        Raises RowsMoved where they are not: then nothing has been done.
        """
        column = f"{self.sheet}.{key}"
        is_clicked = self.is_outside or self.is_undoing or self.random.random() < BY_MOUSE
        if is_clicked:  # whoever has pressed nothing since is carried to what was undone
            self.is_outside = False
            x, y = self.window.frame.evaluate(REACH, [at, column])
            self.window.page.mouse.click(*self.in_page(x, y))
        found = self.window.frame.evaluate(THERE, [at, column, len(names), is_clicked])
        if found != list(names):
            raise RowsMoved

    def in_page(self, x: float, y: float) -> tuple[float, float]:
        """A place in the grid's frame as the mouse knows it."""
        if self.frame_at is None:
            box = self.window.frame.frame_element().bounding_box()
            assert box is not None
            self.frame_at = box["x"], box["y"]
        return self.frame_at[0] + x, self.frame_at[1] + y

    def rows_came(self) -> None:
        self.is_lost = True
        self.window.page.wait_for_timeout(20)
        self.window.until(LOADED)

    def see(self) -> None:
        """What comes next has to do with what is in the cells: an undo must have been answered."""
        if self.is_undoing:
            self.answered()

    def answered(self) -> None:
        """Waits until everything pressed and typed is."""
        self.window.until("taizhang.queue.waiting === 0")
        self.is_undoing = False

    # --- what is typed, and what came of it --------------------------------------------------

    def value(self, key: str, words: tuple[str, ...] = WORDS) -> Value:
        number = self.random.randint(0, 999)
        match key[2:]:
            case "word":
                word = f"{self.random.choice(words)}{number}"
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
