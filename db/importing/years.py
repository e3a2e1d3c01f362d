"""The year of a day written without one, by the full days beside it and above it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from db.importing.entries import Entry
from registers.errors import BadValue
from registers.model import Sheet
from registers.old_paper import OldCell

_HALF_A_YEAR = 6

T = TypeVar("T")


@dataclass
class Years:
    """Knows the `last` full day of every column."""

    sheet: Sheet
    last: dict[int, date] = field(default_factory=dict)

    def read(
        self,
        entry: Entry | None,
        column: int,
        read: Callable[[OldCell], T],
        day_in: Callable[[T], str],
        cell: OldCell,
    ) -> T:
        """Reads; where the year is missing, with that of the neighbours on either side."""
        try:
            return read(cell)
        except BadValue as bad:
            if bad.code != "year_missing":
                raise
            for near in self._neighbours(entry, column):
                found = read(replace(cell, year=near.year, month=None))
                day = date.fromisoformat(day_in(found))
                if abs(day.month - near.month) < _HALF_A_YEAR:
                    return found
                raise BadValue("date_ambiguous", seen=bad.params.get("seen")) from None
            raise

    def _neighbours(self, entry: Entry | None, column: int) -> Iterator[date]:
        """Full days beside the cell in its own line, then the one above it."""
        own = entry.values.get(self.sheet.key, {}) if entry is not None else {}
        for key, value in own.items():
            if self.sheet.field(key).moment is not None and isinstance(value, str):
                yield date.fromisoformat(value[:10])
        if column in self.last:
            yield self.last[column]
