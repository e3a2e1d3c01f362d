"""What happens by itself when its time has come."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.db.storeroom import Store
from tests.db.workshop import BOSS


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path)
    yield opened
    opened.ledger.close()


def test_the_clock_moves_what_is_due_once(store: Store) -> None:
    due = store.add("jobs", title="一", due_at="2026-11-22 09:00")
    store.add("jobs", title="二", due_at="2026-11-22 18:00")
    assert store.ledger.run_clock() == 1
    assert store.ledger.run_clock() == 0
    assert store.rows("jobs", "status", "late_since") == [
        ("late", "2026-11-22 09:00"),
        ("open", None),
    ]
    told = store.ledger.history("jobs", int(str(due["id"])))
    assert {(e["note"], e["by"]) for e in told if e["op"] == "act"} == {("grow_late", "clock")}
    store.clock.go(days=1)
    assert store.ledger.run_clock() == 1
    assert store.ledger.verify() == []


def test_what_came_due_while_the_computer_was_off_happens_in_one_run(store: Store) -> None:
    store.add("jobs", title="一", due_at="2026-09-01 09:00")
    assert store.ledger.run_clock(datetime(2026, 12, 1, 8, 0)) == 2
    assert store.rows("jobs", "status") == [("gone",)]


def test_a_row_that_may_not_move_stops_no_other(store: Store) -> None:
    store.add("jobs", title="守住", due_at="2026-11-22 09:00")
    store.add("jobs", title="二", due_at="2026-11-22 09:00")
    assert store.ledger.run_clock() == 1
    assert store.rows("jobs", "status") == [("open",), ("late",)]


def test_a_void_row_is_left_alone(store: Store) -> None:
    job = store.add("jobs", title="一", due_at="2026-11-22 09:00")
    store.void("jobs", job["id"])
    assert store.ledger.run_clock() == 0


def test_nobody_presses_the_button_of_the_clock(store: Store) -> None:
    job = store.add("jobs", title="一", due_at="2026-11-22 09:00")
    assert store.not_pressed("jobs", job["id"], "grow_late", BOSS).code == "not_allowed"


def test_the_clock_finds_rows_by_their_state(store: Store) -> None:
    plan = store.ledger.select(
        "EXPLAIN QUERY PLAN SELECT id FROM jobs AS t WHERE t.status IN ('open')"
        " AND t.voided_at IS NULL AND (t.due_at < '2026-11-22')"
    )
    assert [str(row["detail"]).partition(" (")[0] for row in plan] == [
        "SEARCH t USING INDEX _ix_jobs_status"
    ]
