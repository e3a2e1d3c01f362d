"""How a cell of an office's old file is read: what is known of its place, and what may stand there.

Nothing is guessed: a day without a year takes that of its title, its neighbours or the clerk, and
where two readings are possible there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class Looking(Protocol):
    """Finds rows by their names; see ParseContext."""

    def resolve(self, sheet: str, text: str) -> list[int]: ...

    def exists(self, sheet: str, row_id: int) -> bool: ...


@dataclass(frozen=True, slots=True)
class OldCell:
    """What is known besides the value of a cell. `day` is that of the line, `shown` the text by
    which Excel shows a number, `day_first` whether the column writes 3/11/2026 for November,
    `months` the years and months that the title names, `units` what the thing is counted in."""

    ledger: Looking | None = None
    year: int | None = None
    month: int | None = None
    months: frozenset[tuple[int, int]] = frozenset()
    day: str = ""
    day_first: bool | None = None
    shown: str = ""
    units: frozenset[str] = frozenset()
    counts_from_1904: bool = False
    asks_less: bool = False
    """Whether the line is history: then no text is too short."""

    @property
    def now(self) -> str:
        return ""

    @property
    def today(self) -> str:
        """Empty: what is read of an old paper does not depend on when that is done."""
        return ""

    def resolve(self, sheet: str, text: str) -> list[int]:
        return self.ledger.resolve(sheet, text) if self.ledger is not None else []

    def year_of(self, month: int) -> int | None:
        """The one year around, or the one in which the title names the month."""
        years = {year for year, named in self.months if named == month}
        return self.year or (years.pop() if len(years) == 1 else None)

    def exists(self, sheet: str, row_id: int) -> bool:
        return self.ledger is not None and self.ledger.exists(sheet, row_id)

    def offered(self, _sheet: str, _text: str, /) -> list[int]:
        """None: nobody chooses from a list while a file is read."""
        return []


NOTHING = frozenset(("/", "\\", "-", "--", "—", "——", "–", "－", "／", "无", "無", "没有", "沒有"))
"""What is written into a cell so that it is not empty."""
NOT_YET = frozenset(
    (
        *("未", "未还", "未還", "未归还", "未歸還", "尚未归还", "没还", "未离开", "未離開", "未离"),
        *("未走", "未出", "未完成", "未完工", "未竣工", "未处理", "未處理", "未办结", "未回访"),
        *("未回訪", "未退", "未领", "未領", "未交"),
    )
)
"""What is written in the place of a day that has not come."""
STROKES = NOTHING - {"无", "無", "没有", "沒有"}


def without_full_stop(value: object) -> object:
    """A number or a name as it stands before the full stop that closes the cell."""
    return value.rstrip(" 。;；") if isinstance(value, str) else value


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
    """The times a text speaks of: a title, the name of a worksheet or a file.

    `dated` are months with their year. `days` are (year, month, day), the year or the month 0
    where it is not said; a stretch of days is several.
    """

    years: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    dated: frozenset[tuple[int, int]] = frozenset()
    days: frozenset[tuple[int, int, int]] = frozenset()

    def __or__(self, other: Around) -> Around:
        return Around(
            self.years | other.years,
            self.months | other.months,
            self.dated | other.dated,
            self.days | other.days,
        )
