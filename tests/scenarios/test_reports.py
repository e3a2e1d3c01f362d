"""Reports over HTTP: what the office did in a month, counted by hand and by the program."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.scenarios.desks import Clerk, Clock, Row
from tests.scenarios.test_cards_and_supplies import november, stock
from tests.scenarios.test_complaints import complaint
from tests.scenarios.test_keys import loan, put_in
from tests.scenarios.test_renovations import money, working
from tests.values import visitor


def report(clerk: Clerk, key: str, period: str) -> dict:
    return clerk.get(f"/api/reports/{key}?period={period}")


def by(found: dict, name: str, *keys: str) -> dict[object, tuple[object, ...]]:
    return {row[name]: tuple(row[key] for key in keys) for row in found["rows"]}


def test_f13_the_month_of_cards(cards: Clerk, supervisor: Clerk, clock: Clock) -> None:
    """F13. Opening 120, bought 200, made 57, scrapped 3 → 剩余 260; a count of 259 leaves 259."""
    november(cards, clock)
    keys = ("opening", "bought", "returned", "made", "made_new", "scrapped", "difference")
    found = report(cards, "ic_month", "2026-11")
    assert by(found, "row", *keys, "closing") == {
        "thin": (120, 200, 0, 57, 57, 3, 0, 260),
        "clip": (0,) * 8,
        "vehicle": (0,) * 8,
    }
    assert found["total"]["closing"] == 260
    assert [check["holds"] for check in found["checks"]] == [True]
    clock.set("2026-11-30 16:00")
    stock(supervisor, "盘亏", 1, reason="实盘259")
    found = report(cards, "ic_month", "2026-11")
    assert by(found, "row", "difference", "closing")["thin"] == (-1, 259)
    assert report(cards, "ic_month", "2026-12")["total"]["opening"] == 259
    assert found["checks"] == [
        {"label": "上月结存+新购+退卡-造卡-报废±盘点 = 剩余", "holds": True, "left": 0}
    ]


def test_f12_the_ledger_of_deposits(clerk: Clerk, supervisor: Clerk, clock: Clock) -> None:
    """F12. Opening 96,000.00 + received 18,000.00 − refunded 12,000.00 − deducted 1,350.50 =
    100,649.50.
    """
    clock.set("2026-10-20 09:00")
    changes = {"planned_start": "2026-10-20", "planned_end": "2026-12-31"}
    first = working(clerk, supervisor, **changes, deposit="96000.00")
    clock.set("2026-11-05 09:00")
    more = {"room_id": "1-1-101", "deposit": "18000.00", "deposit_receipt": "YJ-002"}
    second = working(clerk, supervisor, **changes | more | {"planned_start": "2026-11-05"})
    clock.set("2026-11-20 09:00")
    money(supervisor, first, "deduction", "1350.50", "KK-1")
    money(supervisor, first, "refund", "12000.00", "TK-1")
    clock.set("2026-12-02 09:00")
    money(supervisor, second, "refund", "18000.00", "TK-2")
    found = report(supervisor, "renovation_deposits", "2026-11")
    assert {one["key"]: one["value"] for one in found["memo"]} == {
        "memo_opening": "96000.00",
        "memo_received": "18000.00",
        "memo_refunded": "12000.00",
        "memo_deducted": "1350.50",
        "memo_held": "100649.50",
    }
    assert [check["holds"] for check in found["checks"]] == [True]
    assert by(found, "doc_no", "deposits", "deductions", "due", "refunded_on", "held") == {
        first["doc_no"]: ("96000.00", "1350.50", "94649.50", "2026-11-20", "82649.50"),
        second["doc_no"]: ("18000.00", "0.00", "18000.00", None, "18000.00"),
    }
    assert found["rows"][0]["room_id"]["label"] == "3-1-502"
    later = report(supervisor, "renovation_deposits", "2026-12")
    assert {one["key"]: one["value"] for one in later["memo"]}["memo_opening"] == "100649.50"
    assert later["total"]["held"] == "82649.50"


def test_a_month_of_the_store(archive: Clerk, clock: Clock) -> None:
    """Oct: 3 at 10.00. Nov: 7 at 12.00 in, 3 out at (30.00 + 84.00) ÷ 10, then all; a draft, and
    a line that is void, count nothing.
    """
    goods = {"item_no": "WP-001", "name": "样例纸", "unit": "包", "category": "纸品"}
    item = archive.write("supply_items", **goods, min_qty=2, max_qty=20)

    def move(kind: str, qty: int, **more: object) -> Row:
        values = {"kind": kind, "qty": qty, "item_id": item["id"], **more}
        return archive.write("supply_moves", **values)

    def posted(kind: str, qty: int, **more: object) -> Row:
        return archive.press("supply_moves", move(kind, qty, **more), "issue")

    taken = {"dept": "工程部", "person": "赵工程"}
    clock.set("2026-10-30 10:00")
    posted("采购入库", 3, unit_price="10.00", supplier="示例店")
    clock.set("2026-11-02 10:00")
    posted("采购入库", 7, unit_price="12.00", supplier="示例店")
    posted("领用", 3, **taken)
    move("领用", 5, **taken)
    keys = ("opening_qty", "opening_value", "in_qty", "in_value", "out_qty", "out_value")
    found = report(archive, "supply_month", "2026-11")
    assert by(found, "name", *keys, "closing_qty", "closing_value") == {
        "样例纸": (3, "30.00", 7, "84.00", 3, "34.20", 7, "79.80")
    }
    assert "in_qty" not in found["total"], "quantities of different units are not added up"
    assert [check["holds"] for check in found["checks"]] == [True, True]
    assert report(archive, "supply_month", "2026-09")["rows"] == []
    clock.set("2026-12-01 10:00")
    posted("领用", 7, **taken)
    december = report(archive, "supply_month", "2026-12")
    assert by(december, "name", *keys, "closing_qty", "closing_value") == {
        "样例纸": (7, "79.80", 0, "0.00", 7, "79.80", 0, "0.00")
    }


def test_a_month_of_the_key_cabinet(archive: Clerk, clock: Clock) -> None:
    """Two sets in October, three in November, one taken back; one loan back at once, one late."""
    clock.set("2026-10-30 09:00")
    key = put_in(archive, "A-03-1201", 2)
    clock.set("2026-11-03 09:00")
    more = {"key_id": key["id"], "person_name": "唐样例"}
    archive.write("key_custody", kind="留置(入)", sets=3, **more)
    archive.write("key_custody", kind="领回(出)", sets=1, id_number="440199198803151239", **more)
    first = archive.write("key_loans", **loan(key["id"]))
    archive.press("key_loans", first, "return")
    late = archive.write("key_loans", **loan(key["id"], phone="15400000002"))
    clock.set("2026-11-04 10:00")
    archive.press("key_loans", late, "return", overdue_reason="忘记归还")
    archive.write("key_loans", **loan(key["id"], phone="15400000003"))
    keys = ("opening", "taken_in", "taken_back", "closing", "loans", "same_day", "late")
    found = report(archive, "key_month", "2026-11")
    assert by(found, "row", *keys, "same_day_rate")["vacant"] == (2, 3, 1, 4, 3, 1, 1, 33.33)
    assert by(found, "row", "loans", "same_day_rate")["office"] == (0, None)
    assert found["total"] | {"opening": 2, "closing": 4} == found["total"]
    assert [check["holds"] for check in found["checks"]] == [True]


def test_a_quarter_of_complaints(clerk: Clerk, supervisor: Clerk, clock: Clock) -> None:
    """Three repairs of which two closed, one of them satisfied and one not reached; one invalid."""

    def closed(row: Row, satisfaction: str) -> None:
        done = {"action_taken": "已修复", "satisfaction": satisfaction, "cause": "管道老化"}
        clerk.press("complaints", row, "close_at_once", valid="valid", **done)

    clock.set("2026-06-30 10:00")
    clerk.write("complaints", **complaint())
    clock.set("2026-07-05 10:00")
    closed(clerk.write("complaints", **complaint()), "satisfied")
    clock.set("2026-08-06 10:00")
    closed(clerk.write("complaints", **complaint(room_id="1-1-101")), "not_reached")
    clock.set("2026-09-30 10:00")
    clerk.write("complaints", **complaint(room_id="1-1-102"))
    noise = clerk.write("complaints", **complaint(category="噪音扰民"))
    supervisor.press("complaints", noise, "reject")
    clock.set("2026-10-01 00:10")
    clerk.write("complaints", **complaint(room_id="2-1-801"))
    found = report(clerk, "complaint_quarter", "2026-Q3")
    months = ("month_1", "month_2", "month_3", "received", "last", "change", "closed")
    rates = ("share", "closed_rate", "called_back_rate", "satisfied_rate")
    assert by(found, "row", *months)["repair"] == (1, 1, 1, 3, 1, 2, 2)
    assert by(found, "row", *rates)["repair"] == (75.0, 66.66, 0.0, 100.0)
    assert by(found, "row", *rates)["noise"] == (25.0, None, None, None)
    assert [found["total"][key] for key in ("received", "closed", "closed_rate")] == [4, 2, 66.66]


def test_a_month_of_visitors(clerk: Clerk, clock: Clock) -> None:
    """7 minutes at the desk are 2 too many; the waiting party has taken no time yet."""
    clock.set("2026-11-22 09:30")
    seen = {"id_type": "not_shown", "arrived_at": "2026-11-22 09:12"}
    clerk.write("visitors", **visitor(**seen, admitted_at="2026-11-22 09:19", party_size=2))
    clerk.write("visitors", **visitor(**seen, admitted_at="2026-11-22 09:16"))
    clerk.write("visitors", **visitor(**seen, visitor_type="delivery", visitor_org="示例快运"))
    wrong = clerk.write("visitors", **visitor(**seen, party_size=50))
    clerk.void("visitors", wrong, "填错")
    found = report(clerk, "visitor_month", "2026-11")
    keys = ("people", "entries", "relatives", "works", "others", "average", "late")
    assert len(found["rows"]) == 30
    assert by(found, "row", *keys)["2026-11-22"] == (4, 3, 3, 1, 0, 5.5, 1)
    assert by(found, "row", *keys)["2026-11-21"] == (0, 0, 0, 0, 0, None, 0)
    assert found["total"] == dict(zip(keys, (4, 3, 3, 1, 0, 5.5, 1), strict=True))
    assert found["chart"]["y"] == ["relatives", "works", "others"]


def test_units_and_renovations_as_at_the_end_of_the_month(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    """Six rooms in three buildings, one of them under renovation since September."""
    clock.set("2026-09-05 09:00")
    changes = {"planned_start": "2026-09-05", "planned_end": "2026-11-30"}
    row = working(clerk, supervisor, **changes)
    rooms = {str(room["room_code"]): room for room in clerk.rows("rooms")}
    for code in ("1-1-101", "3-2-1502"):
        clerk.change("rooms", rooms[code], "state", "lived_in")
    clock.set("2026-10-10 09:00")
    event = {"renovation_id": row["id"], "kind": "延期", "new_end": "2026-12-20", "reason": "缺料"}
    clerk.write("renovation_events", **event)
    keys = ("units", "lived_in", "working", "extended", "lived_in_rate")
    assert by(report(clerk, "occupancy_month", "2026-10"), "row", *keys) == {
        "1": (3, 1, 0, 0, 33.33),
        "2": (1, 0, 0, 0, 0.0),
        "3": (2, 1, 1, 1, 50.0),
    }
    assert report(clerk, "occupancy_month", "2026-08")["total"]["working"] == 0
    memo = report(clerk, "occupancy_month", "2026-10")["memo"]
    assert [one["value"] for one in memo] == [33.33, 33.33]
    (site,) = report(clerk, "occupancy_sites", "2026-10")["rows"]
    assert (site["room_id"]["label"], site["actual_start"]) == ("3-1-502", "2026-09-05")
    assert site["leader_phone"] == "154****0003"
    assert report(clerk, "occupancy_sites", "2026-08")["rows"] == []


def test_a_post_sees_the_reports_of_its_own_sheets(
    as_user: Callable[[str], Clerk], clerk: Clerk
) -> None:
    def seen(name: str) -> set[str]:
        return {one["key"] for one in as_user(name).get("/api/reports")["reports"]}

    assert seen("cards") >= {"ic_month", "visitor_month"}
    assert "ic_month" not in seen("clerk")
    assert "renovation_deposits" not in seen("cards")
    for address in ("/api/reports/ic_month", "/export/ic_month"):
        answer = clerk.ask(f"{address}?period=2026-11")
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "may_not_read")


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/reports/visitor_month", 400, "period_missing"),
        ("/api/reports/visitor_month?period=soon", 400, "bad_period"),
        ("/api/reports/visitor_month?period=2026-Q3", 400, "form_period"),
        ("/api/reports/visitor_ledger?period=2026-11", 404, "unknown_form"),
        ("/api/reports/nothing?period=2026-11", 404, "unknown_form"),
    ],
)
def test_what_is_no_report_is_refused(clerk: Clerk, address: str, status: int, code: str) -> None:
    answer = clerk.ask(address)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_the_paper_says_the_same_as_the_screen(cards: Clerk, clock: Clock) -> None:
    november(cards, clock)
    answer = cards.ask("/export/IC卡月报表?period=2026-11")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["IC薄卡"][1:10] == (120, 200, 0, 57, 0, 57, 3, 0, 260)
    assert rows["合计"][1:10] == (120, 200, 0, 57, 0, 57, 3, 0, 260)
    assert "上月结存+新购+退卡-造卡-报废±盘点 = 剩余:相符" in rows
