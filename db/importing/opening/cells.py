"""Cells, grids and facts as JSON can carry them.

A cell is null, text, a number, true or false, or a pair: ["date", …] ["datetime", …] ["time", …]
["error", …] for an error, ["formula", …] for one never calculated.
"""

from datetime import date, datetime, time, timedelta
from typing import TypeAlias, TypedDict

Cell: TypeAlias = "str | int | float | bool | list[str] | None"
Grid: TypeAlias = "list[list[Cell]]"

MOST_ROWS = 20_000
MOST_COLUMNS = 200


class TooLarge(Exception):
    """More rows or columns than a ledger has."""


class Sheet(TypedDict, total=False):
    """One worksheet. All positions count from 0; a merge is first and last row and column."""

    name: str
    visible: bool
    rows: Grid
    merges: list[tuple[int, int, int, int]]
    hidden_rows: list[int]
    hidden_columns: list[int]
    struck: list[tuple[int, int]]
    partly_struck: list[tuple[int, int]]
    formats: list[tuple[int, int, str]]
    counts_from_1904: bool


class Found(TypedDict, total=False):
    """What the child answers."""

    sheets: list[Sheet]
    encoding: str
    head: list[str]
    refused: str


def put(rows: Grid, row: int, column: int, cell: Cell) -> None:
    """Write one cell of a ragged grid, growing it where the reader left it short."""
    refuse_far(row, column)
    while len(rows) <= row:
        rows.append([])
    line = rows[row]
    line.extend([None] * (column + 1 - len(line)))
    line[column] = cell


def refuse_far(row: int, column: int) -> None:
    if row >= MOST_ROWS or column >= MOST_COLUMNS:
        raise TooLarge


def plain(value: object) -> Cell:
    """A value as JSON can carry it. Numbers stay as they are: a field knows what was lost."""
    match value:
        case "" | None:
            return None
        case bool() | str():
            return value
        case int() | float():
            return value if abs(value) < float("inf") else ["error", str(value)]
        case datetime():
            return ["datetime", to_the_minute(value).strftime("%Y-%m-%d %H:%M")]
        case date():
            return ["date", value.isoformat()]
        case time():
            moment = to_the_minute(datetime.combine(date(2000, 1, 1), value))
            return ["time", moment.strftime("%H:%M")]
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return ["time", f"{minutes // 60:02d}:{minutes % 60:02d}"]
    return str(value)


def to_the_minute(moment: datetime) -> datetime:
    """Excel keeps 14:20 as a fraction of a day, which comes back as 14:19:59.8."""
    try:
        return (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
    except OverflowError:
        return moment
