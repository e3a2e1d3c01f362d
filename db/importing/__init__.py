"""Reading an office's own Excel and CSV files into sheets, strictly; every refusal is reported."""

from db.actor import Actor
from db.importing.importer import Progress, import_file, unwatched
from db.importing.problems import Unreadable
from db.importing.report import ImportReport, Refused
from db.importing.workbook import Faulty, Worksheet, read_workbook
from db.office import Office

__all__ = [
    "Faulty",
    "ImportReport",
    "Refused",
    "Unreadable",
    "Worksheet",
    "import_sheet",
    "read_workbook",
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
