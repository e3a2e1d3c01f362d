"""The same rules with other values: edges of limits, late entries, what the office sets itself."""

from collections.abc import Callable

import pytest

from api.asking import office
from tests.scenarios.desks import Clerk, Clock, Row
from tests.scenarios.test_cards_and_supplies import job, left, made, paper, stock, take
from tests.scenarios.test_complaints import complaint
from tests.scenarios.test_keys import loan, put_in, sets
from tests.scenarios.test_renovations import filed, money, working
from tests.values import visitor

__all__ = ["paper"]  # a fixture

OWNERS_NUMBER = "440106198803151235"


@pytest.fixture
def archive(as_user: Callable[[str], Clerk]) -> Clerk:
    return as_user("archive")


@pytest.fixture
def cards(as_user: Callable[[str], Clerk]) -> Clerk:
    return as_user("cards")


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


# --- renovations -------------------------------------------------------------------------------


def test_the_last_possible_day_is_named(clerk: Clerk, supervisor: Clerk, clock: Clock) -> None:
    clock.set("2026-08-28 10:00")
    error = clerk.refused_write("renovations", **filed(planned_end="2026-12-01"))
    assert "最迟2026-11-30" in error["message"]
    row = working(clerk, supervisor)
    event = {"renovation_id": row["id"], "kind": "延期", "reason": "材料", "new_end": "2027-03-01"}
    assert "最迟延至2027-02-28" in clerk.refused_write("renovation_events", **event)["message"]


