"""The lists of the day as they stand now: how many rows wait in each, and the first of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from db.actor import Actor
from db.audit import Stored
from db.edits import Refusal
from db.ledger import Ledger
from db.selection import Window
from registers.choices import Choice
from registers.model import Sheet
from registers.today import TodayList, Tone

_MOST_DONE = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """One list: its tone at this hour, how much waits, the first rows or what is missing."""

    asked: TodayList
    sheet: Sheet
    tone: Tone
    count: int
    rows: list[dict[str, Stored]]
    missing: tuple[Choice, ...] = ()


def lists_of(ledger: Ledger, clerk: Actor) -> Iterator[TodayList]:
    """The lists that are this clerk's work, in their order."""
    for each in ledger.book.today:
        readable = ledger.book.sheet(each.sheet).may(clerk.role, "read")
        if readable and each.is_for(clerk.role):
            yield each


def waiting(ledger: Ledger, clerk: Actor, *, with_rows: bool) -> Iterator[Waiting]:
    """Every list of the clerk's, counted."""
    now = ledger.clock()
    for each in lists_of(ledger, clerk):
        try:
            yield _one(ledger, each, each.tone_at(now), each.limit if with_rows else 0)
        except Refusal as refusal:
            if refusal.code != "sheet_held":
                raise


def _one(ledger: Ledger, asked: TodayList, tone: Tone, rows: int) -> Waiting:
    sheet = ledger.book.sheet(asked.sheet)
    window = Window(asked.sheet, 0, _MOST_DONE if asked.missing else rows, list=asked.key)
    found = ledger.excerpt(window, (asked.missing,) if asked.missing else asked.columns)
    if asked.missing is None:
        return Waiting(asked, sheet, tone, found.total, found.rows)
    done = {row[asked.missing] for row in found.rows}
    choices = sheet.field(asked.missing).choices
    missing = tuple(each for each in choices if asked.expects(each) and each.key not in done)
    return Waiting(asked, sheet, tone, len(missing), [], missing)
