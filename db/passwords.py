"""Passwords: hashed slowly, compared slowly, and never more than two at once."""

from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from db.edits import Refusal

SHORTEST = 8
LONGEST = 128
_AT_ONCE = 2  # each takes 19 MiB: a flood of log-ins must not take the machine's memory


class Passwords:
    """argon2id with 19 MiB and two passes, about 35 ms."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._turns = BoundedSemaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        if not SHORTEST <= len(password) <= LONGEST:
            raise Refusal("password_length", "password", min=SHORTEST, max=LONGEST)
        with self._turns:
            return self._hasher.hash(password)

    def fits(self, hashed: str | None, password: str) -> bool:
        """Takes as long for a name nobody has as for a wrong password."""
        with self._turns:
            try:
                self._hasher.verify(hashed or self._nobodys, password[:LONGEST])
            except (VerificationError, InvalidHashError):
                return False
        return hashed is not None

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("the password of nobody")
