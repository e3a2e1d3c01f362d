"""How far an office is with what it brings along: which lists are in, which it does without."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.actor import Actor
from db.edits import Refusal
from db.ledger import Ledger
from db.office import Office
from db.selection import Window
from registers.first_day import FirstDayStep

_SKIPPED = "first_day_skipped"
_CLOSED = "first_day_closed"


@dataclass(frozen=True, slots=True)
class Progress:
    """A step, how many rows of it are in, and whether the office does without it."""

    step: FirstDayStep
    count: int
    is_skipped: bool

    @property
    def is_done(self) -> bool:
        return self.count > self.step.there

    @property
    def is_left(self) -> bool:
        return not self.is_done and not self.is_skipped


def first_day(office: Office, clerk: Actor) -> list[Progress]:
    """The steps whose sheets this clerk may write, in their order; none once it was closed."""
    if office.settings.get(_CLOSED, default=False):
        return []
    skipped = set(office.settings.get(_SKIPPED, default=[]))
    return list(_counted(office.ledger, _steps_of(office.ledger, clerk), skipped))


def _steps_of(ledger: Ledger, clerk: Actor) -> Iterator[FirstDayStep]:
    for step in ledger.book.first_day:
        if ledger.book.sheet(step.sheet).may(clerk.role, "write"):
            yield step


def _counted(
    ledger: Ledger, steps: Iterable[FirstDayStep], skipped: set[str]
) -> Iterator[Progress]:
    for step in steps:
        wanted = {key: {"op": "eq", "value": value} for key, value in step.count.items()}
        try:
            total = ledger.sums(Window(step.sheet, 0, 0, filter=wanted), ()).rows
        except Refusal as refusal:
            if refusal.code != "sheet_held":
                raise
        else:
            yield Progress(step, total, step.key in skipped)


def skip(office: Office, step: str, clerk: Actor, *, is_skipped: bool) -> None:
    """The office does without a step, or takes it up again."""
    skipped = set(office.settings.get(_SKIPPED, default=[]))
    changed = skipped | {step} if is_skipped else skipped - {step}
    office.settings.set(_SKIPPED, sorted(changed), clerk)


def close(office: Office, clerk: Actor) -> None:
    """The guide has served its turn, or is not wanted."""
    office.settings.set(_CLOSED, value=True, actor=clerk)
