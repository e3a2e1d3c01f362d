"""A clerk who does anything at any moment, and says to the model what must come of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.browser.robot.model import Model
from tests.browser.window import API, Window

WORDS = ("水果", "蔬菜", "早点", "鲜花", "修鞋", "开锁", "报刊", "warm tea", "豆浆", "糖水")
BAD = {"count": "abc", "price": "1.2.3", "day": "2026-13-45"}

LOADED = f"Object.values({API}.getCacheBlockState()).every(block => block.pageStatus === 'loaded')"
ROWS = f"""() => !({LOADED}) ? null : Array.from({{length: taizhang.rows.length}}, (_, at) => at)
    .map(at => [at, taizhang.rows.peek(at)])
    .filter(([, row]) => row && !row.void && row.name && typeof row.id === "number")
    .map(([at, row]) => [at, row.name])"""
REACH = f"""async ([at, column]) => {{
    const frame = () => new Promise(requestAnimationFrame);
    {API}.ensureIndexVisible(at);
    {API}.ensureColumnVisible(column);
    for (let tries = 0; tries < 120; tries += 1) {{
        await frame();
        const cell = document.querySelector(
            `.ag-row[row-index="${{at}}"] > .ag-cell[col-id="${{column}}"]`);
        if (!cell) continue;
        const {{x, y, width, height}} = cell.getBoundingClientRect();
        if (height) return [x + width / 2, y + height / 2];
    }}
    return null;
}}"""
THERE = f"""at => taizhang.rows.peek(at)?.name ?? null"""
READY = "taizhang.ime.box === document.activeElement && taizhang.ime.box.closest('.ag-cell-focus')"

Value = tuple[str, object]
"""As a clerk types it, and as the ledger tells it."""


@dataclass
class Robot:
    """`side` is the letter its own cells begin with: two robots never write the same cell."""

    window: Window
    clerk: str
    side: str
    model: Model
    random: Random
    seeds: frozenset[str]
    made: int = 0
    clock: int = 0
    spent: dict = field(default_factory=dict)
    frame_at: tuple[float, float] | None = None
    log: list[str] = field(default_factory=list)

    @property
    def sheet(self) -> str:
        return self.window.sheet

    @property
    def own(self) -> list[str]:
        """Its own columns of the sheet, from left to right."""
        return [key for key in self.model.fields[self.sheet] if key[0] == self.side and key[1] == "_"]

    # --- where -------------------------------------------------------------------------------

    def rows(self) -> list[tuple[int, str]]:
        """Rows on hand this robot may write in: (place, name)."""
        found = self.window.get(f"({ROWS})()")
        while found is None:
            self.window.page.wait_for_timeout(15)
            found = self.window.get(f"({ROWS})()")
        assert isinstance(found, list)
        mine = self.seeds | {name for _, name in found if name.startswith(self.side)}
        return [(at, name) for at, name in found if name in mine]

    def go(self, at: int, key: str, name: str | None) -> None:
        """Puts the keyboard into a cell, and makes sure the row there is still the one meant."""
        x, y = self.window.frame.evaluate(REACH, [at, f"{self.sheet}.{key}"])
        left, top = self.corner
        self.window.page.mouse.click(left + x, top + y)
        self.window.until(READY)
        assert self.window.frame.evaluate(THERE, at) == name, (at, key, name)

    @property
    def corner(self) -> tuple[float, float]:
        """Where the grid's frame stands in the page."""
        if self.frame_at is None:
            box = self.window.frame.frame_element().bounding_box()
            assert box is not None
            self.frame_at = box["x"], box["y"]
        return self.frame_at

    def a_cell(self) -> tuple[int, str, str] | None:
        rows = self.rows()
        if not rows:
            return None
        at, name = self.random.choice(rows)
        return at, name, self.random.choice(self.own)

    def run_of(self, most: int) -> list[tuple[int, str]]:
        """Some rows one under the other, all this robot's to write in."""
        rows = dict(self.rows())
        if not rows:
            return []
        at = self.random.choice(list(rows))
        length = self.random.randint(2, most)
        run = [(n, rows[n]) for n in range(at, at + length) if n in rows]
        return run if len(run) == length else []

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

    def wrote(self, changes: list[tuple[str, str, object]]) -> None:
        self.note(f"wrote {changes}")
        self.model.write(self.clerk, self.sheet, changes)

    def was_refused(self, name: str, key: str, text: str) -> None:
        self.note(f"was refused {name}.{key} = {text}")
        self.model.refuse(self.clerk, self.sheet, name, key, text)

    def note(self, what: str) -> None:
        self.log.append(f"{self.clock}: {self.clerk} in {self.sheet} {what}")

    # --- what a clerk does -------------------------------------------------------------------

    def type(self) -> None:
        if (cell := self.a_cell()) is None:
            return
        at, name, key = cell
        text, value = self.value(key)
        self.go(at, key, name)
        self.window.type(text)
        self.window.press(self.random.choice(("Enter", "Tab")))
        self.wrote([(name, key, value)])

    def type_on(self) -> int:
        """Cell after cell down a column, as fast as the keys go."""
        run, key = self.run_of(12), self.random.choice(self.own)
        if not run:
            return 0
        self.go(run[0][0], key, run[0][1])
        for _, name in run:
            text, value = self.value(key)
            if not text.isascii():
                self.window.until(READY)  # no key announces a word that an IME has finished
            self.window.type(text)
            self.window.press("Enter")
            self.wrote([(name, key, value)])
        return len(run)

    def compose(self) -> None:
        if (cell := self.a_cell()) is None:
            return
        at, name, _ = cell
        key = f"{self.side}_word"
        self.go(at, key, name)
        self.window.compose("cai", "菜")
        self.window.press("Enter")
        self.wrote([(name, key, "菜")])

    def mistype(self) -> None:
        if (cell := self.a_cell()) is None:
            return
        at, name, key = cell
        if (text := BAD.get(key[2:])) is None:
            return
        self.go(at, key, name)
        self.window.type(text)
        self.window.press("Enter")
        self.was_refused(name, key, text)

    def clear(self) -> None:
        if (cell := self.a_cell()) is None:
            return
        at, name, key = cell
        self.go(at, key, name)
        self.window.press("Delete")
        self.wrote([(name, key, None)])

    def paste(self) -> None:
        """A block over rows that are there; now and then one of its cells is wrong."""
        if not (run := self.run_of(6)):
            return
        columns = self.own[self.random.randrange(len(self.own)) :]
        block = [[self.value(key) for key in columns] for _ in run]
        texts = [[text for text, _ in line] for line in block]
        bad = self.random.random() < 0.2 and columns[-1][2:] in BAD
        if bad:
            texts[-1][-1] = BAD[columns[-1][2:]]
        self.go(run[0][0], columns[0], run[0][1])
        self.window.paste("\r\n".join("\t".join(line) for line in texts) + "\r\n")
        cells = [
            (name, key, value)
            for (_, name), line in zip(run, block, strict=True)
            for key, (_, value) in zip(columns, line, strict=True)
        ]
        if bad:
            name, key, _ = cells.pop()
            self.was_refused(name, key, texts[-1][-1])
        self.wrote(cells)

    def fill(self) -> None:
        """The first cell of a run into those under it."""
        run, key = self.run_of(8), self.random.choice(self.own)
        if not run or (self.clerk, self.sheet, run[0][1], key) in self.model.refused:
            return
        self.go(run[0][0], key, run[0][1])
        self.window.press(*["Shift+ArrowDown"] * (len(run) - 1), "Control+d")
        value = self.model.rows[self.sheet][run[0][1]].cells[key]
        self.wrote([(name, key, value) for _, name in run[1:]])

    def add(self) -> None:
        """New rows pasted into the first blank lines: names, and one cell beside each."""
        names = []
        for _ in range(self.random.randint(1, 3)):
            self.made += 1
            names.append(f"{self.side}{self.made:04d}")
        key = self.own[-1] if self.side == "a" else self.own[0]
        values = [self.value(key) for _ in names]
        columns = [key, "name"] if self.side == "a" else ["name", key]
        lines = [
            [text, name] if self.side == "a" else [name, text]
            for name, (text, _) in zip(names, values, strict=True)
        ]
        at = self.window.get(
            "taizhang.rows.total + taizhang.drafts.lines.findIndex("
            "(line, n, all) => all.slice(n).every(each => typeof each.id === 'string' && !each._draft))"
        )
        assert isinstance(at, int)
        self.go(at, columns[0], None)
        self.window.paste("\n".join("\t".join(line) for line in lines))
        made = {name: {key: value} for name, (_, value) in zip(names, values, strict=True)}
        self.model.write(self.clerk, self.sheet, [], made)

    def undo(self) -> None:
        self.note("undo")
        self.back_to_grid()
        self.window.press("Control+z")
        self.model.undo(self.clerk, self.sheet)

    def redo(self) -> None:
        self.note("redo")
        self.back_to_grid()
        self.window.press("Control+y")
        self.model.redo(self.clerk, self.sheet)

    def back_to_grid(self) -> None:
        if (cell := self.a_cell()) is not None:
            at, name, key = cell
            self.go(at, key, name)

    # --- what only changes the view ------------------------------------------------------------

    def sort(self) -> None:
        self.note("sort")
        column = f"{self.sheet}.{self.random.choice(self.own)}"
        self.window.frame.locator(f".ag-header-cell[col-id='{column}'] .ag-header-cell-label").click()
        self.rows_came()

    def filter(self) -> None:
        self.note("filter")
        column = f"{self.sheet}.{self.side}_count"
        least = self.random.randint(0, 400)
        model = f"{{op: 'between', value: [{least}, null]}}"
        self.window.get(f"{API}.setFilterModel({{'{column}': {model}}})")
        self.rows_came()

    def search(self) -> None:
        self.note("search")
        self.look_for(self.random.choice((*WORDS, "s00", "菜")))

    def see_all(self) -> None:
        self.note("see_all")
        self.window.get(f"{API}.setFilterModel(null)")
        self.window.get(f"{API}.applyColumnState({{defaultState: {{sort: null}}}})")
        self.look_for("")

    def look_for(self, text: str) -> None:
        box = self.window.frame.locator(".tz-search")
        box.fill(text)
        box.press("Enter")
        self.window.until(f"taizhang.rows.view.search === '{text}'")
        self.rows_came()

    def switch(self) -> None:
        self.note("switch")
        sheets = list(self.model.fields)
        other = sheets[1 - sheets.index(self.sheet)]
        self.window.frame.locator(f".tz-tabs [data-sheet='{other}']").click()
        self.window.until(f"taizhang.sheet.key === '{other}'")
        self.window.sheet = other
        self.rows_came()

    def reload(self) -> None:
        self.note("reload")
        self.window.page.reload()
        self.arrive()

    def arrive(self) -> None:
        """On a page just loaded: whatever the page before it left behind has been sent."""
        del self.window.frame
        self.window.until("window.taizhang?.sheet && taizhang.rows.length > 0 && taizhang.inheritance")
        self.window.sheet = str(self.window.get("taizhang.sheet.key"))
        self.window.settle(1300)  # a page answers for its work within this time
        self.window.saved()
        self.rows_came()

    def rows_came(self) -> None:
        self.window.page.wait_for_timeout(20)
        self.window.until(LOADED)

    # --- by chance ---------------------------------------------------------------------------

    @property
    def habits(self) -> dict[Callable[[], int | None], float]:
        """What it does and how often, of all that goes without the server too."""
        return {self.type: 30, self.type_on: 15, self.clear: 5, self.paste: 8, self.fill: 6, self.mistype: 2}

    @property
    def wishes(self) -> dict[Callable[[], int | None], float]:
        """What needs an answer."""
        return {
            self.undo: 8, self.redo: 4, self.add: 4, self.compose: 1, self.sort: 2, self.filter: 1.5,
            self.search: 1.5, self.see_all: 2, self.switch: 2, self.reload: 0.25,
        }  # fmt: skip

    def act(self, *, is_alone: bool = False) -> int:
        """Something, and how many actions it was. `is_alone`: the server is away."""
        chances = self.habits if is_alone else self.habits | self.wishes
        (action,) = self.random.choices(list(chances), list(chances.values()))
        self.clock += 1
        began = time.monotonic()
        n = action()
        self.spent.setdefault(action.__name__, []).append(time.monotonic() - began)
        return 1 if n is None else n
