"""The card file, a year at the card desk, and the blanks it used; two jobs unfinished today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from db.sample.days import Stretch, at, is_workday, read, written
from db.sample.estate import WITH_OWNER, Home, Resident
from db.sample.office import Staff

_A_YEAR_PER_HOME = 0.35
_UNFINISHED = 2
_FIRST_OLD_CARD = 50_001
_FIRST_CARD = 100_001
_BLANKS_AT_FIRST = 300
_BLANKS_BOUGHT = 200
_FEW_BLANKS = 40

# kind, weight, fee, what becomes of the old card
_KINDS = (
    ("new", 52, "0.00", ""),
    ("replace_lost", 20, "20.00", "cancelled"),
    ("replace_damaged", 8, "20.00", "cancelled"),
    ("block", 8, "0.00", "lost"),
    ("return", 7, "0.00", "returned"),
    ("cancel", 3, "0.00", "cancelled"),
)
_MAKES_A_CARD = ("new", "replace_lost", "replace_damaged")

Line = dict[str, object]


@dataclass(slots=True)
class Card:
    """A card of the file while the year is played through; `status` is how it stands by then."""

    number: str
    home: Home
    holder: Resident
    since: date
    status: str = "active"
    ended: date | None = None

    @property
    def card_type(self) -> str:
        if self.holder == self.home.owner:
            return "owner"
        return "tenant" if self.home.state == "let" else "family"

    def line(self, span: Stretch) -> Line:
        relation = "self" if self.card_type == "owner" else None
        until = date(span.today.year + 1, 6, 30) if self.card_type == "tenant" else None
        return {
            "card_no": self.number,
            "card_type": self.card_type,
            "room_id": self.home.id,
            "holder": self.holder.name,
            "relation": "tenant" if self.card_type == "tenant" else relation,
            "id_number": self.holder.id_number,
            "phone": self.holder.phone,
            "valid_from": self.since.isoformat(),
            "issued_on": self.since.isoformat(),
            "ended_on": self.ended.isoformat() if self.ended else None,
            "valid_to": until.isoformat() if until else None,
            "status": self.status,
        }


@dataclass(slots=True)
class Desk:
    """The card desk: the file it keeps and the jobs it does, each naming its old card by place."""

    cards: list[Card]
    jobs: list[Line] = field(default_factory=list)

    def card_lines(self, span: Stretch) -> Iterator[Line]:
        return (card.line(span) for card in self.cards)


def desk(homes: Sequence[Home], staff: Staff, span: Stretch, chance: Random) -> Desk:
    """The card file as it is by now, and all lines of the card business in their order."""
    owned = [home for home in homes if home.state in WITH_OWNER]
    before = span.first - timedelta(days=400)
    there = [
        Card(str(_FIRST_OLD_CARD + place), home, resident, before)
        for place, (home, resident) in enumerate(
            (home, resident) for home in owned for resident in home.residents
        )
    ]
    made = Desk(there)
    open_days = [day for day in span.days() if is_workday(day) and day < span.today]
    wanted = round(len(homes) * _A_YEAR_PER_HOME * span.length / 365)
    started = sorted(
        at(chance.choice(open_days), chance.randrange(545, 1020))
        for _ in range(max(wanted - _UNFINISHED, 0) if open_days else 0)
    )
    started += [span.now - timedelta(minutes=minutes) for minutes in (14, 6)]
    for place, moment in enumerate(started):
        _job(made, moment, place, staff, span, chance)
    return made


def _job(
    made: Desk, moment: datetime, place: int, staff: Staff, span: Stretch, chance: Random
) -> None:
    kind, _, fee, becomes = chance.choices(_KINDS, [weight for _, weight, _, _ in _KINDS])[0]
    which = chance.randrange(len(made.cards))
    card = made.cards[which]
    if card.status != "active":
        kind, fee, becomes = "new", "0.00", ""
    makes_card = kind in _MAKES_A_CARD
    line: Line = {
        "started_at": written(moment),
        "kind": kind,
        "card_type": card.card_type,
        "old_card": None if kind == "new" else which,
        "new_card_no": str(_FIRST_CARD + place) if makes_card else None,
        "room_id": card.home.id,
        "holder": card.holder.name,
        "id_number": card.holder.id_number,
        "fee": fee,
        "receipt_no": f"PJ{place + 1:06d}" if fee != "0.00" else None,
        "misprints": int(makes_card and chance.random() < 0.03),
        "return_reusable": chance.random() < 0.6 if kind in ("return", "cancel") else None,
        "handled_by": staff["cards"],
        "status": "accepted",
    }
    finished = moment + timedelta(minutes=min(4 + int(chance.expovariate(0.16)), 26))
    if span.has(finished) and span.now - moment >= timedelta(minutes=15):
        line |= _finished(finished, makes_card, card, staff, chance)
        if becomes:
            card.status = becomes
            card.ended = None if becomes == "lost" else finished.date()
        if makes_card:
            number = str(line["new_card_no"])
            made.cards.append(Card(number, card.home, card.holder, finished.date()))
    made.jobs.append(line)


def _finished(
    finished: datetime, makes_card: bool, card: Card, staff: Staff, chance: Random
) -> Line:
    if not makes_card:
        return {"finished_at": written(finished), "status": "done"}
    return {
        "checked_by": staff["supervisor"] if chance.random() < 0.2 else staff["cards"],
        "finished_at": written(finished),
        "delivered_to": card.holder.name,
        "archived_at": written(finished + timedelta(minutes=chance.randrange(2, 10))),
        "status": "archived",
    }


def with_old_card(job: Line, numbers: Sequence[int]) -> Line:
    """The job with its old card by the number the ledger gave to that place of the file."""
    place = job["old_card"]
    return job if place is None else {**job, "old_card": numbers[int(str(place))]}


def blanks(jobs: Sequence[tuple[int, Line]], span: Stretch) -> Iterator[Line]:
    """The stock of blanks by day: bought before it runs out, used and spoilt by the jobs."""

    def line(day: object, kind: str, qty: int, **more: object) -> Line:
        return {"move_date": str(day)[:10], "kind": kind, "card_type": "thin", "qty": qty, **more}

    left = _BLANKS_AT_FIRST
    yield line(span.first, "purchase", left, unit_price="4.50")
    done = [(read(job["finished_at"]), number, job) for number, job in jobs if "finished_at" in job]
    for moment, number, job in sorted(done, key=lambda each: each[:2]):
        day = moment.date()
        if left < _FEW_BLANKS:
            left += _BLANKS_BOUGHT
            yield line(day, "purchase", _BLANKS_BOUGHT, unit_price="4.50")
        if job["kind"] in _MAKES_A_CARD:
            left -= 1
            yield line(day, "made", 1, business_id=number)
            for _ in range(int(str(job["misprints"]))):
                left -= 1
                yield line(day, "scrap_blank", 1, business_id=number, reason="重打")
        elif job["return_reusable"]:
            left += 1
            yield line(day, "returned", 1, business_id=number)
