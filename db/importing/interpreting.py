"""From an opened workbook and the clerk's choices to what every line would be. Never writes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from db.importing.archive import column_letters
from db.importing.choices import Choices
from db.importing.headings import Table, find_table
from db.importing.problems import Unreadable
from db.importing.reading import Entry, Reader
from db.importing.results import Column, Line, Reading, Refused, Skipped, WorksheetReading
from db.importing.workbook import Workbook, Worksheet
from db.office import Office


def interpret(office: Office, sheet: str, workbook: Workbook, choices: Choices) -> Reading:
    """Reads every worksheet for the sheet; Unreadable where the sheet is not known."""
    if not office.book.has_sheet(sheet):
        raise Unreadable("unknown_sheet", sheet=sheet)
    found = tuple(_worksheet(office, sheet, one) for one in workbook.worksheets)
    return Reading(sheet, workbook.filename, found, choices.history)


def _worksheet(office: Office, sheet: str, worksheet: Worksheet) -> WorksheetReading:
    if not worksheet.is_visible:
        return WorksheetReading(worksheet.name, "hidden")
    try:
        table = find_table(office.book, office.book.sheet(sheet), [worksheet])
    except Unreadable:
        return WorksheetReading(worksheet.name, "no_heading")
    lines = list(table.lines())
    filled = [line for line in lines if not line.is_blank]
    with office.ledger.reading(today="") as context:
        reader = Reader(office.book, table, context)
        entries = [entry for line in filled if (entry := reader.entry(line)) is not None]
    return WorksheetReading(
        worksheet.name,
        "ready",
        table.heading_row,
        tuple(_columns(table, worksheet)),
        tuple(_lines(sheet, entries, _faults(reader))),
        skipped=tuple(Skipped(line.row, "blank") for line in lines if line.is_blank),
    )


def _columns(table: Table, worksheet: Worksheet) -> Iterator[Column]:
    for place, number in table.columns.items():
        heading = str(worksheet.rows[table.heading_row - 1][number - 1])
        yield Column(
            column_letters(number), number, heading, place.field, "label", sheet=place.sheet
        )


def _faults(reader: Reader) -> Mapping[int, list[Refused]]:
    found: dict[int, list[Refused]] = defaultdict(list)
    for row, letter, seen, refusal, sheet in reader.refused:
        field = refusal.field or ""
        found[row].append(Refused(row, field, letter, refusal.code, seen, refusal, sheet))
    return found


def _lines(
    sheet: str, entries: Iterable[Entry], faults: Mapping[int, list[Refused]]
) -> Iterator[Line]:
    good = {
        entry.line.row: Line(
            entry.line.row,
            entry.values.get(sheet, {}),
            {place.field: cell for place, cell in entry.line.cells.items()},
            beside={key: values for key, values in entry.values.items() if key != sheet},
        )
        for entry in entries
    }
    bad = {row: Line(row, {}, {}, faults=tuple(found)) for row, found in faults.items()}
    for row in sorted(good | bad):
        yield bad.get(row) or good[row]
