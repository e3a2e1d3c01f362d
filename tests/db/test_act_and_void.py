"""State buttons and voiding."""

import pytest

from db.edits import Act, Insert, Set, Void
from db.ledger import Ledger
from tests.db.conftest import Lend
from tests.db.workshop import BOSS, CLERK, GATE, OTHER, Clock, one, refused


def test_a_transition_sets_what_it_says_and_the_state(tools: Ledger, lend: Lend) -> None:
    row = lend()
    now = one(tools, Act(1, "loans", row, "return"))
    assert (now["status"], now["back_at"], now["version"]) == ("back", "2026-11-22 09:12", 2)
    told = [entry for entry in tools.history("loans", row) if entry["op"] == "act"]
    assert [(e["field"], e["old"], e["new"], e["note"]) for e in told] == [
        ("back_at", None, "2026-11-22 09:12", "return"),
        ("status", "lent", "back", "return"),
    ]


def test_a_transition_takes_values_along(tools: Ledger, lend: Lend) -> None:
    now = one(tools, Act(1, "loans", lend(), "return", {"back_at": "2026-11-22 20:00"}))
    assert now["back_at"] == "2026-11-22 20:00"


@pytest.mark.parametrize(
    ("action", "values", "actor", "code", "field"),
    [
        ("return", {}, GATE, "not_allowed", None),
        ("lose", {"remark": "找不到"}, CLERK, "not_allowed", None),
        ("lose", {}, BOSS, "required_missing", "remark"),
        ("lose", {"remark": "找不到"}, BOSS, "rule", "deposit"),
        ("burn", {}, BOSS, "unknown_action", None),
        ("return", {"back_at": "2026-11-30 08:00"}, CLERK, "required_missing", "reason"),
        ("return", {"status": "lost"}, CLERK, "read_only", "status"),
        ("return", {"back_at": "明年"}, CLERK, "bad_datetime", "back_at"),
    ],
)
def test_a_transition_is_refused_and_nothing_of_it_stays(
    tools: Ledger,
    lend: Lend,
    action: str,
    values: dict[str, object],
    actor: object,
    code: str,
    field: str | None,
) -> None:
    row = lend()
    before = tools.row("loans", row)
    refusal = refused(tools, Act(1, "loans", row, action, values), actor)  # type: ignore[arg-type]
    assert (refusal.code, refusal.field) == (code, field)
    assert tools.row("loans", row) == before


def test_a_guard_passes_when_it_is_met(tools: Ledger, lend: Lend) -> None:
    row = lend(deposit="50")
    assert one(tools, Act(1, "loans", row, "lose", {"remark": "找不到"}), BOSS)["status"] == "lost"


def test_a_button_pressed_twice_by_two_people_works_once(tools: Ledger, lend: Lend) -> None:
    row = lend()
    one(tools, Act(1, "loans", row, "return"), CLERK, "a")
    refusal = refused(tools, Act(1, "loans", row, "return"), OTHER, "b")
    assert (refusal.code, refusal.params["state"]) == ("state_changed", "back")


def test_a_void_row_keeps_its_number_and_is_never_touched_again(tools: Ledger, lend: Lend) -> None:
    row = lend()
    now = one(tools, Void(1, "loans", row, " 填错 "), BOSS)
    assert (now["void"], now["doc_no"], now["void_reason"], now["status"]) == (
        True, "GJ-202611-001", "填错", "void",
    )  # fmt: skip
    for n, edit in enumerate(
        (
            Set(2, "loans", row, "sets", 2),
            Act(3, "loans", row, "return"),
            Void(4, "loans", row, "再"),
        )
    ):
        assert refused(tools, edit, BOSS, f"c{n}").code == "row_void"
    assert tools.row("loans", lend())["doc_no"] == "GJ-202611-002"  # type: ignore[index]


def test_voiding_needs_a_reason(tools: Ledger, lend: Lend) -> None:
    assert refused(tools, Void(1, "loans", lend(), "  "), BOSS).code == "reason_missing"


def test_a_clerk_voids_their_own_row_on_the_same_day_only(
    tools: Ledger, lend: Lend, clock: Clock
) -> None:
    own, others, old = lend(CLERK), lend(OTHER), lend(CLERK)
    one(tools, Void(1, "loans", own, "填错"), CLERK)
    assert refused(tools, Void(2, "loans", others, "填错"), CLERK).code == "not_allowed"
    clock.go(days=1)
    assert refused(tools, Void(3, "loans", old, "填错"), CLERK).code == "not_allowed"
    one(tools, Void(4, "loans", old, "填错"), BOSS)


def test_a_void_row_cannot_be_picked_and_frees_its_unique_value(tools: Ledger) -> None:
    one(tools, Void(1, "tools", 1, "重复"), BOSS)
    assert tools.lookup("tools", "T1") == []
    one(tools, Insert(2, "tools", {"tool_no": "T1", "name": "新梯子"}))
    refusal = refused(tools, Insert(3, "loans", {"tool_id": 1, "borrower": "陈"}))
    assert refusal.code == "unknown_reference"


def test_a_void_row_no_longer_counts_in_a_rollup(tools: Ledger, lend: Lend) -> None:
    row = lend(sets=3)
    assert tools.row("tools", 1)["out"] == 3  # type: ignore[index]
    one(tools, Void(1, "loans", row, "填错"), BOSS)
    assert tools.row("tools", 1)["out"] == 0  # type: ignore[index]
