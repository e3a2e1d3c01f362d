"""A form with telephones and documents in full: who may have it, and that it is written down."""

from dataclasses import dataclass

from db.actor import Actor
from db.disclosure import note_full_export
from db.edits import Refusal
from db.office import Office
from exports.sources import Sources
from registers.book import Book
from registers.fields import Field
from registers.form_model import ROW_NUMBER, Form, PaperForm
from registers.summary_model import Summary

LONGEST_REASON = 200


@dataclass(frozen=True)
class FullCopy:
    """Somebody asks to see everything, and says why."""

    actor: Actor
    reason: str


def hides(book: Book, form: PaperForm) -> bool:
    """Whether a column of the form shows the ends of its numbers only."""
    names = {name for column in form.columns for name in column.value if name != ROW_NUMBER}
    return any(_field(book, form, name).mask is not None for name in names)


def _field(book: Book, form: PaperForm, name: str) -> Field:
    match form:
        case Summary():
            return book.report_fields(form).field(name)
        case Form():
            return Sources(book, book.sheet(form.sheet)).field(name)
    raise TypeError(form)


def may_have_full(book: Book, form: PaperForm, role: str) -> bool:
    return all(book.sheet(key).may(role, "unmask") for key in form.sheets)


def give_out(office: Office, form: PaperForm, period: str, asked: FullCopy) -> None:
    """Writes down who takes the form in full; Refusal `may_not_unmask`, `full_reason_missing`."""
    if not may_have_full(office.book, form, asked.actor.role):
        raise Refusal("may_not_unmask", form=form.title)
    reason = asked.reason.strip()[:LONGEST_REASON]
    if not reason:
        raise Refusal("full_reason_missing", "reason")
    note_full_export(office.ledger, asked.actor, form.key, period, reason)
