"""What changed: told to listeners after every commit, and read from the audit by programs."""

import logging
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from db.audit import CELL_OPS

log = logging.getLogger(__name__)

_OPS = ", ".join(f"'{op}'" for op in CELL_OPS)
_SINCE = f"""
    SELECT seq, at, sheet, row, op, field, client, name FROM _audit
    WHERE seq > ? AND op IN ({_OPS}) ORDER BY seq LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One audited change of one row. `field` is None where the whole row is meant."""

    seq: int
    at: str
    sheet: str
    row: int
    op: str
    field: str | None
    client: str
    actor: str


Listener = Callable[[list[Change]], None]


class Feed:
    """The listeners. They are called on the writer's thread and must be quick."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Adds a listener and returns what takes it away again."""
        with self._lock:
            self._listeners = [*self._listeners, listener]

        def leave() -> None:
            with self._lock:
                self._listeners = [one for one in self._listeners if one is not listener]

        return leave

    def tell(self, changes: list[Change]) -> None:
        if not changes:
            return
        for listener in self._listeners:
            try:
                listener(changes)
            except Exception:
                log.exception("a listener of the change feed failed")


class FieldNames:
    """The audit knows fields by their stable id; everybody else by the key of today."""

    def __init__(self, names: Mapping[tuple[str, str], str]) -> None:
        self._names = names

    def key(self, sheet: str, field_id: str | None) -> str | None:
        return None if field_id is None else self._names.get((sheet, field_id), field_id)


def changes_since(
    connection: sqlite3.Connection, after: int, limit: int, names: FieldNames
) -> list[Change]:
    return [
        Change(seq, at, sheet, row, op, names.key(sheet, field), client, actor)
        for seq, at, sheet, row, op, field, client, actor in connection.execute(
            _SINCE, (after, limit)
        )
    ]
