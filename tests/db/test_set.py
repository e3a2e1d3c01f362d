"""One cell changed: conflicts are by value, and only in the same cell."""

import pytest

from db.edits import Insert, Set
from db.ledger import Ledger
from tests.db.conftest import Lend
from tests.db.workshop import BOSS, CLERK, GATE, OTHER, Clock, one, refused


def test_two_clerks_change_different_cells_of_one_row(tools: Ledger, lend: Lend) -> None:
    row = lend(remark="旧")
    one(tools, Set(1, "loans", row, "remark", "新", "旧"), CLERK, "a")
    now = one(tools, Set(1, "loans", row, "sets", 2, 1), OTHER, "b")
    assert (now["remark"], now["sets"], now["version"]) == ("新", 2, 3)


def test_the_second_of_two_in_one_cell_is_told_the_first_ones_value(
    tools: Ledger, lend: Lend, clock: Clock
) -> None:
    row = lend(remark="旧")
    clock.go(minutes=3)
    one(tools, Set(1, "loans", row, "remark", "甲的", "旧"), CLERK, "a")
    refusal = refused(tools, Set(1, "loans", row, "remark", "乙的", "旧"), OTHER, "b")
    assert (refusal.code, refusal.field) == ("conflict", "remark")
    assert refusal.params == {"current": "甲的", "by": "李前台", "at": "2026-11-22 09:15"}
    one(tools, Set(2, "loans", row, "remark", "乙的", "甲的"), OTHER, "b")


def test_wanting_what_already_stands_there_is_no_conflict(tools: Ledger, lend: Lend) -> None:
    row = lend(remark="旧")
    one(tools, Set(1, "loans", row, "remark", "同样", "旧"), CLERK, "a")
    assert one(tools, Set(1, "loans", row, "remark", "同样", "旧"), OTHER, "b")["version"] == 2


def test_an_unchanged_value_writes_nothing(tools: Ledger, lend: Lend) -> None:
    row = lend(remark="旧")
    head = tools.head
    assert one(tools, Set(1, "loans", row, "remark", " 旧 "))["version"] == 1
    assert tools.head == head


@pytest.mark.parametrize(
    ("field", "value", "seen"),
    [
        ("deposit", "10.00", "10"),
        ("deposit", "10.00", 10),
        ("lent_at", "2026-11-22 08:00", "2026/11/22 8:00"),
        ("tool_id", 2, {"id": 2, "label": "叫过别的"}),
        ("tool_id", 2, "T2"),
        ("helper", "自带", {"id": None, "label": "自带"}),
        ("kind", "other", "其他"),
        ("remark", None, None),
        ("remark", None, ""),
    ],
)
def test_what_the_clerk_saw_is_compared_by_meaning(
    tools: Ledger, lend: Lend, field: str, value: object, seen: object
) -> None:
    row = lend(**{field: value})
    new = {"deposit": "1", "lent_at": "2026-11-22 07:00", "tool_id": 3, "helper": "x"}
    one(
        tools,
        Set(1, "loans", row, field, new.get(field, "id_card" if field == "kind" else "y"), seen),
    )


@pytest.mark.parametrize(
    ("field", "value", "code", "blamed"),
    [
        ("sets", "百", "not_a_number", "sets"),
        ("sets", None, "required_missing", "sets"),
        ("sets", 6, "rule", "sets"),
        ("lent_at", "2026-11-25 08:00", "rule", "back_at"),
        ("tool_id", "没有", "unknown_reference", "tool_id"),
        ("kind", "id_card", "id_check_digit", "id_number"),
        ("status", "back", "read_only", "status"),
        ("days", 1, "read_only", "days"),
        ("void_reason", "x", "read_only", "void_reason"),
        ("ghost", 1, "unknown_field", "ghost"),
    ],
)
def test_a_cell_is_refused_and_the_row_stays_as_it_was(
    tools: Ledger, lend: Lend, field: str, value: object, code: str, blamed: str
) -> None:
    row = lend(back_at="2026-11-23 08:00", kind="other", id_number="440106198803151234")
    before = tools.row("loans", row)
    refusal = refused(tools, Set(1, "loans", row, field, value))
    assert (refusal.code, refusal.field) == (code, blamed)
    assert tools.row("loans", row) == before
    assert tools.verify() == []


def test_a_conflict_is_told_before_an_unreadable_value(tools: Ledger, lend: Lend) -> None:
    row = lend(sets=2)
    assert refused(tools, Set(1, "loans", row, "sets", "百", 1)).code == "conflict"


def test_a_row_must_be_there_and_the_post_allowed(tools: Ledger, lend: Lend) -> None:
    row = lend()
    assert refused(tools, Set(1, "loans", 99, "sets", 2)).code == "unknown_row"
    assert refused(tools, Set(2, "loans", row, "sets", 2), GATE).code == "not_allowed"
    assert one(tools, Set(3, "loans", row, "sets", 9), BOSS)["sets"] == 9


def test_a_unique_value_cannot_be_taken_from_another_row(tools: Ledger) -> None:
    assert refused(tools, Set(1, "tools", 2, "tool_no", "T1")).code == "not_unique"
    one(tools, Insert(2, "tools", {"tool_no": "T4", "name": "尺"}))


def test_a_label_that_changes_changes_wherever_it_is_shown(tools: Ledger, lend: Lend) -> None:
    row = lend(tool_id=2)
    one(tools, Set(1, "tools", 2, "name", "冲击钻"))
    now = tools.row("loans", row)
    assert now is not None
    assert now["tool_id"] == {"id": 2, "label": "T2 冲击钻"}
