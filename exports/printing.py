"""Draws forms of any kind on one occasion: reads what each needs and hands it to its drawing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook

from db.edits import Refusal
from db.moment import Moment
from db.paper import Reading
from db.report import Report
from exports import ledger_form, report_form, slip_form
from exports.csv_form import Table
from exports.figures import Counting
from exports.occasion import BLANK, Occasion
from exports.pack_form import NOTHING, Cover, Totals, cover_field, cover_rows
from exports.progress import Progress, after, counted, nobody
from exports.report_form import Reckoned
from exports.shown import Eyes, FieldOf, Row
from exports.slip_layout import SlipLayout
from exports.sources import READY, Sources
from exports.workbook import workbook
from registers.errors import BadValue
from registers.fields.base import Field, Stored
from registers.form_model import Apart, Form, Listing, PaperForm
from registers.pack_model import Pack
from registers.slip_model import Slip
from registers.summary_model import Summary, beside

_BETWEEN = "  "


@dataclass(frozen=True)
class Printing:
    """What is the same for all the forms that are printed together."""

    ledger: Moment
    occasion: Occasion
    row: int | None
    only: Mapping[str, str]
    progress: Progress = nobody

    def write(self, form: PaperForm, out: BinaryIO | Path) -> None:
        """The workbook of a form."""
        title = form.title.text(self.occasion.lang)
        created = datetime.combine(self.occasion.span.first, time())
        with workbook(out, title=title, company=self.occasion.estate, created=created) as book:
            self.draw_all(book, form)

    def draw_all(self, book: Workbook, form: PaperForm) -> None:
        """The form and what it is followed by; a pack with its cover before it."""
        if isinstance(form, Pack):
            cover = Cover(book, form, self.occasion)
            totals = [printing.draw(book, each) for printing, each in self._in_turn(form.forms)]
            counted = self.ledger.figures(form.counted_anew, self.occasion.span)
            cover.fill(list(cover_rows(form, self.occasion, totals, counted)))
        else:
            for printing, each in self._in_turn(self.ledger.book.printed(form)):
                printing.draw(book, each)

    def _in_turn(self, forms: Sequence[PaperForm]) -> Iterator[tuple["Printing", PaperForm]]:
        """The forms, each with a printing that tells how far all of them are."""
        counts = [self._expected(form) for form in forms]
        for place, form in enumerate(forms):
            yield (
                replace(self, progress=after(sum(counts[:place]), sum(counts), self.progress)),
                form,
            )

    def _expected(self, form: PaperForm) -> int:
        """How many rows will be read for the form while it is drawn."""
        if not isinstance(form, Form) or self.occasion.is_blank:
            return 0
        _, readings = self._readings(form)
        span = self.occasion.span
        return sum(self.ledger.count(form.sheet, reading, span) for _, reading in readings)

    def draw(self, book: Workbook, form: PaperForm) -> Totals:
        match form:
            case Summary():
                return report_form.draw(book, self._report(form), self.occasion, self._fields_of)
            case Form():
                return self._ledger(book, form)
            case Slip():
                return self._slip(book, form)
        raise TypeError(form)

    def _report(self, form: Summary) -> Report:
        return self.ledger.report(form, self.occasion.span, every_row=self.occasion.is_blank)

    def _fields_of(self, block: Listing) -> FieldOf:
        return self._sources(block.sheet).field

    def _sources(self, sheet: str) -> Sources:
        return Sources(self.ledger.book, self.ledger.book.sheet(sheet))

    # --- without paper -----------------------------------------------------------------------

    def table(self, form: PaperForm) -> Table:
        """The rows of a form as they stand under its columns; Refusal `no_table` for a slip."""
        match form:
            case Summary():
                report = self._report(form)
                return Table(form.columns, report.rows, report.field)
            case Form():
                sources = self._sources(form.sheet)
                occasion, readings = self._readings(form)
                rows = chain.from_iterable(self._rows(form, reading) for _, reading in readings)
                lines = ledger_form.grouped(rows, form, sources, occasion)
                columns = (*form.columns, *sources.headings(form))
                return Table(columns, lines, sources.field, holds_void=not form.group)
            case Pack():
                totals = [self._counted(each) for each in form.forms]
                counted = self.ledger.figures(form.counted_anew, self.occasion.span)
                lines = cover_rows(form, self.occasion, totals, counted)
                return Table(form.columns, lines, cover_field)
        raise Refusal("no_table", form=form.title)

    def _counted(self, form: PaperForm) -> Totals:
        """The totals of a form that nobody draws."""
        if isinstance(form, Summary):
            return Reckoned(self._report(form))
        assert isinstance(form, Form)
        counting = Counting(form, self.ledger.book.sheet(form.sheet))
        for _, reading in self._readings(form)[1]:
            for row in self._rows(form, reading):
                counting.add(row)
        return counting

    # --- ledgers -----------------------------------------------------------------------------

    def _ledger(self, book: Workbook, form: Form) -> Totals:
        occasion, readings = self._readings(form)
        reckoned = None
        if form.memo or form.checks:
            reckoned = Reckoned(self.ledger.report(beside(form), occasion.span))
        sources = self._sources(form.sheet)
        drawn = [
            ledger_form.draw(
                book, form, sources, occasion, self._rows(form, reading), part=part, beside=reckoned
            )
            for part, reading in readings
        ]
        return drawn[0]

    def _readings(self, form: Form) -> tuple[Occasion, list[tuple[Apart | None, Reading]]]:
        """What the ledger is about, and what is read for each of its parts."""
        sources = self._sources(form.sheet)
        occasion, equal = self._selected(form, sources)
        if self.row is not None and form.per is not None:
            occasion = replace(occasion, fields=self._texts_of(form, sources, self.row))
            equal[form.per] = self.row
        any_time = self.row is not None
        return occasion, [
            (part, replace(sources.reading(form, part), equal=equal, any_time=any_time))
            for part in form.apart or (None,)
        ]

    def _rows(self, form: Form, reading: Reading) -> Iterator[Row]:
        total = self.ledger.count(form.sheet, reading, self.occasion.span)
        rows = self.ledger.paper(form.sheet, reading, self.occasion.span)
        return counted(rows, total, self.progress)

    def _selected(self, form: Form, sources: Sources) -> tuple[Occasion, dict[str, Stored]]:
        """What the ledger is narrowed down to, in words and as stored."""
        words: list[str] = []
        equal: dict[str, Stored] = {}
        for key, typed in self.only.items():
            if key not in form.select:
                raise Refusal("form_select", form=form.title, name=key)
            field = sources.field(key)
            equal[key] = self._parsed(field, typed)
            shown = field.show(equal[key], self.occasion.lang, typed)
            words.append(self.occasion.word("figure", label=field.label, value=shown))
        return replace(self.occasion, selection=_BETWEEN.join(words)), equal

    def _parsed(self, field: Field, typed: str) -> Stored:
        try:
            return field.parse(typed, self.ledger.reading)
        except BadValue as error:
            raise Refusal(error.code, field.key, **error.params) from error

    def _texts_of(self, form: Form, sources: Sources, row: int) -> dict[str, str]:
        """What the row shows that a ledger is made for."""
        target = self._sources(str(sources.field(str(form.per)).target))
        names = target.named_in(form)
        reading, span = Reading(names), self.occasion.span
        found = self.ledger.slip(target.sheet.key, row, reading, {}, span)
        return target.texts(_there(found.row, target), names, self._eyes)

    # --- slips -------------------------------------------------------------------------------

    def _slip(self, book: Workbook, form: Slip) -> Totals:
        sources = self._sources(form.sheet)
        found, texts = None, dict.fromkeys(sources.named_in(form), BLANK)
        if self.row is not None:
            reading = sources.of_slip(form)
            found = self.ledger.slip(form.sheet, self.row, reading, form.lists, self.occasion.span)
            row = _there(found.row, sources)
            if form.ready is not None and not row[READY]:
                raise Refusal("slip_not_ready", form=form.title, message=form.ready.message)
            texts = sources.texts(row, sources.named_in(form), self._eyes)
        occasion = replace(self.occasion, fields=texts)
        slip_form.draw(book, SlipLayout.of(form, sources, occasion, found))
        return NOTHING

    @property
    def _eyes(self) -> Eyes:
        return Eyes(self.occasion.lang, self.occasion.is_full)


def _there(row: Row | None, sources: Sources) -> Row:
    if row is None:
        raise Refusal("unknown_row", sheet=sources.sheet.label)
    return row
