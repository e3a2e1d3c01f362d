"""Turning the cells of a line into values for the ledger, noting every cell that cannot be one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.edits import Refusal
from db.importing.headings import Line, Place, Table
from db.importing.report import Refused
from db.importing.workbook import Faulty
from registers.book import Book
from registers.errors import BadValue
from registers.fields.base import ParseContext

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line whose every cell could be read: its values by sheet, in wire form."""

    line: Line
    values: Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads with the fields' own parsers; the context knows no today, so no year is guessed."""

    book: Book
    table: Table
    context: ParseContext
    refused: list[Refused] = field(default_factory=list)

    def entry(self, line: Line) -> Entry | None:
        """The line with its values read; None when a cell was refused."""
        found: dict[str, Values] = {}
        before = len(self.refused)
        for place, cell in line.cells.items():
            value = self._value(line, place, cell)
            if value is not None:
                found.setdefault(place.sheet, {})[place.field] = value
        return Entry(line, found) if len(self.refused) == before else None

    def _value(self, line: Line, place: Place, cell: object) -> object:
        if cell is None:
            return None
        if isinstance(cell, Faulty):
            self.refuse(line, place, Refusal("cell_faulty", place.field, seen=cell.seen))
            return None
        described = self.book.sheet(place.sheet).field(place.field)
        try:
            return described.to_json(described.parse(cell, self.context))
        except BadValue as bad:
            self.refuse(line, place, Refusal(bad.code, place.field, **bad.params))
            return None

    def refuse(self, line: Line, place: Place, refusal: Refusal) -> None:
        """Note what is wrong with one cell, or with the line at the cell that is blamed."""
        seen = _as_shown(line.cells.get(place))
        self.refused.append(
            Refused(line.row, self.table.letters(place), seen, refusal, place.sheet)
        )


def _as_shown(cell: object) -> object:
    """What the clerk sees in the cell: every number of a workbook comes as one with decimals."""
    if isinstance(cell, Faulty):
        return cell.seen
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
