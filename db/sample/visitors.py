"""A year at the gate: friends and deliveries, decorators every morning, somebody still inside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from db.sample.days import Stretch, at, written
from db.sample.estate import LIVED_IN, Home
from db.sample.names import firm_name, person_name
from db.sample.office import Staff
from db.sample.papers import id_number, phone, plate

_A_DAY_PER_HOME = 0.137
_REGULARS_PER_HOME = 1.2
_STILL_OPEN = 6  # so many of the last parties are waiting or inside, whatever the hour
_RUSH = (
    (510, 570, 20),
    (570, 720, 24),
    (720, 900, 18),
    (900, 1050, 14),
    (1050, 1140, 20),
    (1140, 1290, 4),
)
_GATE_CLOSES = 23 * 60 + 30


@dataclass(frozen=True, slots=True)
class Habit:
    """What visitors of a type have in common; stay in minutes."""

    weight: int
    shortest: int
    longest: int
    purposes: tuple[str, ...]
    trade: str = ""
    drives: float = 0.1


_HABITS = {
    "friend": Habit(30, 40, 260, ("探亲访友", "吃饭", "送东西", "接孩子")),
    "courier": Habit(14, 4, 20, ("送快递", "送外卖")),
    "delivery": Habit(12, 15, 70, ("送家具", "送家电", "送建材", "送水"), "搬运", 0.7),
    "decorator": Habit(16, 240, 540, ("装修施工", "测量", "送装修材料"), "装饰", 0.3),
    "housekeeping": Habit(10, 90, 240, ("家政保洁", "照看老人", "做饭")),
    "repair": Habit(8, 20, 120, ("修空调", "修门锁", "修水管", "装宽带"), "维修", 0.4),
    "viewing": Habit(5, 15, 60, ("看房",), "", 0.3),
    "official": Habit(2, 15, 90, ("到管理处办事", "安全检查", "抄表"), "", 0.3),
    "other": Habit(3, 10, 60, ("发通知", "找人"), "", 0.2),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody the gate knows: always the same papers, mostly the same home."""

    name: str
    kind: str
    org: str | None
    phone: str | None
    id_type: str
    id_number: str | None
    plate: str | None
    home: Home


@dataclass(frozen=True, slots=True)
class Visit:
    """One party on its way through the estate."""

    who: Visitor
    home: Home
    arrived: datetime
    admitted: datetime | None
    left: datetime | None
    status: str


def visits(
    homes: Sequence[Home], staff: Staff, span: Stretch, chance: Random
) -> list[dict[str, object]]:
    """All lines of the register, in the order the parties came."""
    lived_in = [home for home in homes if home.state in LIVED_IN] or list(homes)
    regulars = [_visitor(chance, lived_in) for _ in range(int(len(homes) * _REGULARS_PER_HOME) + 5)]
    come: list[Visit] = []
    for day in span.days():
        for arrived in _arrivals(day, len(homes), chance):
            if span.has(arrived):
                who = (
                    chance.choice(regulars) if chance.random() < 0.8 else _visitor(chance, lived_in)
                )
                home = who.home if chance.random() < 0.85 else chance.choice(lived_in)
                come.append(_visit(who, home, arrived, span, chance))
    kept_open = [_still_there(visit, place) for place, visit in enumerate(come[-_STILL_OPEN:])]
    come[-_STILL_OPEN:] = kept_open
    return [_line(visit, staff, chance) for visit in come]


def _arrivals(day: date, homes: int, chance: Random) -> Iterator[datetime]:
    weekend = 1.25 if day.isoweekday() > 5 else 0.92
    wanted = homes * _A_DAY_PER_HOME * weekend * chance.uniform(0.82, 1.18)
    count = int(wanted) + (chance.random() < wanted % 1)
    hours = chance.choices(_RUSH, [share for _, _, share in _RUSH], k=count)
    yield from (at(day, minute) for minute in sorted(chance.randrange(a, b) for a, b, _ in hours))


def _visitor(chance: Random, homes: Sequence[Home]) -> Visitor:
    kind = chance.choices(list(_HABITS), [habit.weight for habit in _HABITS.values()])[0]
    habit = _HABITS[kind]
    shows = chance.choices(("id_card", "driving_licence", "not_shown"), (80, 6, 14))[0]
    org = firm_name(chance, habit.trade) if habit.trade or kind == "official" else None
    return Visitor(
        name=person_name(chance),
        kind=kind,
        org=org,
        phone=phone(chance) if chance.random() < 0.9 else None,
        id_type=shows,
        id_number=None if shows == "not_shown" else id_number(chance),
        plate=plate(chance) if chance.random() < habit.drives else None,
        home=chance.choice(homes),
    )


def _visit(who: Visitor, home: Home, arrived: datetime, span: Stretch, chance: Random) -> Visit:
    wait = min(int(chance.expovariate(0.35)) + 1, 16)
    if chance.random() < 0.006:
        turned = arrived + timedelta(minutes=wait)
        return Visit(who, home, arrived, None, turned, "refused" if span.has(turned) else "waiting")
    admitted = arrived + timedelta(minutes=wait)
    if not span.has(admitted):
        return Visit(who, home, arrived, None, None, "waiting")
    habit = _HABITS[who.kind]
    stay = chance.randint(habit.shortest, habit.longest)
    left = min(admitted + timedelta(minutes=stay), at(arrived.date(), _GATE_CLOSES))
    if not span.has(left):
        return Visit(who, home, arrived, admitted, None, "inside")
    if chance.random() < 0.008 and left.date() < span.today:
        return Visit(who, home, arrived, admitted, None, "left_unrecorded")
    return Visit(who, home, arrived, admitted, left, "left")


def _still_there(visit: Visit, place: int) -> Visit:
    """The last parties: the very last two have just come, those before are in the estate."""
    if place >= _STILL_OPEN - 2 or visit.admitted is None:
        return replace(visit, admitted=None, left=None, status="waiting")
    return replace(visit, left=None, status="inside")


def _line(visit: Visit, staff: Staff, chance: Random) -> dict[str, object]:
    who = visit.who
    purpose = chance.choice(_HABITS[who.kind].purposes)
    to_the_office = who.kind == "official"
    at_gate = chance.random() < 0.65
    return {
        "desk": "east_gate" if at_gate else "front_desk",
        "arrived_at": written(visit.arrived),
        "admitted_at": written(visit.admitted),
        "visitor_name": who.name,
        "party_size": chance.choices((1, 2, 3, 4), (74, 17, 6, 3))[0],
        "visitor_type": who.kind,
        "visitor_org": who.org,
        "phone": who.phone,
        "id_type": who.id_type,
        "id_number": who.id_number,
        "plate_no": who.plate,
        "room_id": None if to_the_office else visit.home.id,
        "host_id": None if to_the_office or not visit.home.residents else visit.home.owner.id,
        "host_confirm": "not_needed"
        if to_the_office
        else chance.choice(("phoned", "phoned", "intercom", "fetched")),
        "purpose": purpose,
        "left_at": written(visit.left) if visit.status != "waiting" else None,
        "status": visit.status,
        "handled_by": staff["gate"] if at_gate else staff["front_desk"],
    }
