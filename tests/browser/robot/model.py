"""What the ledger must hold after everything two clerks did, kept beside it in plain dictionaries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Cells = dict[str, object]


@dataclass
class Row:
    cells: Cells
    is_void: bool = False


@dataclass
class Step:
    """One action of one clerk, as far as it changed the ledger."""

    changes: list[tuple[str, str, object, object]] = field(default_factory=list)
    """Row, field, the value before, the value after."""
    made: list[str] = field(default_factory=list)


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
        changes: Iterable[tuple[str, str, object]],
        made: Mapping[str, Cells] | None = None,
    ) -> None:
        """Cells that were taken and rows that were made, as one step."""
        step = Step()
        for name, cells in (made or {}).items():
            self.rows[sheet][name] = Row(self._blank(sheet) | {"name": name} | cells)
            step.made.append(name)
        for name, key, value in changes:
            self.refused.pop((clerk, sheet, name, key), None)
            cells = self.rows[sheet][name].cells
            if cells[key] != value:
                step.changes.append((name, key, cells[key], value))
                cells[key] = value
        if step.changes or step.made:
            self._of(self._done, clerk, sheet).append(step)
            self._of(self._undone, clerk, sheet).clear()

    def refuse(self, clerk: str, sheet: str, name: str, key: str, text: str) -> None:
        self.refused[clerk, sheet, name, key] = text

    def undo(self, clerk: str, sheet: str) -> None:
        if step := _last(self._of(self._done, clerk, sheet)):
            for name, key, before, _ in reversed(step.changes):
                self.rows[sheet][name].cells[key] = before
            self._void(sheet, step.made, is_void=True)
            self._of(self._undone, clerk, sheet).append(step)

    def redo(self, clerk: str, sheet: str) -> None:
        if step := _last(self._of(self._undone, clerk, sheet)):
            self._void(sheet, step.made, is_void=False)
            for name, key, _, after in step.changes:
                self.rows[sheet][name].cells[key] = after
            self._of(self._done, clerk, sheet).append(step)

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


def _last(steps: list[Step]) -> Step | None:
    return steps.pop() if steps else None
