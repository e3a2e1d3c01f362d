"""Writing what was read, as one step: one undo takes all of it back."""

from collections.abc import Callable
from secrets import token_hex

from db.actor import Actor
from db.edits import Insert, Refusal
from db.importing.report import ImportReport, Refused
from db.importing.results import Reading
from db.office import Office

Progress = Callable[[int, int, str], None]
"""Told how many lines are done, how many there are, and which sheet they belong to."""


def commit(
    office: Office,
    sheet: str,
    reading: Reading,
    actor: Actor,
    *,
    only_valid: bool,
    progress: Progress,
) -> ImportReport:
    """Writes the lines without faults as one step of the actor's in the sheet.

    Refusal `import_has_faults` where some line has one and not `only_valid`; nothing is written
    then.
    """
    if not only_valid and (count := len({(w.name, r.row) for w, r in reading.refused})):
        raise Refusal("import_has_faults", count=count)
    lines = [line for _, line in reading.lines()]
    edits = [Insert(at, sheet, line.values) for at, line in enumerate(lines, start=1)]
    step = (sheet, f"import {token_hex(8)}")
    results = office.ledger.apply(edits, actor, client="", atomic=not only_valid, step=step)
    progress(len(lines), len(lines), sheet)
    refused = tuple(
        Refused(line.row, "", None, result.error, sheet)
        for line, result in zip(lines, results, strict=True)
        if result.error is not None
    )
    return ImportReport("", sum(result.ok for result in results), refused, 0)
