"""What the ledger must hold after everything two clerks did, in plain dictionaries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Cells = dict[str, object]
Cell = tuple[str, str, object]
"""Row, field, value."""


@dataclass
class Row:
    cells: Cells
    is_void: bool = False


@dataclass
class Step:
    """One action of one clerk, as far as it changed anything."""

    changes: list[tuple[str, str, object, object]] = field(default_factory=list)
    """Row, field, the value before, the value after."""
    made: list[str] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    """Row, field, text: what only the page knows, and forgets when it is loaded again."""

    @property
    def is_kept(self) -> bool:
        """Whether the ledger has anything of it."""
        return bool(self.changes or self.made)


class Model:
    """Rows are known by their name, which no robot ever changes."""

    def __init__(self, sheets: Mapping[str, tuple[str, ...]]) -> None:
        self.fields = dict(sheets)
        self.rows: dict[str, dict[str, Row]] = {sheet: {} for sheet in sheets}
        self.refused: dict[tuple[str, str, str, str], str] = {}
        """(clerk, sheet, row, field): the text in a cell that the ledger would not take."""
        self._done: dict[tuple[str, str], list[Step]] = {}
        self._undone: dict[tuple[str, str], list[Step]] = {}

    # --- what a clerk does -------------------------------------------------------------------

    def write(
        self,
        clerk: str,
        sheet: str,
        changes: Iterable[Cell],
        made: Mapping[str, Cells] | None = None,
        refused: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        """Cells that were taken, rows that were made and texts that were not taken, as one step."""
        step = Step()
        for name, cells in (made or {}).items():
            self.rows[sheet][name] = Row(self._blank(sheet) | {"name": name} | cells)
            step.made.append(name)
        touched = [self._set(clerk, sheet, step, cell) for cell in changes]
        touched += [self._refuse(clerk, sheet, step, cell) for cell in refused]
        if step.is_kept:
            self._of(self._undone, clerk, sheet).clear()
        elif any(touched):
            self._forget_refused(self._of(self._undone, clerk, sheet))
        if step.is_kept or step.refused:
            self._of(self._done, clerk, sheet).append(step)

    def _set(self, clerk: str, sheet: str, step: Step, cell: Cell) -> bool:
        name, key, value = cell
        was_refused = self.refused.pop((clerk, sheet, name, key), None) is not None
        cells = self.rows[sheet][name].cells
        if cells[key] == value:
            return was_refused
        step.changes.append((name, key, cells[key], value))
        cells[key] = value
        return True

    def _refuse(self, clerk: str, sheet: str, step: Step, cell: tuple[str, str, str]) -> bool:
        name, key, text = cell
        if self.refused.get((clerk, sheet, name, key)) != text:
            step.refused.append(cell)
        self.refused[clerk, sheet, name, key] = text
        return True

    def next_back(self, clerk: str, sheet: str, count: int) -> list[Step]:
        """The steps that so many undos, or so many redos, would have to do with."""
        done, undone = (self._of(stack, clerk, sheet) for stack in (self._done, self._undone))
        left = [step for step in done if step.is_kept or self._still_refused(clerk, sheet, step)]
        return left[-count:] + undone[-count:]

    def undo(self, clerk: str, sheet: str) -> None:
        done = self._of(self._done, clerk, sheet)
        while done and not (done[-1].is_kept or self._still_refused(clerk, sheet, done[-1])):
            done.pop()
        if not done:
            return
        step = done.pop()
        for name, key, before, _ in reversed(step.changes):
            self.rows[sheet][name].cells[key] = before
        self._void(sheet, step.made, is_void=True)
        step.refused = self._still_refused(clerk, sheet, step)
        for name, key, _ in step.refused:
            del self.refused[clerk, sheet, name, key]
        self._of(self._undone, clerk, sheet).append(step)

    def redo(self, clerk: str, sheet: str) -> None:
        if not (undone := self._of(self._undone, clerk, sheet)):
            return
        step = undone.pop()
        self._void(sheet, step.made, is_void=False)
        for name, key, _, after in step.changes:
            self.rows[sheet][name].cells[key] = after
        for name, key, text in step.refused:
            self.refused[clerk, sheet, name, key] = text
        self._of(self._done, clerk, sheet).append(step)

    def load_again(self, clerk: str) -> None:
        """A new page: texts that were refused are still there, but no undo knows them."""
        for stacks in (self._done, self._undone):
            for (who, _), steps in stacks.items():
                if who == clerk:
                    self._forget_refused(steps)

    @staticmethod
    def _forget_refused(steps: list[Step]) -> None:
        for step in steps:
            step.refused = []
        steps[:] = [step for step in steps if step.is_kept]

    def _still_refused(self, clerk: str, sheet: str, step: Step) -> list[tuple[str, str, str]]:
        return [
            (name, key, text)
            for name, key, text in step.refused
            if self.refused.get((clerk, sheet, name, key)) == text
        ]

    # --- what must be there ------------------------------------------------------------------

    def expected(self, sheet: str) -> dict[str, tuple[Cells, bool]]:
        return {name: (row.cells, row.is_void) for name, row in self.rows[sheet].items()}

    def shown_to(self, clerk: str, sheet: str) -> dict[str, tuple[Cells, bool]]:
        """What the ledger holds, with the clerk's own refused texts over it."""
        shown = {name: (dict(row.cells), row.is_void) for name, row in self.rows[sheet].items()}
        for (who, where, name, key), text in self.refused.items():
            if (who, where) == (clerk, sheet):
                shown[name][0][key] = text
        return shown

    def _blank(self, sheet: str) -> Cells:
        return dict.fromkeys(self.fields[sheet])

    def _void(self, sheet: str, names: Iterable[str], *, is_void: bool) -> None:
        for name in names:
            self.rows[sheet][name].is_void = is_void

    @staticmethod
    def _of(stacks: dict[tuple[str, str], list[Step]], clerk: str, sheet: str) -> list[Step]:
        return stacks.setdefault((clerk, sheet), [])
