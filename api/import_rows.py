"""The rows of a file as an import's preview shows them, and how the writing of them goes."""

from collections import Counter
from collections.abc import Iterable, Sequence

from api.answers import error_of
from api.preparations import Judged, Placed, Preparation
from db.importing import Line
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
        **{kind: good[kind] for kind in ("new", "update", "unchanged")},
        "void": sum(len(each.void) for each in judged.reading.worksheets),
        "skipped": sum(len(each.skipped) for each in judged.reading.worksheets),
    }


def places_of(sheet: Sheet, judged: Judged) -> list[tuple[str, str]]:
    """Sheet and field of each column of the preview."""
    blamed = (
        (fault.sheet or sheet.key, fault.field)
        for _, line in judged.lines["faults"]
        for fault in line.faults
        if fault.field
    )
    return list(dict.fromkeys((*columns_of(sheet, judged), *blamed)))


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
            "state": "fault" if line.faults else line.becomes,
            "reason": _reason(book, line, lang),
            "cells": _cells(book, sheet, worksheet, line, places, judged, lang),
        }
        for worksheet, line in lines
    ]


def _reason(book: Book, line: Line, lang: str) -> str:
    """Everything wrong with the line, one after the other."""
    return " · ".join(
        dict.fromkeys(refused(lang, each.refusal, book.sheet(each.sheet)) for each in line.faults)
    )


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
            cell = {
                "seen": "" if fault.seen is None else str(fault.seen),
                "fault": refused(lang, fault.refusal, book.sheet(of)),
            }
            if fault.suggestion is not None:
                cell["suggestion"] = fault.suggestion
        elif own and key in line.changes:
            cell = {"value": line.changes[key].new, "old": line.changes[key].old}
        if (worksheet, line.row, key) in judged.choices.corrections:
            cell["corrected"] = True
        told[name] = cell
    return told


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
        lines = len(found.judged.lines["all"])
        told["outcome"] = {
            "inserted": report.inserted,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "refused": lines - report.inserted - report.updated - report.unchanged,
            "beside": [
                {"label": book.sheet(key).label.text(lang), "count": count}
                for key, count in report.beside.items()
            ],
        }
    return told
