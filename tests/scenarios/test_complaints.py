"""Complaints from the first call to the call-back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.scenarios.desks import Clerk, Clock, Row


def complaint(**changes: object) -> dict[str, object]:
    return {
        "channel": "来电",
        "complainant": "唐样例",
        "room_id": "3-1-502",
        "phone": "15400000002",
        "category": "工程维修",
        "description": "卫生间天花板渗水",
        "dept": "工程部",
        **changes,
    }


def followup(row: Row, kind: str, **more: object) -> dict[str, object]:
    return {"complaint_id": row["id"], "kind": kind, "content": "已联系责任部门", **more}


def test_f4_a_complaint_from_end_to_end(clerk: Clerk, clock: Clock) -> None:
    """F4. Received 2026-11-03 10:05 by call, room 3-1-502, category 工程维修, ordinary →
    `TS-202611-001`, due 2026-11-04 10:05. Dispatched 10:20. At 17:00 it is on the chase list
    until a 追索 row is added. Next day 09:00: on the follow-up list; saving without 未完成原因
    is refused. Handled 2026-11-04 15:30, slip returned 16:00, call-back 16:40 satisfied, closed
    → 30.58 h (30 h 35 min); 5 h 25 min late at handling.
    """
    clock.set("2026-11-03 10:05")
    row = clerk.write("complaints", **complaint())
    assert (row["doc_no"], row["severity"]) == ("TS-202611-001", "ordinary")
    assert row["due_at"] == "2026-11-04 10:05"
    clock.set("2026-11-03 10:20")
    sent = clerk.press("complaints", row, "dispatch")
    assert sent["dispatched_at"] == "2026-11-03 10:20"

    clock.set("2026-11-03 17:00")
    assert clerk.row("complaints", row["id"])["chased_today"] is False
    assert clerk.listed("complaints_chase", "complaints") == [row["id"]]
    clerk.write("complaint_followups", **followup(row, "追索(17:00)"))
    assert clerk.row("complaints", row["id"])["chased_today"] is True
    assert clerk.listed("complaints_chase", "complaints") == []

    clock.set("2026-11-04 09:00")
    assert clerk.row("complaints", row["id"])["chased_today"] is False
    assert clerk.listed("complaints_answer", "complaints") == [row["id"]]
    error = clerk.refused_write("complaint_followups", **followup(row, "次日跟进(9:00)"))
    assert error["code"] == "required_missing"
    assert "未完成原因" in error["message"]
    clerk.write(
        "complaint_followups", **followup(row, "次日跟进(9:00)", unfinished_reason="等待配件")
    )
    assert clerk.listed("complaints_answer", "complaints") == []

    clock.set("2026-11-04 16:00")
    returned = clerk.press(
        "complaints",
        row,
        "return",
        action_taken="重做防水,试水两小时无渗漏",
        handler="赵工程",
        handled_at="2026-11-04 15:30",
    )
    assert (returned["returned_at"], returned["overdue"]) == ("2026-11-04 16:00", True)
    clock.set("2026-11-04 16:40")
    called = clerk.press("complaints", row, "call_back", satisfaction="满意")
    assert called["callback_at"] == "2026-11-04 16:40"
    error = clerk.refused_press("complaints", row, "close")
    assert error["field"] == "valid"
    clerk.change("complaints", row, "valid", "有效")
    assert clerk.refused_press("complaints", row, "close")["field"] == "cause"
    clerk.change("complaints", row, "cause", "防水层老化")
    closed = clerk.press("complaints", row, "close")
    assert (closed["status"], closed["hours_to_close"]) == ("closed", 30.58)
    # 15:30 is 5 h 25 min after 10:05
    assert closed["overdue"] is True


def test_f5_a_major_complaint_is_reported_first(
    as_user: Callable[[str], Clerk], clerk: Clerk, clock: Clock
) -> None:
    """F5. Severity 重大, dispatch pressed with manager_reported_at empty → refused. After
    entering 2026-11-05 11:00 → dispatched; appears in the manager's list.
    """
    clock.set("2026-11-05 10:40")
    row = clerk.write("complaints", **complaint(severity="重大"))
    assert row["due_at"] == "2026-11-05 14:40"
    error = clerk.refused_press("complaints", row, "dispatch")
    assert error["field"] == "manager_reported_at"
    assert "上报经理时间" in error["message"]
    clock.set("2026-11-05 11:05")
    clerk.change("complaints", row, "manager_reported_at", "2026-11-05 11:00")
    assert clerk.press("complaints", row, "dispatch")["status"] == "dispatched"
    assert as_user("manager").listed("complaints_major", "complaints") == [row["id"]]


def test_f6_a_repeated_complaint(clerk: Clerk, clock: Clock) -> None:
    """F6. Second complaint of the same room and category 20 days later → the program offers
    `TS-202611-001`; chosen → 二次投诉 = yes; corrective action becomes required before closing.
    """
    clock.set("2026-11-01 10:00")
    first = clerk.write("complaints", **complaint())
    clerk.write("complaints", **complaint(category="噪音扰民"))
    clock.set("2026-11-21 10:00")
    second = clerk.write("complaints", **complaint())
    assert (second["earlier"], second["is_repeat"]) == ("TS-202611-001", False)
    chosen = clerk.change("complaints", second, "repeat_of", "TS-202611-001")
    assert (chosen["repeat_of"]["id"], chosen["is_repeat"]) == (first["id"], True)
    clerk.change("complaints", second, "valid", "无效")
    done = {"action_taken": "已处理", "satisfaction": "满意"}
    error = clerk.refused_press("complaints", second, "close_at_once", **done)
    assert (error["field"], error["code"]) == ("corrective", "required_missing")
    closed = clerk.press(
        "complaints", second, "close_at_once", **done, corrective="列入每月例行检查"
    )
    assert closed["status"] == "closed"


def test_f6_only_ninety_days_count(clerk: Clerk, clock: Clock) -> None:
    """F6. An earlier complaint is offered for 90 days."""
    clock.set("2026-08-01 10:00")
    clerk.write("complaints", **complaint())
    clock.set("2026-11-21 10:00")
    assert clerk.write("complaints", **complaint())["earlier"] is None


def called_back(clerk: Clerk, clock: Clock, **changes: object) -> Row:
    """A complaint of 3 November that has been called back about."""
    clock.set("2026-11-03 10:00")
    row = clerk.write("complaints", **complaint(valid="有效", cause="老化"))
    clerk.press("complaints", row, "dispatch")
    clerk.press(
        "complaints",
        row,
        "return",
        action_taken="已修",
        handler="赵工程",
        handled_at="2026-11-03 10:00",
    )
    return clerk.press("complaints", row, "call_back", **{"satisfaction": "满意", **changes})


def test_who_is_dissatisfied_is_closed_by_the_supervisor(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    row = called_back(clerk, clock, satisfaction="不满意")
    assert clerk.refused_press("complaints", row, "close")["field"] == "satisfaction"
    assert supervisor.press("complaints", row, "close")["status"] == "closed"


def test_what_is_dispatched_again_is_called_back_about_again(clerk: Clerk, clock: Clock) -> None:
    row = called_back(clerk, clock, satisfaction="不满意")
    again = clerk.press("complaints", row, "dispatch_again")
    assert (again["status"], again["callback_at"], again["satisfaction"]) == (
        "dispatched",
        None,
        None,
    )
    clock.set("2026-11-04 09:00")
    clerk.press("complaints", row, "return", handled_at="2026-11-04 08:50")
    clock.set("2026-11-04 10:00")
    assert clerk.press("complaints", row, "call_back", satisfaction="满意")["callback_at"] == (
        "2026-11-04 10:00"
    )


@pytest.mark.parametrize("action", ["dispatch", "close_at_once"])
def test_the_first_responder_sends_it_on(
    as_user: Callable[[str], Clerk], clerk: Clerk, clock: Clock, action: str
) -> None:
    """Dispatching is the first responder's business; solving it on the spot is anybody's there."""
    clock.set("2026-11-03 10:00")
    row = clerk.write("complaints", **complaint(valid="无效"))
    other = as_user("clerk2")
    if action == "dispatch":
        error = other.refused_press("complaints", row, action)
        assert error["field"] == "first_responder"
        assert "林小满" in error["message"]
    else:
        other.press("complaints", row, action, action_taken="已解释", satisfaction="满意")


def test_who_handled_it_does_not_call_back(
    as_user: Callable[[str], Clerk], clerk: Clerk, clock: Clock
) -> None:
    clock.set("2026-11-03 10:00")
    row = clerk.write("complaints", **complaint())
    clerk.press("complaints", row, "dispatch")
    done = {"action_taken": "已修", "handler": "林小满", "handled_at": "2026-11-03 10:00"}
    clerk.press("complaints", row, "return", **done)
    error = clerk.refused_press("complaints", row, "call_back", satisfaction="满意")
    assert error["field"] == "callback_by"
    as_user("clerk2").press("complaints", row, "call_back", satisfaction="满意")


def test_the_manager_reopens_within_the_quarter(
    as_user: Callable[[str], Clerk], clerk: Clerk, clock: Clock
) -> None:
    row = called_back(clerk, clock)
    clerk.press("complaints", row, "close")
    assert clerk.refused_press("complaints", row, "reopen")["code"] == "not_allowed"
    manager = as_user("manager")
    clock.set("2027-01-04 09:00")
    assert manager.refused_press("complaints", row, "reopen")["field"] == "closed_at"
    clock.set("2026-12-31 09:00")
    again = manager.press("complaints", row, "reopen")
    assert (again["status"], again["closed_at"], again["hours_to_close"]) == (
        "dispatched",
        None,
        None,
    )


def test_the_first_responder_is_changed_by_the_supervisor(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-11-03 10:00")
    row = clerk.write("complaints", **complaint())
    error = clerk.refused_change("complaints", row, "first_responder", "周样例")
    assert error["field"] == "first_responder"
    supervisor.change("complaints", row, "first_responder", "周样例")


def test_f23_two_clerks_in_one_row(
    as_user: Callable[[str], Clerk], clerk: Clerk, clock: Clock
) -> None:
    """F23. A and B open the same complaint; A saves the department, B saves the phone → both kept
    if different fields; same field → B sees A's value and chooses; nothing lost silently.
    """
    clock.set("2026-11-03 10:00")
    opened = clerk.write("complaints", **complaint())
    other = as_user("clerk2")
    clerk.change("complaints", opened, "dept", "物业管理部", was=opened["dept"]["id"])
    row = other.change("complaints", opened, "phone", "15400000009", was=opened["phone"])
    assert (row["dept"]["label"], row["phone"]) == ("物业管理部", "15400000009")
    error = other.refused_change("complaints", opened, "dept", "工程部", was=opened["dept"]["id"])
    assert (error["code"], error["field"]) == ("conflict", "dept")
    assert error["current"]["label"] == "物业管理部"
    assert "物业管理部" in error["message"]
    chosen = other.change("complaints", opened, "dept", "工程部", was=error["current"]["id"])
    assert chosen["dept"]["label"] == "工程部"


def test_two_clerks_press_at_the_same_moment(clerk: Clerk, supervisor: Clerk, clock: Clock) -> None:
    """One of them succeeds, the other is told the new state."""
    clock.set("2026-11-03 10:00")
    for _ in range(5):
        row = clerk.write("complaints", **complaint())
        edit = {"op": "act", "sheet": "complaints", "action": "dispatch", "row": row["id"]}
        with ThreadPoolExecutor(2) as both:
            pressed = [both.submit(who.edits, edit) for who in (clerk, supervisor)]
        results = [result for each in pressed for result in each.result()]
        done, told = sorted(results, key=lambda result: not result["ok"])
        assert (done["ok"], done["row"]["status"]) == (True, "dispatched")
        assert told["error"]["code"] == "state_changed"
        assert "处理中" in told["error"]["message"]
