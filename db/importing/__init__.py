"""Reading an office's own Excel and CSV files into sheets, strictly; every refusal is reported.

The steps, each to be repeated as often as the clerk changes something:

    workbook = read_workbook(content, filename, encoding)            # Unreadable
    interpreter = Interpreter(office, sheet, workbook, actor)
    reading = interpreter.read(choices)                              # never writes
    report = commit(office, sheet, reading, actor, only_valid=…, progress=…)

`interpret` does the second step for whoever reads a file once.
`as_json` is the reading for other programs; `exports.error_workbook` draws what was refused as
the clerk's own rows with a reason.
"""

from db.importing.choices import DAY, MODES, Choices, Mode
from db.importing.committing import Progress, commit, unwatched
from db.importing.interpreting import Interpreter, interpret
from db.importing.problems import Unreadable
from db.importing.report import ImportReport, as_json, foreseen, unreadable_as_json
from db.importing.results import (
    Change,
    Column,
    Line,
    Note,
    Question,
    Reading,
    Refused,
    Skipped,
    WorksheetReading,
)
from db.importing.workbook import Faulty, Workbook, Worksheet, read_workbook

__all__ = [
    "DAY",
    "MODES",
    "Change",
    "Choices",
    "Column",
    "Faulty",
    "ImportReport",
    "Interpreter",
    "Line",
    "Mode",
    "Note",
    "Progress",
    "Question",
    "Reading",
    "Refused",
    "Skipped",
    "Unreadable",
    "Workbook",
    "Worksheet",
    "WorksheetReading",
    "as_json",
    "commit",
    "foreseen",
    "interpret",
    "read_workbook",
    "unreadable_as_json",
    "unwatched",
]
