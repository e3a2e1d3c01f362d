"""What a row brings about in other sheets, and what is judged through a reference or on voiding."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.storeroom import Store
from tests.db.workshop import CLERK, GATE


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path)
    opened.add("items", name="卡")
    opened.stock("opening", 10, unit_price="2.00")
    yield opened
    opened.ledger.close()


def test_a_button_writes_lines_elsewhere_with_their_numbers_and_stock(store: Store) -> None:
    job = store.add("jobs", title="发卡", item_id=1, qty=3, misprints=2)
    store.press("jobs", job["id"], "make")
    assert store.rows("moves", "doc_no", "kind", "qty", "balance_after", "job_id")[1:] == [
        ("RK-202611-002", "used", 3, 7, 1),
        ("RK-202611-003", "broken", 1, 7, 1),
        ("RK-202611-004", "broken", 1, 7, 1),
    ]


def test_a_consequence_stands_in_the_audit_with_what_brought_it_about(store: Store) -> None:
    job = store.add("jobs", title="发卡", item_id=1)
    store.press("jobs", job["id"], "make")
    told = store.ledger.select(
        "SELECT sheet, op, user FROM _audit WHERE batch ="
        " (SELECT batch FROM _audit WHERE op = 'act' ORDER BY seq DESC LIMIT 1) ORDER BY seq"
    )
    assert [(one["sheet"], one["op"]) for one in told] == [
        ("jobs", "act"), ("jobs", "act"), ("moves", "insert"),
    ]  # fmt: skip
    assert {one["user"] for one in told} == {CLERK.user}
    assert store.ledger.verify() == []


def test_a_consequence_needs_no_post_of_its_own_and_its_condition(store: Store) -> None:
    store.add("jobs", title="发卡")
    store.add("jobs", title="安静")
    assert store.not_added("notes", job_id=1, content="我").code == "not_allowed"
    assert store.rows("notes", "job_id", "content", "at") == [(1, "开始:发卡", "2026-11-22 09:12")]


def test_what_is_refused_elsewhere_refuses_all_and_says_where(store: Store) -> None:
    store.stock("used", 8)
    job = store.add("jobs", title="发卡", item_id=1, qty=2, misprints=1)
    store.stock("used", 1)
    refusal = store.not_pressed("jobs", job["id"], "make")
    assert (refusal.code, refusal.field, refusal.params["in_sheet"]) == (
        "balance_below_zero", "qty", "moves",
    )  # fmt: skip
    assert store.ledger.row("jobs", 1)["status"] == "open"  # type: ignore[index]
    assert len(store.rows("moves", "id")) == 3
    too_long = store.not_added("jobs", title="一个很长很长很长的名称")
    assert (too_long.code, too_long.field, too_long.params["in_sheet"]) == (
        "too_long", "content", "notes",
    )  # fmt: skip
    assert len(store.rows("jobs", "id")) == 1
    assert store.ledger.verify() == []


def test_a_button_presses_that_of_another_row(store: Store) -> None:
    last = store.add("jobs", title="三")
    second = store.add("jobs", title="二", follow_id=last["id"])
    first = store.add("jobs", title="一", follow_id=second["id"])
    store.press("jobs", first["id"], "make")
    assert store.rows("jobs", "status") == [("done",)] * 3
    assert store.not_pressed("jobs", first["id"], "make", GATE).code == "not_allowed"


def test_consequences_without_an_end_are_refused(store: Store) -> None:
    job = store.add("jobs", title="一")
    assert store.not_pressed("jobs", job["id"], "spread").code == "endless_consequences"
    assert store.rows("loops", "id") == []


def test_too_many_rows_at_once_are_refused(store: Store) -> None:
    job = store.add("jobs", title="一", item_id=1, misprints=1001)
    assert store.not_pressed("jobs", job["id"], "make").code == "too_many_rows"


def test_a_rule_looks_through_a_reference_at_what_is_counted_there(store: Store) -> None:
    store.add("jobs", title="一", item_id=1, qty=6)
    refusal = store.not_added("jobs", title="二", item_id=1, qty=5)
    assert (refusal.code, refusal.field) == ("rule", "qty")
    fits = store.add("jobs", title="二", item_id=1, qty=4)
    assert store.not_changed("jobs", fits["id"], "qty", 5).code == "rule"
    store.change("jobs", fits["id"], "qty", 1)
    store.change("items", 1, "no_lending", "是")
    assert store.not_added("jobs", title="三", item_id=1, qty=1).field == "item_id"


def test_a_rule_may_be_judged_when_a_row_is_voided(store: Store) -> None:
    spoilt = store.add("jobs", title="一", misprints=1)
    assert store.not_voided("jobs", spoilt["id"]).field == "misprints"
    assert store.ledger.row("jobs", 1)["void"] is False  # type: ignore[index]
    clean = store.add("jobs", title="二")
    assert store.void("jobs", clean["id"])["void"] is True


def test_further_numbers_are_given_when_they_are_earned(store: Store) -> None:
    early = store.add("jobs", title="一", due_at="2027-01-01 08:00")
    late = store.add("jobs", title="二")
    assert (early["serial"], early["permit_no"], late["serial"]) == ("S-001", None, "S-002")
    assert store.press("jobs", late["id"], "make")["permit_no"] == "XK-2026-001"
    assert store.press("jobs", early["id"], "make")["permit_no"] == "XK-2027-001"
    told = store.ledger.history("jobs", 2)
    assert ("permit_no", "XK-2026-001") in [(e.get("field"), e.get("new")) for e in told]
    assert store.ledger.verify() == []


def test_a_further_number_is_given_once_and_may_come_with_a_typed_cell(store: Store) -> None:
    line = store.stock("bought", 1, unit_price="1.00")
    assert line["slip_no"] is None
    assert store.change("moves", line["id"], "kind", "back")["slip_no"] is None
    assert store.stock("used", 1)["slip_no"] == "LL-01"
    assert store.change("moves", line["id"], "kind", "used")["slip_no"] == "LL-02"
    store.change("moves", line["id"], "kind", "back")
    assert store.change("moves", line["id"], "kind", "used")["slip_no"] == "LL-02"
    assert store.ledger.verify() == []


def test_a_further_number_gone_from_its_row_is_found(store: Store) -> None:
    store.stock("used", 1)

    def tamper(transaction: object) -> None:
        transaction.connection.execute("UPDATE moves SET slip_no = NULL")  # type: ignore[attr-defined]

    store.ledger.write(tamper).result()
    assert {one.code for one in store.ledger.verify()} == {
        "row_changed", "number_missing", "search_wrong",
    }  # fmt: skip
