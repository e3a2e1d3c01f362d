"""An empty file to be filled in and imported: what it is for, an example, then the headings.

The example stands above the headings, where an import looks for titles, so that it can never be
taken for a row of the office's own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exports.metrics import lines_needed
from exports.names import for_files, sheet_name
from exports.styles import BODY_FACE
from exports.workbook import workbook
from locales import sentence
from registers.book import Book
from registers.fields import Field
from registers.first_day import FirstDayStep, TemplateColumn
from registers.model import Sheet

_MOST_ROWS = 20_000
_LONGEST_LIST = 255  # characters of the choices Excel takes in one rule
_SIZE = 11
_EXAMPLE, _HEADINGS = 2, 3  # rows of the file, counted from 0
_CREATED = datetime(2026, 1, 1)


@dataclass(frozen=True)
class Heading:
    """A column as it is drawn: its heading, its example, and the words to choose from."""

    text: str
    example: str
    words: tuple[str, ...]
    width: int


def refused_name(filename: str, lang: str) -> str:
    """`业主名册-未导入的行.xlsx`"""
    return for_files(sentence(lang, "paper.refused", file=filename.rpartition(".")[0])) + ".xlsx"


def template_name(sheet: Sheet, step: FirstDayStep | None, lang: str) -> str:
    """`房号和业主-导入模板.xlsx`"""
    title = (step or sheet).label.text(lang)
    return for_files(sentence(lang, "paper.template", title=title)) + ".xlsx"


def draw_template(
    book: Book, sheet: Sheet, step: FirstDayStep | None, lang: str, out: BinaryIO | Path
) -> None:
    """Write the file for a step of the first day, or for all a clerk may fill in a sheet."""
    title = (step or sheet).label.text(lang)
    columns = step.columns if step else _usual(sheet)
    headings = [_heading(book, sheet, column, lang) for column in columns]
    with workbook(out, title=title, company="", created=_CREATED) as made:
        page = made.add_worksheet(sheet_name(title, 1))
        hints = [sentence(lang, "paper.template_hint", row=_HEADINGS + 2)]
        if step is not None:
            hints.insert(0, step.hint.text(lang))
        _draw(made, page, sentence(lang, "paper.template", title=title), hints, headings, lang)


def _usual(sheet: Sheet) -> Iterable[TemplateColumn]:
    """Every field of the sheet that a clerk fills and a file can hold."""
    return (
        TemplateColumn(field=field.key)
        for field in sheet.ordered_fields
        if field in sheet.stored_fields and not field.readonly and field.is_filed
    )


def _heading(book: Book, sheet: Sheet, column: TemplateColumn, lang: str) -> Heading:
    other, key = sheet.place(column.field)
    field = book.sheet(other).field(key)
    label = (column.heading or field.label).text(lang)
    words = tuple(choice.label.text(lang) for choice in field.choices if choice.active)
    is_needed = other == sheet.key and field.required is True and field.default is None
    example = _example(field, column.example, lang)
    widest = max(len(label) + is_needed, len(example) * 0.6, 4)
    return Heading(f"{label}*" if is_needed else label, example, words, int(widest * 16 + 24))


def _example(field: Field, typed: str, lang: str) -> str:
    """As a clerk would type it: a choice by its label."""
    labels = {choice.key: choice.label.text(lang) for choice in field.choices}
    shown = labels.get(typed, typed)
    return sentence(lang, "paper.template_example", value=shown) if shown else ""


def _draw(
    made: Workbook,
    page: Worksheet,
    title: str,
    hints: Sequence[str],
    headings: Sequence[Heading],
    lang: str,
) -> None:
    def look(**wanted: object) -> Format:
        return made.add_format({"font_name": BODY_FACE, "font_size": _SIZE, **wanted})

    plain = look(num_format="@")
    for at, heading in enumerate(headings):
        page.set_column_pixels(at, at, heading.width, plain)
    hint = "\n".join(hints)
    across = max(sum(heading.width for heading in headings), 480)
    lines = lines_needed(hint, across * 0.75, _SIZE)
    page.set_row(1, lines * 16 + 6)
    last = max(len(headings) - 1, 5)
    page.write_string(0, 0, title, look(bold=True, font_size=14))
    page.merge_range(1, 0, 1, last, hint, look(text_wrap=True, valign="top", font_color="#5F7170"))
    soft = look(italic=True, font_color="#74807F", num_format="@")
    for at, heading in enumerate(headings):
        page.write_string(_EXAMPLE, at, heading.example, soft)
    head = look(bold=True, border=1, align="center", bg_color="#E3F1EF", num_format="@")
    for at, heading in enumerate(headings):
        page.write_string(_HEADINGS, at, heading.text, head)
        _offer(page, at, heading, lang)
    page.freeze_panes(_HEADINGS + 1, 0)


def _offer(page: Worksheet, at: int, heading: Heading, lang: str) -> None:
    """A list to pick from in Excel, where it is short enough for one."""
    if not heading.words or len(",".join(heading.words)) > _LONGEST_LIST:
        return
    if any("," in word for word in heading.words):
        return
    rule = {
        "validate": "list",
        "source": list(heading.words),
        "error_type": "information",
        "error_message": sentence(lang, "paper.template_choice"),
    }
    page.data_validation(_HEADINGS + 1, at, _MOST_ROWS, at, rule)
