"""A desk of the office: its registers in a window, lines typed, records opened, buttons pressed."""

import time

import httpx
from playwright.sync_api import Locator, expect

from tests.browser.window import Window, ledger_rows

Row = dict[str, object]
Typed = str | list[str]


class Workplace(Window):
    """One user's window. What the user does goes through the grid and the record panel."""

    def go(self, register: str, sheet: str) -> "Workplace":
        self.open(register)
        return self.tab(sheet)

    def tab(self, sheet: str) -> "Workplace":
        self.frame.locator(f".tz-tabs [data-sheet='{sheet}']").click()
        self.until(f"taizhang.sheet.key === '{sheet}' && taizhang.rows.length > 0")
        self.sheet = sheet
        self.settle()
        return self

    # --- in the grid -----------------------------------------------------------------------

    @property
    def blank_line(self) -> int:
        """Where the next row is typed: after the served rows and what was typed since."""
        drafts = "taizhang.drafts.lines.length - taizhang.drafts.blankLeft"
        return int(str(self.get(f"taizhang.rows.total + {drafts}")))

    def type_line(self, **cells: Typed) -> int:
        """The first blank line is filled cell by cell; its place."""
        line = self.blank_line
        for field, typed in cells.items():
            self.at(line, field)
            self._words(typed)
        self.settle(150)
        return line

    def _words(self, typed: Typed) -> None:
        """One value, or several that are ticked in a list with the space bar."""
        if isinstance(typed, str):
            self.type(typed)
        else:
            for label in typed:
                self.type(label)
                self.settle(60)
                self.press("Space")
        self.press("Enter")

    # --- in the record panel ---------------------------------------------------------------

    @property
    def panel(self) -> Locator:
        return self.frame.locator(".tz-panel")

    @property
    def form(self) -> Locator:
        return self.frame.locator("dialog.tz-action-form")

    @property
    def state(self) -> Locator:
        return self.panel.locator(".tz-state")

    def value(self, field: str) -> Locator:
        mine = f".tz-panel-body > .tz-fields [data-field='{field}'] > .tz-value"
        return self.panel.locator(mine)

    def record(self) -> "Workplace":
        """The newest record of the sheet, opened from its number."""
        self.at(self.blank_line - 1, "doc_no")
        self.press("F4")
        self.panel.wait_for()
        self.settle()  # it slides in
        return self

    def fill(self, place: Locator, field: str, typed: Typed) -> None:
        value = place.locator(f"[data-field='{field}'] > .tz-value")
        if "tz-open" not in (value.get_attribute("class") or ""):
            value.click()
        self._words(typed)

    def press_button(self, action: str, **asked: Typed) -> "Workplace":
        """A button of the record; the cells its form asks for, at once or one after the other."""
        self.panel.locator(f".tz-panel-actions [data-action='{action}']").click()
        if asked:
            self.form.wait_for()
        for field, typed in asked.items():
            self._answer(self.form, field, typed, send="button[type='submit']")
        return self

    def _answer(self, place: Locator, field: str, typed: Typed, *, send: str) -> None:
        """A cell that is asked for only after the first try is filled then."""
        cell = place.locator(f"[data-field='{field}']")
        if not cell.count():
            place.locator(send).click()
        cell.wait_for()
        self.fill(place, field, typed)

    def confirm(self) -> None:
        self.form.locator("button[type='submit']").click()
        self.form.wait_for(state="detached")
        self.saved()

    def add_child(self, sheet: str, **cells: Typed) -> Locator:
        """A line of a child sheet, typed under the record; the child sheet in the panel."""
        child = self.panel.locator(f"details[data-sheet='{sheet}']")
        if child.get_attribute("open") is None:
            child.locator("summary").click()
        before = child.locator("tbody tr").count()
        child.locator(".tz-add").click()
        for field, typed in cells.items():
            self._answer(child, field, typed, send=".tz-primary")
        child.locator(".tz-primary").click()
        expect(child.locator("tbody tr")).to_have_count(before + 1)
        self.saved()
        return child


def insert(client: httpx.Client, sheet: str, **values: object) -> Row:
    """A row the journey starts from, made over HTTP."""
    edit = {"seq": 1, "op": "insert", "sheet": sheet, "values": values}
    asked = {"client": f"made-{time.time_ns()}", "edits": [edit]}
    (result,) = client.post("/api/edits", json=asked).json()["results"]
    assert result["ok"], result
    row: Row = result["row"]
    return row


def only_row(client: httpx.Client, sheet: str) -> Row:
    """The one row of a sheet, as the ledger has it."""
    (row,) = ledger_rows(client, sheet).values()
    return row


def label(value: object) -> object:
    """The name of the person, unit or row a cell refers to."""
    assert isinstance(value, dict), value
    return value["label"]
