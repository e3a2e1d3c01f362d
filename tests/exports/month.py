"""A November of an office, small but with something of everything, made through the ledger."""

from collections.abc import Iterator

from db.actor import Actor
from db.edits import Insert, Void
from db.ledger import Ledger

Values = dict[str, object]

PHONE, CARD = "13800138000", "440106198803151235"
LONG = (
    "楼上装修施工,中午12:30至14:00仍使用电锤,已连续三天影响家中老人休息,要求立即制止并书面答复;"
    "the contractor's site leader was told twice (2026-11-03, 2026-11-04)。"
)
HOSTILE = ("=1+1", "+86 138", "-5", "@SUM(A1)", "http://x.invalid", "<r>a&b</r>", "_x0041_")
PAPERS = "申请表、业主证件、营业执照、装修合同、负责人身份证、施工人员身份证及照片"
PURPOSES = (
    "探访亲友",
    "看房",
    "送冰箱、洗衣机及家具共12件,使用货梯,已交押金",
    "维修空调",
    *HOSTILE,
)


def november(ledger: Ledger, actor: Actor, *, visitors: int = 60) -> None:
    """Fills the six registers; every tenth visitor line is voided."""
    for sheet, rows in _archive().items():
        put(ledger, actor, sheet, rows)
    ids = put(ledger, actor, "visitors", _visitors(visitors))
    voids = [Void(n, "visitors", row, "重复登记") for n, row in enumerate(ids[9::10])]
    for result in ledger.apply(voids, actor, client=""):
        assert result.ok, result.error
    for sheet, rows in _business().items():
        put(ledger, actor, sheet, rows)
    for sheet, rows in _old_days(actor).items():
        put(ledger, Actor.setup(), sheet, rows)


def put(ledger: Ledger, actor: Actor, sheet: str, rows: Iterator[Values]) -> list[int]:
    """The ids of the rows, all of which must be taken."""
    edits = [Insert(number, sheet, values) for number, values in enumerate(rows)]
    ids = []
    for result in ledger.apply(edits, actor, client=""):
        assert result.row is not None, (sheet, result.error)
        ids.append(int(str(result.row["id"])))
    return ids


def _archive() -> dict[str, Iterator[Values]]:
    """What the business of the month refers to."""
    return {
        "depts": iter([{"name": "工程部"}]),
        "people": iter([{"name": "陈样例", "phone": PHONE}]),
        "keys": iter(
            [
                {"key_no": "K-001", "key_class": "vacant", "room_id": "3-1-502",
                 "source": "developer"},
                {"key_no": "K-900", "key_class": "public", "area": "配电房",
                 "source": "developer"},
            ]
        ),
        "key_custody": iter(
            [
                {"key_id": key, "at": "2026-11-01 08:30", "sets": 20, "person_name": "发展商"}
                for key in ("K-001", "K-900")
            ]
        ),
        "supply_items": iter(
            [
                {"item_no": "A01", "name": "复印纸", "spec": "A4 70g", "unit": "包",
                 "category": "纸品", "min_qty": 2, "max_qty": 50},
                {"item_no": "B07", "name": "签字笔", "unit": "支",
                 "category": "文具", "min_qty": 10, "max_qty": 100},
            ]
        ),
    }  # fmt: skip


def _visitors(count: int) -> Iterator[Values]:
    for number in range(count):
        day, hour = 1 + number * 28 // max(count, 1), 8 + number % 10
        arrived = f"2026-11-{day:02d} {hour:02d}:{number % 60:02d}"
        yield {
            "desk": "front_desk",
            "arrived_at": arrived,
            "visitor_name": ("王示例", "欧阳样例", "Li Sample")[number % 3],
            "party_size": 1 + number % 4,
            "visitor_type": ("亲友", "看房", "快递外卖")[number % 3],
            "phone": PHONE,
            "id_number": CARD,
            "room_id": ("3-1-502", "1-1-101", "3-2-1502")[number % 3],
            "host_id": "陈先生",
            "purpose": PURPOSES[number % len(PURPOSES)],
            "plate_no": "粤A12345" if number % 4 == 0 else None,
            "remark": "携带工具箱" if number % 5 == 0 else None,
        }


def _business() -> dict[str, Iterator[Values]]:
    return {
        "complaints": map(_complaint, range(12)),
        "key_loans": map(_loan, range(20)),
        "renovations": map(_renovation, range(8)),
        "renovation_money": map(_deposit, range(8)),
        "supply_moves": map(_move, range(30)),
    }


