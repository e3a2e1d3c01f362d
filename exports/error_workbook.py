"""The clerk's own rows of a file that were refused, each with the reason, as a workbook."""

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from db.importing import Faulty, Reading, Refused, Workbook, Worksheet, WorksheetReading
from exports.workbook import workbook as writing
from locales import refused as sentence_of
from locales import sentence
from registers.book import Book

_WIDTH, _REASON_WIDTH = 14, 60
_LONGEST_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def error_workbook(book: Book, opened: Workbook, reading: Reading, lang: str) -> bytes:
    """One worksheet for each that has refused rows: its headings, those rows with their cells as
    they stood in the same columns, and behind them what is to be put right.

    The file can be read again once its cells are right: the reason's column has no meaning.
    """
    out = io.BytesIO()
    title = sentence(lang, "import.refused_rows")
    with writing(out, title=title, company="", created=datetime(2000, 1, 1)) as file:
        bold, wrap = file.add_format({"bold": True}), file.add_format({"text_wrap": True})
        looks: dict[type, Any] = {date: file.add_format({"num_format": "yyyy-mm-dd"})}
        looks |= {datetime: file.add_format({"num_format": "yyyy-mm-dd hh:mm"})}
        looks |= {time: file.add_format({"num_format": "hh:mm"})}
        red = file.add_format({"bg_color": "#FDE2E0"})
        names: set[str] = set()
        for source, found in zip(opened.worksheets, reading.worksheets, strict=True):
            faults = _by_row(found)
            if not faults:
                continue
            page = file.add_worksheet(_name(found.name, names, lang))
            width = max([len(row) for row in source.rows] + [each.number for each in found.columns])
            page.set_column(0, width - 1, _WIDTH)
            page.set_column(width, width, _REASON_WIDTH)
            at = 0
            for row in _heading_rows(found):
                for column, cell in enumerate(source.rows[row - 1]):
                    _write(page, at, column, cell, looks, bold)
                page.write_string(at, width, title if row == found.heading_row else "", bold)
                at += 1
            for row, refused in faults.items():
                blamed = {each.column for each in refused}
                letters = {each.number: each.letter for each in found.columns}
                for column, cell in enumerate(_cells(source, row)):
                    look = red if letters.get(column + 1) in blamed else None
                    _write(page, at, column, cell, looks, look)
                page.write_string(at, width, "\n".join(_reasons(book, refused, lang)), wrap)
                at += 1
            page.freeze_panes(len(list(_heading_rows(found))), 0)
        if not names:
            file.add_worksheet(title[:_LONGEST_NAME])
    return out.getvalue()


def _by_row(found: WorksheetReading) -> dict[int, list[Refused]]:
    faults: dict[int, list[Refused]] = {}
    for refused in found.refused:
        faults.setdefault(refused.row, []).append(refused)
    return faults


def _heading_rows(found: WorksheetReading) -> Iterator[int]:
    yield from (each.row for each in found.skipped if each.kind == "heading")


def _cells(source: Worksheet, row: int) -> tuple[object, ...]:
    return source.rows[row - 1] if row <= len(source.rows) else ()


def _reasons(book: Book, refused: list[Refused], lang: str) -> Iterator[str]:
    for each in refused:
        of = book.sheet(each.sheet)
        label = of.label_of(each.field, lang) if each.field else ""
        said = sentence_of(lang, each.refusal, of)
        yield f"{label}: {said}" if label and label not in said else said


def _name(name: str, taken: set[str], lang: str) -> str:
    """A name Excel takes, and no two alike."""
    plain = name.translate(_FORBIDDEN).strip("'")[:_LONGEST_NAME]
    wanted = plain or sentence(lang, "import.refused_rows")[:_LONGEST_NAME]
    found, count = wanted, 1
    while found.lower() in taken:
        count += 1
        found = f"{wanted[: _LONGEST_NAME - 4]}({count})"
    taken.add(found.lower())
    return found


def _write(
    page: Any, row: int, column: int, cell: object, looks: Mapping[type, Any], look: Any
) -> None:
    """Never a formula: a text that begins with = stays one."""
    match cell:
        case None:
            if look is not None:
                page.write_blank(row, column, None, look)
        case bool():
            page.write_boolean(row, column, cell, look)
        case datetime() | date() | time():
            page.write_datetime(row, column, cell, looks[type(cell)])
        case int() | float():
            page.write_number(row, column, cell, look)
        case Faulty():
            page.write_string(row, column, cell.seen, look)
        case _:
            page.write_string(row, column, str(cell), look)
