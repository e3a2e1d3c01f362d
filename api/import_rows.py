"""The rows of a file as an import's preview shows them, and how the writing of them goes."""

from collections import Counter
from collections.abc import Iterable, Sequence

from api.answers import error_of
from api.preparations import Judged, Placed, Preparation
from db.importing import Line, Refused
from db.importing.choices import DAY, MONTH, YEAR
from locales import refused
from registers.book import Book
from registers.model import Sheet

Told = dict[str, object]

OF_LINE = {DAY: "import_day", MONTH: "import_month", YEAR: "import_year_of_line"}
"""What a column may mean that is no field, and the word for it."""


def counts_json(judged: Judged) -> dict[str, int]:
    """How many lines there are, and how many of each kind are without faults."""
    good = Counter(line.becomes for _, line in judged.lines["all"] if not line.faults)
    return {
        "lines": len(judged.lines["all"]),
        "faults": len(judged.lines["faults"]),
        "left_out": len(judged.lines["left_out"]),
        **{kind: good[kind] for kind in ("new", "update", "unchanged")},
        "void": sum(len(each.void) for each in judged.reading.worksheets),
        "skipped": sum(len(each.skipped) for each in judged.reading.worksheets),
    }


def places_of(sheet: Sheet, judged: Judged) -> list[tuple[str, str]]:
    """Sheet and field of each column of the preview: what the file fills, what the clerk has said,
    then what is missing somewhere."""
    blamed = (
        (fault.sheet or sheet.key, fault.field)
        for _, line in judged.lines["faults"]
        for fault in line.faults
        if fault.field
    )
    said = (
        (sheet.key, key)
        for key in (*judged.choices.for_all, *(place[2] for place in judged.choices.corrections))
        if key in sheet.by_key
    )
    return list(dict.fromkeys((*columns_of(sheet, judged), *said, *blamed)))


def columns_of(sheet: Sheet, judged: Judged) -> list[tuple[str, str]]:
    """Sheet and field of each column of the file that means something."""
    return [
        (column.sheet or sheet.key, column.field)
        for worksheet in judged.reading.worksheets
        for column in worksheet.columns
        if column.field and column.field not in OF_LINE
    ]


# --- rows ---------------------------------------------------------------------------------


def rows_json(book: Book, found: Preparation, lines: Iterable[Placed], lang: str) -> list[Told]:
    """Lines as the preview shows them: every cell as it would be stored, every fault in words."""
    sheet, judged = book.sheet(found.sheet), found.judged
    places = places_of(sheet, judged)
    return [
        {
            "worksheet": worksheet,
            "row": line.row,
            "state": _state(line),
            "reason": "" if line.is_left_out else _reason(book, line, lang),
            "cells": _cells(book, sheet, worksheet, line, places, judged, lang),
        }
        for worksheet, line in lines
    ]


def _state(line: Line) -> str:
    if line.is_left_out:
        return "left_out"
    return "fault" if line.faults else line.becomes


def _reason(book: Book, line: Line, lang: str) -> str:
    """Everything wrong with the line, one after the other."""
    return " · ".join(dict.fromkeys(_sentence(book, each, lang) for each in line.faults))


def _cells(
    book: Book,
    sheet: Sheet,
    worksheet: str,
    line: Line,
    places: Sequence[tuple[str, str]],
    judged: Judged,
    lang: str,
) -> Told:
    faults = {(each.sheet, each.field): each for each in reversed(line.faults)}
    told: Told = {}
    for of, key in places:
        own = of == sheet.key
        name = sheet.place_name(of, key)
        values = line.values if own else line.beside.get(of, {})
        cell: Told = {"value": values.get(key)}
        if (fault := faults.get((of, key))) is not None:
            cell = _faulty(fault, "" if line.is_left_out else _sentence(book, fault, lang))
        elif own and key in line.changes:
            cell = {"value": line.changes[key].new, "old": line.changes[key].old}
        if (worksheet, line.row, key) in judged.choices.corrections:
            cell["corrected"] = True
        told[name] = cell
    return told


def _faulty(fault: Refused, told: str) -> Told:
    """A cell as it stands in the file; nobody minds what is wrong with a line left out."""
    seen = "" if fault.seen is None else str(fault.seen)
    if not told:
        return {"seen": seen}
    likely = {} if fault.suggestion is None else {"suggestion": fault.suggestion}
    return {"seen": seen, "fault": told, **likely}


def _sentence(book: Book, fault: Refused, lang: str) -> str:
    return refused(lang, fault.refusal, book.sheet(fault.sheet))


# --- the writing --------------------------------------------------------------------------


def progress_json(book: Book, found: Preparation, lang: str) -> Told:
    """`state` is `preparing`, `running`, `done` or `failed`."""
    work = found.work
    if work is None:
        return {"state": "preparing"}
    told: Told = {"state": work.state, "done": work.done, "total": work.total}
    if work.refusal is not None:
        told["error"] = error_of(work.refusal, lang, book.sheet(found.sheet))
    if (report := work.report) is not None:
        left_out = len(found.judged.lines["left_out"])
        lines = len(found.judged.lines["all"]) - left_out
        told["outcome"] = {
            "inserted": report.inserted,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "refused": lines - report.inserted - report.updated - report.unchanged,
            "left_out": left_out,
            "beside": [
                {"label": book.sheet(key).label.text(lang), "count": count}
                for key, count in report.beside.items()
            ],
        }
    return told
