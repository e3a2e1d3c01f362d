"""Counts failed log-ins and says how long somebody has to wait."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

FAILURES = 5
SHORTEST_SECONDS = 60.0
LONGEST_SECONDS = 900.0
_FORGET_SECONDS = 3_600.0
_MOST_NAMES = 10_000


@dataclass(slots=True)
class _Record:
    failures: int = 0
    locks: int = 0
    locked_until: float = 0.0
    last_failed: float = 0.0


class Lockout:
    """By user and by address: five failures lock for a minute, then twice as long each time."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._records: dict[str, _Record] = {}
        self._lock = Lock()

    def wait(self, *names: str) -> float:
        """Seconds until any of these may try again; 0 when they may now."""
        now = self._seconds()
        with self._lock:
            found = [self._records[name] for name in names if name in self._records]
        return max((record.locked_until - now for record in found), default=0.0)

    def failed(self, *names: str) -> float:
        """Counts one failure for each; returns the seconds of a lock that begins with it, or 0."""
        now = self._seconds()
        with self._lock:
            self._forget(now)
            return max(
                self._count(self._records.setdefault(name, _Record()), now) for name in names
            )

    def succeeded(self, name: str) -> None:
        with self._lock:
            self._records.pop(name, None)

    def _count(self, record: _Record, now: float) -> float:
        record.failures += 1
        record.last_failed = now
        if record.failures < FAILURES:
            return 0.0
        seconds: float = min(SHORTEST_SECONDS * 2**record.locks, LONGEST_SECONDS)
        record.failures, record.locks, record.locked_until = 0, record.locks + 1, now + seconds
        return seconds

    def _forget(self, now: float) -> None:
        """An hour without a failure clears the slate; a flood of made-up names must not grow us."""
        if len(self._records) >= _MOST_NAMES or any(
            now - record.last_failed > _FORGET_SECONDS for record in self._records.values()
        ):
            self._records = {
                name: record
                for name, record in self._records.items()
                if now - record.last_failed <= _FORGET_SECONDS
            }
