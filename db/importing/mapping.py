"""Which column is which field: by the headings, by what the clerk said, by what the cells hold."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from db.importing.archive import column_letters
from db.importing.choices import DAY, Choices
from db.importing.layout import Layout
from db.importing.results import Column, Note
from db.importing.structure import Heading
from db.importing.words import Meaning, chosen_meaning, fields_beside, tidy
from db.importing.workbook import Faulty
from registers.errors import BadValue
from registers.fields.base import Field
from registers.model import Sheet
from registers.old_dates import read_written
from registers.old_paper import OldCell
from registers.typed import plain

_LOOKED_AT = 40
_FEWEST = 3


@dataclass(frozen=True)
class Mapped:
    """The heading with the final meaning of its columns, and what the clerk should know of it."""

    heading: Heading
    columns: tuple[Column, ...]
    notes: tuple[Note, ...]


def map_columns(
    sheet: Sheet,
    layout: Layout,
    heading: Heading,
    choices: Choices,
    *,
    importable: frozenset[str],
    needed: tuple[str, ...],
    cell: OldCell,
) -> Mapped:
    """`importable` are the fields a line may fill; `cell` lets values be tried."""
    meanings = dict(heading.meanings)
    notes: list[Note] = []
    for column, field in choices.columns.get(layout.worksheet.name, {}).items():
        meanings[column] = chosen_meaning(sheet, field, "chosen")
    _refuse_read_only(sheet, meanings, importable)
    _settle_references(meanings)
    _settle_day_and_time(sheet, layout, heading, meanings, notes)
    _settle_twice(layout, heading, meanings, notes)
    _by_content(sheet, layout, heading, meanings, importable, needed, cell)
    found = replace(heading, meanings=meanings)
    columns = tuple(_columns(layout, found, _widest(layout, heading)))
    notes += [
        Note("column_left_out", params={"column": each.letter, "heading": each.heading})
        for each in columns
        if each.why == "unknown"
    ]
    hidden = sorted(layout.worksheet.hidden_columns & meanings.keys())
    if hidden:
        notes.append(Note("hidden_columns", params={"columns": [*map(column_letters, hidden)]}))
    return Mapped(found, columns, tuple(notes))


def _refuse_read_only(
    sheet: Sheet, meanings: dict[int, Meaning], importable: frozenset[str]
) -> None:
    for column, meaning in meanings.items():
        if meaning.field is None or meaning.is_of_line:
            continue
        is_own = meaning.sheet == sheet.key
        taken = importable if is_own else fields_beside(sheet, meaning.sheet)
        if meaning.field not in taken:
            meanings[column] = meaning._replace(sheet=sheet.key, field=None, why="read_only")


def _claimed(meanings: Mapping[int, Meaning]) -> Mapping[tuple[str, str], list[int]]:
    """Sheet and field -> the columns that want to be it."""
    claimed: dict[tuple[str, str], list[int]] = {}
    for column, meaning in meanings.items():
        if meaning.field is not None:
            claimed.setdefault((meaning.sheet, meaning.field), []).append(column)
    return claimed


def _settle_references(meanings: dict[int, Meaning]) -> None:
    """Beside a column of its own, one with another name of the same row says nothing new."""
    for columns in _claimed(meanings).values():
        other = [column for column in columns if meanings[column].how == "reference"]
        if len(other) < len(columns):
            for column in other:
                meanings[column] = meanings[column]._replace(field=None, why="of_another_row")


def _settle_day_and_time(
    sheet: Sheet,
    layout: Layout,
    heading: Heading,
    meanings: dict[int, Meaning],
    notes: list[Note],
) -> None:
    """借出日期 and 借出时间: one column has days, the other the times of those days."""
    for (owner, key), columns in _claimed(meanings).items():
        described = sheet.by_key.get(key)
        if owner != sheet.key or len(columns) != 2 or described is None or not described.moment:
            continue
        parts = [_part(layout, heading, column) for column in columns]
        if {*parts} != {"day", "time"}:
            parts = [_named_part(layout, heading, column) for column in columns]
        if {*parts} != {"day", "time"}:
            continue
        day, time = columns if parts[0] == "day" else columns[::-1]
        is_taken = any(meaning.field == DAY for meaning in meanings.values())
        if described.moment == "date":
            meanings[time] = meanings[time]._replace(field=None, why="twice")
            params = {"column": column_letters(time), "heading": heading.texts[time]}
            notes.append(Note("column_left_out", params=params))
        elif sheet.period is not None and key == sheet.period.field and not is_taken:
            meanings[day] = meanings[day]._replace(field=DAY)
        else:
            meanings[day] = meanings[day]._replace(is_day=True)


def _part(layout: Layout, heading: Heading, column: int) -> str:
    """Whether the column holds days or times only; empty where it holds both or something else."""
    found = set()
    for value, _ in zip(_values(layout, heading, column), range(_LOOKED_AT), strict=False):
        try:
            written = read_written(value, _SOME_MONTH)
        except BadValue:
            continue
        found.add("both" if written.day and written.time else "day" if written.day else "time")
    return found.pop() if len(found) == 1 else ""


_SOME_MONTH = OldCell(year=2000, month=None)


def _named_part(layout: Layout, heading: Heading, column: int) -> str:
    """The same by the heading, where the column holds anything at all."""
    text = tidy(heading.texts.get(column, ""))
    if next(_values(layout, heading, column), None) is None:
        return ""
    return "day" if _DAY_NAMED.search(text) else "time" if _TIME_NAMED.search(text) else ""


_DAY_NAMED = re.compile(r"日期|日$|day$|date$")
_TIME_NAMED = re.compile(r"时间|时刻|钟点|time$")


def _settle_twice(
    layout: Layout, heading: Heading, meanings: dict[int, Meaning], notes: list[Note]
) -> None:
    """Of two columns for one field the one the clerk chose, or the only one that holds anything."""
    for (_, field), columns in _claimed(meanings).items():
        if len(columns) < 2 or any(meanings[column].is_day for column in columns):
            continue
        chosen = [column for column in columns if meanings[column].how == "chosen"]
        filled = chosen or [
            c for c in columns if next(_values(layout, heading, c), None) is not None
        ]
        kept = filled[:1] if len(filled) == 1 else columns[:1] if not filled else []
        for column in columns:
            if column not in kept:
                meanings[column] = meanings[column]._replace(field=None, why="twice")
        if not kept:
            letters = [column_letters(column) for column in columns]
            notes.append(Note("column_twice", params={"field": field, "columns": letters}))


def _by_content(
    sheet: Sheet,
    layout: Layout,
    heading: Heading,
    meanings: dict[int, Meaning],
    importable: frozenset[str],
    needed: tuple[str, ...],
    cell: OldCell,
) -> None:
    """A column nobody named whose values look like one kind only, and one field of it is free."""
    taken = {meaning.field for meaning in meanings.values() if meaning.sheet == sheet.key}
    twice = {column for column, meaning in meanings.items() if meaning.why == "twice"}
    free = [
        each
        for each in sheet.stored_fields
        if (each.telling is not None or (each.moment is not None and each.key in needed))
        and each.key in importable
        and each.key not in taken
    ]
    for column in range(1, layout.width + 1):
        if column in meanings or column in twice:
            continue
        values = [
            value
            for value, _ in zip(_values(layout, heading, column), range(_LOOKED_AT), strict=False)
        ]
        fitting = [each for each in free if _fits(each, values, cell)]
        if len(values) >= _FEWEST and len(fitting) == 1:
            meanings[column] = Meaning(sheet.key, fitting[0].key, "content")
            free.remove(fitting[0])


_ANYTHING = re.compile(".*", re.DOTALL)


def _fits(field: Field, values: list[object], cell: OldCell) -> bool:
    telling = field.telling or _ANYTHING
    numbers = [value for value in values if isinstance(value, float) and abs(value) >= 1e15]
    if numbers:
        return False
    texts = [
        "".join(plain(value).split()) for value in values if isinstance(value, str | int | float)
    ]
    if len(texts) < len(values) or not all(map(telling.fullmatch, texts)):
        return False
    try:
        return all(field.from_file(value, cell) is not None for value in values)
    except BadValue:
        return False


def _values(layout: Layout, heading: Heading, column: int) -> Iterator[object]:
    for row in range(heading.last_row + 1, layout.height + 1):
        value = layout.own(row, column)
        if value is not None and not isinstance(value, Faulty):
            yield value


def _widest(layout: Layout, heading: Heading) -> int:
    return max([layout.width, *heading.texts])


def _columns(layout: Layout, heading: Heading, width: int) -> Iterator[Column]:
    """Every column that has a heading or a value below it."""
    for number in range(1, width + 1):
        text = heading.texts.get(number, "")
        meaning = heading.meanings.get(number)
        if meaning is None:
            if not text and next(_values(layout, heading, number), None) is None:
                continue
            yield Column(column_letters(number), number, text, None, None, "unknown")
        else:
            yield Column(
                column_letters(number),
                number,
                text,
                meaning.field,
                meaning.how,
                meaning.why,
                meaning.sheet if meaning.field is not None else "",
                meaning.is_day,
            )
