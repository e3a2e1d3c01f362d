"""The key cabinet and a year of lending from it; a few sets are out right now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from db.sample.days import Stretch, at, is_workday, written
from db.sample.estate import Home
from db.sample.names import firm_name, person_name
from db.sample.office import Staff
from db.sample.papers import id_number, phone

_LOANS_A_DAY_PER_HOME = 0.0070
_KEYS_PER_HOME = 0.15
_OVERNIGHT_SHARE = 0.02
_OUT_NOW = 5
_PLACES = (
    "天台",
    "配电房",
    "水泵房",
    "消防控制室",
    "电梯机房",
    "地下车库",
    "会所",
    "垃圾房",
    "监控室",
    "会议室",
)
_CLOSING = 17 * 60 + 30

# borrower type, weight, organisation, purposes
_BORROWERS = (
    ("engineering", 34, "工程部", ("设备巡检", "维修漏水", "更换灯具")),
    ("sales", 18, "售楼部", ("带客看房",)),
    ("contractor", 16, "", ("装修放线", "验房整改")),
    ("cleaning", 12, "保洁", ("空置房保洁", "公共区域清洁")),
    ("staff", 10, "客服部", ("空置房巡查", "抄水电表")),
    ("agent", 6, "", ("带客看房",)),
    ("owner", 4, None, ("取物品", "量尺寸")),
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key by the number the ledger gave; a room key knows its room."""

    id: int
    room: object
    key_class: str


def cabinet(homes: Sequence[Home], chance: Random) -> Iterator[dict[str, object]]:
    """Keys of homes not taken over or left in custody, then those of public places."""
    wanted = max(6, round(len(homes) * _KEYS_PER_HOME))
    empty = [home for home in homes if home.state in ("unsold", "not_handed_over")]
    owned = [home for home in homes if home.state in ("vacant", "handed_over")]
    chosen = [(home, "vacant") for home in empty] + [(home, "custody") for home in owned]
    for place, (home, key_class) in enumerate(chosen[:wanted]):
        in_custody = key_class == "custody"
        yield {
            "key_no": f"A-{home.code}",
            "key_class": key_class,
            "room_id": home.id,
            "pieces": chance.choice((1, 2, 3)),
            "cabinet_pos": _position(place),
            "source": "owner" if in_custody else "developer",
            "consent": chance.choice(("each_time", "standing")) if in_custody else None,
            "agreement_no": f"TG-{place + 1:04d}" if in_custody else None,
        }
    for place in range(max(4, wanted // 6)):
        name = _PLACES[place % len(_PLACES)]
        is_plant = name.endswith(("房", "室"))
        yield {
            "key_no": f"G-{place + 1:03d}",
            "key_class": "plant" if is_plant else "public",
            "area": f"{place // len(_PLACES) + 1}号{name}",
            "pieces": 1,
            "cabinet_pos": _position(len(chosen[:wanted]) + place),
            "source": "developer",
        }


def _position(place: int) -> str:
    """Drawer and hook: thirty hooks a drawer."""
    return f"{place // 30 + 1}-{place % 30 + 1:02d}"


def loans(
    keys: Sequence[Key], homes: int, staff: Staff, span: Stretch, chance: Random
) -> list[dict[str, object]]:
    """All lines of the loan book, in the order the keys went out; nothing is lent twice at once."""
    lines: list[dict[str, object]] = []
    still_out: set[int] = set()
    for day in span.days():
        wanted = homes * _LOANS_A_DAY_PER_HOME * (1.0 if is_workday(day) else 0.1)
        count = min(int(wanted) + (chance.random() < wanted % 1), len(keys) - len(still_out))
        free = [key for key in keys if key.id not in still_out]
        lent = sorted(
            ((at(day, chance.randrange(540, 1000)), key) for key in chance.sample(free, count)),
            key=lambda pair: (pair[0], pair[1].id),
        )
        stays_out: set[int] = set()
        for moment, key in lent:
            if span.has(moment):
                overnight = day < span.today and chance.random() < _OVERNIGHT_SHARE
                stays_out |= {key.id} if overnight else set()
                lines.append(_loan(key, moment, overnight, staff, span, chance))
        still_out = stays_out
    lines += _out_now(keys, _used_lately(lines, span), staff, span, chance)
    return sorted(lines, key=lambda line: str(line["lent_at"]))


def _used_lately(lines: Sequence[dict[str, object]], span: Stretch) -> set[object]:
    """Keys that are out, or that went out after the day before yesterday."""
    lately = str(written(span.now - timedelta(days=2)))
    return {
        line["key_id"]
        for line in lines
        if line["status"] == "lent" or str(line["lent_at"]) >= lately
    }


def _out_now(
    keys: Sequence[Key], taken: set[object], staff: Staff, span: Stretch, chance: Random
) -> list[dict[str, object]]:
    """Sets that are with their borrowers now; the first should be back since yesterday."""
    free = [key for key in keys if key.id not in taken][:_OUT_NOW]
    hours = sorted((chance.uniform(0.2, 3.5) for _ in free), reverse=True)
    moments = [span.now - timedelta(hours=hour) for hour in hours]
    if moments:
        moments[0] -= timedelta(days=1)
    return [_lend(key, moment, staff, chance) for key, moment in zip(free, moments, strict=True)]


def _lend(key: Key, moment: datetime, staff: Staff, chance: Random) -> dict[str, object]:
    weights = [weight for _, weight, _, _ in _BORROWERS]
    kind, _, org, purposes = chance.choices(_BORROWERS, weights)[0]
    outsider = kind in ("contractor", "agent")
    authorised = None if key.room is None or kind == "owner" else "owner_phone"
    due = at(moment.date(), _CLOSING)
    return {
        "key_id": key.id,
        "room_id": key.room,
        "sets": 1,
        "borrower_type": kind,
        "borrower": person_name(chance),
        "borrower_org": firm_name(chance) if outsider else org,
        "phone": phone(chance),
        "id_number": id_number(chance) if outsider else None,
        "purpose": chance.choice(purposes),
        "authorised_by": authorised,
        "deposit": "100.00" if outsider else "0.00",
        "started_at": written(moment - timedelta(minutes=chance.randrange(1, 6))),
        "lent_at": written(moment),
        "due_at": written(due if due >= moment else at(moment.date(), 23 * 60 + 59)),
        "lent_by": staff["archive"],
        "status": "lent",
    }


def _loan(
    key: Key, moment: datetime, overnight: bool, staff: Staff, span: Stretch, chance: Random
) -> dict[str, object]:
    line = _lend(key, moment, staff, chance)
    back = _back(moment, overnight, chance)
    if not span.has(back):
        return line
    return {
        **line,
        "returned_at": written(back),
        "sets_returned": 1,
        "returned_by": line["borrower"],
        "condition": "good" if chance.random() < 0.99 else "damaged",
        "received_by": staff["archive"],
        "overdue_reason": "现场工作未完,次日归还"
        if str(written(back)) > str(line["due_at"])
        else None,
        "status": "returned",
    }


def _back(moment: datetime, overnight: bool, chance: Random) -> datetime:
    if overnight:
        following: date = moment.date() + timedelta(days=1)
        return at(following, chance.randrange(500, 538))
    latest = at(moment.date(), _CLOSING)
    return min(moment + timedelta(minutes=chance.randrange(15, 240)), latest)
