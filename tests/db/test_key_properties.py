"""Whatever is taken in, lent, brought back, lost or made void: no set is lent that is not there."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.actor import Actor
from db.edits import Act, Edit, Insert, Void
from db.ledger import Ledger
from registers.book import Book
from tests.db.judging import insert, written

NOW = datetime(2026, 11, 20, 15, 40)
SEQ = count(1)
NUMBERS = count(1)

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["in", "out", "lend", "return", "part", "lose", "void", "void_in"]),
        st.integers(1, 3),
        st.integers(0, 9),
    ),
    max_size=14,
)


@pytest.fixture
def ledger(workspace: Path, book: Book) -> Iterator[Ledger]:
    opened = Ledger.open(workspace / "ledger.db", book, clock=lambda: NOW)
    yield opened
    opened.close()


class Cabinet:
    """One key with what a plain count says of it: custody slips and loans by their numbers."""

    def __init__(self, ledger: Ledger, admin: Actor) -> None:
        self.ledger, self.admin = ledger, admin
        values = {"key_no": f"P-{next(NUMBERS)}", "key_class": "office", "area": "前台"}
        self.key = int(str(written(insert(ledger, admin, "keys", **values))["id"]))
        self.slips: dict[int, int] = {}
        self.loans: dict[int, tuple[int, int, bool]] = {}

    @property
    def held(self) -> int:
        lost = sum(sets - back for sets, back, is_lost in self.loans.values() if is_lost)
        return sum(self.slips.values()) - lost

    @property
    def out(self) -> int:
        return sum(sets - back for sets, back, is_lost in self.loans.values() if not is_lost)

    def apply(self, edit: Edit) -> int | None:
        """The row's number, or None where it was refused."""
        (result,) = self.ledger.apply([edit], self.admin, client="")
        return int(str(result.row["id"])) if result.ok and result.row else None

    def step(self, deed: str, sets: int, pick: int) -> None:
        loans = sorted(self.loans)
        slips = sorted(self.slips)
        if deed in ("in", "out"):
            self.slip(deed, sets)
        elif deed == "lend":
            self.lend(sets)
        elif deed == "void_in" and slips:
            self.void_slip(slips[pick % len(slips)])
        elif deed in ("return", "part", "lose", "void") and loans:
            self.end(loans[pick % len(loans)], deed, sets)

    def slip(self, kind: str, sets: int) -> None:
        values = {"key_id": self.key, "kind": kind, "sets": sets, "person_name": "样例"}
        values["id_number"] = "440199198803151239"
        row = self.apply(Insert(next(SEQ), "key_custody", values))
        assert (row is not None) == (kind == "in" or sets <= self.held - self.out)
        if row is not None:
            self.slips[row] = sets if kind == "in" else -sets

    def lend(self, sets: int) -> None:
        values = {"key_id": self.key, "sets": sets, "borrower_type": "owner", "borrower": "样例"}
        values |= {"phone": "15400000001", "purpose": "取物品"}
        row = self.apply(Insert(next(SEQ), "key_loans", values))
        assert (row is not None) == (sets <= self.held - self.out)
        if row is not None:
            self.loans[row] = (sets, 0, False)

    def end(self, row: int, deed: str, back: int) -> None:
        sets, before, is_lost = self.loans[row]
        if deed == "void":
            assert self.apply(Void(next(SEQ), "key_loans", row, "登错")) is not None
            del self.loans[row]
            return
        brought = {"sets_returned": back} if deed == "part" else {}
        action = {"return": "return", "part": "return_part", "lose": "lose"}[deed]
        done = self.apply(Act(next(SEQ), "key_loans", row, action, brought))
        if done is not None and deed == "lose":
            self.loans[row] = (sets, before, True)
        elif done is not None:
            self.loans[row] = (sets, sets if deed == "return" else back, is_lost)

    def void_slip(self, row: int) -> None:
        left = self.held - self.slips[row] - self.out
        done = self.apply(Void(next(SEQ), "key_custody", row, "登错"))
        assert (done is not None) == (left >= 0)
        if done is not None:
            del self.slips[row]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_the_cabinet_agrees_with_a_count_of_it(
    ledger: Ledger, admin: Actor, steps: list[tuple[str, int, int]]
) -> None:
    cabinet = Cabinet(ledger, admin)
    for step in steps:
        cabinet.step(*step)
        row = ledger.row("keys", cabinet.key)
        found = (row["sets_held"], row["sets_out"], row["sets_on_hand"])
        assert found == (cabinet.held, cabinet.out, cabinet.held - cabinet.out)
        assert int(str(row["sets_on_hand"])) >= 0
