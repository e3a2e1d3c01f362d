"""The sample office of a first visit: built in the background, its users shown once."""

import logging
import secrets
import threading
from dataclasses import dataclass, field
from typing import Literal

from starlette.requests import HTTPConnection

from db import sample
from db.office import Office

logger = logging.getLogger("taizhang")

TICKET_COOKIE = "taizhang_setup"


@dataclass(slots=True)
class SampleOffice:
    """How far it is. `ticket` is held by the browser that asked for it, and by no other."""

    households: int = 2000
    months: int = 12
    state: Literal["idle", "running", "done", "failed"] = "idle"
    done: int = 0
    total: int = 0
    stage: str = ""
    ticket: str = ""
    users: list[tuple[str, str, str]] = field(default_factory=list)

    def start(self, office: Office) -> str:
        """Begins building and returns the ticket for watching it."""
        self.state, self.done, self.total, self.users = "running", 0, 0, []
        self.ticket = secrets.token_urlsafe(24)
        threading.Thread(
            target=self._build, args=(office,), name="sample-office", daemon=True
        ).start()
        return self.ticket

    def take_users(self) -> list[tuple[str, str, str]]:
        """The users with their passwords and roles, this once."""
        users, self.users, self.ticket = self.users, [], ""
        return users

    def _build(self, office: Office) -> None:
        try:
            self.users = sample.build(
                office, households=self.households, months=self.months, progress=self._progress
            )
            self.state = "done"
        except Exception:
            logger.exception("the sample office could not be built")
            self.state = "failed"

    def _progress(self, done: int, total: int, stage: str) -> None:
        self.done, self.total, self.stage = done, total, stage


SAMPLE = SampleOffice()


def holds_ticket(connection: HTTPConnection) -> bool:
    shown = connection.cookies.get(TICKET_COOKIE, "")
    return bool(SAMPLE.ticket) and secrets.compare_digest(shown.encode(), SAMPLE.ticket.encode())
