"""The ledger: the only part of the program that speaks SQL.

One SQLite library per process, and a repaired one. The standard library's copy is replaced
before anything else can load it: two copies in one process drop each other's file locks and
lose acknowledged rows, and every SQLite before 3.51.3 may corrupt a write-ahead log.
"""

import sys

import pysqlite3
import pysqlite3.dbapi2

OLDEST_SAFE_SQLITE = (3, 51, 3)


class UnsafeSqlite(RuntimeError):
    """The installed SQLite has the write-ahead-log defect repaired in 3.51.3."""

    def __init__(self, found: str) -> None:
        wanted = ".".join(map(str, OLDEST_SAFE_SQLITE))
        super().__init__(f"SQLite {found} is not safe for a ledger; {wanted} or newer is needed")


def _use_one_sqlite() -> None:
    found: tuple[int, ...] = pysqlite3.dbapi2.sqlite_version_info
    if found < OLDEST_SAFE_SQLITE:
        raise UnsafeSqlite(".".join(map(str, found)))
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


_use_one_sqlite()
