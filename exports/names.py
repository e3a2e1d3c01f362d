"""Names that file systems and Excel accept for what an office calls its forms."""

import re

from db.office import Office
from locales import sentence
from registers.form_model import PaperForm

_NOT_IN_FILES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_LONGEST_SHEET_NAME = 31


def file_name(form: PaperForm, period: str, lang: str, suffix: str = "xlsx") -> str:
    """`来访登记表-2026-11.xlsx`: the form in the clerk's language and the period."""
    return f"{for_files(f'{form.title.text(lang)}-{period}')}.{suffix}"


def for_files(name: str) -> str:
    """A file's or folder's name without what file systems refuse; the ending is still to come."""
    return _NOT_IN_FILES.sub("-", name).strip(" .")


def named(office: Office, form: PaperForm, period: str, row: int | None, lang: str) -> str:
    """What one printing of a form is about: its period, its row, or nothing yet."""
    sheet = office.book.row_sheet(form)
    if row is None or sheet is None:
        return period or sentence(lang, "paper.blank")
    found = office.ledger.row(sheet, row) or {}
    called = found.get(office.book.sheet(sheet).title_field.key)
    return str(called["label"] if isinstance(called, dict) else called or f"#{row}")


def sheet_name(title: str, number: int) -> str:
    """A worksheet's name; the second and later sheets of a form are numbered."""
    ending = "" if number == 1 else f" ({number})"
    plain = _NOT_IN_SHEETS.sub("-", title).strip(" '") or "-"
    return plain[: _LONGEST_SHEET_NAME - len(ending)].rstrip(" '") + ending
