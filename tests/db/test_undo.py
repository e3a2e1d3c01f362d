"""What a clerk did is taken back as a whole, or refused with the reason; and done again."""

import sqlite3
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest

from db.actor import Actor
from db.edits import Act, Insert, Refusal, Set, TakeBack, Void
from db.importing import Choices, commit, interpret, read_workbook
from db.ledger import Ledger
from db.undoing import TakenBack
from tests.db.conftest import Lend
from tests.db.storeroom import Store
from tests.db.workshop import BOSS, CLERK, GATE, OTHER, Clock, accepted, one

SEQ = count(1)


def take_back(
    ledger: Ledger, sheet: str, actor: Actor = CLERK, *, redo: bool = False, client: str = "back"
) -> TakenBack:
    return ledger.take_back(TakeBack(next(SEQ), sheet, redo), actor, client=client).result()


def taken(ledger: Ledger, sheet: str, actor: Actor = CLERK, *, redo: bool = False) -> TakenBack:
    found = take_back(ledger, sheet, actor, redo=redo)
    assert found.error is None, found.error
    assert ledger.verify() == []
    return found


def not_taken(ledger: Ledger, sheet: str, actor: Actor = CLERK, *, redo: bool = False) -> Refusal:
    before = ledger.head_hash
    found = take_back(ledger, sheet, actor, redo=redo)
    assert found.error is not None
    assert ledger.head_hash == before
    return found.error


def change(ledger: Ledger, row: int, value: object, actor: Actor = CLERK, key: str = "remark"):
    return one(ledger, Set(next(SEQ), "loans", row, key, value), actor, client=actor.user)


def remark(ledger: Ledger, row: int) -> object:
    return (ledger.row("loans", row) or {})["remark"]


# --- cells ------------------------------------------------------------------------------------


def test_a_cell_goes_back_through_all_it_held_and_forth_again(tools: Ledger, lend: Lend) -> None:
    row = lend()
    change(tools, row, "甲")
    change(tools, row, "乙")
    found = taken(tools, "loans")
    assert (found.cells, found.first, found.is_whole) == (1, (row, "remark"), True)
    assert [each["remark"] for each in found.rows] == ["甲"]
    taken(tools, "loans")
    assert remark(tools, row) is None
    taken(tools, "loans", redo=True)
    taken(tools, "loans", redo=True)
    assert remark(tools, row) == "乙"
    assert not_taken(tools, "loans", redo=True).code == "nothing_to_redo"
    ops = [(each["op"], each.get("new")) for each in tools.history("loans", row)[3:]]
    assert ops == [("undo", "甲"), ("undo", None), ("redo", "甲"), ("redo", "乙")]


def test_something_new_ends_what_could_be_done_again(tools: Ledger, lend: Lend) -> None:
    row = lend()
    change(tools, row, "甲")
    taken(tools, "loans")
    change(tools, row, "丙")
    assert not_taken(tools, "loans", redo=True).code == "nothing_to_redo"
    taken(tools, "loans")
    assert remark(tools, row) is None


def test_many_requests_of_one_step_are_taken_back_at_once(tools: Ledger, lend: Lend) -> None:
    rows = [lend() for _ in range(6)]
    for at in range(0, 6, 2):
        edits = [Set(next(SEQ), "loans", row, "remark", "贴", step=7) for row in rows[at : at + 2]]
        accepted(tools.apply(edits, CLERK, client="tab"))
        change(tools, rows[0], str(at), OTHER, key="borrower")
    found = taken(tools, "loans")
    assert (found.cells, len(found.rows)) == (6, 6)
    assert [remark(tools, row) for row in rows] == [None] * 6
    assert taken(tools, "loans", redo=True).first == (rows[0], "remark")
    assert [remark(tools, row) for row in rows] == ["贴"] * 6


def test_what_changes_nothing_is_no_step(tools: Ledger, lend: Lend) -> None:
    row, other = lend(remark="甲"), lend()
    same = Set(next(SEQ), "loans", row, "remark", "甲", step=1)
    beside = Set(next(SEQ), "loans", other, "remark", "乙", step=2)
    again = Set(next(SEQ), "loans", row, "remark", "甲", step=2)
    for _ in range(2):  # sent twice, answered alike
        answers = tools.apply([same, beside, again], CLERK, client="tab")
        assert [each.is_step for each in answers] == [False, True, True]
    assert taken(tools, "loans").first == (other, "remark")


