"""The buildings, homes and residents of an estate that does not exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from db.sample.names import person_name
from db.sample.papers import id_number, phone

_UNITS = 2
_DOORS = 4
_VILLA_SHARE = 50  # one villa for so many homes
_FIRST_VILLA_ROW = 81
_VILLAS_IN_A_ROW = 20
_STATES = {
    "lived_in": 62,
    "let": 8,
    "vacant": 9,
    "handed_over": 10,
    "not_handed_over": 7,
    "unsold": 4,
}
LIVED_IN = frozenset({"lived_in", "let"})
WITH_OWNER = frozenset({*LIVED_IN, "vacant", "handed_over"})


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody of the people sheet, by the number the ledger gave."""

    id: int
    name: str
    phone: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Home:
    """A room by the number the ledger gave, and who belongs to it: the owner comes first."""

    id: int
    code: str
    state: str
    residents: tuple[Resident, ...]

    @property
    def owner(self) -> Resident:
        return self.residents[0]


def rooms(households: int, chance: Random) -> Iterator[dict[str, object]]:
    """Towers of two units with four doors a floor, and villas without a unit for a few."""
    villas = households // _VILLA_SHARE
    floors = min(18, max(3, households // 40))
    for place in range(households - villas):
        block, door = divmod(place, _UNITS * floors * _DOORS)
        unit, rest = divmod(door, floors * _DOORS)
        floor, side = divmod(rest, _DOORS)
        yield {
            "building": str(block + 1),
            "unit_no": str(unit + 1),
            "floor": floor + 1,
            "room_no": f"{floor + 1}{side + 1:02d}",
            "area": f"{chance.choice((68.52, 76.3, 88.56, 96.18, 112.4, 128.75)):.2f}",
            "fee_rate": "2.35",
            **_state(chance),
        }
    for place in range(villas):
        row, house = divmod(place, _VILLAS_IN_A_ROW)
        yield {
            "building": str(_FIRST_VILLA_ROW + row),
            "room_no": str(house + 1),
            "area": f"{chance.randrange(22000, 36000) / 100:.2f}",
            "fee_rate": "3.80",
            **_state(chance),
        }


def _state(chance: Random) -> dict[str, object]:
    state = chance.choices(list(_STATES), list(_STATES.values()))[0]
    since = date(2019, 1, 1) + timedelta(days=chance.randrange(1200))
    return {"state": state, "fee_start": since.isoformat() if state in WITH_OWNER else None}


def household(state: str, chance: Random) -> list[dict[str, object]]:
    """The people of one home: nobody before it is sold, a tenant too where it is let."""
    if state == "unsold":
        return []
    more = chance.choices((0, 1, 2), (45, 40, 15))[0] if state in LIVED_IN else 0
    return [_person(chance) for _ in range(1 + max(more, state == "let"))]


def _person(chance: Random) -> dict[str, object]:
    return {
        "name": person_name(chance),
        "kind": "person",
        "phone": phone(chance),
        "id_type": "id_card",
        "id_number": id_number(chance),
    }


def occupancies(home: Home, since: object) -> Iterator[dict[str, object]]:
    """How each of a home's people belongs to it."""
    others = "tenant" if home.state == "let" else "family"
    for place, resident in enumerate(home.residents):
        yield {
            "room_id": home.id,
            "person_id": resident.id,
            "role": "owner" if place == 0 else others,
            "from_on": since,
            "is_payer": place == 0,
            "is_main_contact": place == 0,
        }
