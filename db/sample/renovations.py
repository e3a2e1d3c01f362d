"""Renovations: a year of applications, work for two or three months, deposits paid back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from db.sample.days import Stretch, at, written
from db.sample.estate import WITH_OWNER, Home
from db.sample.names import firm_name, person_name
from db.sample.office import Staff
from db.sample.papers import id_number, phone

_SHARE_OF_HOMES = 0.08
_LONGEST = 85  # days; a filing lasts three months at most
_SCOPES = ("plumbing_wiring", "masonry", "woodwork", "paint", "ceiling", "kitchen_bath", "floors")
_PAPERS = ["application", "owner_id", "licence", "contract", "drawings", "leader_id", "workers_ids"]


_LATE_SHARE = 0.3  # of those that overrun go on without an extension


@dataclass(frozen=True, slots=True)
class Plan:
    """One renovation's dates as the owner filed them, and how long it really took."""

    home: Home
    applied: date
    start: date
    end: date
    done: date
    longer: date | None
    """The end of its extension."""

    @property
    def permit_to(self) -> date:
        return self.longer or self.end


@dataclass(frozen=True, slots=True)
class Filed:
    """A line of the register and the plan behind it."""

    plan: Plan
    row: dict[str, object]


def renovations(homes: Sequence[Home], staff: Staff, span: Stretch, chance: Random) -> list[Filed]:
    """All lines of the register by planned start; those of the last weeks are still under way."""
    owned = [home for home in homes if home.state in WITH_OWNER]
    count = min(max(5, round(len(homes) * _SHARE_OF_HOMES * span.length / 365)), len(owned))
    plans = [_plan(home, span, chance) for home in chance.sample(owned, count)]
    return [
        Filed(plan, _line(plan, staff, span, chance))
        for plan in sorted(plans, key=lambda p: (p.start, p.home.id))
    ]


def _plan(home: Home, span: Stretch, chance: Random) -> Plan:
    applied = span.first + timedelta(days=chance.randrange(span.length))
    start = applied + timedelta(days=chance.randrange(1, 8))
    end = start + timedelta(days=chance.randrange(45, _LONGEST))
    done = end - timedelta(days=chance.randrange(-20, 12))
    overruns = done > end and end - timedelta(days=5) <= span.today
    longer = end + timedelta(days=30) if overruns and chance.random() >= _LATE_SHARE else None
    return Plan(home, applied, start, end, done, longer)


def _line(plan: Plan, staff: Staff, span: Stretch, chance: Random) -> dict[str, object]:
    leader = person_name(chance)
    touches_water = chance.random() < 0.3
    return {
        "room_id": plan.home.id,
        "owner_id": plan.home.owner.id,
        "applicant": plan.home.owner.name,
        "applicant_role": "owner",
        "id_number": plan.home.owner.id_number,
        "phone": plan.home.owner.phone,
        "contractor": firm_name(chance, "装饰"),
        "leader": leader,
        "leader_phone": phone(chance),
        "leader_id": id_number(chance),
        "fire_officer": leader,
        "scope": chance.sample(_SCOPES, 3),
        "flags": ["waterproofing"] if touches_water else None,
        "documents": [*_PAPERS, "waterproofing"] if touches_water else _PAPERS,
        "planned_start": plan.start.isoformat(),
        "planned_end": plan.end.isoformat(),
        "workers": chance.randrange(2, 7),
        "deposit": chance.choice(("2000.00", "3000.00", "3000.00", "5000.00")),
        "other_fees": "200.00",
        **_progress(plan, staff, span, chance),
    }


def _progress(plan: Plan, staff: Staff, span: Stretch, chance: Random) -> dict[str, object]:
    """How far the work has come by today."""
    today = span.today
    if plan.applied >= today - timedelta(days=1):
        return {"status": "submitted"}
    approved: dict[str, object] = {
        "deposit_receipt": f"YJ{plan.applied:%y%m}{plan.home.id:05d}",
        "cs_opinion": "agree",
        "eng_opinion": "agree",
        "approved_by": staff["supervisor"],
        "approved_at": written(at(plan.applied + timedelta(days=1), 600)),
        "permit_to": plan.end.isoformat(),
        "status": "approved",
    }
    if plan.start > today:
        return approved
    working = {**approved, "actual_start": plan.start.isoformat(), "status": "working"}
    done = plan.done
    if done >= today:
        return {**working, "status": "stopped"} if chance.random() < 0.05 else working
    asked = at(done, chance.randrange(540, 960))
    leaving = {
        **working,
        "permit_to": plan.permit_to.isoformat(),
        "exit_applied_at": written(asked),
        "status": "exit_requested",
    }
    if done + timedelta(days=7) >= today:
        return leaving
    refunded = done + timedelta(days=chance.randrange(3, 7))
    return {
        **leaving,
        "accepted_at": written(asked + timedelta(days=2)),
        "accept_result": "passed" if chance.random() < 0.85 else "passed_after_repair",
        "refunded_at": refunded.isoformat(),
        "archived_at": refunded.isoformat(),
        "status": "closed",
    }
