"""At the gate: time limits, papers and telephones, numbers, void rows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.scenarios.desks import Clerk, Clock
from tests.values import visitor


def test_f1_a_visitor_in_time(clerk: Clerk, clock: Clock) -> None:
    """F1. East gate (limit 10), 2026-11-22: arrived 09:12, admitted 09:19 → service 7 min, in
    time. The same times at the front desk (limit 5) → 7 min, late. First row of the day gets
    `LF-20261122-0001`, the next `…-0002`.
    """
    clock.set("2026-11-22 09:30")
    times = {"arrived_at": "2026-11-22 09:12", "admitted_at": "2026-11-22 09:19"}
    gate = clerk.write("visitors", **visitor(desk="东门", **times))
    front = clerk.write("visitors", **visitor(desk="前台", **times))
    assert (gate["doc_no"], gate["service_minutes"], gate["sla_met"]) == (
        "LF-20261122-0001",
        7,
        True,
    )
    assert (front["doc_no"], front["service_minutes"], front["sla_met"]) == (
        "LF-20261122-0002",
        7,
        False,
    )
    clock.set("2026-11-23 08:31")
    next_day = clerk.write("visitors", **visitor(arrived_at="2026-11-23 08:30"))
    assert next_day["doc_no"] == "LF-20261123-0001"


def test_f1_the_buttons_take_the_time_themselves(clerk: Clerk, clock: Clock) -> None:
    """F1, at the gate itself: nobody types the minute a visitor is let in."""
    clock.set("2026-11-22 09:12")
    row = clerk.write("visitors", **visitor(desk="东门", arrived_at=None))
    clock.set("2026-11-22 09:19")
    inside = clerk.press("visitors", row, "admit")
    assert (inside["service_minutes"], inside["sla_met"]) == (7, True)
    clock.set("2026-11-22 10:00")
    assert clerk.press("visitors", row, "leave")["stay_minutes"] == 41


def test_f2_papers_and_telephones(clerk: Clerk, clock: Clock) -> None:
    """F2. ID `440106198803151235` accepted, `440106198803151234` refused (check digit should be
    5); `11010519491231002x` accepted and stored as `11010519491231002X`. Phone `138 1234-5678`
    stored `13812345678`.
    """
    clock.set("2026-11-22 09:00")
    usual = visitor(arrived_at="2026-11-22 08:59", id_type="id_card", phone="138 1234-5678")
    row = clerk.write("visitors", **{**usual, "id_number": "440106198803151235"})
    assert (row["id_number"], row["phone"]) == ("440106198803151235", "13812345678")
    error = clerk.refused_write("visitors", **{**usual, "id_number": "440106198803151234"})
    assert (error["field"], error["code"]) == ("id_number", "id_check_digit")
    assert "5" in error["message"]
    small = clerk.write("visitors", **{**usual, "id_number": "11010519491231002x"})
    assert small["id_number"] == "11010519491231002X"


def test_f22_a_void_row_stays_and_keeps_its_number(clerk: Clerk, clock: Clock) -> None:
    """F22. Row `LF-20261122-0007` voided “填错” → stays visible, number not reused; day total
    counts 0 for it.
    """
    clock.set("2026-11-22 10:00")
    party = visitor(arrived_at="2026-11-22 09:50", party_size=3)
    rows = [clerk.write("visitors", **party) for _ in range(7)]
    assert rows[-1]["doc_no"] == "LF-20261122-0007"
    clerk.void("visitors", rows[-1], "填错")
    seen = clerk.row("visitors", rows[-1]["id"])
    assert (seen["doc_no"], seen["status"], seen["void_reason"]) == (
        "LF-20261122-0007",
        "void",
        "填错",
    )
    assert clerk.write("visitors", **party)["doc_no"] == "LF-20261122-0008"
    counted = [row for row in clerk.rows("visitors") if row["status"] != "void"]
    assert sum(int(str(row["party_size"])) for row in counted) == 21


def test_f22_a_void_row_needs_a_reason_and_is_left_alone(clerk: Clerk, clock: Clock) -> None:
    """F22. A row is voided with its reason, and is not touched again."""
    clock.set("2026-11-22 10:00")
    row = clerk.write("visitors", **visitor(arrived_at="2026-11-22 09:50"))
    assert clerk.refused_void("visitors", row, "")["field"] == "void_reason"
    clerk.void("visitors", row, "填错")
    assert clerk.refused_change("visitors", row, "purpose", "看房")["code"] == "row_void"


def test_f22_the_clerk_who_wrote_a_row_voids_it_the_same_day(
    as_user: Callable[[str], Clerk], clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    """F22. Void: the clerk who wrote it, the same day; afterwards the supervisor."""
    clock.set("2026-11-22 10:00")
    first, second = (
        clerk.write("visitors", **visitor(arrived_at="2026-11-22 09:50")) for _ in range(2)
    )
    assert as_user("clerk2").refused_void("visitors", first, "填错")["code"] == "not_allowed"
    clerk.void("visitors", first, "填错")
    clock.set("2026-11-23 09:00")
    assert clerk.refused_void("visitors", second, "填错")["code"] == "not_allowed"
    supervisor.void("visitors", second, "填错")


def test_f22_numbers_of_two_clerks_follow_each_other(
    as_user: Callable[[str], Clerk], clerk: Clerk, clock: Clock
) -> None:
    """F22. Two clerks saving at the same moment get consecutive numbers."""
    clock.set("2026-11-22 10:00")
    other = as_user("clerk2")
    row = visitor(arrived_at="2026-11-22 09:50")
    with ThreadPoolExecutor(2) as both:
        written = both.map(lambda who: who.write("visitors", **row), [clerk, other] * 5)
        numbers = sorted(str(each["doc_no"]) for each in written)
    assert numbers == [f"LF-20261122-{n:04d}" for n in range(1, 11)]


def test_a_badge_inside_is_not_handed_out_again(clerk: Clerk, clock: Clock) -> None:
    """A visitor's badge is not in use by anybody still inside."""
    clock.set("2026-11-22 10:00")
    party = visitor(arrived_at="2026-11-22 09:50", badge_no="07")
    row = clerk.write("visitors", **party)
    clerk.press("visitors", row, "admit")
    error = clerk.refused_write("visitors", **party)
    assert error["field"] == "badge_no"
    assert "07" in error["message"]
    clerk.press("visitors", row, "leave")
    clerk.write("visitors", **party)
