"""A line of a worksheet while it is read: what it would store and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from db.edits import Refusal
from db.importing.cells import Held
from db.importing.results import Refused
from db.importing.structure import Heading
from registers.fields.base import Stored


@dataclass
class Entry:
    """A line while it is read: stored values by sheet, and what was wrong."""

    row: int
    heading: Heading
    values: dict[str, dict[str, Stored]] = field(default_factory=dict)
    shown: dict[str, object] = field(default_factory=dict)
    masked: dict[str, str] = field(default_factory=dict)
    """Fields whose cell shows a hidden number: compared, never stored."""
    worked_out: dict[str, Stored] = field(default_factory=dict)
    """Computed fields that must be unique."""
    added: list[str] = field(default_factory=list)
    """Fields that no column brings: the clerk has said them."""
    faults: list[Refused] = field(default_factory=list)

    @property
    def blamed(self) -> set[str]:
        return {fault.field for fault in self.faults}

    def column_of(self, sheet: str, key: str) -> int:
        """The column of a field; 0 where it has none."""
        columns = self.heading.columns.get((sheet, key), [])
        return columns[0] if columns else 0


@dataclass(frozen=True)
class Standing:
    """What the rows above leave behind for those below: headings, days, values for 同上."""

    heading: Heading
    day: str
    day_fault: Refusal | None
    last_day: Mapping[int, date]
    above: Mapping[int, Held | None]
