"""Writing what was read, as one step: one undo takes all of it back."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import NamedTuple

from db.actor import Actor
from db.edits import Edit, Filed, Insert, Refusal, Result, Set
from db.importing import memory
from db.importing.beside import Beside
from db.importing.report import ImportReport
from db.importing.results import Line, Reading, Refused, WorksheetReading
from db.office import Office
from db.request import Desk
from locales import sentence
from registers.model import Sheet

Progress = Callable[[int, int, str], None]
"""Told how many rows are written, how many there are, and for which sheet."""


def unwatched(_done: int, _total: int, _sheet: str) -> None:
    """For a caller who does not look on."""


def commit(
    office: Office,
    sheet: str,
    reading: Reading,
    actor: Actor,
    *,
    only_valid: bool,
    progress: Progress = unwatched,
    name: str = "",
) -> ImportReport:
    """Writes the lines without faults as one step of the actor's in the sheet; `name` is that of
    the step, for `Ledger.is_done`.

    Refusal `import_has_faults` where some line has one, is not left out, and not `only_valid`:
    nothing is written then. Nor is anything where the ledger itself refuses a line and not
    `only_valid`; the report names it. What the clerk said of the columns is remembered.
    """
    lines = (line for worksheet in reading.worksheets for line in worksheet.lines)
    faulty = sum(bool(line.faults) and not line.is_left_out for line in lines)
    if faulty and not only_valid:
        raise Refusal("import_has_faults", count=faulty)
    desk = office.ledger.desk(sheet)
    step = name or f"import {token_hex(8)}"
    report = _Writing(office, desk, reading, actor, step, not only_valid, progress).write()
    if report.is_done:
        memory.remember(office.ledger, sheet, dict(_chosen(office.book.sheet(sheet), reading)))
    return report


def _chosen(sheet: Sheet, reading: Reading) -> Iterator[tuple[str, str | None]]:
    for worksheet in reading.worksheets:
        for column in worksheet.columns:
            if column.heading and (column.how == "chosen" or column.why == "chosen"):
                field = column.field
                yield column.heading, field and sheet.place_name(column.sheet, field)


class _Made(NamedTuple):
    """An edit and the line it comes from; `sheet` where it makes a row beside the line's."""

    worksheet: WorksheetReading
    line: Line
    edit: Edit
    sheet: str = ""


@dataclass
class _Writing:
    office: Office
    desk: Desk
    reading: Reading
    actor: Actor
    step: str
    is_atomic: bool
    progress: Progress
    refused: list[tuple[str, Refused]] = field(default_factory=list)
    written: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Lines by what became of them, under no sheet; rows beside them under theirs."""

    def write(self) -> ImportReport:
        """All in one request: the lines, those struck out, and what other sheets get of them."""
        lines = self._in_order(list(self.reading.lines()))
        made = [*self._edits(lines)]
        known = {
            (each.worksheet.name, each.line.row): each.edit.seq
            for each in made
            if not each.line.void and each.line.becomes == "new"
        }
        beside = Beside(self.office.ledger, self.desk.sheet, len(made))
        made += [_Made(*each.line, each.edit, each.sheet) for each in beside.edits(lines, known)]
        self._note(made, self._apply([each.edit for each in made]))
        return ImportReport(
            inserted=self.written["", "new"],
            updated=self.written["", "update"],
            unchanged=sum(line.becomes == "unchanged" for _, line in lines),
            void=self.written["", "void"],
            refused=tuple(self.refused),
            beside={sheet: n for (sheet, _), n in self.written.items() if sheet},
        )

    def _apply(self, edits: Sequence[Edit]) -> list[Result]:
        if not edits:
            return []
        total = len(edits)
        results = self.office.ledger.apply(
            edits,
            self.actor,
            client="",
            atomic=self.is_atomic,
            step=(self.desk.key, self.step),
            progress=lambda done: self.progress(done, total, self.desk.key),
        )
        self.progress(total, total, self.desk.key)
        return results

    def _in_order(
        self, lines: list[tuple[WorksheetReading, Line]]
    ) -> list[tuple[WorksheetReading, Line]]:
        """Lines of a running stock by their day: so no stock in between is less than it was."""
        balance = self.desk.sheet.balance
        if balance is None:
            return lines
        return sorted(lines, key=lambda one: str(one[1].stored.get(balance.order) or ""))

    def _edits(self, lines: Iterable[tuple[WorksheetReading, Line]]) -> "Iterator[_Made]":
        """Of the lines in their order, then of those struck out."""
        note = sentence(self.actor.lang, "ui.imported_from", file=self.reading.file)
        void = ((each, line) for each in self.reading.worksheets for line in each.voided)
        seq = 0
        for worksheet, line in (*lines, *void):
            for edit in self._of(line, note):
                seq += 1
                yield _Made(worksheet, line, edit(seq))

    def _of(self, line: Line, note: str) -> Iterator[Callable[[int], Edit]]:
        sheet = self.desk.key
        if line.becomes == "update":
            row = int(line.row_id or 0)
            for key, change in line.changes.items():
                yield lambda seq, key=key, change=change: Set(  # type: ignore[misc]
                    seq, sheet, row, key, change.new, was=change.old
                )
        elif line.becomes == "new" and self.reading.history:
            yield lambda seq: Filed(seq, sheet, line.stored, note, line.void)
        elif line.becomes == "new":
            settable = self.desk.settable
            values = {key: value for key, value in line.values.items() if key in settable}
            yield lambda seq: Insert(seq, sheet, values)

    def _note(self, made: "Sequence[_Made]", results: Sequence[Result]) -> None:
        """Counts what was written, a line once; what the ledger refused is kept with its reason."""
        done: dict[object, tuple[str, str]] = {}
        for each, result in zip(made, results, strict=True):
            if result.ok:
                name = each.edit.seq if each.sheet else (each.worksheet.name, each.line.row)
                done[name] = each.sheet, "void" if each.line.void else each.line.becomes
            elif result.error is not None and result.error.code != "not_applied":
                self._refuse(each.worksheet, each.line, result.error, each.sheet)
        self.written.update(done.values())

    def _refuse(
        self, worksheet: WorksheetReading, line: Line, refusal: Refusal, sheet: str
    ) -> None:
        of = self.office.book.sheet(sheet or self.desk.key)
        key = refusal.field or ""
        described = of.by_key.get(key)
        column = next((c for c in worksheet.columns if (c.sheet, c.field) == (of.key, key)), None)
        reason = described.reason(refusal.code) if described else refusal.code
        letter = column.letter if column else ""
        seen = line.shown.get(key)
        self.refused.append(
            (worksheet.name, Refused(line.row, key, letter, reason, seen, refusal, of.key))
        )
