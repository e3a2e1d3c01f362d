"""What happens at renovations under way: desk business, inspections, money."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from db.sample.days import Stretch, at, is_workday, read, written
from db.sample.office import Staff
from db.sample.renovations import Plan

_EVERY = 2  # days from one inspection to the next
_VIOLATION_SHARE = 0.05
_SERIOUS_SHARE = 0.15
_LEFT_OPEN_DAYS = 4
_DEDUCTION_SHARE = 0.2
_CHECKS = (
    "structure", "waterproofing", "electricity", "extinguishers", "hot_work", "noise", "waste",
    "passes", "public_parts", "facade",
)  # fmt: skip
_STAGES = ("水电开槽", "砌墙抹灰", "贴砖", "吊顶", "木作", "油漆", "安装", "清洁收尾")
_VIOLATIONS = {
    "noise": "休息时间使用电锤",
    "waste": "垃圾堆放在电梯前室",
    "extinguishers": "现场没有灭火器",
    "passes": "两名工人未带出入证",
    "public_parts": "搬运损坏走廊墙面",
}

Line = dict[str, object]


@dataclass(frozen=True, slots=True)
class Site:
    """A renovation by the number the ledger gave, as it stands in the register."""

    id: int
    plan: Plan
    row: Line

    @property
    def status(self) -> str:
        return str(self.row["status"])

    @property
    def began(self) -> date | None:
        return self.plan.start if self.row.get("actual_start") else None

    @property
    def asked_to_leave(self) -> datetime | None:
        asked = self.row.get("exit_applied_at")
        return read(asked) if asked else None


def events(sites: Sequence[Site], staff: Staff, span: Stretch, chance: Random) -> list[Line]:
    """Applications, extensions, stops and exits by time; each took some minutes at the desk."""
    found = [line for site in sites for line in _events(site, staff, span, chance)]
    return sorted(found, key=lambda line: str(line["started_at"]))


def _events(site: Site, staff: Staff, span: Stretch, chance: Random) -> Iterator[Line]:
    def line(kind: str, moment: datetime, **more: object) -> Line:
        took = min(5 + int(chance.expovariate(0.25)), 19)
        started = min(moment, span.now - timedelta(minutes=took))
        return {
            "renovation_id": site.id,
            "kind": kind,
            "started_at": written(started),
            "finished_at": written(started + timedelta(minutes=took)),
            "handled_by": staff["front_desk"],
            **more,
        }

    plan, left = site.plan, site.asked_to_leave
    yield line("apply", at(plan.applied, chance.randrange(545, 1030)))
    if plan.longer is not None and site.began is not None:
        yield line(
            "extend",
            at(plan.end - timedelta(days=5), 600),
            new_end=plan.longer.isoformat(),
            permit_before=plan.end.isoformat(),
            reason="材料晚到,工期顺延",
        )
    if site.status == "stopped":
        yield line("stop", at(span.today, 530), reason="敲承重墙", stop_by="violation")
    if left is not None:
        yield line("exit", left)


def inspections(sites: Sequence[Site], staff: Staff, span: Stretch, chance: Random) -> list[Line]:
    """A visit every second working day while there is work; old violations have been put right."""
    found = [line for site in sites for line in _visits(site, staff, span, chance)]
    return sorted(found, key=lambda line: str(line["at"]))


def _visits(site: Site, staff: Staff, span: Stretch, chance: Random) -> Iterator[Line]:
    began, left = site.began, site.asked_to_leave
    if began is None:
        return
    last = left.date() if left else span.today
    length = max((last - began).days, 1)
    for offset in range(0, length, _EVERY):
        day = began + timedelta(days=offset)
        moment = at(day, chance.randrange(560, 1000))
        if is_workday(day) and span.has(moment):
            stage = _STAGES[offset * len(_STAGES) // length]
            yield {
                "renovation_id": site.id,
                "at": written(moment),
                "stage": stage,
                "inspector": staff["engineering"],
                **_result(day, last, is_over=left is not None, chance=chance),
            }


def _result(day: date, last: date, *, is_over: bool, chance: Random) -> Line:
    if chance.random() >= _VIOLATION_SHARE:
        return {"items": list(_CHECKS)}
    what = chance.choice(list(_VIOLATIONS))
    put_right = min(day + timedelta(days=chance.randrange(1, 5)), last)
    is_open = not is_over and (last - day).days < _LEFT_OPEN_DAYS
    return {
        "items": [check for check in _CHECKS if check != what],
        "violation": _VIOLATIONS[what],
        "severity": "serious" if chance.random() < _SERIOUS_SHARE else "ordinary",
        "fix_by": (day + timedelta(days=2)).isoformat(),
        "fixed_at": None if is_open else put_right.isoformat(),
    }


def money(sites: Sequence[Site], staff: Staff, chance: Random) -> list[Line]:
    """Receipts by day: deposits and fees at the approval, deductions and refunds at the end."""
    found = [line for site in sites for line in _receipts(site, staff, chance)]
    return sorted(found, key=lambda line: str(line["at"]))


def _receipts(site: Site, staff: Staff, chance: Random) -> Iterator[Line]:
    row = site.row
    if not row.get("approved_at"):
        return

    def line(kind: str, day: object, amount: int, receipt: str, note: str = "") -> Line:
        return {
            "renovation_id": site.id,
            "at": str(day)[:10],
            "kind": kind,
            "amount": f"{amount // 100}.{amount % 100:02d}",
            "receipt_no": receipt,
            "note": note or None,
            "handled_by": staff["finance"],
        }

    approved, workers = row["approved_at"], int(str(row["workers"]))
    deposit = round(float(str(row["deposit"])) * 100)
    yield line("deposit", approved, deposit, str(row["deposit_receipt"]))
    yield line("waste", approved, 20_000, f"QY{site.id:05d}")
    yield line("pass_deposit", approved, workers * 2_000, f"CZ{site.id:05d}")
    if row["status"] != "closed":
        return
    back = row["refunded_at"]
    taken = chance.choice((20_000, 35_050, 15_000)) if chance.random() < _DEDUCTION_SHARE else 0
    if taken:
        yield line("deduction", row["accepted_at"], taken, f"KK{site.id:05d}", "走廊墙面修补")
    yield line("refund", back, deposit - taken, f"TY{site.id:05d}")
    lost = int(workers > 1 and chance.random() < 0.1)
    yield line("pass_refund", back, (workers - lost) * 2_000, f"TC{site.id:05d}")
    if lost:
        yield line("pass_forfeit", back, 2_000, f"MC{site.id:05d}")
