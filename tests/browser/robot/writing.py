"""What a robot clerk does to cells: each action tells the model what must come of it."""

from tests.browser.robot.clerk import PLAIN, READY, Clerk
from tests.browser.window import FRAME, REACH

BAD = {"count": "abc", "price": "1.2.3", "day": "2026-13-45"}
BLANK = """(({rows, drafts}) => {
    const isBlank = line => typeof line.id === "string" && !line._draft;
    return rows.total + drafts.lines.findLastIndex(line => !isBlank(line)) + 1;
})(taizhang)"""
"""The place of the first line after which all are blank."""
HANDLE = f"""async () => {{
    {FRAME}
    const near = (one, other) => Math.abs(one - other) < 6;
    for (let tries = 0; tries < 100; tries += 1) {{
        const handle = document.querySelector(".tz-range:not([hidden]) .tz-handle:not([hidden])");
        const cell = document.querySelector(".ag-cell-focus").getBoundingClientRect();
        const {{x, y}} = handle?.getBoundingClientRect() ?? {{}};
        if (near(x + 3, cell.right) && near(y + 3, cell.bottom)) return [x + 3, y + 3];
        await frame();
    }}
    throw new Error("the handle is elsewhere");
}}"""
"""Where the handle is, once it has followed the keyboard to its cell."""
MOST_TYPED = 25


class Writing(Clerk):
    """Everything a clerk does that changes the ledger, or is meant to."""

    # --- one cell ----------------------------------------------------------------------------

    def type(self) -> None:
        at, name, key = self.a_cell()
        text, value = self.value(key)
        self.go(at, key, name)
        self.window.type(text)
        if self.random.random() < 0.5:
            self.window.press("Enter")
        else:
            self.tab()
        self.wrote([(name, key, value)])

    def tab(self) -> None:
        """Enter then leads to where the Tabs began, until the mouse is used."""
        self.window.press("Tab")
        self.is_outside = True

    def compose(self) -> None:
        at, name, _ = self.a_cell()
        key = f"{self.side}_word"
        self.go(at, key, name)
        self.window.compose("cai", "菜")
        self.window.press("Enter")
        self.wrote([(name, key, "菜")])

    def mistype(self) -> None:
        """Now and then it is seen at once, and the cell typed back before the refusal came."""
        at, name, _ = self.a_cell()
        key = self.random.choice([key for key in self.own if key[2:] in BAD])
        text = BAD[key[2:]]
        before = self.model.rows[self.sheet][name].cells[key]
        self.see()
        self.go(at, key, name)
        self.window.type(f"{text}\n")
        self.wrote([], [(name, key, text)])
        if self.random.random() < 0.5:
            self.window.press("ArrowUp")
            if before is None:
                self.window.press("Delete")
            else:
                self.window.type(f"{before}\n")
            self.wrote([(name, key, before)])

    def clear(self) -> None:
        """The key is kept down for a while: cells that are empty already stay so."""
        at, name, key = self.a_cell()
        self.see()
        self.go(at, key, name)
        self.window.hold("Delete", self.random.randint(1, 3))
        self.wrote([(name, key, None)])

    def walk(self) -> None:
        """An arrow kept down leads so many rows further."""
        run, key = self.run_of(8), self.random.choice(self.own)
        text, value = self.value(key, PLAIN)
        self.go(run[0][0], key, *(name for _, name in run))
        self.window.hold("ArrowDown", len(run) - 1)
        self.window.type(f"{text}\n")
        self.wrote([(run[-1][1], key, value)])

    # --- many cells --------------------------------------------------------------------------

    def type_on(self) -> int:
        """Cell after cell down a column, as fast as the keys go."""
        run, key = self.run_of(MOST_TYPED), self.random.choice(self.own)
        typed = [(name, *self.value(key, PLAIN)) for _, name in run]
        self.go(run[0][0], key, *(name for _, name in run))
        self.window.type("".join(f"{text}\n" for _, text, _ in typed))
        for name, _, value in typed:
            self.wrote([(name, key, value)])
        return len(typed)

    def type_across(self) -> int:
        """The clerk's own cells of a row, with Tab."""
        at, name, _ = self.a_cell()
        self.go(at, self.own[0], name)
        for key in self.own:
            text, value = self.value(key)
            if not text.isascii():
                self.window.until(READY)  # no key announces a word that an IME has finished
            self.window.type(text)
            self.tab()
            self.wrote([(name, key, value)])
        return len(self.own)

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
        self.go(run[0][0], keys[0], *(name for _, name in run))
        self.window.paste("\r\n".join("\t".join(line) for line in texts) + "\r\n")
        self.wrote(taken, refused)

    def fill(self) -> None:
        """The first cell of a run into those under it, by key or with the mouse."""
        run, key = self.run_of(8), self.random.choice(self.own)
        (at, first), *others = run
        if not others or (self.name, self.sheet, first, key) in self.model.refused:
            return self.type()
        value = self.model.rows[self.sheet][first].cells[key]
        is_series = False
        self.see()
        self.go(at, key, *(name for _, name in run))
        if self.random.random() < 0.5:
            self.window.hold("Shift+ArrowDown", len(others))
            self.window.press("Control+d")
        else:
            is_series = isinstance(value, int) and self.random.random() < 0.5
            self.pull(others[-1][0], key, "Control" if is_series else None)
        step = 1 if is_series else 0
        filled = [value + n * step if isinstance(value, int) else value for n, _ in enumerate(run)]
        return self.wrote(
            [(name, key, each) for (_, name), each in zip(others, filled[1:], strict=True)]
        )

    def pull(self, to: int, key: str, held: str | None) -> None:
        """The handle of the selection down to a row."""
        mouse = self.window.page.mouse
        self.window.frame.evaluate(REACH, [to, f"{self.sheet}.{key}"])
        mouse.move(*self.in_page(*self.window.frame.evaluate(HANDLE)))
        mouse.down()
        target = self.window.frame.evaluate(REACH, [to, f"{self.sheet}.{key}"])
        mouse.move(*self.in_page(*target))
        if held:
            self.window.page.keyboard.down(held)
        mouse.up()
        if held:
            self.window.page.keyboard.up(held)

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
        self.is_lost = True
        self.note(f"added {made}")
        self.model.write(self.name, self.sheet, [], made)
