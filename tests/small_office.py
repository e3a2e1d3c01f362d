"""The office that tests start from: four users, six rooms, nothing else."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from db.actor import Actor
from db.edits import Insert
from db.ledger import Ledger
from db.settings import Settings
from db.users import Users
from registers.book import Book
from tests.server import PASSWORD

ESTATE = "样例花园"
ROOMS = ("1-1-101", "1-1-102", "1-2-301", "2-1-801", "3-1-502", "3-2-1502")
USERS = {
    "clerk": ("front_desk", "林小满"),
    "clerk2": ("front_desk", "周样例"),
    "supervisor": ("supervisor", "何领班"),
    "admin": ("admin", "管理员"),
}


@dataclass(frozen=True)
class SmallOffice:
    """A closed workspace and the people who work in it; tests work on copies."""

    workspace: Path
    actors: dict[str, Actor]

    def copy(self, folder: Path) -> Path:
        return Path(shutil.copytree(self.workspace, folder / "workspace"))


def build(workspace: Path, book: Book) -> SmallOffice:
    workspace.mkdir(parents=True)
    ledger = Ledger.open(workspace / "ledger.db", book)
    try:
        Settings(ledger).set("estate_name", ESTATE)
        actors = {name: employ(Users(ledger), name) for name in USERS}
        rooms = [Insert(n, "rooms", room(code)) for n, code in enumerate(ROOMS)]
        for result in ledger.apply(rooms, actors["admin"], client="small-office"):
            assert result.ok, result.error
    finally:
        ledger.close()
    return SmallOffice(workspace, actors)


def employ(users: Users, name: str) -> Actor:
    role, shown_name = USERS[name]
    return users.create(name, PASSWORD, role, name=shown_name).actor


def room(code: str) -> dict[str, object]:
    building, unit, door = code.split("-")
    return {"building": building, "unit_no": unit, "room_no": door, "area": "89.5"}
