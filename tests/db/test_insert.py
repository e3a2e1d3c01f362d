"""New rows: defaults, numbers, what must be filled, what is refused."""

import pytest

from db.actor import Actor
from db.edits import Insert
from db.ledger import Ledger
from tests.db.workshop import BOSS, CLERK, GATE, Clock, one, refused


def loan(**values: object) -> Insert:
    return Insert(1, "loans", {"tool_id": 1, "borrower": "陈师傅", **values})


def test_a_new_row_gets_its_defaults_number_and_first_state(tools: Ledger) -> None:
    row = one(tools, loan())
    assert row == {
        "id": 1, "version": 1, "void": False,
        "doc_no": "GJ-202611-001",
        "tool_id": {"id": 1, "label": "T1 梯子"},
        "borrower": "陈师傅", "helper": None,
        "lent_at": "2026-11-22 09:12", "due_at": "2026-11-23 09:12", "back_at": None,
        "sets": 1, "deposit": None, "kind": None, "id_number": None, "reason": None,
        "status": "lent", "lent_by": None, "void_reason": None, "remark": None, "days": 0,
    }  # fmt: skip


def test_numbers_count_within_their_month_by_the_date_of_the_row(tools: Ledger) -> None:
    days = ("2026-11-01 08:00", "2026-12-01 08:00", "2026-11-30 08:00")
    rows = [one(tools, loan(lent_at=day), client=day) for day in days]
    assert [row["doc_no"] for row in rows] == ["GJ-202611-001", "GJ-202612-001", "GJ-202611-002"]


def test_a_refused_row_takes_no_number(tools: Ledger) -> None:
    refused(tools, loan(sets=7))
    assert one(tools, loan(), client="b")["doc_no"] == "GJ-202611-001"


def test_a_reference_is_given_by_id_by_wire_form_or_by_any_of_its_names(tools: Ledger) -> None:
    for n, typed in enumerate((2, {"id": 2, "label": "?"}, "T2 电钻", "T2", "电钻", "Ｔ２")):
        row = one(tools, loan(tool_id=typed), client=f"c{n}")
        assert row["tool_id"] == {"id": 2, "label": "T2 电钻"}


def test_free_words_stay_words_where_they_are_allowed(tools: Ledger) -> None:
    assert one(tools, loan(helper="自带"))["helper"] == {"id": None, "label": "自带"}
    assert one(tools, loan(helper="2"), client="b")["helper"] == {"id": None, "label": "2"}


def test_a_name_that_two_rows_have_is_ambiguous(tools: Ledger) -> None:
    one(tools, Insert(1, "tools", {"name": "梯子", "tool_no": "T9"}))
    refusal = refused(tools, loan(tool_id="梯子"), client="b")
    assert (refusal.code, refusal.field, refusal.params["count"]) == (
        "ambiguous_reference", "tool_id", 2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"tool_id": "T8"}, "unknown_reference", "tool_id"),
        ({"tool_id": 99}, "unknown_reference", "tool_id"),
        ({"sets": "很多"}, "not_a_number", "sets"),
        ({"sets": 7}, "rule", "sets"),
        ({"back_at": "2026-11-20 08:00"}, "rule", "back_at"),
        ({"back_at": "2026-11-25 08:00"}, "required_missing", "reason"),
        ({"kind": "id_card", "id_number": "440106198803151234"}, "id_check_digit", "id_number"),
        ({"lent_by": "谁"}, "read_only", "lent_by"),
        ({"status": "back"}, "read_only", "status"),
        ({"doc_no": "GJ-1"}, "read_only", "doc_no"),
        ({"days": 3}, "read_only", "days"),
        ({"colour": "red"}, "unknown_field", "colour"),
        ({"sets": 10**30}, "too_large", "sets"),
    ],
)
def test_a_row_is_refused_with_the_field_to_blame(
    tools: Ledger, values: dict[str, object], code: str, field: str
) -> None:
    refusal = refused(tools, loan(**values))
    assert (refusal.code, refusal.field) == (code, field)


def test_all_missing_cells_are_named_together(tools: Ledger) -> None:
    refusal = refused(tools, Insert(1, "loans", {}))
    assert (refusal.code, refusal.field) == ("required_missing", "tool_id")
    assert refusal.params["fields"] == ["tool_id", "borrower"]


def test_a_broken_rule_brings_its_message_and_the_values_in_it(tools: Ledger) -> None:
    refusal = refused(tools, loan(back_at="2026-11-20 08:00"))
    assert refusal.params["values"] == {"lent_at": "2026-11-22 09:12"}
    assert refusal.params["message"].text("zh_CN") == "归还不能早于借出({lent_at})"  # type: ignore[attr-defined]


def test_a_rule_may_yield_to_a_post(tools: Ledger) -> None:
    assert one(tools, loan(sets=7), BOSS)["sets"] == 7


def test_only_posts_that_may_write_do(tools: Ledger) -> None:
    assert refused(tools, loan(), GATE).code == "not_allowed"
    assert refused(tools, Insert(1, "ghosts", {}), client="b").code == "unknown_sheet"


def test_a_unique_value_is_given_once(tools: Ledger) -> None:
    refusal = refused(tools, Insert(1, "tools", {"tool_no": "T1", "name": "又一把"}))
    assert (refusal.code, refusal.field) == ("not_unique", "tool_no")
    one(tools, Insert(2, "tools", {"name": "无号"}))
    one(tools, Insert(3, "tools", {"name": "也无号"}))


def test_numbers_of_old_papers_are_passed_over(tools: Ledger, clock: Clock) -> None:
    month = f"{clock():%Y%m}"
    for number in ("001", "003"):
        old = loan(doc_no=f"GJ-{month}-{number}")
        assert tools.apply([old], Actor.setup(), client="")[0].row is not None
    given = [one(tools, loan(), client=tab)["doc_no"] for tab in "ab"]
    assert given == [f"GJ-{month}-002", f"GJ-{month}-004"]
    assert tools.verify() == []


def test_only_the_program_itself_fills_in_old_rows(tools: Ledger, clock: Clock) -> None:
    given = loan(status="back", back_at="2025-01-02 10:00", lent_at="2025-01-01 10:00", sets=9)
    edits = [given]
    row = tools.apply(edits, Actor.setup(), client="", as_of=clock().replace(year=2025))[0].row
    assert row is not None
    assert (row["status"], row["doc_no"]) == ("back", "GJ-202501-001")
    assert tools.history("loans", 1)[0]["at"] == "2026-11-22 09:12:00"
    assert refused(tools, given, CLERK).code == "read_only"
