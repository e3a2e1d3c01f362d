"""How the ledger file is opened: one writing connection, and a few that can only read."""

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from db.edits import Refusal
from registers.choices import initials

_CACHE_KIB = 16_000
_BUSY_SECONDS = 10.0
_IDLE_READERS = 8
_STATEMENTS = 512


def open_writer(path: Path) -> sqlite3.Connection:
    """The one connection that may write: WAL, fsync at every commit, erased pages zeroed."""
    return _connect(
        f"{_uri(path)}?mode=rwc",
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "recursive_triggers = ON",
    )


def open_reader(path: Path) -> sqlite3.Connection:
    return _connect(f"{_uri(path)}?mode=ro", "query_only = ON")


class Readers:
    """Read-only connections, lent to whichever thread asks and kept open for the next."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: deque[sqlite3.Connection] = deque()
        self._closed = False

    @contextmanager
    def lend(self) -> Iterator[sqlite3.Connection]:
        """A connection to this caller alone, for a moment."""
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """The same, seeing one state of the ledger throughout; keep it short."""
        with self.lend() as connection:
            connection.execute("BEGIN")
            yield connection

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return open_reader(self._path)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if self._closed or len(self._idle) >= _IDLE_READERS:
            connection.close()
        else:
            self._idle.append(connection)

    def close(self) -> None:
        self._closed = True
        while self._idle:
            self._idle.pop().close()


def _uri(path: Path) -> str:
    return "file:" + quote(str(path.resolve()))


def _pinyin_initials(text: object) -> str | None:
    return None if text is None else initials(str(text))


def _connect(uri: str, *pragmas: str) -> sqlite3.Connection:
    """Refused as `ledger_unreadable` where there is no file, or none of SQLite's."""
    try:
        connection = sqlite3.connect(
            uri,
            uri=True,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_STATEMENTS,
        )
    except sqlite3.OperationalError as error:
        raise Refusal("ledger_unreadable", reason=str(error)) from error
    try:
        connection.create_function("pinyin_initials", 1, _pinyin_initials, deterministic=True)
        for pragma in (f"cache_size = -{_CACHE_KIB}", *pragmas):
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise Refusal("ledger_unreadable", reason=str(error)) from error
    return connection