def test_the_reason_names_the_colleague_the_time_the_cell_and_both_values(
    tools: Ledger, lend: Lend, clock: Clock
) -> None:
    row, beside = lend(), lend()
    mine = [Set(next(SEQ), "loans", each, "remark", "我写的") for each in (row, beside)]
    accepted(tools.apply(mine, CLERK, client="tab"))
    clock.go(minutes=3)
    change(tools, row, "他写的", OTHER)
    reason = not_taken(tools, "loans")
    assert (reason.code, reason.field) == ("changed_since", "remark")
    told = {key: reason.params[key] for key in ("by", "at", "mine", "current", "of_row")}
    assert told == {
        "by": "周前台", "at": "2026-11-22 09:15", "mine": "我写的", "current": "他写的",
        "of_row": "GJ-202611-001",
    }  # fmt: skip
    assert remark(tools, beside) == "我写的"


def test_a_refused_step_gives_way_to_the_next_one(tools: Ledger, lend: Lend) -> None:
    rows = [lend() for _ in range(4)]
    for row in rows:
        change(tools, row, "我写的")
    change(tools, rows[3], "他写的", OTHER)
    asked = TakeBack(next(SEQ), "loans")
    for _ in range(2):  # sent twice, forgotten once
        refused = tools.take_back(asked, CLERK, client="tab").result()
        assert refused.error
        assert refused.error.code == "changed_since"
    for row in reversed(rows[:3]):
        assert taken(tools, "loans").first == (row, "remark")
    change(tools, rows[1], "他写的", OTHER)
    assert taken(tools, "loans", redo=True).first == (rows[0], "remark")
    assert not_taken(tools, "loans", redo=True).code == "changed_since"
    assert taken(tools, "loans", redo=True).first == (rows[2], "remark")
    assert not_taken(tools, "loans", redo=True).code == "nothing_to_redo"
    assert [remark(tools, row) for row in rows] == ["我写的", "他写的", "我写的", "他写的"]


def test_what_another_clerk_or_the_program_did_is_nobody_elses_to_take_back(
    tools: Ledger, lend: Lend
) -> None:
    row = lend()
    change(tools, row, "甲")
    assert not_taken(tools, "loans", OTHER).code == "nothing_to_undo"
    assert not_taken(tools, "tools", OTHER).code == "nothing_to_undo"
    one(tools, Insert(next(SEQ), "loans", {"tool_id": 1, "borrower": "旧"}), Actor.setup())
    assert not_taken(tools, "loans", Actor.setup()).code == "nothing_to_undo"


def test_a_post_that_was_taken_away_takes_nothing_back(tools: Ledger, lend: Lend) -> None:
    row = lend()
    change(tools, row, "甲")
    moved = Actor(CLERK.user, CLERK.staff_id, GATE.role, CLERK.name)
    assert not_taken(tools, "loans", moved).code == "not_allowed"


def test_the_same_request_sent_again_is_answered_alike_and_done_once(
    tools: Ledger, lend: Lend
) -> None:
    row = lend()
    for value in ("甲", "乙"):
        change(tools, row, value)
    asked = TakeBack(next(SEQ), "loans")
    first, again = (tools.take_back(asked, CLERK, client="tab").result() for _ in range(2))
    assert first == again
    assert remark(tools, row) == "甲"
    other = TakeBack(asked.seq, "loans", redo=True)
    found = tools.take_back(other, CLERK, client="tab").result()
    assert found.error
    assert found.error.code == "seq_reused"


def test_it_is_remembered_when_the_ledger_is_opened_again(
    tools: Ledger, lend: Lend, clock: Clock
) -> None:
    row = lend()
    change(tools, row, "甲")
    tools.close()
    again = Ledger.open(tools.path, tools.book, clock=clock)
    taken(again, "loans")
    assert remark(again, row) is None
    assert again.verify() == []
    again.close()


# --- rows -------------------------------------------------------------------------------------


def test_a_new_row_becomes_void_keeps_its_number_and_comes_back(tools: Ledger, lend: Lend) -> None:
    row = lend(remark="甲")
    found = taken(tools, "loans")
    assert (found.voided, found.cells, found.first) == (1, 0, (row, None))
    void = tools.row("loans", row) or {}
    assert (void["void"], void["void_reason"], void["status"]) == (True, "撤销", "void")
    assert void["doc_no"] == "GJ-202611-001"
    assert taken(tools, "loans", redo=True).restored == 1
    back = tools.row("loans", row) or {}
    assert (back["void"], back["void_reason"], back["status"], back["remark"]) == (
        False, None, "lent", "甲",
    )  # fmt: skip
    taken(tools, "loans")
    assert [entry["op"] for entry in tools.history("loans", row)] == [
        "insert", "void", "void", "restore", "restore", "void", "void",
    ]  # fmt: skip


