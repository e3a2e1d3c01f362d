"""What was read of a file: the lines as they would be stored, and everything that is in the way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from db.audit import Stored
from db.edits import Refusal

State = Literal["ready", "question", "no_heading", "column_missing", "empty", "hidden", "left_out"]
How = Literal["label", "alias", "form", "reference", "earlier", "content", "chosen"]
Becomes = Literal["new", "update", "unchanged"]

Wire = Mapping[str, object]
"""Values by field key as the API sends them: choices by key, money as text, references with
their label."""


class Column(NamedTuple):
    """One column of the worksheet. `field` is a field key, `DAY`, or None: then `why` says why.

    `sheet` is the sheet of the field: the imported one, or one filled beside it. `is_day` where
    another column holds the time of the same field.
    """

    letter: str
    number: int
    heading: str
    field: str | None
    how: How | None
    why: str | None = None
    sheet: str = ""
    is_day: bool = False


class Refused(NamedTuple):
    """One cell, or a line as a whole (`field` empty), that cannot be taken.

    `reason` is the code of the report, `refusal` makes the sentence. `suggestion` is what the
    cell could be instead, in wire form. `sheet` is the sheet the field belongs to.
    """

    row: int
    field: str
    column: str
    reason: str
    seen: object
    refusal: Refusal
    sheet: str
    suggestion: object = None


class Skipped(NamedTuple):
    """A row of the worksheet that is no entry, and what it is instead."""

    row: int
    kind: str


class Note(NamedTuple):
    """Something the clerk should know. `row` is 0 where it is about the worksheet."""

    code: str
    row: int = 0
    params: Mapping[str, object] = {}


class Question(NamedTuple):
    """Something only the clerk can say; answered by `Choices.answers[key]`.

    `kind` is `choice` (answer: the key of a choice; `options` are the likely ones) or `year`
    (answer with `Choices.year`); `rows` are those that wait for it.
    """

    key: str
    kind: str
    field: str
    seen: object
    options: tuple[object, ...]
    rows: tuple[int, ...]


class Change(NamedTuple):
    """One cell of a row the ledger has: what it holds and what it would hold, in wire form."""

    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the worksheet. It is imported when it has no `faults`.

    `shown` is what stands in the cells. `row_id` is the row of the ledger that an update means;
    `version` the one that was compared with. `beside` are values for rows of other sheets.
    """

    row: int
    values: Wire
    shown: Mapping[str, object]
    becomes: Becomes = "new"
    row_id: int | None = None
    version: int = 0
    changes: Mapping[str, Change] = field(default_factory=dict)
    faults: tuple[Refused, ...] = ()
    beside: Mapping[str, Wire] = field(default_factory=dict)
    stored: Mapping[str, Stored] = field(default_factory=dict)
    """The values as the columns hold them, with the state an old line is in."""
    void: str = ""
    """Why the line does not count; only of those in `WorksheetReading.voided`."""

    @property
    def is_left_out(self) -> bool:
        """Whether the clerk does not want it; then its faults are in nobody's way."""
        return any(fault.refusal.code == "left_out" for fault in self.faults)


@dataclass(frozen=True, slots=True)
class WorksheetReading:
    """What one worksheet says. Every row down to the last filled one stands in exactly one of
    `lines`, `void` and `skipped`."""

    name: str
    state: State
    heading_row: int = 0
    columns: tuple[Column, ...] = ()
    lines: tuple[Line, ...] = ()
    void: tuple[int, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Note, ...] = ()
    questions: tuple[Question, ...] = ()
    missing: tuple[str, ...] = ()
    """Fields without which no line can be made and which no column was found for."""
    voided: tuple[Line, ...] = ()
    """Those of the `void` rows that are written all the same, as void rows: with a number, or
    with all that is needed."""

    @property
    def rows(self) -> Iterator[Line]:
        """The lines that can be imported."""
        return (line for line in self.lines if not line.faults)

    @property
    def refused(self) -> Iterator[Refused]:
        return (fault for line in self.lines for fault in line.faults)


@dataclass(frozen=True, slots=True)
class Reading:
    """All worksheets of a file, read for one sheet of the ledger."""

    sheet: str
    file: str
    worksheets: tuple[WorksheetReading, ...]
    history: bool = True
    asked_history: bool = True
    """What the clerk chose; `history` is False for a list that has no dates, such as rooms."""

    def refusing(self, late: Iterable[tuple[str, Refused]]) -> "Reading":
        """The reading with what the ledger itself has refused, by worksheet."""
        faults: dict[tuple[str, int], list[Refused]] = {}
        for name, refused in late:
            faults.setdefault((name, refused.row), []).append(refused)
        worksheets = (
            replace(
                worksheet,
                lines=tuple(
                    replace(line, faults=(*line.faults, *faults[worksheet.name, line.row]))
                    if (worksheet.name, line.row) in faults
                    else line
                    for line in worksheet.lines
                ),
            )
            for worksheet in self.worksheets
        )
        return replace(self, worksheets=tuple(worksheets)) if faults else self

    def lines(self, becomes: Becomes | None = None) -> Iterator[tuple[WorksheetReading, Line]]:
        """The lines without faults, of one kind or of all."""
        for worksheet in self.worksheets:
            for line in worksheet.rows:
                if becomes is None or line.becomes == becomes:
                    yield worksheet, line

    @property
    def refused(self) -> Iterator[tuple[WorksheetReading, Refused]]:
        for worksheet in self.worksheets:
            for refused in worksheet.refused:
                yield worksheet, refused
