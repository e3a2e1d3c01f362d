"""From an open office to a form's workbook: the one call the rest of the program makes."""

from datetime import date
from pathlib import Path
from typing import BinaryIO

from db.edits import Refusal
from db.office import Office
from db.period import Span
from exports.ledger_form import draw
from exports.occasion import Occasion
from exports.sources import Sources
from registers.form_model import Form

_SPELLED = {"day": "2026-11-22", "month": "2026-11", "quarter": "2026-Q3", "year": "2026"}


def render(
    office: Office,
    form: Form | str,
    period: str,
    lang: str,
    out: BinaryIO | Path,
    *,
    printed_on: date | None = None,
) -> None:
    """Write the workbook of `form`, or of the form so called, for `period` (`2026-11`) to `out`.

    The rows are one state of the ledger and are streamed, however many they are. The same rows
    printed on the same day give the same bytes. Refusal `unknown_form`, `bad_period` for a text
    that is no period, `form_period` for one the form is not made for.
    """
    if isinstance(form, str):
        form = _named(office, form)
    span = Span.parse(period)
    if span.kind not in form.periods:
        possible = [_SPELLED[kind] for kind in form.periods]
        raise Refusal("form_period", form=form.title, period=period, possible=possible)
    ledger = office.ledger
    sources = Sources(ledger.book, ledger.book.sheet(form.sheet))
    estate = str(office.settings.get("estate_name", ""))
    occasion = Occasion(estate, span, lang, printed_on or office.clock().date())
    draw(form, sources, occasion, ledger.paper(form.sheet, sources.reading(form), span), out)


def _named(office: Office, name: str) -> Form:
    try:
        return office.book.form(name)
    except KeyError as error:
        raise Refusal("unknown_form", form=name) from error
