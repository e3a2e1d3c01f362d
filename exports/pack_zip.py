"""A pack and the slips of its month in one archive; the same rows give the same bytes."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from db.edits import Refusal
from db.paper import Reading
from exports import csv_form
from exports.names import file_name, for_files
from exports.printing import Printing
from exports.progress import counted
from locales import refused
from registers.form_model import Column, PaperForm
from registers.labels import Label
from registers.pack_model import Pack
from registers.report_fields import plain_field

Slip = tuple[PaperForm, int, str]
"""A form, the id of a row, and what the row is called."""


def write(printing: Printing, form: PaperForm, out: Path) -> None:
    """The workbook, the slips of the month, and a list of them with what is not ready yet.

    Refusal `no_slips` for a form that has none.
    """
    if not isinstance(form, Pack) or not form.slips:
        raise Refusal("no_slips", form=form.title)
    occasion, lang = printing.occasion, printing.occasion.lang
    period = occasion.span.text
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        workbook = BytesIO()
        printing.write(form, workbook)
        _add(archive, file_name(form, period, lang), workbook)
        lines = []
        slips = list(_slips(printing, form))
        for slip, row, called in counted(slips, len(slips), printing.progress):
            name, sheet = file_name(slip, called, lang), BytesIO()
            line = {"form": slip.title.text(lang), "row": called, "file": name, "missing": None}
            try:
                replace(printing, row=row).write(slip, sheet)
                _add(archive, f"{for_files(slip.title.text(lang))}/{name}", sheet)
            except Refusal as refusal:  # not ready: it is listed, and the others go on
                line |= {"file": None, "missing": refused(lang, refusal)}
            lines.append(line)
        listed = BytesIO()
        columns = tuple(_column(occasion.word(f"slip_{name}"), name) for name in _LISTED)
        table = csv_form.Table(columns, lines, lambda _name: plain_field("text"))
        csv_form.write(table, occasion, listed)
        _add(archive, f"{occasion.word('slips')}.csv", listed)


_LISTED = ("form", "row", "file", "missing")


def _column(label: str, name: str) -> Column:
    return Column(label=Label.model_validate(label), width=20, value=(name,))


def _slips(printing: Printing, pack: Pack) -> Iterator[Slip]:
    """The rows of the month that have a slip of the pack, without void ones."""
    for key in pack.slips:
        form = printing.ledger.book.form(key)
        sheet = printing.ledger.book.sheet(str(printing.ledger.book.row_sheet(form)))
        reading = Reading((sheet.title_field.key,))
        for row in printing.ledger.paper(sheet.key, reading, printing.occasion.span):
            if row["voided_at"] is None:
                called = row[sheet.title_field.key]
                yield form, int(str(row["id"])), str(called or f"#{row['id']}")


def _add(archive: ZipFile, name: str, content: BytesIO) -> None:
    """A file of the archive, without the time of day."""
    archive.writestr(ZipInfo(name), content.getvalue(), ZIP_DEFLATED)
