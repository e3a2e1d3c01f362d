"""Other values where money and stock are counted: renovations, cards, supplies, reports."""

from api.asking import office
from tests.scenarios.desks import Clerk, Clock, Row
from tests.scenarios.test_cards_and_supplies import job, left, made, paper, stock, take
from tests.scenarios.test_renovations import filed, money, working

__all__ = ["paper"]  # a fixture

OWNERS_NUMBER = "440106198803151235"


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
