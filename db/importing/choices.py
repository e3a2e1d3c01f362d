"""What the clerk has decided about a file: everything that is not read from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["both", "insert", "update"]
MODES: tuple[Mode, ...] = ("both", "insert", "update")

Place = tuple[str, int, str]
"""A cell of the preview: worksheet, row as Excel counts, field key."""


@dataclass(frozen=True)
class Choices:
    """Each is empty until the clerk says something; the proposal then stands.

    `mode` says what becomes of the lines: `insert` takes all as new, `update` only changes rows
    the ledger has, `both` does either. `history` is an old ledger: only what the sheet's
    `importing.required` names is asked for, and what looks at other rows (stock) is not.
    """

    worksheets: tuple[str, ...] | None = None
    """Names; None for every visible one that has the sheet's headings."""
    columns: Mapping[str, Mapping[int, str | None]] = field(default_factory=dict)
    """Worksheet -> column number from 1 -> field key, `DAY`, or None to leave the column out;
    `people.name` is a field of a sheet filled beside."""
    heading_row: Mapping[str, int] = field(default_factory=dict)
    """Worksheet -> the row of the headings as Excel counts."""
    year: int | None = None
    encoding: str | None = None
    corrections: Mapping[Place, str] = field(default_factory=dict)
    """What is typed over a cell of the preview; an empty text empties it."""
    for_all: Mapping[str, str] = field(default_factory=dict)
    """Field key, or `DAY`, -> what every line has there although no column says it; an empty text
    stands for what is typed line by line."""
    left_out: frozenset[tuple[str, int]] = frozenset()
    """Lines (worksheet, row) that are not to be imported."""
    answers: Mapping[str, object] = field(default_factory=dict)
    """`Question.key` -> the answer."""
    mode: Mode = "both"
    keys: tuple[str, ...] | None = None
    """The fields by which a line is the same as a row; None for the sheet's own way."""
    history: bool = True


DAY = "@day"
"""The meaning of a column that dates the line: its times are of this day."""
MONTH, YEAR = "@month", "@year"
"""Columns beside it, where the day is written in two or three of them."""
