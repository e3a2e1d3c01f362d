"""How a cell of an office's old file is read: what is known of its place, and what may stand there.

Nothing is guessed: a day without a year takes that of its title, its neighbours or the clerk, and
where two readings are possible there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Looking(Protocol):
    """Finds rows by their names; see ParseContext."""

    def resolve(self, sheet: str, text: str) -> list[int]: ...

    def exists(self, sheet: str, row_id: int) -> bool: ...


@dataclass(frozen=True, slots=True)
class OldCell:
    """What is known besides the value of a cell. `day` is that of the line, `shown` the text by
    which Excel shows a number, `day_first` whether the column writes 3/11/2026 for November."""

    ledger: Looking | None = None
    year: int | None = None
    month: int | None = None
    day: str = ""
    day_first: bool | None = None
    shown: str = ""
    counts_from_1904: bool = False

    @property
    def now(self) -> str:
        return ""

    @property
    def today(self) -> str:
        """Empty: what is read of an old paper does not depend on when that is done."""
        return ""

    def resolve(self, sheet: str, text: str) -> list[int]:
        return self.ledger.resolve(sheet, text) if self.ledger is not None else []

    def exists(self, sheet: str, row_id: int) -> bool:
        return self.ledger is not None and self.ledger.exists(sheet, row_id)


NOTHING = frozenset(("/", "\\", "-", "--", "—", "——", "–", "－", "／", "无", "無", "没有", "沒有"))
"""What is written into a cell so that it is not empty."""
STROKES = NOTHING - {"无", "無", "没有", "沒有"}

REASONS: Mapping[str, str] = {
    "bad_value": "value_invalid",
    "control_character": "text_invalid",
    "too_long": "text_too_long",
    "too_short": "text_too_short",
    "not_a_number": "number_invalid",
    "not_whole": "number_not_whole",
    "number_decimals": "number_decimals",
    "too_small": "number_too_small",
    "too_large": "number_too_large",
    "bad_date": "date_invalid",
    "bad_datetime": "date_invalid",
    "day_missing": "date_unknown",
    "year_missing": "date_year_unknown",
    "bad_bool": "yes_no_unknown",
    "unknown_choice": "choice_unknown",
    "unknown_reference": "ref_unknown",
    "ambiguous_reference": "ref_ambiguous",
    "bad_phone": "phone_invalid",
    "bad_plate": "plate_invalid",
    "not_unique": "duplicate",
}
"""What a report of an import calls the codes that are called otherwise elsewhere."""


@dataclass(frozen=True, slots=True)
class Written:
    """The parts of a time that a cell holds."""

    day: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """The year and the month a text names: of a title, a worksheet, a file."""

    years: frozenset[int] = field(default_factory=frozenset)
    months: frozenset[int] = field(default_factory=frozenset)
