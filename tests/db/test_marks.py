"""Which rows stand out, and how that changes as time passes and other rows are written."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from db.actor import Actor
from db.edits import Refusal, Void
from db.ledger import Ledger
from db.selection import Window
from registers.book import Book
from tests.db.judging import act, insert, written
from tests.db.workshop import Clock
from tests.values import visitor

MARKED = {
    "complaints", "ic_business", "ic_cards", "ic_stock", "key_counts", "key_loans", "keys",
    "renovation_inspections", "renovations", "staff", "supply_counts", "supply_items",
    "supply_moves", "visitors",
}  # fmt: skip


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 20, 15, 40))


@pytest.fixture
def ledger(workspace: Path, book: Book, clock: Clock) -> Iterator[Ledger]:
    opened = Ledger.open(workspace / "ledger.db", book, clock=clock)
    yield opened
    opened.close()


def mark(ledger: Ledger, sheet: str, row: object) -> str | None:
    """What the row's mark says, the same in a window, alone and when asked for by itself."""
    marks = ledger.book.sheet(sheet).marks
    number = int(str(row))
    served = next(one for one in ledger.window(Window(sheet)).rows if one["id"] == number)
    place = ledger.marks(sheet, [number])[number]
    assert served["_mark"] == place
    alone = ledger.row(sheet, number)
    assert alone is not None
    assert alone["_mark"] == place
    return None if place is None else f"{marks[place].as_}: {marks[place].label.text('zh_CN')}"


def test_a_visitor_waits_is_late_comes_in_stays_too_long(
    ledger: Ledger, clock: Clock, clerk: Actor, supervisor: Actor
) -> None:
    row = written(insert(ledger, clerk, "visitors", **visitor(arrived_at="2026-11-20 15:40")))["id"]
    assert mark(ledger, "visitors", row) == "soon: 等待放行"
    clock.go(minutes=5)
    assert mark(ledger, "visitors", row) == "soon: 等待放行"
    clock.go(minutes=1)
    assert mark(ledger, "visitors", row) == "late: 等待超过时限"
    written(act(ledger, clerk, "visitors", int(str(row)), "admit"))
    assert mark(ledger, "visitors", row) is None
    clock.go(hours=7, minutes=59)
    assert mark(ledger, "visitors", row) is None
    clock.go(minutes=2)
    assert mark(ledger, "visitors", row) == "soon: 停留超过8小时"
    clock.go(hours=12)
    ledger.run_clock()
    assert mark(ledger, "visitors", row) == "late: 夜间仍未登记离开"
    clock.go(days=2)
    assert mark(ledger, "visitors", row) is None


def test_a_key_is_due_then_overdue_then_back(ledger: Ledger, clock: Clock, admin: Actor) -> None:
    key = {"key_no": "A-01", "key_class": "vacant", "room_id": "3-1-502", "source": "developer"}
    key_id = written(insert(ledger, admin, "keys", **key))["id"]
    written(insert(ledger, admin, "key_custody", key_id=key_id, sets=1, person_name="发展商"))
    loan = {
        "key_id": key_id, "borrower_type": "engineering", "borrower": "林样例", "purpose": "维修",
        "borrower_org": "工程部", "phone": "15400000001", "authorised_by": "not_needed",
    }  # fmt: skip
    row = int(str(written(insert(ledger, admin, "key_loans", **loan))["id"]))
    assert mark(ledger, "key_loans", row) is None
    clock.go(minutes=51)  # 16:31, due at 17:30
    assert mark(ledger, "key_loans", row) == "soon: 1小时内应还"
    clock.go(hours=1)
    assert mark(ledger, "key_loans", row) == "late: 逾期未还"
    ledger.run_clock()
    assert mark(ledger, "key_loans", row) == "late: 逾期未还"
    written(act(ledger, admin, "key_loans", row, "return", overdue_reason="忘记"))
    assert mark(ledger, "key_loans", row) is None


def test_an_item_is_marked_by_what_other_sheets_say_of_it(ledger: Ledger, admin: Actor) -> None:
    item = {
        "item_no": "B-1", "name": "复印纸", "unit": "box", "category": "paper", "min_qty": 5,
        "max_qty": 20,
    }  # fmt: skip
    options = ledger.book.sheet("supply_items")
    item |= {key: options.field(key).choices[0].key for key in ("unit", "category")}
    row = written(insert(ledger, admin, "supply_items", **item))["id"]
    assert mark(ledger, "supply_items", row) == "late: 已缺货"
    for qty, said in ((4, "soon: 低于最低存量"), (1, None)):
        bought = {"kind": "opening", "item_id": row, "qty": qty, "unit_price": "1.00"}
        move = written(insert(ledger, admin, "supply_moves", **bought))["id"]
        written(act(ledger, admin, "supply_moves", int(str(move)), "issue"))
        assert mark(ledger, "supply_items", row) == said
    assert ledger.book.marks_move("supply_items")


def test_a_void_row_has_no_mark(ledger: Ledger, clock: Clock, admin: Actor) -> None:
    row = written(insert(ledger, admin, "visitors", **visitor(arrived_at="2026-11-20 15:40")))["id"]
    ledger.apply([Void(1, "visitors", int(str(row)), "登记错误")], admin, client="void")
    assert mark(ledger, "visitors", row) is None


def test_rows_that_are_not_there_and_sheets_without_marks(ledger: Ledger) -> None:
    assert ledger.marks("visitors", [7, 8]) == {}
    assert ledger.marks("rooms", [1]) == {}
    assert "_mark" not in ledger.window(Window("rooms")).rows[0]
    with pytest.raises(Refusal) as refusal:
        ledger.marks("ghosts", [1])
    assert refusal.value.code == "unknown_sheet"


def test_the_registers_with_dates_to_keep_are_marked(book: Book) -> None:
    assert {sheet.key for sheet in book.sheets if sheet.marks} == MARKED
