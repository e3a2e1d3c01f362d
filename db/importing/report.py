"""What an import did, and the report of what it would do as one JSON document."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from db.edits import Refusal
from db.importing.results import Column, Line, Note, Reading, Refused, WorksheetReading


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Rows written in the sheet itself and `beside` it. `refused` are those the ledger would not
    take although they had been read: with the name of their worksheet."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    void: int = 0
    """Lines struck out on paper, written as void rows."""
    refused: tuple[tuple[str, Refused], ...] = ()
    beside: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return not self.refused or bool(self.inserted or self.updated)


def foreseen(reading: Reading) -> ImportReport:
    """What writing the lines without faults comes to, as far as reading can tell."""
    counted = Counter(line.becomes for _, line in reading.lines())
    return ImportReport(
        inserted=counted["new"],
        updated=counted["update"],
        unchanged=counted["unchanged"],
        void=sum(len(worksheet.voided) for worksheet in reading.worksheets),
    )


def as_json(reading: Reading) -> dict[str, object]:
    """The whole reading for other programs; docs/importing.md says what stands in it."""
    return {
        "sheet": reading.sheet,
        "file": reading.file,
        "state": "read",
        "history": reading.history,
        "sheets": [_worksheet(each) for each in reading.worksheets],
    }


def unreadable_as_json(sheet: str, file: str, refusal: Refusal) -> dict[str, object]:
    """The same where nothing of the file could be read."""
    return {
        "sheet": sheet,
        "file": file,
        "state": "refused",
        "reason": refusal.code,
        "sheets": [],
    }


def _worksheet(found: WorksheetReading) -> dict[str, object]:
    return {
        "name": found.name,
        "state": found.state,
        "heading_row": found.heading_row,
        "columns": [_column(each) for each in found.columns],
        "missing": list(found.missing),
        "rows": [_line(line) for line in found.rows],
        "refused": [_refused(each) for each in found.refused],
        "void": list(found.void),
        "kept_void": [{"row": line.row, "values": dict(line.values)} for line in found.voided],
        "skipped": [{"row": each.row, "kind": each.kind} for each in found.skipped],
        "questions": [
            {
                "key": each.key,
                "kind": each.kind,
                "field": each.field,
                "seen": each.seen,
                "options": list(each.options),
                "rows": list(each.rows),
            }
            for each in found.questions
        ],
        "notes": [_note(each) for each in _together(found.notes)],
    }


def _column(column: Column) -> dict[str, object]:
    told: dict[str, object] = {
        "column": column.letter,
        "heading": column.heading,
        "meaning": column.field,
        "how": column.how,
    }
    if column.why is not None:
        told["why"] = column.why
    if column.sheet:
        told["sheet"] = column.sheet
    if column.is_day:
        told["part"] = "day"
    return told


def _line(line: Line) -> dict[str, object]:
    told: dict[str, object] = {"row": line.row, "values": dict(line.values)}
    told["becomes"] = line.becomes
    if line.becomes == "update":
        told["changes"] = {
            key: {"old": change.old, "new": change.new} for key, change in line.changes.items()
        }
    if line.beside:
        told["beside"] = {sheet: dict(values) for sheet, values in line.beside.items()}
    return told


def _refused(refused: Refused) -> dict[str, object]:
    told: dict[str, object] = {
        "row": refused.row,
        "field": refused.field or None,
        "column": refused.column or None,
        "reason": refused.reason,
        "seen": refused.seen,
    }
    if refused.suggestion is not None:
        told["suggestion"] = refused.suggestion
    return told


def _note(note: Note) -> dict[str, object]:
    told: dict[str, object] = {"code": note.code}
    if note.row:
        told["row"] = note.row
    return told | dict(note.params)


def _together(notes: Iterable[Note]) -> list[Note]:
    """Notes that say the same of the same row once."""
    seen: dict[str, Note] = {}
    for note in notes:
        seen.setdefault(repr(note), note)
    return list(seen.values())
