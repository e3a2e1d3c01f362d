"""Finding the row of headings on a worksheet, and which column belongs to which field."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from db.importing.archive import column_letters
from db.importing.problems import Unreadable
from db.importing.workbook import Faulty, Worksheet
from registers.book import Book
from registers.fields.base import Field
from registers.model import Sheet

_ROWS_SEARCHED = 20
_FEWEST = 2  # one known word alone may stand in any title
_NOISE = re.compile(r"[\s*::_]+")
_PARENTHESES = re.compile(r"\(.*?\)")


@dataclass(frozen=True, slots=True)
class Place:
    """What a heading stands for: a field of the sheet itself, or of a sheet filled beside it."""

    sheet: str
    field: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file by its number, with the filled and the empty cells of known columns."""

    row: int
    cells: Mapping[Place, object]

    @property
    def is_blank(self) -> bool:
        return all(value is None for value in self.cells.values())


@dataclass(frozen=True, slots=True)
class Table:
    """The part of a worksheet below its headings. Columns count from 1."""

    worksheet: Worksheet
    heading_row: int
    columns: Mapping[Place, int]
    unknown: tuple[str, ...]

    def letters(self, place: Place) -> str:
        """The column's letters as Excel shows them; empty when the file has no such column."""
        return column_letters(self.columns[place]) if place in self.columns else ""

    def lines(self) -> Iterator[Line]:
        for number, row in enumerate(self.worksheet.rows, start=1):
            if number > self.heading_row:
                cells = {
                    place: row[at - 1] if at <= len(row) else None
                    for place, at in self.columns.items()
                }
                yield Line(number, cells)


def find_table(book: Book, sheet: Sheet, worksheets: Iterable[Worksheet]) -> Table:
    """The one visible worksheet with this sheet's headings; Unreadable for none or several."""
    words = known_words(book, sheet)
    found = [
        table
        for worksheet in worksheets
        if worksheet.is_visible and (table := _table(worksheet, words)) is not None
    ]
    if not found:
        raise Unreadable("headings_not_found", sheet=sheet.key, fields=needed_fields(sheet))
    if len(found) > 1:
        raise Unreadable("several_worksheets", names=[table.worksheet.name for table in found])
    missing = [key for key in needed_fields(sheet) if Place(sheet.key, key) not in found[0].columns]
    if missing:
        raise Unreadable("column_missing", sheet=sheet.key, field=missing[0], fields=missing)
    return found[0]


def needed_fields(sheet: Sheet) -> list[str]:
    """Fields without which no row can be made: named by the import, or always required."""
    named = sheet.importing.required if sheet.importing else ()
    always = (
        field.key
        for field in sheet.stored_fields
        if field.required is True and field.default is None and not field.readonly
    )
    return list(dict.fromkeys((*named, *always)))


def known_words(book: Book, sheet: Sheet) -> dict[str, Place]:
    """Every heading that is understood: labels in all languages, keys, and other words."""
    words: dict[str, Place] = {}
    hint = sheet.importing
    for also in hint.also if hint else ():
        for key, spellings in also.values.items():
            if not is_link(spellings, sheet):
                _learn(
                    words,
                    Place(also.sheet, key),
                    (*spellings, *_names(book.sheet(also.sheet).field(key))),
                )
    for field in sheet.stored_fields:
        if not field.readonly:
            _learn(words, Place(sheet.key, field.key), _names(field))
    for key, spellings in (hint.aliases if hint else {}).items():
        _learn(words, Place(sheet.key, key), spellings)
    return words


def is_link(spellings: tuple[str, ...], sheet: Sheet) -> bool:
    """Whether a value of a row made beside points to the line's row or to one made before."""
    others = [other.sheet for other in sheet.importing.also] if sheet.importing else []
    return len(spellings) == 1 and (spellings[0] == "row" or spellings[0] in others)


def _names(field: Field) -> tuple[str, ...]:
    return (field.key, *field.label.texts)


def _learn(words: dict[str, Place], place: Place, spellings: Iterable[str]) -> None:
    """Later words win: what a sheet says of itself comes last."""
    for spelling in spellings:
        words[tidy(spelling)] = place


def tidy(heading: str) -> str:
    """A heading as it is compared: 联系电话 : and 联系电话* are the same."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", heading)).casefold()


def _table(worksheet: Worksheet, words: Mapping[str, Place]) -> Table | None:
    """The first row with enough known headings; None when there is no such row near the top."""
    for number, row in enumerate(worksheet.rows[:_ROWS_SEARCHED], start=1):
        known: dict[Place, int] = {}
        unknown: list[str] = []
        for at, cell in enumerate(row, start=1):
            place = _meaning(cell, words)
            if place is None:
                unknown += [str(cell)] if cell is not None else []
            elif place in known:
                raise Unreadable("column_twice", heading=str(cell), row=number)
            else:
                known[place] = at
        if len(known) >= _FEWEST:
            return Table(worksheet, number, known, tuple(unknown))
    return None


def _meaning(cell: object, words: Mapping[str, Place]) -> Place | None:
    if cell is None or isinstance(cell, Faulty):
        return None
    whole = tidy(str(cell))
    return words.get(whole) or words.get(_PARENTHESES.sub("", whole))
