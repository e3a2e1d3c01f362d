"""Renovations: how long they last, what is owed, and when the owner may leave."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from api.asking import office
from tests.scenarios.desks import Clerk, Clock, Row

PAPERS = ["application", "owner_id", "leader_id", "workers_ids", "licence", "contract"]


def filed(**changes: object) -> dict[str, object]:
    return {
        "room_id": "3-1-502",
        "owner_id": "唐样例",
        "applicant": "唐样例",
        "id_number": "440199198803151239",
        "phone": "15400000002",
        "contractor": "示范装饰工程部",
        "leader": "郑样例",
        "leader_phone": "15400000003",
        "leader_id": "440199198803151239",
        "scope": ["paint"],
        "documents": PAPERS,
        "planned_start": "2026-09-01",
        "planned_end": "2026-11-30",
        "deposit": "3000.00",
        "deposit_receipt": "YJ-001",
        **changes,
    }


def working(clerk: Clerk, supervisor: Clerk, **changes: object) -> Row:
    row = clerk.write("renovations", **filed(**changes))
    clerk.press("renovations", row, "submit")
    supervisor.press("renovations", row, "approve")
    return clerk.press("renovations", row, "start")


def money(clerk: Clerk, row: Row, kind: str, amount: str, receipt: str) -> Row:
    values = {"renovation_id": row["id"], "kind": kind, "amount": amount, "receipt_no": receipt}
    return clerk.write("renovation_money", **values)


def total(clerk: Clerk, row: Row, *kinds: str) -> Decimal:
    return sum(
        (
            Decimal(str(line["amount"]))
            for line in clerk.rows("renovation_money")
            if line["kind"] in kinds and line["renovation_id"]["id"] == row["id"]
        ),
        Decimal(0),
    )


def test_f11_the_term_and_its_extension(clerk: Clerk, supervisor: Clerk, clock: Clock) -> None:
    """F11. Start 2026-09-01, planned end 2026-12-15 → refused, latest 2026-11-30. With 2026-11-30
    accepted. Extension on 2026-11-20 to 2026-12-20 accepted (limit would be 2027-02-28); desk time
    12 min ≤ 15. On 2026-12-21 with state 施工中 → 超期 list.
    """
    clock.set("2026-08-28 10:00")
    error = clerk.refused_write("renovations", **filed(planned_end="2026-12-15"))
    assert error["field"] == "planned_end"
    row = working(clerk, supervisor)
    assert (row["permit_no"], row["permit_to"]) == ("ZXXK-2026-0001", "2026-11-30")

    clock.set("2026-11-20 10:12")
    event = {
        "renovation_id": row["id"],
        "kind": "延期",
        "reason": "材料晚到",
        "started_at": "2026-11-20 10:00",
        "finished_at": "2026-11-20 10:12",
    }
    error = clerk.refused_write("renovation_events", **event, new_end="2027-03-01")
    assert error["field"] == "new_end"
    assert "2026-11-30" in error["message"]
    done = clerk.write("renovation_events", **event, new_end="2026-12-20")
    assert done["service_minutes"] == 12
    assert clerk.row("renovations", row["id"])["permit_to"] == "2026-12-20"
    error = clerk.refused_write("renovation_events", **event, new_end="2026-12-20")
    assert error["field"] == "new_end"

    clock.set("2026-12-20 09:00")
    assert clerk.listed("permits_expired", "renovations") == []
    clock.set("2026-12-21 09:00")
    late = clerk.row("renovations", row["id"])
    assert (late["status"], late["days_left"]) == ("working", -1)
    assert clerk.listed("permits_expired", "renovations") == [row["id"]]


def test_f11_the_longest_extension(clerk: Clerk, supervisor: Clerk, clock: Clock) -> None:
    """F11. The limit is three months from the permit's end: 2027-02-28."""
    clock.set("2026-08-28 10:00")
    row = working(clerk, supervisor)
    clerk.write(
        "renovation_events",
        renovation_id=row["id"],
        kind="延期",
        reason="材料晚到",
        new_end="2027-02-28",
    )
    assert clerk.row("renovations", row["id"])["permit_to"] == "2027-02-28"


