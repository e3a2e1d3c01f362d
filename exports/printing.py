"""Draws forms of any kind on one occasion: reads what each needs and hands it to its drawing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from xlsxwriter import Workbook

from db.edits import Refusal
from db.office import Office
from db.paper import Reading
from exports import ledger_form, report_form, slip_form
from exports.occasion import BLANK, Occasion
from exports.report_form import Reckoned
from exports.shown import Eyes, FieldOf, Row
from exports.slip_layout import SlipLayout
from exports.sources import READY, Sources
from registers.errors import BadValue
from registers.fields.base import Field, Stored
from registers.form_model import Form, Listing, PaperForm
from registers.slip_model import Slip
from registers.summary_model import Summary, beside

_BETWEEN = "  "


@dataclass(frozen=True)
class Printing:
    """What is the same for all the forms that are printed together."""

    office: Office
    occasion: Occasion
    row: int | None
    only: Mapping[str, str]

    def draw(self, book: Workbook, form: PaperForm) -> None:
        match form:
            case Summary():
                report = self.office.ledger.report(
                    form, self.occasion.span, every_row=self.occasion.is_blank
                )
                report_form.draw(book, report, self.occasion, self._fields_of)
            case Form():
                self._ledger(book, form)
            case Slip():
                self._slip(book, form)

    def _fields_of(self, block: Listing) -> FieldOf:
        return self._sources(block.sheet).field

    def _sources(self, sheet: str) -> Sources:
        return Sources(self.office.book, self.office.book.sheet(sheet))

    # --- ledgers -----------------------------------------------------------------------------

    def _ledger(self, book: Workbook, form: Form) -> None:
        ledger, sources = self.office.ledger, self._sources(form.sheet)
        occasion, equal = self._selected(form, sources)
        if self.row is not None and form.per is not None:
            occasion = replace(occasion, fields=self._texts_of(form, sources, self.row))
            equal[form.per] = self.row
        span = occasion.span
        reckoned = None
        if form.memo or form.checks:
            reckoned = Reckoned(ledger.report(beside(form), span))
        for part in form.apart or (None,):
            reading = replace(
                sources.reading(form, part), equal=equal, any_time=self.row is not None
            )
            rows = ledger.paper(form.sheet, reading, span)
            ledger_form.draw(book, form, sources, occasion, rows, part=part, beside=reckoned)

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
        with self.office.ledger.reading() as context:
            try:
                return field.parse(typed, context)
            except BadValue as error:
                raise Refusal(error.code, field.key, **error.params) from error

    def _texts_of(self, form: Form, sources: Sources, row: int) -> dict[str, str]:
        """What the row shows that a ledger is made for."""
        target = self._sources(str(sources.field(str(form.per)).target))
        names = target.named_in(form)
        reading, span = Reading(names), self.occasion.span
        found = self.office.ledger.slip(target.sheet.key, row, reading, {}, span)
        return target.texts(_there(found.row, target), names, self._eyes)

    # --- slips -------------------------------------------------------------------------------

    def _slip(self, book: Workbook, form: Slip) -> None:
        sources = self._sources(form.sheet)
        found, texts = None, dict.fromkeys(sources.named_in(form), BLANK)
        if self.row is not None:
            reading = sources.of_slip(form)
            found = self.office.ledger.slip(
                form.sheet, self.row, reading, form.lists, self.occasion.span
            )
            row = _there(found.row, sources)
            if form.ready is not None and not row[READY]:
                raise Refusal("slip_not_ready", form=form.title, message=form.ready.message)
            texts = sources.texts(row, sources.named_in(form), self._eyes)
        occasion = replace(self.occasion, fields=texts)
        slip_form.draw(book, SlipLayout.of(form, sources, occasion, found))

    @property
    def _eyes(self) -> Eyes:
        return Eyes(self.occasion.lang, self.occasion.is_full)


def _there(row: Row | None, sources: Sources) -> Row:
    if row is None:
        raise Refusal("unknown_row", sheet=sources.sheet.label)
    return row
