"""Which lines are rows the ledger has already, and what would change in them."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import orjson

from db.audit import Stored
from db.importing.entries import Entry
from db.names import quoted
from db.records import Row, as_column
from db.request import Desk
from db.shape import ROW
from locales import LANGUAGES, sentence
from registers.fields.base import Field

_CHUNK = 500


@dataclass(frozen=True)
class Found:
    """A row of the ledger that a line means: by its document number, or by what it says."""

    row: Row
    by_number: bool


@dataclass(frozen=True)
class Matching:
    """Finds rows by the keys the clerk chose, by the number, or by the sheet's own way."""

    desk: Desk
    chosen: tuple[str, ...] | None = None
    _found: dict[int, Found] = field(default_factory=dict)

    def find(self, connection: sqlite3.Connection, entries: Iterable[Entry]) -> dict[int, Found]:
        """Line number -> the one row it means; several that fit are none."""
        rest = list(entries)
        for keys, by_number in self._ways():
            asked = {
                entry.row: self._identity(entry, keys)
                for entry in rest
                if entry.row not in self._found and self._has(entry, keys)
            }
            rows = self._rows(connection, keys, set(asked.values()))
            entries_by_line = {entry.row: entry for entry in rest}
            for line, identity in asked.items():
                same = rows.get(identity, [])
                if by_number and self._has_lines:
                    same = self._line_of_slip(entries_by_line[line], same)
                if len(same) == 1:
                    self._found[line] = Found(same[0], by_number)
        return self._found

    @property
    def _has_lines(self) -> bool:
        """Whether several rows stand under one number."""
        number = self.desk.sheet.number
        return number is not None and number.lines is not None

    def _line_of_slip(self, entry: Entry, rows: list[Row]) -> list[Row]:
        """The line of the slip that agrees in all that is needed but one thing, and in most."""
        hint, own = self.desk.sheet.importing, entry.values.get(self.desk.key, {})
        keys = [key for key in (hint.required if hint else ()) if own.get(key) is not None]
        agreeing = [
            (sum(_alike(self._field(key), own[key], row[key]) for key in keys), at)
            for at, row in enumerate(rows)
        ]
        best = max(agreeing, default=(0, 0))[0]
        if best < max(len(keys) - 1, 1):
            return []
        return [rows[at] for count, at in agreeing if count == best]

    def _ways(self) -> list[tuple[tuple[str, ...], bool]]:
        sheet = self.desk.sheet
        number = sheet.number_field
        if self.chosen:
            is_number = number is not None and self.chosen == (number.key,)
            return [(self.chosen, is_number)]
        ways: list[tuple[tuple[str, ...], bool]] = []
        if number is not None:
            ways.append(((number.key,), True))
        if sheet.importing is not None and sheet.importing.match:
            ways.append((sheet.importing.match, False))
        unique = (each for each in sheet.fields if each.unique)
        return [*ways, *(((each.key,), False) for each in unique)]

    def _has(self, entry: Entry, keys: tuple[str, ...]) -> bool:
        return all(self._value(entry, key) is not None for key in keys)

    def _value(self, entry: Entry, key: str) -> Stored:
        found = entry.values.get(self.desk.key, {}).get(key)
        return entry.worked_out.get(key) if found is None else found

    def _identity(self, entry: Entry, keys: tuple[str, ...]) -> tuple[Stored, ...]:
        return tuple(as_column(self._field(key).sql_type, self._value(entry, key)) for key in keys)

    def _field(self, key: str) -> Field:
        return self.desk.sheet.field(key)

    def _rows(
        self,
        connection: sqlite3.Connection,
        keys: tuple[str, ...],
        wanted: set[tuple[Stored, ...]],
    ) -> Mapping[tuple[Stored, ...], list[Row]]:
        names = self.desk.records.names
        shape = self.desk.shape
        columns = ", ".join(f"{ROW}.{quoted(name)}" for name in names)
        identities = ", ".join(shape.column(self._field(key)) for key in keys)
        found: dict[tuple[Stored, ...], list[Row]] = {}
        values = list(dict.fromkeys(identity[0] for identity in wanted))
        for start in range(0, len(values), _CHUNK):
            part = orjson.dumps(values[start : start + _CHUNK]).decode()
            for cells in connection.execute(
                f"SELECT {columns}, {identities} FROM {shape.table} AS {ROW}"
                f" WHERE {ROW}.voided_at IS NULL"
                f" AND {shape.column(self._field(keys[0]))} IN (SELECT value FROM json_each(?))",
                (part,),
            ):
                row: Row = dict(zip(names, cells, strict=False))
                identity = tuple(cells[len(names) :])
                if identity in wanted:
                    found.setdefault(identity, []).append(row)
        return found


def is_the_same(desk: Desk, entry: Entry, found: Row) -> bool:
    """Whether a row with the number of the line is the line's: most of what both say agrees."""
    own = entry.values.get(desk.key, {})
    both = [key for key, value in own.items() if found.get(key) is not None and value is not None]
    both = [key for key in both if not desk.sheet.field(key).is_number_series]
    same = sum(_alike(desk.sheet.field(key), own[key], found[key]) for key in both)
    return same * 2 >= len(both)


def changes(
    desk: Desk, entry: Entry, found: Row, mapped: Iterable[str]
) -> dict[str, tuple[Stored, Stored]]:
    """Field -> old and new stored value, of every column the file has; an empty cell empties."""
    own = entry.values.get(desk.key, {})
    differing: dict[str, tuple[Stored, Stored]] = {}
    for key in mapped:
        described = desk.sheet.field(key)
        if key in entry.masked:
            continue
        new, old = as_column(described.sql_type, own.get(key)), found[key]
        if not _alike(described, new, old):
            differing[key] = old, new
    return differing


def _alike(described: Field, new: Stored, old: Stored) -> bool:
    if new == old:
        return True
    if not (isinstance(new, str) and isinstance(old, str)) or described.has_choices:
        return False
    mine, theirs = "".join(new.split()), "".join(old.split())
    if mine == theirs:
        return True
    cut = next((mine.removesuffix(end) for end in _endings() if mine.endswith(end)), None)
    return cut is not None and theirs.startswith(cut)


def _endings() -> list[str]:
    """What ends a text on our own paper that was too long for it."""
    return ["".join(sentence(lang, "paper.too_long").split()) for lang in LANGUAGES]
