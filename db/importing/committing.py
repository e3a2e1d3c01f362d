"""Writing what was read, as one step: one undo takes all of it back."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex

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
"""Told how many lines are done, how many there are, and which sheet they belong to."""


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
    writing = _Writing(office, office.ledger.desk(sheet), reading, actor, not only_valid, progress)
    writing.name = name or writing.name
    report = writing.write()
    if report.is_done:
        memory.remember(office.ledger, sheet, dict(_chosen(office.book.sheet(sheet), reading)))
    return report


def _chosen(sheet: Sheet, reading: Reading) -> Iterator[tuple[str, str | None]]:
    for worksheet in reading.worksheets:
        for column in worksheet.columns:
            if column.heading and (column.how == "chosen" or column.why == "chosen"):
                field = column.field
                yield column.heading, field and sheet.place_name(column.sheet, field)


@dataclass
class _Writing:
    office: Office
    desk: Desk
    reading: Reading
    actor: Actor
    is_atomic: bool
    progress: Progress
    refused: list[tuple[str, Refused]] = field(default_factory=list)
    name: str = field(default_factory=lambda: f"import {token_hex(8)}")
    """All requests are one step, and taken back as one."""

    def write(self) -> ImportReport:
        lines = self._in_order(list(self.reading.lines()))
        edits, owners = self._edits(lines)
        total = len(edits)
        results = self.apply(edits, lambda done: self.progress(done, total, self.desk.key))
        written = self._written(owners, results)
        made = {
            (worksheet.name, line.row): int(str(result.row["id"]))
            for (worksheet, line), result in zip(owners, results, strict=True)
            if result.row is not None and line.becomes == "new"
        }
        beside: Mapping[str, int] = {}
        if made or any(line.beside for _, line in lines):
            beside = Beside(self.office.ledger, self.desk.sheet, self).write(lines, made)
        self.progress(total, total, self.desk.key)
        return ImportReport(
            inserted=written["new"],
            updated=written["update"],
            unchanged=sum(line.becomes == "unchanged" for _, line in lines),
            refused=tuple(self.refused),
            beside=beside,
        )

    def apply(
        self, edits: Sequence[Edit], progress: Callable[[int], None], *, together: bool = True
    ) -> list[Result]:
        if not edits:
            return []
        return self.office.ledger.apply(
            edits,
            self.actor,
            client="",
            atomic=self.is_atomic and together,
            step=(self.desk.key, self.name),
            progress=progress,
        )

    def _in_order(
        self, lines: list[tuple[WorksheetReading, Line]]
    ) -> list[tuple[WorksheetReading, Line]]:
        """Lines of a running stock by their day: so no stock in between is less than it was."""
        balance = self.desk.sheet.balance
        if balance is None:
            return lines
        return sorted(lines, key=lambda one: str(one[1].stored.get(balance.order) or ""))

    def _edits(
        self, lines: Iterable[tuple[WorksheetReading, Line]]
    ) -> tuple[list[Edit], list[tuple[WorksheetReading, Line]]]:
        """The edits, and the line each belongs to."""
        edits: list[Edit] = []
        owners: list[tuple[WorksheetReading, Line]] = []
        note = sentence(self.actor.lang, "ui.imported_from", file=self.reading.file)
        for worksheet, line in lines:
            for edit in self._of(line, note):
                edits.append(edit(len(edits) + 1))
                owners.append((worksheet, line))
        return edits, owners

    def _of(self, line: Line, note: str) -> Iterator[Callable[[int], Edit]]:
        sheet = self.desk.key
        if line.becomes == "update":
            row = int(line.row_id or 0)
            for key, change in line.changes.items():
                yield lambda seq, key=key, change=change: Set(  # type: ignore[misc]
                    seq, sheet, row, key, change.new, was=change.old
                )
        elif line.becomes == "new" and self.reading.history:
            yield lambda seq: Filed(seq, sheet, line.stored, note)
        elif line.becomes == "new":
            settable = self.desk.settable
            values = {key: value for key, value in line.values.items() if key in settable}
            yield lambda seq: Insert(seq, sheet, values)

    def _written(
        self, owners: Sequence[tuple[WorksheetReading, Line]], results: Sequence[Result]
    ) -> Counter[str]:
        """Lines written by what became of them; those the ledger refused are noted."""
        done: dict[tuple[str, int], str] = {}
        for (worksheet, line), result in zip(owners, results, strict=True):
            if result.ok:
                done[worksheet.name, line.row] = line.becomes
            elif result.error is not None and result.error.code != "not_applied":
                self.refuse(worksheet, line, result.error)
        return Counter(done.values())

    def refuse(
        self, worksheet: WorksheetReading, line: Line, refusal: Refusal, sheet: str = ""
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
