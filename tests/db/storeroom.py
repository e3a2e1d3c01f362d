"""A ledger over the small store: stock that is counted, jobs with consequences, and a clock."""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from db.actor import Actor
from db.edits import Act, Insert, Refusal, Set, Void
from db.ledger import Ledger
from tests.db.workshop import BOSS, CLERK, Clock, one, refused, tool_book_of

BOOK = tool_book_of(Path(__file__).with_name("store"))

Row = dict[str, object]


@dataclass
class Store:
    """Short ways to use the ledger; every edit has a number of its own."""

    ledger: Ledger
    clock: Clock
    seq: "count[int]" = field(default_factory=lambda: count(1))

    @classmethod
    def open(cls, folder: Path) -> "Store":
        clock = Clock()
        return cls(Ledger.open(folder / "ledger.db", BOOK, clock=clock), clock)

    def add(self, sheet: str, **values: object) -> Row:
        return one(self.ledger, Insert(next(self.seq), sheet, values))

    def not_added(self, sheet: str, **values: object) -> Refusal:
        return refused(self.ledger, Insert(next(self.seq), sheet, values))

    def change(self, sheet: str, row: object, key: str, value: object) -> Row:
        return one(self.ledger, Set(next(self.seq), sheet, int(str(row)), key, value))

    def not_changed(self, sheet: str, row: object, key: str, value: object) -> Refusal:
        return refused(self.ledger, Set(next(self.seq), sheet, int(str(row)), key, value))

    def press(self, sheet: str, row: object, action: str, actor: Actor = CLERK) -> Row:
        return one(self.ledger, Act(next(self.seq), sheet, int(str(row)), action), actor)

    def not_pressed(self, sheet: str, row: object, action: str, actor: Actor = CLERK) -> Refusal:
        return refused(self.ledger, Act(next(self.seq), sheet, int(str(row)), action), actor)

    def void(self, sheet: str, row: object) -> Row:
        return one(self.ledger, Void(next(self.seq), sheet, int(str(row)), "填错"), BOSS)

    def not_voided(self, sheet: str, row: object) -> Refusal:
        return refused(self.ledger, Void(next(self.seq), sheet, int(str(row)), "填错"), BOSS)

    def rows(self, sheet: str, *keys: str) -> list[tuple[object, ...]]:
        return [tuple(row[key] for key in keys) for row in self.ledger.each(sheet)]

    def stock(self, kind: str, qty: int, on: str = "2026-11-01", **values: object) -> Row:
        return self.add("moves", kind=kind, qty=qty, item_id=1, move_date=on, **values)
