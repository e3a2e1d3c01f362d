"""From an open office to a form's workbook: the one call the rest of the program makes."""

from datetime import date
from pathlib import Path
from typing import BinaryIO

from db.edits import Refusal
from db.office import Office
from db.period import Span
from exports import ledger_form, report_form
from exports.full import FullCopy, give_out
from exports.occasion import Occasion
from exports.progress import Progress, counted, nobody
from exports.sources import Sources
from registers.form_model import Form, PaperForm
from registers.summary_model import Summary

_SPELLED = {"day": "2026-11-22", "month": "2026-11", "quarter": "2026-Q3", "year": "2026"}


def render(
    office: Office,
    form: PaperForm | str,
    period: str,
    lang: str,
    out: BinaryIO | Path,
    *,
    printed_on: date | None = None,
    full: FullCopy | None = None,
    progress: Progress = nobody,
) -> None:
    """Write the workbook of `form`, or of the form so called, for `period` (`2026-11`) to `out`.

    The rows are one state of the ledger; those of a ledger form are streamed. The same rows
    printed on the same day give the same bytes. Refusal `unknown_form`, `bad_period` for a text
    that is no period, `form_period` for one the form is not made for. With `full` nothing is
    hidden; that is written down before anything is drawn, and refused as exports/full.py says.
    `progress` is told how many rows are drawn, of how many.
    """
    if isinstance(form, str):
        form = _named(office, form)
    span = period_of(form, period)
    estate = str(office.settings.get("estate_name", ""))
    day = printed_on or office.clock().date()
    if full is not None:
        give_out(office, form, span.text, full)
    with office.ledger.moment() as moment:
        occasion = Occasion(estate, span, lang, day, is_full=full is not None, seal=moment.seal)
        match form:
            case Summary():
                report_form.draw(moment.report(form, span), occasion, out)
            case Form():
                sources = Sources(office.book, office.book.sheet(form.sheet))
                reading = sources.reading(form)
                total = moment.count(form.sheet, reading, span)
                rows = counted(moment.paper(form.sheet, reading, span), total, progress)
                ledger_form.draw(form, sources, occasion, rows, out)


def period_of(form: PaperForm, period: str) -> Span:
    """The period a text means; Refusal where the form is not made for such a period."""
    span = Span.parse(period)
    if span.kind not in form.periods:
        possible = [_SPELLED[kind] for kind in form.periods]
        raise Refusal("form_period", form=form.title, period=period, possible=possible)
    return span


def _named(office: Office, name: str) -> PaperForm:
    try:
        return office.book.form(name)
    except KeyError as error:
        raise Refusal("unknown_form", form=name) from error
