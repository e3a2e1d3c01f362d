"""Reading an office's own Excel and CSV files into sheets, strictly; every refusal is reported.

The steps, each to be repeated as often as the clerk changes something:

    workbook = read_workbook(content, filename, encoding)       # Unreadable
    reading = interpret(office, sheet, workbook, choices)       # never writes
    report = commit(office, sheet, reading, actor, only_valid=…, progress=…)

`exports.error_workbook` draws what was refused as the clerk's own rows with a reason.
"""

from db.actor import Actor
from db.importing.choices import DAY, MODES, Choices, Mode
from db.importing.committing import commit
from db.importing.importer import Progress, import_file, unwatched
from db.importing.interpreting import interpret
from db.importing.problems import Unreadable
from db.importing.report import ImportReport, Refused
from db.importing.results import Column, Line, Reading, WorksheetReading
from db.importing.workbook import Faulty, Workbook, Worksheet, read_workbook
from db.office import Office

__all__ = [
    "DAY",
    "MODES",
    "Choices",
    "Column",
    "Faulty",
    "ImportReport",
    "Line",
    "Mode",
    "Progress",
    "Reading",
    "Refused",
    "Unreadable",
    "Workbook",
    "Worksheet",
    "WorksheetReading",
    "commit",
    "import_sheet",
    "interpret",
    "read_workbook",
    "unwatched",
]


def import_sheet(
    office: Office,
    sheet: str,
    content: bytes,
    actor: Actor,
    dry_run: bool = False,
    *,
    filename: str = "",
    progress: Progress = unwatched,
) -> ImportReport:
    """Imports a file's rows into a sheet; raises Unreadable when none of it can be taken."""
    return import_file(
        office.ledger,
        sheet,
        content,
        actor,
        filename=filename,
        dry_run=dry_run,
        progress=progress,
    )
