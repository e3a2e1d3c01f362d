"""The same rules with other values: edges of limits, late entries, what the office sets itself."""

import pytest

from api.asking import office
from tests.scenarios.desks import Clerk, Clock
from tests.scenarios.test_cards_and_supplies import paper
from tests.scenarios.test_complaints import complaint
from tests.scenarios.test_keys import loan, put_in, sets
from tests.scenarios.test_renovations import filed, working
from tests.values import visitor

__all__ = ["paper"]  # a fixture

OWNERS_NUMBER = "440106198803151235"


# --- at the gate -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("desk", "admitted", "minutes", "met"),
    [("前台", "09:05", 5, True), ("前台", "09:06", 6, False), ("东门", "09:10", 10, True)],
)
def test_the_limit_itself_is_still_in_time(
    clerk: Clerk, clock: Clock, desk: str, admitted: str, minutes: int, met: bool
) -> None:
    clock.set("2026-11-22 10:00")
    times = {"arrived_at": "2026-11-22 09:00", "admitted_at": f"2026-11-22 {admitted}"}
    row = clerk.write("visitors", **visitor(desk=desk, **times))
    assert (row["service_minutes"], row["sla_met"]) == (minutes, met)


def test_a_day_back_is_written_down_and_a_minute_more_is_not(clerk: Clerk, clock: Clock) -> None:
    clock.set("2026-11-22 09:00")
    clerk.write("visitors", **visitor(arrived_at="2026-11-21 09:00"))
    error = clerk.refused_write("visitors", **visitor(arrived_at="2026-11-21 08:59"))
    assert error["field"] == "arrived_at"


def test_a_button_keeps_the_time_that_was_written_down(clerk: Clerk, clock: Clock) -> None:
    clock.set("2026-11-22 12:00")
    times = {"arrived_at": "2026-11-22 09:00", "admitted_at": "2026-11-22 09:04"}
    row = clerk.write("visitors", **visitor(**times))
    inside = clerk.press("visitors", row, "admit")
    assert (inside["admitted_at"], inside["service_minutes"]) == ("2026-11-22 09:04", 4)
    gone = clerk.press("visitors", row, "leave", left_at="2026-11-22 10:30")
    assert (gone["left_at"], gone["stay_minutes"]) == ("2026-11-22 10:30", 86)


def test_times_written_into_their_cells_move_the_visitor(clerk: Clerk, clock: Clock) -> None:
    """Whoever has left is not counted as left unrecorded the day after."""
    clock.set("2026-11-22 12:00")
    row = clerk.write("visitors", **visitor(arrived_at="2026-11-22 09:00"))
    clerk.change("visitors", row, "admitted_at", "2026-11-22 09:04")
    office().ledger.run_clock()
    assert clerk.row("visitors", row["id"])["status"] == "inside"
    clerk.change("visitors", row, "left_at", "2026-11-22 11:00")
    clock.set("2026-11-23 08:00")
    office().ledger.run_clock()
    assert clerk.row("visitors", row["id"])["status"] == "left"


@pytest.mark.parametrize("field", ["arrived_at", "admitted_at"])
def test_times_are_altered_by_the_supervisor_who_says_why(
    clerk: Clerk, supervisor: Clerk, clock: Clock, field: str
) -> None:
    clock.set("2026-11-22 10:00")
    times = {"arrived_at": "2026-11-22 09:00", "admitted_at": "2026-11-22 09:04"}
    row = clerk.write("visitors", **visitor(**times))
    altered = "2026-11-22 09:02"
    assert clerk.refused_change("visitors", row, field, altered)["field"] == field
    assert clerk.refused_press("visitors", row, "admit", **{field: altered})["field"] == field
    assert "备注" in supervisor.refused_change("visitors", row, field, altered)["message"]
    supervisor.change("visitors", row, "remark", "笔误")
    assert supervisor.change("visitors", row, field, altered)[field] == altered


