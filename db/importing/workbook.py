"""A workbook as rows of values, read by a child process that may fail without harm."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from db.importing.archive import kind_of
from db.importing.opening.cells import MOST_COLUMNS, MOST_ROWS
from db.importing.problems import Unreadable

CHILD = Path(__file__).with_name("opening")
_SECONDS = 15

Place = tuple[int, int]
"""Row and column of a cell, counted from 1 as Excel shows them."""


@dataclass(frozen=True)
class Faulty:
    """A cell that shows an error, or a formula nobody has calculated: never the same as empty."""

    seen: str
    is_formula: bool = False

    def __str__(self) -> str:
        return self.seen


@dataclass(frozen=True)
class Worksheet:
    """One sheet: row 1 of the paper is rows[0], and every position is the one the clerk sees.

    `merges` are first row and column and last row and column; `formats` the number formats that
    show zeros the number does not have; rows, columns and places count from 1.
    """

    name: str
    is_visible: bool
    rows: tuple[tuple[object, ...], ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: frozenset[Place] = frozenset()
    partly_struck: frozenset[Place] = frozenset()
    formats: Mapping[Place, str] = field(default_factory=dict)
    counts_from_1904: bool = False


@dataclass(frozen=True)
class Workbook:
    """All sheets of a file. `encoding` and `first_lines` are those of a text file, else empty."""

    filename: str
    worksheets: tuple[Worksheet, ...]
    encoding: str = ""
    first_lines: tuple[str, ...] = ()


Open = Callable[[str, str, bytes], bytes]
"""Kind, encoding and content of a file to what the child answers; empty for a damaged one."""


def in_a_child(kind: str, encoding: str, content: bytes) -> bytes:
    """A process of its own for one file."""
    try:
        ended = subprocess.run(
            [sys.executable, "-I", str(CHILD), kind, encoding],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise Unreadable("file_takes_too_long", seconds=_SECONDS) from slow
    return ended.stdout if ended.returncode == 0 else b""


def read_workbook(
    content: bytes, filename: str, encoding: str | None = None, *, opened: Open = in_a_child
) -> Workbook:
    """The sheets of an .xlsx, .xls, text or HTML file, by its content; else Unreadable.

    `encoding` is how a text file is to be read (utf-8, gb18030, big5hkscs, utf-16-le, utf-16-be);
    without it that is found out.
    """
    told = opened(kind_of(content), encoding or "", content)
    if not told:
        raise Unreadable("file_damaged")
    answer = json.loads(told)
    if answer.get("refused") == "sheet_too_large":
        raise Unreadable("sheet_too_large", rows=MOST_ROWS, columns=MOST_COLUMNS)
    if answer.get("refused"):
        raise Unreadable("encoding_unknown")
    return Workbook(
        filename,
        tuple(_worksheet(each) for each in answer["sheets"]),
        answer.get("encoding", ""),
        tuple(answer.get("head", ())),
    )


def _worksheet(told: dict[str, Any]) -> Worksheet:
    return Worksheet(
        name=told["name"],
        is_visible=told["visible"],
        rows=tuple(tuple(map(_value, row)) for row in told["rows"]),
        merges=tuple(
            (top + 1, left + 1, bottom + 1, right + 1)
            for top, left, bottom, right in told.get("merges", ())
        ),
        hidden_rows=frozenset(row + 1 for row in told.get("hidden_rows", ())),
        hidden_columns=frozenset(column + 1 for column in told.get("hidden_columns", ())),
        struck=_places(told, "struck"),
        partly_struck=_places(told, "partly_struck"),
        formats={(row + 1, column + 1): shown for row, column, shown in told.get("formats", ())},
        counts_from_1904=told.get("counts_from_1904", False),
    )


def _places(told: dict[str, Any], name: str) -> frozenset[Place]:
    return frozenset((row + 1, column + 1) for row, column in told.get(name, ()))


def _value(cell: object) -> object:
    match cell:
        case None | int() | float():
            return cell
        case str(text):
            return text.strip() or None
        case ["date", str(text)]:
            return date.fromisoformat(text)
        case ["datetime", str(text)]:
            return datetime.fromisoformat(text)
        case ["time", str(text)]:
            hours, minutes = map(int, text.split(":"))
            return time(hours, minutes) if hours < 24 else text
        case ["error", str(text)]:
            return Faulty(text)
        case ["formula", str(text)]:
            return Faulty(text, is_formula=True)
    raise Unreadable("file_damaged")
