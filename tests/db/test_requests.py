"""Requests: sent twice, all or nothing, many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from db.edits import Edit, Insert, Refusal, Set, edit_from_json
from db.feed import Change
from db.ledger import Ledger
from tests.db.conftest import Lend
from tests.db.workshop import CLERK, OTHER, accepted, one, refused


def loan(seq: int, **values: object) -> Insert:
    return Insert(seq, "loans", {"tool_id": 1, "borrower": "陈师傅", **values})


def count(ledger: Ledger, sheet: str) -> int:
    return int(ledger.select(f'SELECT count(*) AS n FROM "{sheet}"')[0]["n"] or 0)


def test_an_edit_sent_again_is_done_once_and_answered_alike(tools: Ledger) -> None:
    first = tools.apply([loan(1), loan(2)], CLERK, client="a")
    again = tools.apply([loan(1), loan(2)], CLERK, client="a")
    assert again == first
    assert count(tools, "loans") == 2


def test_a_refusal_is_remembered_too(tools: Ledger, lend: Lend) -> None:
    edit = loan(1, back_at="2026-11-20 08:00")
    first, again = refused(tools, edit), refused(tools, edit)
    assert (again.code, again.field, again.params) == (first.code, first.field, first.params)


def test_the_same_number_from_another_client_is_another_edit(tools: Ledger) -> None:
    accepted(tools.apply([loan(1)], CLERK, client="a"))
    accepted(tools.apply([loan(1)], CLERK, client="b"))
    assert count(tools, "loans") == 2


def test_another_edit_under_a_used_number_is_refused_and_not_lost(tools: Ledger) -> None:
    one(tools, loan(1))
    assert refused(tools, loan(1, borrower="别人")).code == "seq_reused"


def test_a_number_twice_in_one_request_is_one_edit(tools: Ledger) -> None:
    results = tools.apply([loan(1), loan(1)], CLERK, client="a")
    assert results[0] == results[1]
    assert count(tools, "loans") == 1


def test_edits_are_judged_one_by_one(tools: Ledger) -> None:
    results = tools.apply([loan(1), loan(2, sets="x"), loan(3)], CLERK, client="a")
    assert [result.ok for result in results] == [True, False, True]
    assert [row["doc_no"] for row in tools.each("loans")] == ["GJ-202611-001", "GJ-202611-002"]


def test_an_atomic_request_is_done_wholly_or_not_at_all(tools: Ledger) -> None:
    edits: list[Edit] = [loan(1), loan(2, sets="x"), Set(3, "tools", 1, "place", "一楼")]
    for _ in range(2):
        results = tools.apply(edits, CLERK, client="a", atomic=True)
        codes = [result.error.code if result.error else None for result in results]
        assert codes == ["not_applied", "not_a_number", "not_applied"]
    assert count(tools, "loans") == 0
    accepted(tools.apply([loan(4), loan(5)], CLERK, client="a", atomic=True))
    assert tools.verify() == []


def test_a_later_edit_sees_what_an_earlier_one_of_the_same_request_did(tools: Ledger) -> None:
    edits = [loan(1), Set(2, "loans", 1, "sets", 2, 1), Set(3, "loans", 1, "sets", 3, 2)]
    rows = accepted(tools.apply(edits, CLERK, client="a"))
    assert [row["sets"] for row in rows] == [3, 3, 3]


def test_many_clerks_at_once_get_numbers_without_gaps(tools: Ledger) -> None:
    def clerk(name: int) -> None:
        for seq in range(25):
            one(tools, loan(seq), CLERK, f"client{name}")

    with ThreadPoolExecutor(8) as clerks:
        list(clerks.map(clerk, range(8)))
    numbers = sorted(str(row["doc_no"]) for row in tools.each("loans"))
    assert numbers == [f"GJ-202611-{n:03d}" for n in range(1, 201)]
    assert tools.verify() == []


def test_of_many_who_change_one_cell_from_the_same_value_one_wins(
    tools: Ledger, lend: Lend
) -> None:
    row = lend(remark="旧")

    def change(n: int) -> bool:
        edit = Set(1, "loans", row, "remark", f"新{n}", "旧")
        return tools.apply([edit], OTHER, client=f"c{n}")[0].ok

    with ThreadPoolExecutor(8) as clerks:
        assert sum(clerks.map(change, range(16))) == 1


def test_the_feed_tells_every_change_once_in_order_after_it_is_saved(tools: Ledger) -> None:
    heard: list[Change] = []
    leave = tools.subscribe(heard.extend)
    one(tools, loan(1))
    one(tools, Set(2, "loans", 1, "remark", "看"), OTHER, "b")
    leave()
    one(tools, loan(3))
    told = [(c.sheet, c.row, c.op, c.field, c.client, c.actor) for c in heard]
    assert told == [
        ("loans", 1, "insert", None, "a", "李前台"),
        ("loans", 1, "set", "remark", "b", "周前台"),
    ]
    assert tools.changes(heard[0].seq - 1, 2) == heard
    assert tools.head == heard[-1].seq + 1


def test_a_listener_that_fails_stops_nobody(tools: Ledger) -> None:
    def broken(_: list[Change]) -> None:
        raise RuntimeError("listener")

    tools.subscribe(broken)
    one(tools, loan(1))
    one(tools, loan(2))


def test_after_closing_every_edit_is_refused(tools: Ledger) -> None:
    tools.close()
    with pytest.raises(Refusal, match="ledger_stopped"):
        tools.apply([loan(1)], CLERK, client="a")
    assert [path.name for path in tools.path.parent.iterdir()] == ["ledger.db"]


@pytest.mark.parametrize(
    ("found", "edit"),
    [
        (
            {"op": "insert", "seq": 1, "sheet": "loans", "values": {"sets": 1}},
            Insert(1, "loans", {"sets": 1}),
        ),
        (
            {"op": "set", "seq": 1, "sheet": "loans", "row": 2, "field": "sets", "value": 3},
            Set(1, "loans", 2, "sets", 3),
        ),
        (
            {"op": "set", "seq": 1, "sheet": "l", "row": 2, "field": "f", "value": 3, "was": None},
            Set(1, "l", 2, "f", 3, None),
        ),
    ],
)
def test_edits_come_from_json(found: dict[str, object], edit: Edit) -> None:
    assert edit_from_json(found) == edit


@pytest.mark.parametrize(
    "found",
    [
        None, [], {}, {"op": "insert"}, {"op": "drop", "seq": 1, "sheet": "loans"},
        {"op": "insert", "seq": "1", "sheet": "loans"}, {"op": "insert", "seq": True, "sheet": "l"},
        {"op": "insert", "seq": -1, "sheet": "l"}, {"op": "insert", "seq": 1, "sheet": 5},
        {"op": "insert", "seq": 1, "sheet": "l", "values": []},
        {"op": "set", "seq": 1, "sheet": "l", "row": 1, "field": "f"},
        {"op": "set", "seq": 1, "sheet": "l", "row": None, "field": "f", "value": 1},
        {"op": "act", "seq": 1, "sheet": "l", "row": 1},
    ],
)  # fmt: skip
def test_anything_else_is_a_bad_edit(found: object) -> None:
    with pytest.raises(Refusal, match="bad_edit"):
        edit_from_json(found)
