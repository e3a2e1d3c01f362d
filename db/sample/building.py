"""Putting the sample office together, in the order one thing needs another."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from db.office import Office
from db.sample import (
    cards,
    complaints,
    custody,
    estate,
    followups,
    handed_in,
    keys,
    mistakes,
    renovations,
    sites,
    stock_taking,
    supplies,
    visitors,
)
from db.sample.days import Stretch
from db.sample.estate import Home, Resident
from db.sample.filling import Filling, Progress, unwatched
from db.sample.office import CLERKS, DEPARTMENTS, Staff

ESTATE_NAME = "示例花园"
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_PASSWORD_LENGTH = 10
_FIXED_ROWS_PER_HOME = 6.2
_ROWS_PER_HOME_AND_DAY = 0.149
_WRITTEN_TWICE = 0.006

Logins = list[tuple[str, str, str]]


def build(
    office: Office,
    households: int = 2000,
    months: int = 12,
    seed: int = 1,
    progress: Progress = unwatched,
) -> Logins:
    """Fills an empty office up to this minute and returns its users: name, password, post.

    The rows depend on nothing but the numbers given and the ledger's clock; the passwords are
    new every time. Every value keeps the rules of the registers.
    """
    span = Stretch.ending(office.ledger.clock(), months)
    days = households * _ROWS_PER_HOME_AND_DAY * span.length
    expected = int(households * _FIXED_ROWS_PER_HOME + days) + 1
    making = _Making(Filling(office.ledger, expected, progress), span, households, seed)
    office.settings.set("estate_name", ESTATE_NAME)
    staff = making.staff(making.departments())
    homes = making.homes()
    making.registers(homes, staff)
    logins = _accounts(office)
    making.filling.finish()
    return logins


def _accounts(office: Office) -> Logins:
    """Last of all: an office left half-made has no account whose password nobody was shown."""
    logins = [
        (
            clerk.user,
            "".join(secrets.choice(_ALPHABET) for _ in range(_PASSWORD_LENGTH)),
            clerk.post,
        )
        for clerk in CLERKS
    ]
    for clerk, (user, password, post) in zip(CLERKS, logins, strict=True):
        office.users.create(user, password, post, name=clerk.name)
    return logins


@dataclass(frozen=True, slots=True)
class _Making:
    """Draws each sheet's rows from a chance of its own, so that one never shifts another."""

    filling: Filling
    span: Stretch
    households: int
    seed: int

    def chance(self, subject: str) -> Random:
        return Random(f"{self.seed}/{subject}")

    def departments(self) -> dict[str, int]:
        rows: list[dict[str, object]] = [{"name": name, "kind": kind} for name, kind in DEPARTMENTS]
        return dict(
            zip((name for name, _ in DEPARTMENTS), self.filling.fill("depts", rows), strict=True)
        )

    def staff(self, departments: dict[str, int]) -> Staff:
        rows: list[dict[str, object]] = [
            {
                "login": clerk.user,
                "name": clerk.name,
                "post": clerk.post,
                "dept_id": departments[clerk.dept],
                "active": True,
            }
            for clerk in CLERKS
        ]
        numbers = self.filling.fill("staff", rows)
        posts = (clerk.post for clerk in CLERKS)
        return Staff(dict(zip(posts, numbers, strict=True)), departments)

    def homes(self) -> list[Home]:
        """Rooms, the people in them, and since when they have been there."""
        rooms = list(estate.rooms(self.households, self.chance("rooms")))
        numbers = self.filling.fill("rooms", rooms)
        chance = self.chance("people")
        households = [estate.household(str(room["state"]), chance) for room in rooms]
        residents = self._residents(households)
        homes = [
            Home(number, _code(room), str(room["state"]), tuple(islice(residents, len(people))))
            for number, room, people in zip(numbers, rooms, households, strict=True)
        ]
        since = [room["fee_start"] for room in rooms]
        pairs = zip(homes, since, strict=True)
        self.filling.fill(
            "occupancies", (row for home, day in pairs for row in estate.occupancies(home, day))
        )
        return homes

    def _residents(self, households: Sequence[Sequence[dict[str, object]]]) -> Iterator[Resident]:
        people = [person for household in households for person in household]
        numbers = self.filling.fill("people", people)
        for number, person in zip(numbers, people, strict=True):
            yield Resident(
                number, str(person["name"]), str(person["phone"]), str(person["id_number"])
            )

    def registers(self, homes: Sequence[Home], staff: Staff) -> None:
        visits = visitors.visits(homes, staff, self.span, self.chance("visitors"))
        self._with_mistakes("visitors", visits, "left")
        self._complaints(homes, staff)
        self._renovations(homes, staff)
        self._cards(homes, staff)
        self._keys(homes, staff)
        self._supplies(staff)
        reports = self.filling.ledger.book.sheet("report_log").field("report").choices
        lines = handed_in.reports(reports, staff, self.span, self.chance("reports"))
        self.filling.fill("report_log", lines)

    def _with_mistakes(
        self, sheet: str, rows: Iterable[dict[str, object]], state: str
    ) -> list[int]:
        """Fills in the rows, of which a few were written twice; the ids of those that are kept."""
        chance = self.chance(f"mistakes in {sheet}")
        written = mistakes.twice(rows, state, _WRITTEN_TWICE, chance)
        ids = self.filling.fill(sheet, written.rows)
        self.filling.void(sheet, written.voids(ids, chance))
        return list(written.kept(ids))

    def _complaints(self, homes: Sequence[Home], staff: Staff) -> None:
        rows = complaints.complaints(homes, staff, self.span, self.chance("complaints"))
        numbered = list(zip(self._with_mistakes("complaints", rows, "closed"), rows, strict=True))
        chance = self.chance("followups")
        lines = followups.followups(numbered, staff, self.span, chance)
        self.filling.fill("complaint_followups", lines)

    def _renovations(self, homes: Sequence[Home], staff: Staff) -> None:
        fill, span = self.filling.fill, self.span
        filed = renovations.renovations(homes, staff, span, self.chance("renovations"))
        numbers = fill("renovations", (each.row for each in filed))
        under_way = [
            sites.Site(number, each.plan, each.row)
            for number, each in zip(numbers, filed, strict=True)
        ]
        chance = self.chance("sites")
        fill("renovation_events", sites.events(under_way, staff, span, chance))
        fill("renovation_inspections", sites.inspections(under_way, staff, span, chance))
        fill("renovation_money", sites.money(under_way, staff, chance))

    def _cards(self, homes: Sequence[Home], staff: Staff) -> None:
        fill, span = self.filling.fill, self.span
        desk = cards.desk(homes, staff, span, self.chance("cards"))
        numbers = fill("ic_cards", desk.card_lines(span))
        rows = [cards.with_old_card(job, numbers) for job in desk.jobs]
        numbered = list(zip(fill("ic_business", rows), rows, strict=True))
        fill("ic_stock", cards.blanks(numbered, span))

    def _keys(self, homes: Sequence[Home], staff: Staff) -> None:
        chance = self.chance("keys")
        cabinet = list(keys.cabinet(homes, chance))
        numbers = self.filling.fill("keys", cabinet)
        held = [
            keys.Key(number, key.get("room_id"), str(key["key_class"]))
            for number, key in zip(numbers, cabinet, strict=True)
        ]
        slips = custody.custody(held, staff, self.span, self.chance("custody"))
        self.filling.fill("key_custody", slips)
        loans = keys.loans(held, len(homes), staff, self.span, chance)
        self._with_mistakes("key_loans", loans, "returned")
        chance = self.chance("key counts")
        counts = custody.counts(held, slips, loans, staff, self.span, chance)
        self.filling.fill("key_counts", counts)

    def _supplies(self, staff: Staff) -> None:
        chance = self.chance("supplies")
        items = supplies.items(self.households, staff, chance)
        numbers = self.filling.fill("supply_items", items)
        shelves = [
            supplies.shelf(number, item, place)
            for place, (number, item) in enumerate(zip(numbers, items, strict=True))
        ]
        moves = supplies.moves(shelves, self.households, staff, self.span, chance)
        counts, differences = stock_taking.counts(moves, staff, self.span, self.chance("counts"))
        self.filling.fill("supply_moves", [*moves, *differences])
        self.filling.fill("supply_counts", counts)


def _code(room: dict[str, object]) -> str:
    return "-".join(str(room[key]) for key in ("building", "unit_no", "room_no") if key in room)
