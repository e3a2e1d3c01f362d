"""A workbook as rows of values, read by a child process that may fail without harm."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from db.importing.archive import kind_of
from db.importing.problems import Unreadable

_CHILD = Path(__file__).with_name("child.py")
_SECONDS = 15


@dataclass(frozen=True)
class Faulty:
    """A cell that shows an error, or a formula nobody has calculated: never the same as empty."""

    seen: str


@dataclass(frozen=True)
class Worksheet:
    """One sheet: row 1 of the paper is rows[0], and every position is the one the clerk sees."""

    name: str
    is_visible: bool
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Workbook:
    """All sheets of a file. `encoding` and `first_lines` are those of a text file, else empty."""

    filename: str
    worksheets: tuple[Worksheet, ...]
    encoding: str = ""
    first_lines: tuple[str, ...] = ()


def read_workbook(content: bytes, filename: str, encoding: str | None = None) -> Workbook:
    """The sheets of an .xlsx, .xls or .csv, or Unreadable; the name only helps the message."""
    kind = kind_of(content)
    try:
        ended = subprocess.run(
            [sys.executable, "-I", str(_CHILD), kind, encoding or ""],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise Unreadable("file_takes_too_long", seconds=_SECONDS, file=filename) from slow
    if ended.returncode != 0:
        raise Unreadable("file_damaged", file=filename)
    return Workbook(filename, tuple(_worksheet(each) for each in json.loads(ended.stdout)))


def _worksheet(described: dict[str, object]) -> Worksheet:
    rows = described["rows"]
    assert isinstance(rows, list)
    return Worksheet(
        name=str(described["name"]),
        is_visible=bool(described["visible"]),
        rows=tuple(tuple(_value(cell) for cell in row) for row in rows),
    )


def _value(cell: object) -> object:
    match cell:
        case ["date", str(text)]:
            return date.fromisoformat(text)
        case ["datetime", str(text)]:
            return datetime.fromisoformat(text)
        case ["time", str(text)]:
            return text
        case ["error", str(text)]:
            return Faulty(text)
        case str(text):
            return text.strip() or None
    return cell