def test_a_new_row_in_which_a_colleague_has_written_stays(tools: Ledger, lend: Lend) -> None:
    row = lend()
    change(tools, row, "他写的", OTHER)
    reason = not_taken(tools, "loans")
    assert (reason.code, reason.params["mine"], reason.params["current"]) == (
        "changed_since", None, "他写的",
    )  # fmt: skip


def test_a_row_voided_by_mistake_counts_again_with_all_it_held(tools: Ledger, lend: Lend) -> None:
    row = lend(remark="甲")
    one(tools, Void(next(SEQ), "loans", row, "填错"), BOSS)
    assert not_taken(tools, "loans").code == "row_void"
    assert taken(tools, "loans", BOSS).restored == 1
    change(tools, row, "乙")
    taken(tools, "loans")
    taken(tools, "loans", BOSS, redo=True)
    assert (tools.row("loans", row) or {})["void_reason"] == "填错"


def test_the_guard_lets_a_void_row_back_in_only_as_the_audit_says(
    tools: Ledger, lend: Lend
) -> None:
    row = lend()
    one(tools, Void(next(SEQ), "loans", row, "填错"), BOSS)
    tools.close()
    beside = sqlite3.connect(tools.path)
    for change_of in (
        "remark = 'x'",
        "voided_at = NULL, void_reason = NULL, version = version + 1",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="frozen"):
            beside.execute(f"UPDATE loans SET {change_of} WHERE id = ?", (row,))
    beside.close()


def test_an_import_is_one_step(tools: Ledger) -> None:
    lines = "\n".join(["工具号,名称", *(f"N{n},新工具{n}" for n in range(5))])
    content = lines.encode("utf-8-sig")
    office = SimpleNamespace(ledger=tools, book=tools.book)
    workbook = read_workbook(content, "工具.csv")
    reading = interpret(office, "tools", workbook, Choices(), CLERK)
    report = commit(office, "tools", reading, CLERK, only_valid=False)
    assert report.inserted == 5
    assert taken(tools, "tools").voided == 5
    assert taken(tools, "tools", redo=True).restored == 5


# --- what followed ------------------------------------------------------------------------------


def test_a_button_is_taken_back_with_all_it_wrote_elsewhere(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.add("items", name="钥匙坯")
    store.stock("bought", 10, unit_price="2.00")
    job = store.add("jobs", title="配钥匙", item_id=1, qty=3, misprints=2)
    before = store.rows("moves", "qty", "balance_after", "voided_at")
    store.press("jobs", job["id"], "make")
    after = store.rows("moves", "qty", "balance_after", "status")
    assert len(after) == 4
    found = taken(store.ledger, "jobs")
    assert (found.action, found.voided, found.is_whole) == ("make", 3, False)
    live = [row for row in store.rows("moves", "qty", "balance_after", "voided_at") if not row[2]]
    assert live == before
    again = store.ledger.row("jobs", 1) or {}
    assert (again["status"], again["permit_no"]) == ("open", "XK-2026-001")
    assert taken(store.ledger, "jobs", redo=True).restored == 3
    assert store.rows("moves", "qty", "balance_after", "status") == after
    store.ledger.close()


def test_a_stock_that_is_used_up_meanwhile_is_not_taken_back(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.add("items", name="钥匙坯")
    bought = store.stock("bought", 10, unit_price="2.00")
    used = Insert(1, "moves", {"kind": "used", "qty": 8, "item_id": 1, "move_date": "2026-11-01"})
    one(store.ledger, used, OTHER, client="other")
    reason = not_taken(store.ledger, "moves")
    assert (reason.code, reason.params["of_row"]) == ("balance_below_zero", bought["doc_no"])
    store.ledger.close()


def test_a_state_that_went_on_meanwhile_is_not_taken_back(tools: Ledger, lend: Lend) -> None:
    row = lend()
    one(tools, Act(next(SEQ), "loans", row, "return"))
    found = taken(tools, "loans")
    assert (found.action, (tools.row("loans", row) or {})["status"]) == ("return", "lent")
    taken(tools, "loans", redo=True)
    one(tools, Void(next(SEQ), "loans", row, "填错"), BOSS)
    assert not_taken(tools, "loans").code == "row_void"
