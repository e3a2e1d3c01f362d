"""A form with telephones and documents in full: who may have it, and that it is written down."""

from collections.abc import Iterator
from dataclasses import dataclass

from db.actor import Actor
from db.disclosure import note_full_export
from db.edits import Refusal
from db.office import Office
from exports.sources import Sources
from registers.book import Book
from registers.fields import Field
from registers.form_model import ROW_NUMBER, PaperForm
from registers.pack_model import Pack
from registers.summary_model import Summary

LONGEST_REASON = 200


@dataclass(frozen=True)
class FullCopy:
    """Somebody asks to see everything, and says why."""

    actor: Actor
    reason: str


def hides(book: Book, form: PaperForm) -> bool:
    """Whether a column of the form shows the ends of its numbers only."""
    return any(
        field.mask is not None for each in book.printed(form) for field in _shown(book, each)
    )


def _shown(book: Book, form: PaperForm) -> Iterator[Field]:
    """The fields of everything that stands on the form."""
    if isinstance(form, Pack):
        return
    own = (
        book.report_fields(form).field
        if isinstance(form, Summary)
        else Sources(book, book.sheet(form.sheet)).field
    )
    yield from (own(name) for name in form.values if name != ROW_NUMBER)
    for listing in form.lists.values():
        theirs = Sources(book, book.sheet(listing.sheet)).field
        yield from (theirs(name) for name in listing.values)


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
