"""Rows of other sheets made from the same line: an estate list of rooms also names their owners."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from db.edits import Edit, Insert, Refusal, Result
from db.importing.results import Line, WorksheetReading
from db.importing.words import is_link
from db.ledger import Ledger
from db.selection import Window
from registers.model import AlsoRow, Sheet

ROW = "row"

Values = dict[str, object]
Source = tuple[WorksheetReading, Line]


class Writing(Protocol):
    """Who brings edits to the ledger as part of the step, and notes what is refused."""

    def apply(
        self, edits: Sequence[Edit], progress: Callable[[int], None], *, together: bool = True
    ) -> list[Result]: ...

    def refuse(
        self, worksheet: WorksheetReading, line: Line, refusal: Refusal, sheet: str = ""
    ) -> None: ...


@dataclass(slots=True)
class Made:
    """What a line has become: the row of its own sheet under "row", others under their sheet."""

    source: Source
    ids: dict[str, int]


@dataclass(slots=True)
class Wanted:
    """One row to be made beside, for all the lines that mean the same one."""

    values: Values
    lines: list[Made] = field(default_factory=list)


@dataclass
class Beside:
    """Writes the rows beside the lines of one import, step after step."""

    ledger: Ledger
    sheet: Sheet
    writing: Writing
    known: dict[tuple[str, Hashable], int] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)

    def write(
        self, lines: Iterable[Source], made: Mapping[tuple[str, int], int]
    ) -> Mapping[str, int]:
        """How many rows were made in each sheet."""
        steps = self.sheet.importing.also if self.sheet.importing else ()
        found = []
        for worksheet, line in lines:
            row = made.get((worksheet.name, line.row)) or line.row_id
            if row is not None:
                found.append(Made((worksheet, line), {ROW: row}))
        for step in steps:
            self._step(step, found)
        return dict(self.counted)

    def _step(self, step: AlsoRow, made: Sequence[Made]) -> None:
        """The rows of one step that the ledger does not have yet; then every line knows its own."""
        wanted = wanted_rows(self.sheet, step, made)
        for identity, row in wanted.items():
            place = (step.sheet, identity)
            if place not in self.known and (found := existing_row(self.ledger, step, row.values)):
                self.known[place] = found
        new = {key: row for key, row in wanted.items() if (step.sheet, key) not in self.known}
        inserts = [
            Insert(at, step.sheet, row.values) for at, row in enumerate(new.values(), start=1)
        ]
        results = self.writing.apply(inserts, lambda _done: None, together=False)
        for (identity, row), result in zip(new.items(), results, strict=True):
            if result.row is not None:
                self.known[step.sheet, identity] = int(str(result.row["id"]))
                self.counted[step.sheet] += 1
            elif result.error is not None:
                self.writing.refuse(*row.lines[0].source, result.error, step.sheet)
        for identity, row in wanted.items():
            for one in row.lines:
                if (step.sheet, identity) in self.known:
                    one.ids[step.sheet] = self.known[step.sheet, identity]


def wanted_rows(sheet: Sheet, step: AlsoRow, made: Iterable[Made]) -> dict[Hashable, Wanted]:
    """The rows of one step: the owner of two rooms once, none for lines that say nothing."""
    found: dict[Hashable, Wanted] = {}
    for one in made:
        values = _values(sheet, step, one)
        if values is not None:
            found.setdefault(_identity(step, values, one), Wanted(values)).lines.append(one)
    return found


def _values(sheet: Sheet, step: AlsoRow, one: Made) -> Values | None:
    """The cells of the line and the links; None when there is nothing to say or to link to."""
    values = dict(one.source[1].beside.get(step.sheet, {}))
    links = {key: words[0] for key, words in step.values.items() if is_link(words, sheet)}
    if any(target not in one.ids for target in links.values()) or not (values or links):
        return None
    return values | {key: one.ids[target] for key, target in links.items()}


def _identity(step: AlsoRow, values: Mapping[str, object], one: Made) -> Hashable:
    if not step.match:
        return one.source[0].name, one.source[1].row
    return tuple(str(values.get(key)) for key in step.match)


def existing_row(ledger: Ledger, step: AlsoRow, values: Values) -> int | None:
    """A row the ledger already has, the same in every field the step compares by."""
    if not step.match:
        return None
    asked = {
        key: {"op": "eq", "value": values[key]} if key in values else {"op": "empty", "value": None}
        for key in step.match
    }
    rows = ledger.window(Window(step.sheet, 0, 1, filter=asked)).rows
    return int(str(rows[0]["id"])) if rows else None
