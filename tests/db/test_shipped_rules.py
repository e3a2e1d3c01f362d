"""The rules of the shipped registers, each broken once, with the sentence a clerk reads."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.actor import Actor
from db.ledger import Ledger
from registers.book import Book
from tests.db.judging import act, insert, refused, sentence, written
from tests.values import visitor as usual_visitor

NOW = datetime(2026, 11, 20, 15, 40)


@pytest.fixture
def ledger(workspace: Path, book: Book) -> Iterator[Ledger]:
    """The small office on a Friday afternoon."""
    opened = Ledger.open(workspace / "ledger.db", book, clock=lambda: NOW)
    yield opened
    opened.close()


def visitor(**changes: object) -> dict[str, object]:
    return usual_visitor(**{"arrived_at": at(minutes=10), **changes})


def at(**back: float) -> str:
    return (NOW - timedelta(**back)).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def key(ledger: Ledger, admin: Actor) -> int:
    values = {"key_no": "A-01", "key_class": "vacant", "room_id": "3-1-502", "source": "developer"}
    key = int(str(written(insert(ledger, admin, "keys", **values))["id"]))
    written(insert(ledger, admin, "key_custody", key_id=key, sets=2, person_name="发展商"))
    return key


def loan(key: int, **changes: object) -> dict[str, object]:
    return {
        "key_id": key,
        "borrower_type": "engineering",
        "borrower": "林样例",
        "borrower_org": "工程部",
        "phone": "15400000001",
        "purpose": "维修",
        "authorised_by": "not_needed",
        **changes,
    }


def renovation(**changes: object) -> dict[str, object]:
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
        "documents": ["application"],
        **changes,
    }


@pytest.fixture
def owner(ledger: Ledger, admin: Actor) -> None:
    written(insert(ledger, admin, "people", name="唐样例"))


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        (
            {"arrived_at": at(minutes=-30)},
            "arrived_at",
            f"到达时间不能晚于现在({NOW:%Y-%m-%d %H:%M})",
        ),
        (
            {"arrived_at": at(hours=25)},
            "arrived_at",
            "到达时间只能补登24小时以内,更早的请领班登记",
        ),
        (
            {"arrived_at": at(minutes=10), "admitted_at": at(minutes=20)},
            "admitted_at",
            f"放行时间不能早于到达时间({at(minutes=10)})",
        ),
        (
            {"admitted_at": at(minutes=5), "left_at": at(minutes=6)},
            "left_at",
            f"离开时间不能早于放行时间({at(minutes=5)})",
        ),
    ],
)
def test_a_visit_that_cannot_have_been(
    ledger: Ledger, clerk: Actor, changes: dict[str, object], field: str, said: str
) -> None:
    refusal = refused(insert(ledger, clerk, "visitors", **visitor(**changes)))
    assert (refusal.code, refusal.field, sentence(refusal)) == ("rule", field, said)


def test_the_supervisor_may_write_down_an_older_visit(ledger: Ledger, supervisor: Actor) -> None:
    written(insert(ledger, supervisor, "visitors", **visitor(arrived_at=at(hours=25))))


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"visitor_type": "decorator"}, ["visitor_org"]),
        ({"id_type": "id_card"}, ["id_number"]),
        ({"room_id": None}, ["room_id"]),
        (
            {"visitor_name": None, "purpose": None, "visitor_type": "other"},
            ["visitor_name", "purpose"],
        ),
    ],
)
def test_what_a_visit_needs(
    ledger: Ledger, clerk: Actor, changes: dict[str, object], missing: list[str]
) -> None:
    refusal = refused(insert(ledger, clerk, "visitors", **visitor(**changes)))
    assert (refusal.code, refusal.params["fields"]) == ("required_missing", missing)


@pytest.mark.parametrize(
    "changes",
    [{"visitor_type": "official", "visitor_org": "示例街道办"}, {"purpose": "到管理处交费"}],
)
def test_a_visit_to_the_office_needs_no_room(
    ledger: Ledger, clerk: Actor, changes: dict[str, object]
) -> None:
    written(insert(ledger, clerk, "visitors", **visitor(room_id=None, **changes)))


@pytest.mark.parametrize(("desk", "in_time"), [("east_gate", True), ("front_desk", False)])
def test_seven_minutes_are_in_time_at_the_gate_and_late_at_the_front_desk(
    ledger: Ledger, clerk: Actor, desk: str, in_time: bool
) -> None:
    times = {"arrived_at": at(minutes=17), "admitted_at": at(minutes=10)}
    row = written(insert(ledger, clerk, "visitors", **visitor(desk=desk, **times)))
    assert (row["service_minutes"], row["sla_met"]) == (7, in_time)


def test_a_visitor_is_let_in_and_goes(ledger: Ledger, clerk: Actor) -> None:
    row = written(insert(ledger, clerk, "visitors", **visitor()))
    assert (row["status"], row["handled_by"]) == (
        "waiting",
        {"id": clerk.staff_id, "label": clerk.name},
    )
    inside = written(act(ledger, clerk, "visitors", row["id"], "admit"))
    assert inside["status"] == "inside"
    assert inside["admitted_at"] is not None
    left = written(act(ledger, clerk, "visitors", row["id"], "leave"))
    assert left["status"] == "left"
    assert left["left_at"] is not None
    assert left["stay_minutes"] == 0


def test_a_viewing_waits_until_the_host_is_reached(ledger: Ledger, clerk: Actor) -> None:
    values = visitor(visitor_type="viewing", host_confirm="not_reached")
    row = written(insert(ledger, clerk, "visitors", **values))
    refusal = refused(act(ledger, clerk, "visitors", row["id"], "admit"))
    assert refusal.field == "host_confirm"
    assert sentence(refusal) == "未联系上被访人时,看房和其他来访不能放行;请先确认"


def test_earlier_visits_of_the_same_person_are_counted(ledger: Ledger, supervisor: Actor) -> None:
    paper = {"id_type": "id_card", "id_number": "440199198803151239"}
    for days in (40, 20, 10, 0):
        written(
            insert(ledger, supervisor, "visitors", **visitor(arrived_at=at(days=days), **paper))
        )
    assert [row["visits_30d"] for row in ledger.each("visitors")] == [1, 2, 2, 3]


def test_a_key_goes_out_with_its_room_and_comes_back(
    ledger: Ledger, clerk: Actor, key: int
) -> None:
    row = written(insert(ledger, clerk, "key_loans", **loan(key)))
    assert isinstance(row["room_id"], dict)
    assert row["room_id"]["label"] == "3-1-502"
    out = ledger.row("keys", key)
    assert out is not None
    assert out["sets_out"] == 1
    back = written(act(ledger, clerk, "key_loans", row["id"], "return", overdue_reason="加班"))
    assert (back["status"], back["sets_returned"], back["returned_by"]) == ("returned", 1, "林样例")
    home = ledger.row("keys", key)
    assert home is not None
    assert home["sets_out"] == 0


def test_a_key_cannot_come_back_before_it_was_lent(ledger: Ledger, admin: Actor, key: int) -> None:
    values = loan(key, lent_at=at(hours=2), due_at=at(hours=1), returned_at=at(hours=3))
    refusal = refused(insert(ledger, admin, "key_loans", **values))
    assert refusal.field == "returned_at"
    assert sentence(refusal) == f"归还时间不能早于借出时间({at(hours=2)})"
    assert sentence(refusal, "zh_HK") == f"歸還時間不能早於借出時間({at(hours=2)})"


def test_a_key_lent_for_a_night_needs_the_supervisor(
    ledger: Ledger, clerk: Actor, supervisor: Actor, key: int
) -> None:
    values = loan(key, due_at=at(days=-2))
    assert refused(insert(ledger, clerk, "key_loans", **values)).field == "due_at"
    written(insert(ledger, supervisor, "key_loans", **values))


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    ("start", "end", "is_kept"),
    [
        ("2026-09-01", "2026-11-30", True),
        ("2026-09-01", "2026-12-15", False),
        ("2026-11-30", "2027-02-27", True),
        ("2026-09-01", "2026-08-31", False),
    ],
)
def test_a_renovation_lasts_three_months_at_most(
    ledger: Ledger, supervisor: Actor, start: str, end: str, is_kept: bool
) -> None:
    values = renovation(planned_start=start, planned_end=end)
    result = insert(ledger, supervisor, "renovations", **values)
    assert result.ok == is_kept
    if not is_kept:
        assert refused(result).field == "planned_end"


@pytest.mark.usefixtures("owner")
def test_a_household_working_itself_hands_in_its_statement(
    ledger: Ledger, supervisor: Actor
) -> None:
    values = renovation(planned_start="2026-09-01", planned_end="2026-10-01", contractor="自装")
    refusal = refused(insert(ledger, supervisor, "renovations", **values))
    assert sentence(refusal) == "自装须提交装修声明,请勾选装修声明"
    values["documents"] = ["申请表", "装修声明"]
    written(insert(ledger, supervisor, "renovations", **values))


def complaint(**changes: object) -> dict[str, object]:
    return {
        "complainant": "唐样例",
        "room_id": "3-1-502",
        "phone": "15400000002",
        "category": "工程维修",
        "description": "卫生间天花板渗水",
        **changes,
    }


@pytest.mark.parametrize(("severity", "hours"), [("ordinary", 24), ("major", 4)])
def test_a_complaint_is_due_after_a_day_or_four_hours(
    ledger: Ledger, clerk: Actor, severity: str, hours: int
) -> None:
    received = at(hours=1)
    values = complaint(received_at=received, severity=severity)
    row = written(insert(ledger, clerk, "complaints", **values))
    due = datetime.strptime(received, "%Y-%m-%d %H:%M") + timedelta(hours=hours)
    assert row["due_at"] == due.strftime("%Y-%m-%d %H:%M")
    assert row["overdue"] is False


def test_nobody_calls_back_somebody_without_a_name(ledger: Ledger, clerk: Actor) -> None:
    written(
        insert(
            ledger, clerk, "complaints", **complaint(complainant="匿名", room_id=None, phone=None)
        )
    )
    refusal = refused(insert(ledger, clerk, "complaints", **complaint(phone=None)))
    assert refusal.params["fields"] == ["phone"]


def test_a_major_complaint_is_reported_before_it_is_dispatched(
    ledger: Ledger, clerk: Actor, admin: Actor
) -> None:
    dept = written(insert(ledger, admin, "depts", name="示例工程部"))
    values = complaint(severity="重大", dept=dept["id"])
    row = written(insert(ledger, clerk, "complaints", **values))
    refusal = refused(act(ledger, clerk, "complaints", row["id"], "dispatch"))
    assert refusal.params["fields"] == ["manager_reported_at"]
    sent = act(ledger, clerk, "complaints", row["id"], "dispatch", manager_reported_at=at())
    assert written(sent)["status"] == "dispatched"


def test_the_store_room_counts_what_is_posted(ledger: Ledger, admin: Actor) -> None:
    goods = {"item_no": "WP-001", "name": "样例纸", "unit": "包", "category": "纸品"}
    item = written(insert(ledger, admin, "supply_items", **goods, min_qty=5, max_qty=20))["id"]
    assert written(
        insert(ledger, admin, "supply_items", **{**goods, "item_no": "WP-002"}, max_qty=1)
    )
    bought = {
        "kind": "采购入库",
        "item_id": item,
        "qty": 4,
        "unit_price": "12.50",
        "supplier": "示例店",
    }
    move = written(insert(ledger, admin, "supply_moves", **bought))
    assert str(move["doc_no"]).startswith("RK-")
    assert (ledger.row("supply_items", int(str(item))) or {})["on_hand"] == 0
    posted = written(act(ledger, admin, "supply_moves", move["id"], "issue"))
    assert (posted["amount"], posted["balance_after"]) == ("50.00", 4)
    row = ledger.row("supply_items", int(str(item))) or {}
    assert (row["on_hand"], row["shortage"], row["suggest_qty"]) == (4, True, 16)


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("采购入库", ["unit_price", "supplier"]),
        ("领用", ["dept", "person"]),
    ],
)
def test_what_a_move_of_supplies_needs(
    ledger: Ledger, admin: Actor, kind: str, missing: list[str]
) -> None:
    goods = {"item_no": "WP-001", "name": "样例纸", "unit": "包", "category": "纸品"}
    item = written(insert(ledger, admin, "supply_items", **goods, max_qty=20))["id"]
    refusal = refused(insert(ledger, admin, "supply_moves", kind=kind, item_id=item, qty=1))
    assert refusal.params["fields"] == missing


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("new", ["new_card_no"]),
        ("replace_lost", ["old_card", "new_card_no", "receipt_no"]),
        ("return", ["old_card", "return_reusable"]),
    ],
)
def test_what_a_job_at_the_card_desk_needs(
    ledger: Ledger, admin: Actor, kind: str, missing: list[str]
) -> None:
    job = {"kind": kind, "card_type": "owner", "room_id": "3-1-502", "holder": "唐样例"}
    refusal = refused(insert(ledger, admin, "ic_business", **job))
    assert sorted(refusal.params["fields"]) == sorted(missing)  # type: ignore[call-overload]


def test_the_visits_of_one_telephone_are_found_by_date(ledger: Ledger, book: Book) -> None:
    """At a hundred thousand visitors a window of rows counts them a hundred times."""
    visits = book.computed_sql("visitors", "visits_30d", "t")
    plan = ledger.select(f"EXPLAIN QUERY PLAN SELECT {visits} FROM visitors AS t")
    steps = " ".join(str(step["detail"]) for step in plan)
    assert "(phone=? AND arrived_at>? AND arrived_at<?)" in steps
