"""Whatever lines are written, corrected and voided, on whatever days: the stock is right."""

import tempfile
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db.edits import Act, Edit, Insert, Set, Void
from tests.db.storeroom import Store
from tests.db.workshop import BOSS

SIGNS = {"opening": 1, "bought": 1, "back": 1, "used": -1, "broken": 0}
PRICED = ("opening", "bought")
DAYS = st.integers(1, 9).map("2026-11-0{}".format)
KINDS = st.sampled_from(("bought", "opening", "bought", "back", "used", "used", "broken"))
QTY = st.integers(1, 9)
ITEMS = st.integers(1, 2)
FEN = st.integers(0, 999)

Kept = tuple[int | None, int | None, int | None]
NOTHING: Kept = (None, None, None)


@dataclass(frozen=True)
class Line:
    item: int
    day: str
    kind: str
    qty: int
    price: int | None
    counts: bool = True
    void: bool = False


def counted(lines: list[Line]) -> list[Kept] | None:
    """What must stand beside every line; None where something would fall below zero."""
    kept = [NOTHING] * len(lines)
    left = dict.fromkeys((1, 2), (0, 0))
    for at in sorted(range(len(lines)), key=lambda n: (lines[n].day, n)):
        line = lines[at]
        if line.void or not line.counts:
            continue
        (qty, value), sign = left[line.item], SIGNS[line.kind]
        if qty + sign * line.qty < 0:
            return None
        if sign > 0 and line.price is not None:
            amount = line.qty * line.price
        elif sign == 0 or qty == 0:
            amount = 0
        else:
            amount = floor(Fraction(value * line.qty, qty) + Fraction(1, 2))
        left[line.item] = qty + sign * line.qty, value + sign * amount
        kept[at] = (left[line.item][0], amount, left[line.item][1])
    return kept


class StockAgainstCount(RuleBasedStateMachine):
    """Two items, nine days; the model counts everything from the beginning every time."""

    @initialize(lines=st.lists(st.tuples(ITEMS, DAYS, KINDS, QTY, FEN), min_size=4, max_size=12))
    def found(self, lines: list[tuple[int, str, str, int, int]]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.open(Path(self.folder.name))
        for name in ("甲", "乙"):
            self.store.add("items", name=name)
        self.lines: list[Line] = []
        for line in lines:
            self.write(*line)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.ledger.close()
            self.folder.cleanup()

    def send(self, edit: Edit, lines: list[Line]) -> None:
        """The edit is accepted exactly when nothing falls below zero anywhere on the way."""
        result = self.store.ledger.apply([edit], BOSS, client="c")[0]
        assert result.ok == (counted(lines) is not None), result.error
        if result.ok:
            self.lines = lines
        else:
            assert result.error is not None
            assert result.error.code == "balance_below_zero"

    def with_line(self, at: int, line: Line) -> list[Line]:
        return [*self.lines[:at], line, *self.lines[at + 1 :]]

    def pick(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from([n for n, line in enumerate(self.lines) if not line.void]))

    @property
    def has_lines(self) -> bool:
        return any(not line.void for line in self.lines)

    @rule(item=ITEMS, day=DAYS, kind=KINDS, qty=QTY, fen=FEN)
    def write_another(self, item: int, day: str, kind: str, qty: int, fen: int) -> None:
        self.write(item, day, kind, qty, fen)

    def write(self, item: int, day: str, kind: str, qty: int, fen: int) -> None:
        price = fen if kind in PRICED else None
        values: dict[str, object] = {"item_id": item, "move_date": day, "kind": kind, "qty": qty}
        if price is not None:
            values["unit_price"] = f"{price // 100}.{price % 100:02d}"
        edit = Insert(next(self.store.seq), "moves", values)
        self.send(edit, [*self.lines, Line(item, day, kind, qty, price)])

    @precondition(lambda self: self.has_lines)
    @rule(data=st.data(), day=DAYS)
    def move_to_another_day(self, data: st.DataObject, day: str) -> None:
        at = self.pick(data)
        edit = Set(next(self.store.seq), "moves", at + 1, "move_date", day)
        self.send(edit, self.with_line(at, replace(self.lines[at], day=day)))

    @precondition(lambda self: self.has_lines)
    @rule(data=st.data(), qty=QTY)
    def correct_the_quantity(self, data: st.DataObject, qty: int) -> None:
        at = self.pick(data)
        edit = Set(next(self.store.seq), "moves", at + 1, "qty", qty)
        self.send(edit, self.with_line(at, replace(self.lines[at], qty=qty)))

    @precondition(lambda self: self.has_lines)
    @rule(data=st.data(), item=ITEMS)
    def put_it_down_to_another_item(self, data: st.DataObject, item: int) -> None:
        at = self.pick(data)
        edit = Set(next(self.store.seq), "moves", at + 1, "item_id", item)
        self.send(edit, self.with_line(at, replace(self.lines[at], item=item)))

    @precondition(lambda self: self.has_lines)
    @rule(data=st.data())
    def take_back_or_issue(self, data: st.DataObject) -> None:
        at = self.pick(data)
        counts = self.lines[at].counts
        action = "take_back" if counts else "issue"
        edit = Act(next(self.store.seq), "moves", at + 1, action)
        self.send(edit, self.with_line(at, replace(self.lines[at], counts=not counts)))

    @precondition(lambda self: self.has_lines)
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        at = self.pick(data)
        edit = Void(next(self.store.seq), "moves", at + 1, "填错")
        self.send(edit, self.with_line(at, replace(self.lines[at], void=True)))

    @invariant()
    def what_is_kept_is_what_a_count_says(self) -> None:
        if not hasattr(self, "store"):
            return
        kept = self.store.rows("moves", "balance_after", "amount", "value_after")
        assert kept == counted(self.lines)
        assert self.store.ledger.verify() == []
        self.closing_is_opening_and_in_without_out()

    def closing_is_opening_and_in_without_out(self) -> None:
        for item in (1, 2):
            rows = [
                (SIGNS[line.kind], line.qty, amount)
                for line, (_, amount, _) in zip(self.lines, counted(self.lines) or (), strict=True)
                if line.item == item and amount is not None
            ]
            shown = self.store.ledger.row("items", item)
            assert shown is not None
            assert (shown["on_hand"] or 0) == sum(sign * qty for sign, qty, _ in rows)
            last = [row for row in self.stock_of(item) if row[0] is not None]
            if last:
                assert last[-1][1] == sum(sign * amount for sign, _, amount in rows)

    def stock_of(self, item: int) -> list[tuple[object, ...]]:
        rows = self.store.ledger.each("moves", order=["move_date"])
        return [
            (row["balance_after"], row["value_after"]) for row in rows if row["item_id"] == item
        ]


TestStockAgainstCount = StockAgainstCount.TestCase
TestStockAgainstCount.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
