"""What a field of a row shows on paper: as a typed value for Excel, as a text for the eye."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from registers.fields.base import Cell, Field, Stored

Row = Mapping[str, Stored]
FieldOf = Callable[[str], Field]

_FIRST_DAY = date(1899, 12, 31).toordinal()
_LEAP_DAY_THAT_WAS_NONE = 59  # Excel believes in 29 February 1900
_DAY_SECONDS = 86_400


def serial(day: date, *, whole: bool) -> float:
    """Excel's number of a day, with the time as its fraction."""
    days = day.toordinal() - _FIRST_DAY
    if days > _LEAP_DAY_THAT_WAS_NONE:
        days += 1
    if whole or not isinstance(day, datetime):
        return days
    return days + (day.hour * 3600 + day.minute * 60 + day.second) / _DAY_SECONDS


_SPELLED = {
    "date": "%Y-%m-%d",
    "time": "%H:%M",
    "datetime": "%Y-%m-%d %H:%M",
    "monthday": "%m-%d %H:%M",
}


def spelled(day: date, kind: str) -> str:
    """A day as Excel shows it in a cell of this kind."""
    return day.strftime(_SPELLED.get(kind, "%Y-%m-%d"))


class Blank(dict[str, Stored]):
    """A row of a form for the hand: whatever is asked for, it holds nothing."""

    def __missing__(self, name: str) -> None:
        return None


@dataclass(frozen=True)
class Eyes:
    """How fields are shown: in which language, and whether numbers are shown in full."""

    lang: str
    is_full: bool

    def cell(self, field: Field, stored: Stored, label: Stored) -> Cell:
        cell = field.cell(stored, self.lang, None if label is None else str(label))
        if self.is_full or field.mask is None or not isinstance(cell.value, str):
            return cell
        return cell._replace(value=field.masked(cell.value))

    def text(self, field: Field, stored: Stored, label: Stored) -> str:
        shown = field.show(stored, self.lang, None if label is None else str(label))
        return shown if self.is_full else field.masked(shown)

    def cell_of(self, row: Row, names: Sequence[str], field_of: FieldOf) -> Cell:
        """The first of several values that is filled."""
        name = first_filled(row, names)
        return self.cell(field_of(name), row[name], row.get(f"{name}__label"))

    def text_of(self, row: Row, names: Sequence[str], field_of: FieldOf) -> str:
        name = first_filled(row, names)
        return self.text(field_of(name), row[name], row.get(f"{name}__label"))


def first_filled(row: Row, names: Sequence[str]) -> str:
    return next((name for name in names if row[name] is not None), names[0])
