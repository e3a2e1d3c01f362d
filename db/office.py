"""One office: its workspace, its registers, its ledger, its users. A process serves one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from db.attachments import Attachments
from db.backup import restore
from db.edits import Refusal
from db.ledger import Ledger
from db.plan import Plan
from db.search_index import Advance
from db.settings import Settings
from db.users import Users
from db.views import Views
from db.workspace import Workspace
from registers.book import Book, load

SHIPPED = Path(__file__).resolve().parents[1] / "schemas"


@dataclass
class Office:
    """`ledger` and what stands on it are replaced together when the registers change."""

    place: Workspace
    clock: Callable[[], datetime]
    ledger: Ledger
    users: Users
    settings: Settings
    attachments: Attachments
    views: Views

    @property
    def workspace(self) -> Path:
        return self.place.folder

    @property
    def book(self) -> Book:
        return self.ledger.book

    def reload_schemas(self) -> Book:
        """Reads the registers anew and migrates the ledger to them; sessions stay open."""
        book = read_book(self.workspace)
        self.ledger.take_up(book)
        return book

    def backup(self) -> Path:
        """A copy of the ledger among the workspace's backups, made while it is in use."""
        return self.ledger.back_up()

    def close(self) -> None:
        self.ledger.close()
        with _lock:
            if _open.get("office") is self:
                del _open["office"]


_open: dict[str, Office] = {}
_lock = Lock()


def read_book(workspace: Path) -> Book:
    """The shipped registers with the workspace's own laid over them."""
    return load(SHIPPED, Workspace(workspace).schemas)


def plan_of(workspace: Path) -> Plan:
    """What opening the office would change in its ledger; changes nothing."""
    return Ledger.planned(Workspace(workspace).ledger, read_book(workspace))


def restore_backup(
    workspace: Path, copy: Path, *, clock: Callable[[], datetime] = datetime.now
) -> Path:
    """Puts a verified copy in the ledger's place; returns where the former one is kept."""
    place = Workspace(workspace)
    place.prepare()
    restore(place.ledger, copy, place.backups, clock())
    return place.backups


def open_office(
    workspace: Path,
    *,
    clock: Callable[[], datetime] = datetime.now,
    advance: Advance | None = None,
    reindex: bool = False,
) -> Office:
    """Opens (or founds) the office of a workspace and makes it the process's current one."""
    place = Workspace(workspace)
    place.prepare()
    ledger = Ledger.open(
        place.ledger, read_book(workspace), clock=clock, advance=advance, reindex=reindex
    )
    office = Office(
        place,
        clock,
        ledger,
        Users(ledger),
        Settings(ledger),
        Attachments(ledger, place.attachments),
        Views(ledger),
    )
    with _lock:
        _open["office"] = office
    return office


def current() -> Office:
    """The office this process has open; `office_closed` before `open_office`."""
    office = _open.get("office")
    if office is None:
        raise Refusal("office_closed")
    return office