def test_a_decorator_comes_in_on_a_pass_of_a_room_under_renovation(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-08-28 10:00")
    working(clerk, supervisor, planned_start="2026-09-01", planned_end="2026-09-30")
    who = {"visitor_type": "decorator", "visitor_org": "示范装饰", "purpose": None}
    clock.set("2026-09-30 09:00")
    row = clerk.write("visitors", **visitor(**who, arrived_at="2026-09-30 08:55"))
    assert row["purpose"] == "装修施工"
    assert clerk.refused_press("visitors", row, "admit")["field"] == "pass_id"
    clerk.press("visitors", row, "admit", pass_id="CRZ-001")
    clock.set("2026-10-01 09:00")
    late = clerk.write(
        "visitors", **visitor(**who, arrived_at="2026-10-01 08:55", pass_id="CRZ-001")
    )
    error = clerk.refused_press("visitors", late, "admit")
    assert "没有有效的装修许可" in error["message"]
    assert clerk.row("visitors", late["id"])["status"] == "waiting"
    supervisor.press("visitors", late, "admit")


# --- complaints --------------------------------------------------------------------------------


def test_how_late_a_complaint_was_handled(clerk: Clerk, clock: Clock) -> None:
    clock.set("2026-11-03 10:05")
    row = clerk.write("complaints", **complaint())
    clerk.press("complaints", row, "dispatch")
    clock.set("2026-11-04 16:00")
    done = {"action_taken": "已修", "handler": "赵工程", "handled_at": "2026-11-04 15:30"}
    assert clerk.press("complaints", row, "return", **done)["late_minutes"] == 5 * 60 + 25


def test_the_office_sets_how_long_a_complaint_may_take(clerk: Clerk, clock: Clock) -> None:
    office().settings.set("complaint_hours", 48)
    clock.set("2026-11-03 10:05")
    assert clerk.write("complaints", **complaint())["due_at"] == "2026-11-05 10:05"
    assert clerk.write("complaints", **complaint(severity="重大"))["due_at"] == "2026-11-03 14:05"


def test_a_returned_slip_is_called_back_about_within_a_day(clerk: Clerk, clock: Clock) -> None:
    clock.set("2026-11-03 10:05")
    row = clerk.write("complaints", **complaint())
    clerk.press("complaints", row, "dispatch")
    clock.set("2026-11-03 16:00")
    done = {"action_taken": "已修", "handler": "赵工程", "handled_at": "2026-11-03 15:30"}
    clerk.press("complaints", row, "return", **done)
    assert clerk.listed("complaints_callback", "complaints") == []
    clock.set("2026-11-04 08:00")
    assert clerk.listed("complaints_callback", "complaints") == [row["id"]]
    clerk.press("complaints", row, "call_back", satisfaction="满意")
    assert clerk.listed("complaints_callback", "complaints") == []


def test_what_was_dispatched_today_is_chased_today(clerk: Clerk, clock: Clock) -> None:
    clock.set("2026-11-03 17:20")
    row = clerk.write("complaints", **complaint())
    clock.set("2026-11-04 09:10")
    assert clerk.listed("complaints_chase", "complaints") == []
    clerk.press("complaints", row, "dispatch")
    assert clerk.listed("complaints_chase", "complaints") == [row["id"]]


def test_who_the_complainant_is_comes_from_the_room(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-11-03 10:05")
    supervisor.write("occupancies", room_id="3-1-502", person_id="唐样例", role="租户")
    assert clerk.write("complaints", **complaint())["complainant_role"] == "tenant"
    stranger = complaint(complainant="路人")
    assert clerk.write("complaints", **stranger)["complainant_role"] == "owner"


@pytest.mark.parametrize(
    ("sheet", "values"),
    [("complaints", complaint()), ("renovations", filed(planned_start="2026-11-05"))],
)
def test_a_void_row_is_void_and_nothing_else(
    clerk: Clerk, clock: Clock, sheet: str, values: dict[str, object]
) -> None:
    clock.set("2026-11-03 10:05")
    row = clerk.write(sheet, **values)
    assert clerk.void(sheet, row, "填错")["status"] == "void"


# --- keys --------------------------------------------------------------------------------------


def test_a_key_that_stays_in_the_house_is_not_lent(archive: Clerk, clock: Clock) -> None:
    clock.set("2026-11-20 09:00")
    plant = {"key_class": "设备房", "area": "配电房", "room_id": None, "no_loan": True}
    key = put_in(archive, "G-001", 1, **plant)
    error = archive.refused_write("key_loans", **loan(key["id"]))
    assert (error["field"], error["message"]) == ("key_id", "这把钥匙不外借")


def test_the_same_borrower_with_another_telephone_is_known(archive: Clerk, clock: Clock) -> None:
    clock.set("2026-11-20 09:00")
    key = put_in(archive, "A-03-1201", 3)
    archive.write("key_loans", **loan(key["id"]))
    clock.set("2026-11-20 17:31")
    again = loan(key["id"], phone="15400000009")
    assert archive.refused_write("key_loans", **again)["field"] == "borrower"
    archive.write("key_loans", **{**again, "borrower": "郑样例"})


@pytest.mark.parametrize("typed", [1, 2])
def test_sets_do_not_come_back_without_the_button(archive: Clerk, clock: Clock, typed: int) -> None:
    clock.set("2026-11-20 09:00")
    key = put_in(archive, "A-03-1201", 2)
    row = archive.write("key_loans", **loan(key["id"], sets=2))
    error = archive.refused_change("key_loans", row, "sets_returned", typed)
    assert error["field"] == "sets_returned"
    assert sets(archive, key) == (2, 2, 0)


def test_more_sets_come_back_one_after_the_other(archive: Clerk, clock: Clock) -> None:
    clock.set("2026-11-20 09:00")
    key = put_in(archive, "A-03-1201", 3)
    row = archive.write("key_loans", **loan(key["id"], sets=3))
    archive.press("key_loans", row, "return_part", sets_returned=1)
    archive.press("key_loans", row, "return_part", sets_returned=2)
    assert sets(archive, key) == (3, 1, 2)
    error = archive.refused_change("key_loans", row, "sets_returned", 3)
    assert error["field"] == "sets_returned"
    clock.set("2026-11-20 18:00")
    office().ledger.run_clock()
    assert archive.row("key_loans", row["id"])["status"] == "overdue"
    assert sets(archive, key) == (3, 1, 2)
    back = archive.press("key_loans", row, "return", overdue_reason="在外", returned_by="林样例")
    assert (back["status"], back["other_returner"]) == ("returned", True)
    assert sets(archive, key) == (3, 0, 3)


def test_a_lost_key_is_there_again_when_its_loan_is_void(
    archive: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-11-20 09:00")
    key = put_in(archive, "A-03-1201", 2)
    row = archive.write("key_loans", **loan(key["id"]))
    supervisor.press("key_loans", row, "lose")
    assert sets(archive, key) == (1, 0, 1)
    supervisor.void("key_loans", row, "登错")
    assert sets(archive, key) == (2, 0, 2)


def test_a_count_waits_for_the_second_signature(archive: Clerk, clock: Clock) -> None:
    clock.set("2026-11-20 17:30")

    def uncounted() -> int:
        lists = archive.get("/api/today")["lists"]
        return next(int(each["count"]) for each in lists if each["key"] == "keys_count")

    before = uncounted()
    row = archive.write("key_counts", key_class="办公", counted=0)
    assert uncounted() == before
    archive.change("key_counts", row, "checked_by", "何领班")
    assert uncounted() == before - 1


def test_the_office_sets_when_it_closes(archive: Clerk, clock: Clock) -> None:
    office().settings.set("office_end", "18:00")
    clock.set("2026-11-20 17:45")
    key = put_in(archive, "A-03-1201", 2)
    assert archive.write("key_loans", **loan(key["id"]))["due_at"] == "2026-11-20 18:00"
    clock.set("2026-11-20 18:00")
    other = loan(key["id"], borrower="郑样例", phone="15400000007")
    assert archive.write("key_loans", **other)["due_at"] == "2026-11-20 23:59"


def test_custody_about_to_end_is_on_todays_list(archive: Clerk, clock: Clock) -> None:
    clock.set("2026-11-20 09:00")
    owner = {"key_class": "业主托管", "consent": "每次电话确认"}
    near = put_in(archive, "A-1", 1, **owner, valid_to="2026-11-27")
    put_in(archive, "A-2", 1, **owner, valid_to="2026-11-28")
    assert archive.listed("keys_custody_ending", "keys") == [near["id"]]


@pytest.mark.parametrize(
    ("seconds", "minutes", "met"), [(0, 0, True), (290, 5, True), (301, 6, False)]
)
def test_the_desk_is_timed_from_the_first_cell_on(
    archive: Clerk, clock: Clock, seconds: int, minutes: int, met: bool
) -> None:
    clock.set("2026-11-20 09:30")
    key = put_in(archive, "A-03-1201", 2)
    values = loan(key["id"])
    edit = {"op": "insert", "sheet": "key_loans", "values": values, "age": seconds}
    (answer,) = archive.edits(edit)
    assert answer["row"]["service_minutes"] == minutes
    timed = office().book.sheet("key_loans").timed
    assert timed is not None
    sql = office().book.expression("key_loans", timed.is_met).sql("t")
    (found,) = office().ledger.select(f'SELECT {sql} AS met FROM key_loans AS "t"')
    assert bool(found["met"]) == met


def test_what_is_written_down_later_was_not_waited_for(archive: Clerk, clock: Clock) -> None:
    clock.set("2026-11-20 11:00")
    key = put_in(archive, "A-03-1201", 2)
    row = archive.write("key_loans", **loan(key["id"], lent_at="2026-11-20 09:00"))
    assert (row["started_at"], row["service_minutes"]) == ("2026-11-20 09:00", 0)