def test_f11_a_permit_is_not_extended_by_hand(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-08-28 10:00")
    row = working(clerk, supervisor)
    error = clerk.refused_press("renovations", row, "extend")
    assert error["field"] == "permit_to"
    assert clerk.refused_change("renovations", row, "permit_to", "2027-01-01")["code"] == (
        "read_only"
    )


def test_f12_the_deposit_comes_back(
    as_user: Callable[[str], Clerk], clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    """F12. Deposit 3,000.00; deductions 200.00 (waste) and 350.50 (corridor) → refund 2,449.50.
    Six worker passes at 20.00 deposit = 120.00, five returned → 100.00 refund, 20.00 forfeited;
    paid out together 2,549.50.
    """
    finance = as_user("finance")
    clock.set("2026-08-28 10:00")
    row = working(clerk, supervisor)
    assert total(clerk, row, "deposit") == Decimal("3000.00")
    money(clerk, row, "出入证押金", "120.00", "CRZ-1")
    assert (
        clerk.refused_write(
            "renovation_money",
            renovation_id=row["id"],
            kind="扣款",
            amount="1.00",
            receipt_no="K-0",
        )["field"]
        == "kind"
    )
    money(finance, row, "扣款", "200.00", "K-1")
    money(finance, row, "扣款", "350.50", "K-2")
    owed = clerk.row("renovations", row["id"])
    assert (owed["deductions"], owed["refund"]) == ("550.50", "2449.50")
    money(finance, row, "退出入证押金", "100.00", "CRZ-2")
    money(finance, row, "没收出入证押金", "20.00", "CRZ-3")

    clock.set("2026-11-25 10:00")
    clerk.press("renovations", row, "request_exit")
    as_user("engineer").press("renovations", row, "accept", accept_result="合格")
    closed = finance.press("renovations", row, "refund")
    assert (closed["status"], closed["refunded_at"]) == ("closed", "2026-11-25")
    assert total(clerk, row, "refund", "pass_refund") == Decimal("2549.50")
    assert total(clerk, row, "pass_deposit") == total(clerk, row, "pass_refund", "pass_forfeit")
    error = finance.refused_write(
        "renovation_money", renovation_id=row["id"], kind="退押金", amount="1.00", receipt_no="T-9"
    )
    assert error["field"] == "amount"


def test_f12_a_receipt_counts_once(clerk: Clerk, supervisor: Clerk, clock: Clock) -> None:
    """F12. A receipt number is unique per kind of money."""
    clock.set("2026-08-28 10:00")
    row = working(clerk, supervisor)
    money(clerk, row, "垃圾清运费", "200.00", "S-1")
    money(clerk, row, "其他", "200.00", "S-1")
    error = clerk.refused_write(
        "renovation_money",
        renovation_id=row["id"],
        kind="垃圾清运费",
        amount="200.00",
        receipt_no="S-1",
    )
    assert error["code"] == "not_unique"


def test_f12_a_shortfall_is_shown_apart(
    as_user: Callable[[str], Clerk], clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    """F12. More deducted than deposited: nothing comes back, and the rest is still owed."""
    clock.set("2026-08-28 10:00")
    row = working(clerk, supervisor, deposit="500.00")
    money(as_user("finance"), row, "扣款", "650.50", "K-1")
    owed = clerk.row("renovations", row["id"])
    assert (owed["refund"], owed["shortfall"]) == ("0.00", "150.50")


def test_f12_no_exit_with_an_open_violation(
    as_user: Callable[[str], Clerk], clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    """F12. Exit with an open violation → refused."""
    engineer = as_user("engineer")
    clock.set("2026-08-28 10:00")
    row = working(clerk, supervisor)
    clock.set("2026-09-10 10:00")
    seen = {"renovation_id": row["id"], "stage": "砌墙", "items": ["noise"]}
    fine = engineer.write("renovation_inspections", **seen)
    assert fine["notice_no"] is None
    error = engineer.refused_write("renovation_inspections", **seen, violation="敲承重墙")
    assert error["fields"] == ["severity", "fix_by"] if "fields" in error else error["field"]
    found = engineer.write(
        "renovation_inspections",
        **seen,
        violation="敲承重墙",
        severity="一般",
        fix_by="2026-09-13",
    )
    assert found["notice_no"] == "ZG-202609-001"
    assert clerk.row("renovations", row["id"])["open_violations"] == 1
    clerk.press("renovations", row, "request_exit")
    error = engineer.refused_press("renovations", row, "accept", accept_result="合格")
    assert error["field"] == "open_violations"
    assert "1 项违章" in error["message"]
    engineer.change("renovation_inspections", found, "fixed_at", "2026-09-10")
    accepted = engineer.press("renovations", row, "accept", accept_result="整改后合格")
    assert accepted["status"] == "accepted"


def test_one_renovation_at_a_time_in_a_room(clerk: Clerk, supervisor: Clerk, clock: Clock) -> None:
    clock.set("2026-08-28 10:00")
    row = clerk.write("renovations", **filed())
    assert clerk.refused_write("renovations", **filed())["field"] == "room_id"
    supervisor.write("renovations", **filed())
    clerk.press("renovations", row, "cancel")


@pytest.mark.parametrize(
    ("flag", "missing", "paper"),
    [
        ("structure", "原设计单位方案", "designer_plan"),
        ("waterproofing", "业主承诺(防水)", "waterproofing"),
        ("facade", "规划批文", "planning_approval"),
        ("hot_work", "消防/动火审批", "fire_approval"),
    ],
)
def test_special_matters_need_their_papers(
    clerk: Clerk, clock: Clock, flag: str, missing: str, paper: str
) -> None:
    clock.set("2026-08-28 10:00")
    row = clerk.write("renovations", **filed(flags=[flag]))
    error = clerk.refused_press("renovations", row, "submit")
    assert error["field"] == "documents"
    assert missing in error["message"]
    clerk.change("renovations", row, "documents", [*PAPERS, paper])
    assert clerk.press("renovations", row, "submit")["status"] == "submitted"


def test_what_is_done_at_the_desk_moves_the_renovation(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-08-28 10:00")
    row = clerk.write("renovations", **filed())

    def event(who: Clerk, kind: str, **more: object) -> object:
        who.write("renovation_events", renovation_id=row["id"], kind=kind, **more)
        return who.row("renovations", row["id"])["status"]

    assert event(clerk, "申报") == "submitted"
    supervisor.press("renovations", row, "approve")
    refused = clerk.refused_write("renovation_events", renovation_id=row["id"], kind="复工")
    assert refused["field"] == "kind"
    clerk.press("renovations", row, "start")
    assert event(clerk, "停工", reason="过节", stop_by="业主申请") == "stopped"
    assert event(supervisor, "复工") == "working"
    assert event(clerk, "退场") == "exit_requested"
    assert office().ledger.verify() == []


def test_f12_the_deposits_of_a_month(
    as_user: Callable[[str], Clerk], clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    """F12. Ledger of the month: opening 96,000.00 + received 18,000.00 − refunded 12,000.00 −
    deducted 1,350.50 = 100,649.50.
    """
    finance = as_user("finance")
    clock.set("2026-10-20 10:00")
    dates = {"planned_start": "2026-10-21", "planned_end": "2026-12-20"}
    row = working(clerk, supervisor, **dates, deposit="96000.00")
    clock.set("2026-11-10 10:00")
    more = {**dates, "planned_start": "2026-11-11", "room_id": "1-1-101"}
    working(clerk, supervisor, **more, deposit="18000.00", deposit_receipt="YJ-002")
    money(finance, row, "扣款", "1350.50", "K-1")
    money(finance, row, "退押金", "12000.00", "T-1")
    clock.set("2026-11-30 18:00")
    report = finance.get("/api/reports/renovation_deposits?period=2026-11")
    figures = {figure["key"]: figure["value"] for figure in report["memo"]}
    assert {key: str(value).replace(",", "") for key, value in figures.items()} == {
        "memo_opening": "96000.00",
        "memo_received": "18000.00",
        "memo_refunded": "12000.00",
        "memo_deducted": "1350.50",
        "memo_held": "100649.50",
    }
    assert all(check["holds"] for check in report["checks"])
