"""A clerk who does anything at any moment, and tells the model what must come of it."""

from collections.abc import Callable

from tests.browser.robot.clerk import READY, WORDS, Clerk, RowsMoved
from tests.browser.window import API

BAD = {"count": "abc", "price": "1.2.3", "day": "2026-13-45"}
HASTE = """([key, text]) => {
    const how = {bubbles: true, cancelable: true};
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const box = document.activeElement;
    box.dispatchEvent(new KeyboardEvent("keydown", {key, ctrlKey: true, ...how}));
    box.dispatchEvent(new ClipboardEvent("paste", {clipboardData, ...how}));
}"""
"""Ctrl and a key, and Ctrl+V at the same moment: no answer comes between them."""
BLANK = """(({rows, drafts}) => {
    const isBlank = line => typeof line.id === "string" && !line._draft;
    return rows.total + drafts.lines.findLastIndex(line => !isBlank(line)) + 1;
})(taizhang)"""
"""The place of the first line after which all are blank."""


class Robot(Clerk):
    """What it does is left to chance."""

    def act(self, *, is_alone: bool = False) -> int:
        """Something, and how many actions it was. `is_alone`: the server is away."""
        chances = self.habits if is_alone else self.habits | self.wishes
        (action,) = self.random.choices(list(chances), list(chances.values()))
        self.clock += 1
        self.look(is_alone=is_alone)
        if not self.rows:
            if is_alone:
                return 0
            action = self.see_all
        try:
            return action() or 1
        except RowsMoved:
            return 0

    @property
    def habits(self) -> dict[Callable[[], int | None], float]:
        """What it does and how often, of all that goes without the server too."""
        return {
            self.type: 30,
            self.type_on: 15,
            self.clear: 5,
            self.paste: 8,
            self.fill: 6,
            self.mistype: 2,
        }

    @property
    def wishes(self) -> dict[Callable[[], int | None], float]:
        """What needs an answer."""
        return {
            self.undo: 8,
            self.redo: 4,
            self.add: 4,
            self.compose: 1,
            self.sort: 2,
            self.filter: 1.5,
            self.search: 1.5,
            self.see_all: 2,
            self.switch: 2,
            self.reload: 0.25,
        }

    # --- what changes the ledger ---------------------------------------------------------------

    def type(self) -> None:
        at, name, key = self.a_cell()
        text, value = self.value(key)
        self.go(at, key, name)
        self.window.type(text)
        self.window.press(self.random.choice(("Enter", "Tab")))
        self.wrote([(name, key, value)])

    def type_on(self) -> int:
        """Cell after cell down a column, as fast as the keys go."""
        run, key = self.run_of(12), self.random.choice(self.own)
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
        at, name, _ = self.a_cell()
        key = f"{self.side}_word"
        self.go(at, key, name)
        self.window.compose("cai", "菜")
        self.window.press("Enter")
        self.wrote([(name, key, "菜")])

    def mistype(self) -> None:
        at, name, _ = self.a_cell()
        key = self.random.choice([key for key in self.own if key[2:] in BAD])
        text = BAD[key[2:]]
        self.go(at, key, name)
        self.window.type(text)
        self.window.press("Enter")
        self.wrote([], [(name, key, text)])

    def clear(self) -> None:
        at, name, key = self.a_cell()
        self.go(at, key, name)
        self.window.press("Delete")
        self.wrote([(name, key, None)])

    def paste(self) -> None:
        """A block over rows that are there; now and then its last cell is wrong."""
        run = self.run_of(6)
        keys = self.own[self.random.randrange(len(self.own)) :]
        cells = [[(name, key, self.value(key)) for key in keys] for _, name in run]
        texts = [[text for _, _, (text, _) in line] for line in cells]
        taken = [(name, key, value) for line in cells for name, key, (_, value) in line]
        refused = []
        if keys[-1][2:] in BAD and self.random.random() < 0.2:
            name, key, _ = taken.pop()
            texts[-1][-1] = BAD[key[2:]]
            refused.append((name, key, texts[-1][-1]))
        self.go(run[0][0], keys[0], run[0][1])
        self.window.paste("\r\n".join("\t".join(line) for line in texts) + "\r\n")
        self.wrote(taken, refused)

    def fill(self) -> None:
        """The first cell of a run into those under it."""
        run, key = self.run_of(8), self.random.choice(self.own)
        (at, first), *others = run
        if not others or (self.name, self.sheet, first, key) in self.model.refused:
            return self.type()
        self.go(at, key, first)
        self.window.press(*["Shift+ArrowDown"] * len(others), "Control+d")
        value = self.model.rows[self.sheet][first].cells[key]
        return self.wrote([(name, key, value) for _, name in others])

    def add(self) -> None:
        """New rows pasted into the first blank lines: names, and one cell beside each."""
        columns = list(self.model.fields[self.sheet])
        beside = columns.index("name") + (-1 if self.side == "a" else 1)
        pair = sorted((columns.index("name"), beside))
        made, lines = {}, []
        for _ in range(self.random.randint(1, 3)):
            self.made += 1
            name, (text, value) = f"{self.side}{self.made:04d}", self.value(columns[beside])
            made[name] = {columns[beside]: value}
            lines.append("\t".join((text, name) if beside == pair[0] else (name, text)))
        at = self.window.get(BLANK)
        assert isinstance(at, int)
        self.go(at, columns[pair[0]], None)
        self.window.paste("\n".join(lines))
        self.note(f"added {made}")
        self.model.write(self.name, self.sheet, [], made)

    def undo(self) -> None:
        self.take_back("Control+z", self.model.undo)

    def redo(self) -> None:
        self.take_back("Control+y", self.model.redo)

    def take_back(self, keys: str, told: Callable[[str, str], None]) -> None:
        """Now and then the clerk goes on before the answer is there."""
        at, name, key = self.a_cell()
        is_red = self.model.is_red_next(self.name, self.sheet)
        self.go(at, key, name)
        self.note(f"pressed {keys}")
        told(self.name, self.sheet)
        if not is_red and self.random.random() < 0.4:
            text, value = self.value(key)
            self.window.frame.evaluate(HASTE, [keys[-1], text])
            self.wrote([(name, key, value)])
        else:
            self.window.press(keys)
        self.window.until("taizhang.queue.waiting === 0")

    # --- what only changes the view ------------------------------------------------------------

    def sort(self) -> None:
        self.note("sort")
        column = f"{self.sheet}.{self.random.choice(self.own)}"
        self.window.frame.locator(
            f".ag-header-cell[col-id='{column}'] .ag-header-cell-label"
        ).click()
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
        self.model.load_again(self.name)
        self.arrive()

    def arrive(self) -> None:
        """On a page just loaded: whatever the page before it left behind has been sent."""
        del self.window.frame
        self.window.until(
            "window.taizhang?.sheet && taizhang.rows.length > 0 && taizhang.inheritance"
        )
        self.window.sheet = str(self.window.get("taizhang.sheet.key"))
        self.window.settle(1300)  # a page answers for its work within this time
        self.window.saved()
        self.rows_came()
