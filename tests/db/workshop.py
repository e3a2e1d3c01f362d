"""What the tests of the ledger share: people, a clock that can be turned, short ways to edit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from db.actor import Actor
from db.edits import Edit, Refusal, Result
from db.ledger import Ledger
from registers.book import Book, load

SCHEMAS = Path(__file__).with_name("schemas")

CLERK = Actor("li", 11, "front_desk", "李前台")
OTHER = Actor("zhou", 12, "front_desk", "周前台")
BOSS = Actor("he", 13, "supervisor", "何领班")
GATE = Actor("men", 14, "gate", "门岗")


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 22, 9, 12)

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


def tool_book_of(*folders: Path) -> Book:
    book = load(*folders)
    assert not book.faults, "\n".join(map(str, book.faults))
    return book


def one(ledger: Ledger, edit: Edit, actor: Actor = CLERK, client: str = "a") -> dict[str, object]:
    """The row after an edit that must be accepted."""
    result = ledger.apply([edit], actor, client=client)[0]
    assert result.ok, result.error
    assert result.row is not None
    return result.row


def refused(ledger: Ledger, edit: Edit, actor: Actor = CLERK, client: str = "a") -> Refusal:
    """Why an edit is refused that must be."""
    result = ledger.apply([edit], actor, client=client)[0]
    assert not result.ok, result.row
    assert result.error is not None
    return result.error


def accepted(results: list[Result]) -> list[dict[str, object]]:
    assert all(result.ok for result in results), [result.error for result in results]
    return [result.row or {} for result in results]
