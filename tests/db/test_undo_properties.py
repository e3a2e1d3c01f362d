"""Whatever a clerk did, undoing all of it leaves the ledger as it was, and redoing it as after."""

import tempfile
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.actor import Actor
from db.edits import Act, Edit, Insert, Set, TakeBack, Void
from tests.db.storeroom import Store

MANAGER = Actor("wei", 21, "manager", "魏经理")
KINDS = st.sampled_from(("opening", "bought", "back", "used", "broken"))
DAYS = st.sampled_from(("2026-11-01", "2026-11-05", "2026-11-09"))
ROWS = st.integers(1, 6)

MOVES = st.fixed_dictionaries(
    {
        "kind": KINDS,
        "qty": st.integers(1, 9),
        "item_id": st.integers(1, 2),
        "move_date": DAYS,
        "unit_price": st.sampled_from(("1.00", "2.35")),
    }
)
JOBS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(("配匙", "安静")),
        "item_id": st.sampled_from((1, 2, None)),
        "qty": st.integers(1, 3),
        "misprints": st.just(0),  # a rule keeps jobs with misprints from being voided
        "follow_id": st.sampled_from((None, 1, 2)),
    }
)
EDITS = st.one_of(
    st.tuples(st.just("moves"), MOVES),
    st.tuples(st.just("jobs"), JOBS),
    st.tuples(st.just("moves"), ROWS, st.just("qty"), st.integers(1, 9)),
    st.tuples(st.just("moves"), ROWS, st.just("item_id"), st.integers(1, 2)),
    st.tuples(st.just("moves"), ROWS, st.just("move_date"), DAYS),
    st.tuples(st.just("jobs"), ROWS, st.just("title"), st.sampled_from(("甲", "乙", None))),
    st.tuples(st.just("moves"), ROWS, st.sampled_from(("take_back", "issue"))),
    st.tuples(st.just("jobs"), ROWS, st.just("make")),
    st.tuples(st.sampled_from(("moves", "jobs")), ROWS),
)
STEPS = st.lists(st.lists(EDITS, min_size=1, max_size=4), min_size=1, max_size=8)
NUMBERS = {"slip_no", "permit_no"}  # once given they stay


def edit_of(seq: int, drawn: tuple[object, ...], step: int) -> Edit:
    match drawn:
        case (str(sheet), dict(values)):
            return Insert(seq, sheet, values, step=step)
        case (str(sheet), int(row), str(field), value):
            return Set(seq, sheet, row, field, value, step=step)
        case (str(sheet), int(row), str(action)):
            return Act(seq, sheet, row, action, step=step)
        case (str(sheet), int(row)):
            return Void(seq, sheet, row, "填错", step)
    raise AssertionError(drawn)


def whole(store: Store) -> dict[str, list[dict[str, object]]]:
    """Every row that counts, without what tells only of its writing."""
    stamps = {"version", "updated_at", "updated_by", *NUMBERS}
    return {
        sheet: [
            {key: value for key, value in row.items() if key not in stamps}
            for row in store.ledger.each(sheet, void=False)
        ]
        for sheet in ("items", "moves", "jobs", "notes")
    }


def take_all(store: Store, order: list[str], *, redo: bool) -> None:
    """One step after the other, each of its sheet."""
    for seq, sheet in enumerate(order):
        asked = TakeBack(seq, sheet, redo)
        found = store.ledger.take_back(asked, MANAGER, client="").result()
        assert found.error is None, found.error


@given(steps=STEPS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_all_undone_is_as_before_and_all_redone_as_after(
    steps: list[list[tuple[object, ...]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder))
        for name in ("甲", "乙"):
            store.add("items", name=name)
        before, seq = whole(store), count(1)
        done: list[str] = []
        for number, drawn in enumerate(steps, start=1):
            sheet = drawn[0][0]
            edits = [edit_of(next(seq), each, number) for each in drawn if each[0] == sheet]
            head = store.ledger.head
            store.ledger.apply(edits, MANAGER, client="tab")
            done += [str(sheet)] if store.ledger.head != head else []
        after = whole(store)
        take_all(store, done[::-1], redo=False)
        assert whole(store) == before
        take_all(store, done, redo=True)
        assert whole(store) == after
        assert store.ledger.verify() == []
        store.ledger.close()