def _complaint(number: int) -> Values:
    return {
        "received_at": f"2026-11-{1 + number:02d} 10:21", "channel": "来电",
        "complainant": "陈先生", "complainant_role": "业主", "room_id": "3-1-502", "phone": PHONE,
        "category": ("noise", "cleaning")[number % 2], "description": LONG * (1 + number % 5),
        "dept": "工程部",
    }  # fmt: skip


def _loan(number: int) -> Values:
    return {
        "key_id": ("K-001", "K-900")[number % 2], "sets": 1, "borrower_type": "工程维修",
        "borrower": "何样例", "borrower_org": "工程部", "phone": PHONE, "purpose": "空置房巡查",
        "authorised_by": "领班批准", "lent_at": f"2026-11-{1 + number:02d} 09:05",
        "due_at": f"2026-11-{1 + number:02d} 17:30",
    }  # fmt: skip


def _renovation(number: int) -> Values:
    return {
        "room_id": ("3-1-502", "1-1-101")[number % 2], "owner_id": "陈样例",
        "applicant": "陈样例",
        "applicant_role": "业主本人", "id_number": CARD, "phone": PHONE, "contractor": "示范装饰",
        "leader": "周样例", "leader_phone": PHONE, "leader_id": CARD, "scope": "水电、油漆",
        "documents": "申请表", "planned_start": f"2026-11-{2 + number:02d}",
        "planned_end": "2026-12-30", "deposit": "2000.50", "deposit_receipt": f"00{number}17",
    }  # fmt: skip


def _deposit(number: int) -> Values:
    return {
        "renovation_id": 1 + number, "at": f"2026-11-{1 + number:02d}", "kind": "deposit",
        "amount": "2000.50", "receipt_no": f"00{number}17",
    }  # fmt: skip


def _card(number: int) -> Values:
    return {
        "started_at": f"2026-11-{1 + number:02d} 11:00", "handled_by": "林小满",
        "kind": "新办", "card_type": "staff" if number == 15 else "owner",
        "new_card_no": f"000{number:02d}A7", "room_id": "3-1-502", "holder": "陈样例",
        "id_number": CARD, "fee": "20.00", "deposit": "0.10", "receipt_no": f"SJ{number:04d}",
    }  # fmt: skip


def _old_days(actor: Actor) -> dict[str, Iterator[Values]]:
    """What only the one who fills a ledger may write: states and days long gone."""
    return {
        "ic_business": map(_card, range(16)),
        "renovations": iter([{
            **_renovation(2), "room_id": "1-2-301", "documents": PAPERS, "status": "working",
            "fire_officer": "周样例",
            "approved_at": "2026-11-03 10:00", "approved_by": actor.staff_id,
            "permit_to": "2026-12-30", "actual_start": "2026-11-04", "cs_opinion": "agree",
        }]),
        "renovation_events": iter([
            {"renovation_id": 9, "kind": "apply", "started_at": "2026-11-02 09:00",
             "finished_at": "2026-11-02 09:10"},
            {"renovation_id": 9, "kind": "extend", "started_at": "2026-11-20 09:00",
             "finished_at": "2026-11-20 09:10", "new_end": "2027-01-30", "reason": LONG[:60],
             "permit_before": "2026-12-30"},
        ]),
        "renovation_inspections": map(_inspection, range(14)),
        "key_counts": iter([
            {"count_date": "2026-11-05", "key_class": "vacant", "book_on_hand": 20,
             "counted": 19, "reason": "一套在工程部", "counted_by": actor.staff_id},
        ]),
        "supply_counts": iter([
            {"count_date": "2026-11-05", "item_id": "复印纸", "book_qty": 100, "counted": 99,
             "reason": "受潮一包", "witness": actor.staff_id},
        ]),
    }  # fmt: skip


def _inspection(number: int) -> Values:
    found = number % 4 == 0
    return {
        "renovation_id": (9, 1)[number % 2], "at": f"2026-11-{5 + number:02d} 15:20",
        "stage": "水电", "items": "结构、防水、用电",
        "violation": LONG[:90] if found else None, "severity": "ordinary" if found else None,
        "fix_by": f"2026-11-{8 + number:02d}" if found else None, "inspector": 1,
    }  # fmt: skip


def _move(number: int) -> Values:
    if number < 2:
        return {
            "move_date": "2026-11-01", "kind": "采购入库", "item_id": ("复印纸", "签字笔")[number],
            "qty": 100, "unit_price": "18.50", "supplier": "示范文具",
        }  # fmt: skip
    return {
        "move_date": f"2026-11-{1 + number % 28:02d}", "kind": "领用",
        "item_id": ("复印纸", "签字笔")[number % 2], "qty": 1 + number % 3, "dept": "工程部",
        "person": "林小满", "purpose": "日常办公",
    }  # fmt: skip
