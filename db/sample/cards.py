"""A year at the card desk: new cards, lost cards, returned cards; two jobs unfinished today."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from db.sample.days import Stretch, at, is_workday, written
from db.sample.estate import WITH_OWNER, Home
from db.sample.office import Staff

_A_YEAR_PER_HOME = 0.35
_UNFINISHED = 2
_FIRST_CARD = 100_001

# kind, weight, fee
_KINDS = (
    ("new", 52, "0.00"),
    ("replace_lost", 20, "20.00"),
    ("replace_damaged", 8, "20.00"),
    ("block", 8, "0.00"),
    ("return", 7, "0.00"),
    ("cancel", 3, "0.00"),
    ("unblock", 2, "0.00"),
)
_MAKES_A_CARD = ("new", "replace_lost", "replace_damaged")


def jobs(
    homes: Sequence[Home], staff: Staff, span: Stretch, chance: Random
) -> list[dict[str, object]]:
    """All lines of the card business, in the order they were accepted."""
    owned = [home for home in homes if home.state in WITH_OWNER]
    open_days = [day for day in span.days() if is_workday(day) and day < span.today]
    wanted = round(len(homes) * _A_YEAR_PER_HOME * span.length / 365)
    started = sorted(
        at(chance.choice(open_days), chance.randrange(545, 1020))
        for _ in range(max(wanted - _UNFINISHED, 0) if open_days else 0)
    )
    started += [span.now - timedelta(minutes=minutes) for minutes in (14, 6)]
    return [
        _line(chance.choice(owned), moment, place, staff, span, chance)
        for place, moment in enumerate(started)
    ]


def _line(
    home: Home, moment: datetime, place: int, staff: Staff, span: Stretch, chance: Random
) -> dict[str, object]:
    kind, _, fee = chance.choices(_KINDS, [weight for _, weight, _ in _KINDS])[0]
    holder = chance.choice(home.residents)
    makes_card = kind in _MAKES_A_CARD
    line: dict[str, object] = {
        "started_at": written(moment),
        "kind": kind,
        "card_type": "owner"
        if holder == home.owner
        else ("tenant" if home.state == "let" else "family"),
        "old_card": None if kind == "new" else str(chance.randrange(50_000, _FIRST_CARD)),
        "new_card_no": str(_FIRST_CARD + place) if makes_card else None,
        "room_id": home.id,
        "holder": holder.name,
        "id_number": holder.id_number,
        "fee": fee,
        "receipt_no": f"PJ{place + 1:06d}" if fee != "0.00" else None,
        "misprints": int(makes_card and chance.random() < 0.03),
        "return_reusable": chance.random() < 0.6 if kind in ("return", "cancel") else None,
        "handled_by": staff["cards"],
        "status": "accepted",
    }
    finished = moment + timedelta(minutes=min(4 + int(chance.expovariate(0.16)), 26))
    if not span.has(finished) or span.now - moment < timedelta(minutes=15):
        return line
    if not makes_card:
        return {**line, "finished_at": written(finished), "status": "done"}
    return {
        **line,
        "checked_by": staff["supervisor"] if chance.random() < 0.2 else staff["cards"],
        "finished_at": written(finished),
        "delivered_to": holder.name,
        "archived_at": written(finished + timedelta(minutes=chance.randrange(2, 10))),
        "status": "archived",
    }
