"""Numbers that were given out in full: who took them, of which form and period, and why."""

import orjson

from db.actor import Actor
from db.ledger import Ledger
from db.settings import author_of
from db.transaction import Transaction

FULL_EXPORT = "full_export"


def note_full_export(ledger: Ledger, actor: Actor, form: str, period: str, reason: str) -> None:
    """One entry of the audit, on the disk when this returns."""
    author = author_of(actor, ledger.clock())
    note = orjson.dumps({"period": period, "reason": reason}).decode()

    def job(transaction: Transaction) -> None:
        transaction.note(author, FULL_EXPORT, subject=form, note=note)

    ledger.write(job).result()
