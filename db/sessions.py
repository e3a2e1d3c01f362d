"""Who is logged in: opaque tokens, of which only the hash is kept."""

import hashlib
import secrets
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock

from db.actor import Actor
from db.ledger import Ledger
from db.transaction import Transaction

IDLE_SECONDS = 30 * 60.0
LONGEST_SECONDS = 12 * 3600.0
_TOUCH_SECONDS = 60.0
"""How stale the stored time of last use may be: it only matters after a restart."""

_FIND = """
    SELECT user, opened_at, used_at FROM _sessions WHERE token = ?
"""


@dataclass(slots=True)
class _Session:
    actor: Actor
    opened_at: float
    used_at: float
    stored_at: float

    def is_over(self, now: float) -> bool:
        return now - self.used_at > IDLE_SECONDS or now - self.opened_at > LONGEST_SECONDS


class Sessions:
    """Remembered in memory so that a request costs microseconds; the table survives restarts."""

    def __init__(
        self,
        ledger: Ledger,
        actor_of: Callable[[str], Actor | None],
        seconds: Callable[[], float],
    ) -> None:
        self._ledger = ledger
        self._actor_of = actor_of
        self._seconds = seconds
        self._open: dict[bytes, _Session] = {}
        self._lock = Lock()

    def open(self, actor: Actor) -> str:
        """A new token, known to nobody before."""
        token, now = secrets.token_urlsafe(32), self._seconds()
        hashed = _hash(token)

        def job(transaction: Transaction) -> None:
            connection = transaction.connection
            connection.execute(
                "DELETE FROM _sessions WHERE used_at < ? OR opened_at < ?",
                (now - IDLE_SECONDS - _TOUCH_SECONDS, now - LONGEST_SECONDS),
            )
            connection.execute(
                "INSERT INTO _sessions (token, user, opened_at, used_at) VALUES (?, ?, ?, ?)",
                (hashed, actor.user, now, now),
            )

        self._ledger.write(job).result()
        with self._lock:
            self._open[hashed] = _Session(actor, now, now, now)
        return token

    def actor(self, token: str) -> Actor | None:
        """Whose token it is, while it is good; asking counts as use."""
        hashed, now = _hash(token), self._seconds()
        session = self._open.get(hashed) or self._recall(hashed)
        if session is None:
            return None
        if session.is_over(now):
            self._end(hashed)
            return None
        session.used_at = now
        if now - session.stored_at > _TOUCH_SECONDS:
            session.stored_at = now
            self._ledger.write(_touch(hashed, now))
        return session.actor

    def is_good(self, token: str) -> bool:
        """Whether `actor` would know the token now; this question does not count as use."""
        hashed = _hash(token)
        session = self._open.get(hashed) or self._recall(hashed)
        return session is not None and not session.is_over(self._seconds())

    def close(self, token: str) -> None:
        self._end(_hash(token)).result()

    def end_all_of(self, user: str) -> None:
        with self._lock:
            self._open = {t: s for t, s in self._open.items() if s.actor.user != user}
        self._ledger.write(
            lambda transaction: transaction.connection.execute(
                "DELETE FROM _sessions WHERE user = ?", (user,)
            )
        ).result()

    def refresh(self, actor: Actor) -> None:
        """Open sessions of the user act under the new role, name and language from now on."""
        with self._lock:
            for session in self._open.values():
                if session.actor.user == actor.user:
                    session.actor = actor

    def _recall(self, hashed: bytes) -> _Session | None:
        """A session from before a restart of the program."""
        found = self._ledger.select(_FIND, (hashed,))
        actor = self._actor_of(str(found[0]["user"])) if found else None
        if actor is None:
            return None
        opened_at, used_at = float(found[0]["opened_at"] or 0), float(found[0]["used_at"] or 0)
        session = _Session(actor, opened_at, used_at, used_at)
        with self._lock:
            return self._open.setdefault(hashed, session)

    def _end(self, hashed: bytes) -> "Future[sqlite3.Cursor]":
        with self._lock:
            self._open.pop(hashed, None)
        return self._ledger.write(
            lambda transaction: transaction.connection.execute(
                "DELETE FROM _sessions WHERE token = ?", (hashed,)
            )
        )


def _touch(hashed: bytes, now: float) -> Callable[[Transaction], object]:
    return lambda transaction: transaction.connection.execute(
        "UPDATE _sessions SET used_at = ? WHERE token = ?", (now, hashed)
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
