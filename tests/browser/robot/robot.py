"""A clerk who does anything at any moment."""

from collections.abc import Callable, Mapping

from tests.browser.robot.clerk import VEIL, WORDS, RowsMoved
from tests.browser.robot.writing import Writing
from tests.browser.window import API

HASTE = """([key, text]) => {
    const how = {bubbles: true, cancelable: true};
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const box = document.activeElement;
    box.dispatchEvent(new KeyboardEvent("keydown", {key, ctrlKey: true, ...how}));
    box.dispatchEvent(new ClipboardEvent("paste", {clipboardData, ...how}));
}"""
"""Ctrl and a key, and Ctrl+V at the same moment: no answer comes between them."""
ONE_PAGE = """(({keep, queue, inheritance}) => {
    const names = Object.keys(localStorage);
    const isOwn = name => name === `taizhang.work.${keep.client}`;
    return queue.waiting + inheritance.waiting === 0
        && !names.some(name => name.startsWith("taizhang.edits."))
        && names.every(name => !name.startsWith("taizhang.work.") || isOwn(name));
})(taizhang)"""
"""All that earlier pages left behind has been sent, and what was refused is this page's now."""

Chances = Mapping[Callable[[], int | None], float]
"""What is done, and how often beside the others."""


class Robot(Writing):
    """What it does is left to chance."""

    def act(self, *, wants: Chances | None = None) -> int:
        """Something, and how many actions it was. `wants`: all it can want without the server."""
        chances = self.habits if wants is None else wants
        (action,) = self.random.choices(list(chances), list(chances.values()))
        self.clock += 1
        self.look(is_alone=wants is not None)
        self.note(f"begins to {action.__name__}")
        if not self.rows:
            if wants is not None:
                return 0
            action = self.see_all
        try:
            return action() or 1
        except RowsMoved:
            self.is_lost = True
            return 0

    @property
    def habits(self) -> Chances:
        return self.writing | self.taking_back | self.looking | {self.add: 4, self.reload: 0.3}

    @property
    def writing(self) -> Chances:
        """What goes without the server too."""
        return {
            self.type: 20,
            self.type_on: 25,
            self.type_across: 5,
            self.walk: 5,
            self.clear: 5,
            self.paste: 10,
            self.fill: 8,
            self.mistype: 3,
            self.compose: 1,
        }

    @property
    def taking_back(self) -> Chances:
        """What needs a server that will answer, some time."""
        return {self.undo: 8, self.redo: 5, self.regret: 4}

    @property
    def looking(self) -> Chances:
        return {self.sort: 2, self.filter: 1.5, self.search: 1.5, self.see_all: 2, self.switch: 2}

    @property
    def asking(self) -> Chances:
        """What begins while the server is away and ends when it is back."""
        return {self.order: 1, self.narrow: 1, self.look_for: 1}

    # --- taking back ---------------------------------------------------------------------------

    def undo(self) -> int:
        return self.take_back("Control+z", self.model.undo)

    def redo(self) -> int:
        return self.take_back("Control+y", self.model.redo)

    def take_back(self, keys: str, told: Callable[[str, str], None]) -> int:
        """Once, or with the key kept down; the clerk often goes on before the answer is there."""
        at, name, key = self.a_cell()
        times = self.random.choice((1, 1, 1, 2, 4))
        steps = self.model.next_back(self.name, self.sheet, times)
        is_plain = not any(step.refused or step.made for step in steps)
        self.go(at, key, name)
        self.note(f"pressed {keys} x {times}")
        for _ in range(times):
            told(self.name, self.sheet)
        if is_plain and times == 1 and self.random.random() < 0.4:
            text, value = self.value(key)
            self.window.frame.evaluate(HASTE, [keys[-1], text])
            self.wrote([(name, key, value)])
        else:
            self.window.hold(keys, times)
        self.is_undoing = True
        if not is_plain:
            self.answered()
            self.is_lost = True  # rows may be void now
        return times

    def regret(self) -> int:
        """Something is written and taken back before it was answered."""
        self.random.choice((self.paste, self.fill, self.clear, self.type, self.mistype))()
        self.note("pressed Control+z at once")
        self.model.undo(self.name, self.sheet)
        self.window.press("Control+z")
        self.answered()
        self.is_lost = True
        return 2

    # --- what only changes the view ------------------------------------------------------------

    def sort(self) -> None:
        self.order()
        self.rows_came()

    def order(self) -> None:
        self.note("sort")
        column = f"{self.sheet}.{self.random.choice(self.own)}"
        self.window.frame.locator(
            f".ag-header-cell[col-id='{column}'] .ag-header-cell-label"
        ).click()
        self.is_lost = True

    def filter(self) -> None:
        self.narrow()
        self.rows_came()

    def narrow(self) -> None:
        self.note("filter")
        column = f"{self.sheet}.{self.side}_count"
        least = self.random.randint(0, 400)
        model = f"{{op: 'between', value: [{least}, null]}}"
        self.window.get(f"{API}.setFilterModel({{'{column}': {model}}})")
        self.is_lost = True

    def search(self) -> None:
        self.look_for()
        self.rows_came()

    def look_for(self, text: str | None = None) -> None:
        self.note("search")
        sought = self.random.choice((*WORDS, "s00", "菜")) if text is None else text
        box = self.window.frame.locator(".tz-search")
        box.fill(sought)
        box.press("Enter")
        self.window.until(f"taizhang.rows.view.search === '{sought}'")
        self.is_lost = True

    def see_all(self) -> None:
        self.note("see_all")
        self.window.get(f"{API}.setFilterModel(null)")
        self.window.get(f"{API}.applyColumnState({{defaultState: {{sort: null}}}})")
        self.look_for("")
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
        """What is still on its way is sent by the page that comes; an undo would be forgotten."""
        self.note("reload")
        self.see()
        self.window.page.reload()
        self.model.load_again(self.name)
        self.arrive()

    def arrive(self) -> None:
        """On a page just loaded: whatever the page before it left behind has been sent."""
        del self.window.frame
        self.window.until(
            "window.taizhang?.sheet && taizhang.rows.length > 0 && taizhang.inheritance"
        )
        self.window.page.evaluate(VEIL)
        self.window.sheet = str(self.window.get("taizhang.sheet.key"))
        self.window.until(ONE_PAGE)
        self.window.saved()
        self.rows_came()
