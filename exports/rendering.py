"""From an open office to a form's workbook: the one call the rest of the program makes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

from db.edits import Refusal
from db.office import Office
from db.period import Span
from exports.full import FullCopy, give_out
from exports.occasion import Occasion
from exports.printing import Printing
from exports.progress import Progress, nobody
from registers.form_model import PaperForm

_SPELLED = {"day": "2026-11-22", "month": "2026-11", "quarter": "2026-Q3", "year": "2026"}


def render(
    office: Office,
    form: PaperForm | str,
    period: str,
    lang: str,
    out: BinaryIO | Path,
    *,
    row: int | None = None,
    empty: bool = False,
    only: Mapping[str, str] | None = None,
    printed_on: date | None = None,
    full: FullCopy | None = None,
    progress: Progress = nobody,
) -> None:
    """Write the workbook of `form`, or of the form so called, for `period` (`2026-11`) to `out`.

    A slip is made for the row with the id `row`, as is a ledger that is made `per` row; the period
    is "" then. With `empty` the form is printed to be filled in by hand, for a period or for none.
    `only` narrows a ledger down to rows with these values, by the fields it may be selected by.

    The rows are one state of the ledger; those of a ledger form are streamed. The same rows
    printed on the same day give the same bytes. Refusal `unknown_form`, `bad_period` for a text
    that is no period, `form_period` for one the form is not made for, `form_row` where a row is
    missing or not asked for, `unknown_row`, a slip's own message where it is not ready. With
    `full` nothing is hidden; that is written down before anything is drawn, and refused as
    exports/full.py says. `progress` is told how many rows are drawn, of how many.
    """
    if isinstance(form, str):
        form = _named(office, form)
    opened = printing_of(
        office,
        form,
        period,
        lang,
        row=row,
        empty=empty,
        only=only,
        printed_on=printed_on,
        full=full,
        progress=progress,
    )
    with opened as printing:
        printing.write(form, out)


@contextmanager
def printing_of(
    office: Office,
    form: PaperForm,
    period: str,
    lang: str,
    *,
    row: int | None = None,
    empty: bool = False,
    only: Mapping[str, str] | None = None,
    printed_on: date | None = None,
    full: FullCopy | None = None,
    progress: Progress = nobody,
) -> Iterator[Printing]:
    """Everything that is needed to print a form, as one state of the ledger; see `render`."""
    day = printed_on or office.clock().date()
    span = _span(office, form, period, row=row, empty=empty, today=day)
    if full is not None:
        give_out(office, form, period or f"#{row}", full)
    with office.ledger.moment() as moment:
        occasion = Occasion(
            estate=str(office.settings.get("estate_name", "")),
            span=span,
            lang=lang,
            printed_on=day,
            is_full=full is not None,
            seal=moment.seal,
            is_blank=empty,
            is_undated=empty and not period,
        )
        yield Printing(moment, occasion, row, only or {}, progress)


def _span(
    office: Office, form: PaperForm, period: str, *, row: int | None, empty: bool, today: date
) -> Span:
    """The days the form is about; for a row and for an undated one those around today."""
    if empty and not form.may_be_empty:
        raise Refusal("form_no_empty", form=form.title)
    about_rows = office.book.row_sheet(form) is not None
    if row is not None and not about_rows:
        raise Refusal("form_no_row", form=form.title)
    if row is None and not empty and not form.periods:
        raise Refusal("form_row", form=form.title)
    if row is not None or (empty and not period) or not form.periods:
        return Span.around(form.periods[0] if form.periods else "day", today)
    return period_of(form, period)


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