def test_a_permit_that_runs_out_is_marked_once_for_every_term(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-08-28 10:00")
    row = working(clerk, supervisor)
    clock.set("2026-11-30 23:59")
    assert office().ledger.run_clock() == 0
    clock.set("2026-12-03 08:00")
    assert office().ledger.run_clock() == 1
    marked = clerk.row("renovations", row["id"])
    assert (marked["status"], marked["expired_on"]) == ("working", "2026-12-01")
    assert office().ledger.run_clock() == 0
    told = office().ledger.history("renovations", int(str(row["id"])))
    assert [(e["field"], e["user"]) for e in told if e.get("note") == "expire"] == [
        ("expired_on", "clock")
    ]
    event = {"renovation_id": row["id"], "kind": "延期", "reason": "材料", "new_end": "2026-12-20"}
    clerk.write("renovation_events", **event)
    clock.set("2026-12-21 08:00")
    assert office().ledger.run_clock() == 1
    assert clerk.row("renovations", row["id"])["expired_on"] == "2026-12-21"


def test_a_stopped_renovation_is_extended_and_its_business_is_numbered(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-08-28 10:00")
    row = working(clerk, supervisor)

    def event(kind: str, **more: object) -> object:
        values = {"renovation_id": row["id"], "kind": kind, "reason": "过节", **more}
        return clerk.write("renovation_events", **values)["event_no"]

    assert event("停工", stop_by="业主申请") == "ZX-202609-001-1"
    assert event("延期", new_end="2026-12-10") == "ZX-202609-001-2"
    found = clerk.row("renovations", row["id"])
    assert (found["status"], found["permit_to"]) == ("stopped", "2026-12-10")


def test_the_owner_comes_from_the_room_and_the_deposit_from_the_office(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-08-28 10:00")
    supervisor.write("occupancies", room_id="3-1-502", person_id="唐样例", role="业主")
    office().settings.set("renovation_deposit", 5000)
    row = clerk.write("renovations", **filed(owner_id=None, deposit=None))
    assert (row["owner_id"]["label"], row["deposit"]) == ("唐样例", "5000.00")  # type: ignore[index]


def test_a_renovation_with_money_is_not_made_void(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-08-28 10:00")
    row = working(clerk, supervisor)
    error = supervisor.refused_void("renovations", row, "登错")
    assert "1 笔装修款项" in error["message"]
    (line,) = clerk.rows("renovation_money")
    supervisor.void("renovation_money", line, "登错")
    assert supervisor.void("renovations", row, "登错")["status"] == "void"


def test_charges_of_the_day_are_ticked_off(clerk: Clerk, supervisor: Clerk, clock: Clock) -> None:
    clock.set("2026-08-28 10:00")
    row = working(clerk, supervisor)
    waste = money(clerk, row, "垃圾清运费", "200.00", "S-1")
    assert len(clerk.listed("charges_renovations", "renovation_money")) == 2
    clerk.change("renovation_money", waste, "rechecked", True)
    assert waste["id"] not in clerk.listed("charges_renovations", "renovation_money")


# --- cards -------------------------------------------------------------------------------------


def test_a_replacement_takes_over_what_the_old_card_says(cards: Clerk, clock: Clock) -> None:
    clock.set("2026-11-02 10:00")
    stock(cards, "新购", 10, unit_price="4.50", card_type="车卡")
    plate = {"card_type": "车卡", "plate_no": "粤A12345", "id_number": OWNERS_NUMBER}
    assert cards.refused_write("ic_business", **job(7, card_type="车卡"))["field"] == "plate_no"
    cards.press("ic_business", made(cards, 7, **plate), "deliver")
    lost = {"kind": "补办(遗失)", "old_card": "C00007", "new_card_no": "C00008"}
    row = cards.write("ic_business", **lost, receipt_no="PJ1")
    known = {"card_type", "holder", "id_number", "plate_no"}
    assert {key: row[key] for key in known} == {
        "card_type": "vehicle",
        "holder": "唐样例",
        "id_number": OWNERS_NUMBER,
        "plate_no": "粤A12345",
    }
    assert (row["room_id"]["label"], row["fee"]) == ("3-1-502", "20.00")  # type: ignore[index]
    cards.press("ic_business", row, "make")
    cards.press("ic_business", row, "check", checked_by="张发卡")
    cards.press("ic_business", row, "deliver")
    assert {(c["card_no"], c["status"], c["plate_no"]) for c in cards.rows("ic_cards")} == {
        ("C00007", "cancelled", "粤A12345"),
        ("C00008", "active", "粤A12345"),
    }


def test_typed_misprints_scrap_as_many_blanks(cards: Clerk, clock: Clock) -> None:
    clock.set("2026-11-02 10:00")
    stock(cards, "新购", 10, unit_price="4.50")
    row = cards.write("ic_business", **job(misprints=2))
    cards.press("ic_business", row, "make")
    cards.press("ic_business", row, "reprint")
    assert left(cards) == 9
    cards.press("ic_business", row, "make")
    cards.press("ic_business", row, "check", checked_by="张发卡")
    assert left(cards) == 6  # three spoilt, one made
    assert cards.refused_change("ic_business", row, "misprints", 5)["field"] == "misprints"


def test_a_number_stands_in_the_file_once(cards: Clerk, supervisor: Clerk, clock: Clock) -> None:
    clock.set("2026-11-02 10:00")
    file = {"card_type": "业主卡", "room_id": "3-1-502", "holder": "唐样例"}
    cards.write("ic_cards", card_no="C00009", **file)
    assert cards.refused_write("ic_business", **job(9))["field"] == "new_card_no"


def test_a_void_job_gives_its_blanks_back_and_takes_its_card_out(
    cards: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-11-02 10:00")
    stock(cards, "新购", 10, unit_price="4.50")
    row = made(cards, 7, misprints=1)
    cards.press("ic_business", row, "deliver")
    assert left(cards) == 8
    assert supervisor.void("ic_business", row, "登错")["status"] == "void"
    assert [line["balance_after"] for line in cards.rows("ic_stock") if not line["void"]] == [10]
    (card,) = cards.rows("ic_cards")
    assert (card["status"], card["void"]) == ("void", True)
    assert office().ledger.verify() == []


def test_somebody_else_checks_where_the_office_wants_it(cards: Clerk, clock: Clock) -> None:
    clock.set("2026-11-02 10:00")
    stock(cards, "新购", 10, unit_price="4.50")
    office().settings.set("card_other_checker", 1)
    row = cards.write("ic_business", **job())
    cards.press("ic_business", row, "make")
    error = cards.refused_press("ic_business", row, "check", checked_by="张发卡")
    assert error["field"] == "checked_by"
    cards.press("ic_business", row, "check", checked_by="何领班")


def test_a_room_has_so_many_cards_free(cards: Clerk, supervisor: Clerk, clock: Clock) -> None:
    clock.set("2026-11-02 10:00")
    stock(cards, "新购", 10, unit_price="4.50")
    office().settings.set("free_cards", 1)
    cards.press("ic_business", made(cards, 1), "deliver")
    assert cards.refused_write("ic_business", **job(2))["field"] == "receipt_no"
    assert cards.write("ic_business", **job(2), receipt_no="PJ1")["fee"] == "20.00"
    assert cards.refused_write("ic_business", **job(3), fee="0.00")["field"] == "fee"
    supervisor.write("ic_business", **job(3), fee="0.00")


# --- the store room ----------------------------------------------------------------------------


def test_more_than_the_limit_waits_for_the_supervisor(
    archive: Clerk, supervisor: Clerk, paper: Row
) -> None:
    archive.change("supply_items", paper, "issue_limit", 3)
    archive.press("supply_moves", take(archive, paper, 3), "issue")
    row = take(archive, paper, 4)
    assert archive.refused_press("supply_moves", row, "issue")["field"] == "kind"
    archive.press("supply_moves", row, "submit")
    assert archive.refused_press("supply_moves", row, "approve")["code"] == "not_allowed"
    posted = supervisor.press("supply_moves", row, "approve")
    assert posted["approved_by"]["label"] == "何领班"  # type: ignore[index]


def test_a_void_count_takes_its_difference_back(
    archive: Clerk, supervisor: Clerk, paper: Row
) -> None:
    count = {"item_id": paper["id"], "counted": 7, "reason": "实盘", "witness": "何领班"}
    row = archive.write("supply_counts", **count)
    supervisor.press("supply_counts", row, "approve")
    assert archive.row("supply_items", paper["id"])["on_hand"] == 7
    assert supervisor.void("supply_counts", row, "盘错")["status"] == "void"
    after = archive.row("supply_items", paper["id"])
    assert (after["on_hand"], after["avg_cost"]) == (10, 11.4)
    assert office().ledger.verify() == []


def test_the_last_pieces_take_the_odd_fen(archive: Clerk, clock: Clock) -> None:
    """Three pieces for 10.00 in all: 3.33, 3.34 and 3.33, and nothing is left."""
    clock.set("2026-11-02 10:00")
    goods = {"item_no": "WP-009", "name": "样例笔", "unit": "支", "category": "文具"}
    item = archive.write("supply_items", **goods, max_qty=20)
    for qty, price in ((2, "3.33"), (1, "3.34")):
        bought = {"kind": "采购入库", "qty": qty, "unit_price": price, "supplier": "示例店"}
        row = archive.write("supply_moves", item_id=item["id"], **bought)
        archive.press("supply_moves", row, "issue")
    out = [archive.press("supply_moves", take(archive, item, 1), "issue") for _ in range(3)]
    assert [line["amount"] for line in out] == ["3.33", "3.34", "3.33"]
    assert (out[-1]["balance_after"], out[-1]["value_after"]) == (0, "0.00")


# --- reports handed in -------------------------------------------------------------------------


def test_reports_wait_until_they_are_handed_in(clerk: Clerk, clock: Clock) -> None:
    clock.set("2026-12-04 09:00")

    def waiting() -> dict[str, tuple[int, str]]:
        lists = clerk.get("/api/today")["lists"]
        return {
            each["key"]: (each["count"], each["tone"])
            for each in lists
            if each["key"].startswith("reports_by_")
        }

    assert waiting() == {
        "reports_by_5": (4, "soon"),
        "reports_by_10": (2, "soon"),
        "reports_by_25": (1, "soon"),
    }
    row = clerk.write("report_log", report="IC卡月报表")
    assert (row["month"], row["due_on"], row["late"]) == ("2026-11", "2026-12-05", False)
    first = clerk.write("report_log", report="跟催欠费通知情况(10日)")
    assert (first["month"], first["due_on"]) == ("2026-12", "2026-12-10")
    clock.set("2026-12-06 09:00")
    assert waiting() == {
        "reports_by_5": (3, "late"),
        "reports_by_10": (1, "soon"),
        "reports_by_25": (1, "soon"),
    }
    late = clerk.write("report_log", report="入住装修动态表")
    assert (late["month"], late["late"]) == ("2026-11", True)
    assert clerk.refused_write("report_log", report="IC卡月报表", month="11月")["field"] == "month"


def test_the_cards_in_use_are_those_of_the_day_asked_for(cards: Clerk, clock: Clock) -> None:
    """A card given back in December was still in use at the end of November."""
    clock.set("2026-11-02 10:00")
    stock(cards, "新购", 10, unit_price="4.50")
    for number in (1, 2):
        cards.press("ic_business", made(cards, number), "deliver")
    clock.set("2026-12-02 10:00")
    again = {"kind": "换卡(损坏)", "old_card": "C00001", "receipt_no": "PJ1"}
    cards.press("ic_business", made(cards, 3, **again), "deliver")
    back = {"kind": "退卡", "old_card": "C00002", "new_card_no": None, "return_reusable": False}
    cards.press("ic_business", cards.write("ic_business", **job(**back)), "finish")

    def in_use(month: str) -> dict[str, int]:
        memo = cards.get(f"/api/reports/ic_month?period={month}")["memo"]
        return {each["key"]: int(each["value"]) for each in memo if "in_use" in each["key"]}

    keys = ("in_use_before", "in_use_new", "in_use_ended", "in_use")
    assert in_use("2026-11") == dict(zip(keys, (0, 2, 0, 2), strict=True))
    assert in_use("2026-12") == dict(zip(keys, (2, 1, 2, 1), strict=True))
