"""What the import's dialog is told of a file: what it was taken for, and what is to be chosen."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from api.import_choices import ENCODINGS
from api.import_rows import OF_LINE, Told, columns_of, counts_json, places_of
from api.preparations import Judged, Preparation
from db.edits import Refusal
from db.importing import MODES, Column, Note, WorksheetReading
from db.importing.cells import as_shown
from db.importing.choices import DAY
from db.importing.words import is_link
from locales import catalogue, refused, sentence
from registers.book import Book
from registers.choices import Choice
from registers.fields import Field
from registers.model import Sheet

MOST_SAMPLES = 3
MOST_LOOKED_AT = 200
FIRST_LINES = 4
TOP_ROWS, TOP_COLUMNS = 14, 8

_OFFERED = 3
"""Encodings that are always offered; others where the file was read so."""

Rows = Sequence[Sequence[object]]


def proposal_json(book: Book, found: Preparation, lang: str) -> Told:
    """Worksheets, columns and questions, and what the rows would come to."""
    sheet, judged = book.sheet(found.sheet), found.judged
    words = _Words(book, sheet, lang)
    return {
        "id": found.id,
        "sheet": sheet.key,
        "label": sheet.label.text(lang),
        "file": found.filename,
        "worksheets": [words.worksheet(found, each) for each in judged.reading.worksheets],
        "fields": words.fields(judged),
        "columns": words.preview(judged),
        "encoding": _encoding(found, lang),
        "year": words.year(judged),
        "questions": list(words.questions(judged)),
        "mode": judged.choices.mode,
        "modes": [{"value": m, "label": sentence(lang, f"ui.import_mode_{m}")} for m in MODES],
        "keys": list(judged.choices.keys or ()),
        "key_options": words.key_options(judged),
        "for_all": words.for_all(judged),
        "for_all_options": words.for_all_options(judged),
        "history": None if sheet.period is None else judged.choices.history,
        "counts": counts_json(judged),
    }


def _encoding(found: Preparation, lang: str) -> Told | None:
    if not found.workbook.encoding:
        return None
    return {
        "now": found.workbook.encoding,
        "options": [
            {"value": each, "label": sentence(lang, f"ui.encoding_{each.replace('-', '')}")}
            for each in dict.fromkeys((*ENCODINGS[:_OFFERED], found.workbook.encoding))
        ],
        "lines": list(found.workbook.first_lines[:FIRST_LINES]),
    }


def _plain(row: Sequence[object]) -> list[str]:
    """The first cells of a row as they stand in the file."""
    return ["" if cell is None else str(as_shown(cell)) for cell in row[:TOP_COLUMNS]]


def _is_said(field: Field) -> bool:
    """Whether a file, or the clerk instead of it, may say what the field holds."""
    return not field.readonly and field.is_filed


class _Words:
    """A reading in the clerk's language."""

    def __init__(self, book: Book, sheet: Sheet, lang: str) -> None:
        self.book, self.sheet, self.lang = book, sheet, lang

    def say(self, word: str, **values: object) -> str:
        return sentence(self.lang, f"ui.{word}", **values)

    def worksheet(self, found: Preparation, read: WorksheetReading) -> Told:
        kinds = Counter(each.kind for each in read.skipped)
        opened = (each.rows for each in found.workbook.worksheets if each.name == read.name)
        rows = next(opened, ())
        below = rows[read.heading_row :]
        return {
            "name": read.name,
            "state": read.state,
            "taken": read.state not in ("left_out", "hidden", "no_heading", "empty"),
            "problem": self.known(f"import_sheet_{read.state}", "import_sheet_no_heading"),
            "heading_row": read.heading_row,
            "lines": len(read.lines),
            "top": [] if read.columns else [_plain(row) for row in rows[:TOP_ROWS]],
            "columns": [self.column(below, each) for each in read.columns],
            "missing": [self.label(self.sheet.key, key) for key in read.missing],
            "skipped": [
                self.say("import_skipped", kind=self.known(f"import_kind_{kind}"), n=n)
                for kind, n in kinds.items()
            ]
            + ([self.say("import_void", n=len(read.void))] if read.void else []),
            "notes": list(dict.fromkeys(self.note(each) for each in read.notes)),
        }

    def note(self, note: Note) -> str:
        """A note of the reading, or why a heading of days could not be read."""
        word, params = f"import_note_{note.code}", dict(note.params)
        field = str(params.get("field", ""))
        if f"ui.{word}" in catalogue(self.lang):
            text = self.say(word, **{**params, "field": self.label(self.sheet.key, field)})
        else:
            text = refused(self.lang, Refusal(note.code, None, **params), self.sheet)
        return self.say("import_note_row", row=note.row, text=text) if note.row else text

    def column(self, rows: Rows, column: Column) -> Told:
        """`rows` are those of the worksheet below its heading."""
        seen = (row[column.number - 1] for row in rows if len(row) >= column.number)
        shown = (str(as_shown(each)) for each in seen if each not in (None, ""))
        samples = list(islice(dict.fromkeys(islice(shown, MOST_LOOKED_AT)), MOST_SAMPLES))
        name = column.field and self.sheet.place_name(column.sheet, column.field)
        told = f"import_how_{column.how}" if column.field else f"import_why_{column.why}"
        return {
            "letter": column.letter,
            "number": column.number,
            "heading": column.heading,
            "field": name,
            "told": self.known(told, "import_why_unknown"),
            "samples": samples,
        }

    def known(self, word: str, otherwise: str = "import_kind_other") -> str:
        return self.say(word if f"ui.{word}" in catalogue(self.lang) else otherwise)

    # --- fields -------------------------------------------------------------------------

    def fields(self, judged: Judged) -> list[Told]:
        """Everything a column can mean, and what one of them means already: an old ledger says who
        wrote a line."""
        known = columns_of(self.sheet, judged)
        own = [(self.sheet, field) for field in self.sheet.stored_fields]
        beside = [
            (self.book.sheet(step.sheet), self.book.sheet(step.sheet).field(key))
            for step in (self.sheet.importing.also if self.sheet.importing else ())
            for key, words in step.values.items()
            if not is_link(words, self.sheet)
        ]
        told: list[Told] = [
            {
                "value": self.sheet.place_name(sheet.key, field.key),
                "label": self.label(sheet.key, field.key),
            }
            for sheet, field in (*own, *beside)
            if _is_said(field) or (sheet.key, field.key) in known
        ]
        if self.sheet.period is not None:
            told += [{"value": name, "label": self.say(word)} for name, word in OF_LINE.items()]
        return told

    def for_all(self, judged: Judged) -> list[Told]:
        """What is missing in the file, and what the clerk has said instead: `text` is None, "" for
        what is typed line by line, or what stands in every line."""
        missing = (key for each in judged.reading.worksheets for key in each.missing)
        return [
            {
                "field": key,
                "label": self.of_line(key),
                "text": judged.choices.for_all.get(key),
                "choices": [each.label.text(self.lang) for each in self.choices(key)],
            }
            for key in dict.fromkeys((*missing, *judged.choices.for_all))
        ]

    def for_all_options(self, judged: Judged) -> list[Told]:
        """What no column of the file says: fields, and the day of the lines."""
        filled = {key for of, key in columns_of(self.sheet, judged) if of == self.sheet.key}
        period = self.sheet.period
        day = [DAY] if period and self.sheet.field(period.field).moment != "date" else []
        fields = (field for field in self.sheet.stored_fields if _is_said(field))
        keys = [field.key for field in fields if field.key not in filled]
        return [{"value": key, "label": self.of_line(key)} for key in (*day, *keys)]

    def of_line(self, key: str) -> str:
        """A field of the sheet, or the day that all times of a line share."""
        return self.say(OF_LINE[key]) if key in OF_LINE else self.label(self.sheet.key, key)

    def choices(self, key: str) -> list[Choice]:
        field = self.sheet.by_key.get(key)
        return [each for each in (field.choices if field else ()) if each.active]

    def label(self, sheet: str, key: str) -> str:
        """A field's label, with that of its sheet where it is of one beside."""
        text = self.book.sheet(sheet).label_of(key, self.lang)
        if sheet == self.sheet.key:
            return text
        return f"{self.book.sheet(sheet).label.text(self.lang)} · {text}"

    def preview(self, judged: Judged) -> list[Told]:
        """The columns of the preview; of a sheet beside only those of the file are typed over."""
        filled = columns_of(self.sheet, judged)
        return [
            {
                **self.field(of, key).column(self.lang),
                "key": self.sheet.place_name(of, key),
                "label": self.label(of, key),
                "editable": (of, key) in filled
                or (of == self.sheet.key and _is_said(self.field(of, key))),
            }
            for of, key in places_of(self.sheet, judged)
        ]

    def field(self, sheet: str, key: str) -> Field:
        return self.book.sheet(sheet).field(key)

    # --- questions ------------------------------------------------------------------------

    def year(self, judged: Judged) -> Told | None:
        """Asked for where dates have none."""
        asked = [q for w in judged.reading.worksheets for q in w.questions if q.kind == "year"]
        if not asked and judged.choices.year is None:
            return None
        return {"now": judged.choices.year, "needed": bool(asked)}

    def questions(self, judged: Judged) -> Iterator[Told]:
        seen: set[str] = set()
        for worksheet in judged.reading.worksheets:
            for each in worksheet.questions:
                if each.kind == "year" or each.key in seen:
                    continue
                seen.add(each.key)
                labels = {c.key: c.label.text(self.lang) for c in self.choices(each.field)}
                options = dict.fromkeys((*map(str, each.options), *labels))
                yield {
                    "key": each.key,
                    "text": self.say(
                        "import_question",
                        field=self.label(self.sheet.key, each.field),
                        seen=each.seen,
                    ),
                    "options": [
                        {"value": option, "label": labels.get(option, option)} for option in options
                    ],
                    "answer": judged.choices.answers.get(each.key),
                    "count": len(each.rows),
                }

    def key_options(self, judged: Judged) -> list[Told]:
        """What a line can be found by: the columns of the sheet itself that the file fills."""
        own = [key for of, key in places_of(self.sheet, judged) if of == self.sheet.key]
        return [{"value": key, "label": self.label(self.sheet.key, key)} for key in own]
