"""Copies of the ledger made by SQLite itself, and the way back from one."""

import contextlib
import sqlite3
from datetime import datetime
from pathlib import Path

from db.audit import broken_links, read_head
from db.connections import open_reader
from db.edits import Refusal

_HASH_SHOWN = 12


def copy_to(ledger: Path, target: Path) -> None:
    """Writes a complete copy of the ledger to a new file; the ledger may be in use."""
    if target.exists():
        raise Refusal("file_exists", name=target.name)
    with contextlib.closing(open_reader(ledger)) as source:
        source.execute("PRAGMA query_only = OFF")  # still read-only: VACUUM INTO writes elsewhere
        source.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)


def back_up(ledger: Path, folder: Path, now: datetime) -> Path:
    """A copy named by its time and the audit's head: the name alone proves what it must hold."""
    folder.mkdir(parents=True, exist_ok=True)
    unnamed = folder / f"unfinished-{now:%Y%m%d-%H%M%S-%f}.db"
    copy_to(ledger, unnamed)
    return unnamed.rename(folder / f"ledger-{now:%Y%m%d-%H%M%S}-{_head(unnamed)}.db")


def _head(copy: Path) -> str:
    with contextlib.closing(open_reader(copy)) as connection:
        return read_head(connection)[1].hex()[:_HASH_SHOWN] or "empty"


def restore(ledger: Path, copy: Path, backups: Path, now: datetime) -> None:
    """Puts a verified copy in the ledger's place; what stood there is kept in `backups`.

    Refused while any program has the ledger open, and for a copy that is damaged or altered.
    """
    _refuse_unsound(copy)
    incoming = ledger.with_name(f"{ledger.name}.restoring")
    incoming.unlink(missing_ok=True)
    copy_to(copy, incoming)
    if ledger.exists():
        _refuse_used(ledger)
        backups.mkdir(parents=True, exist_ok=True)
        for ending in ("", "-wal", "-shm"):
            part = ledger.with_name(ledger.name + ending)
            if part.exists():
                part.rename(backups / f"replaced-{now:%Y%m%d-%H%M%S}.db{ending}")
    incoming.rename(ledger)


def _refuse_unsound(copy: Path) -> None:
    if not copy.is_file():
        raise Refusal("file_missing", name=copy.name)
    try:
        with contextlib.closing(open_reader(copy)) as connection:
            problem = next(
                (line for (line,) in connection.execute("PRAGMA quick_check") if line != "ok"), None
            )
            problem = problem or next(map(str, broken_links(connection)), None)
    except (sqlite3.DatabaseError, Refusal) as error:
        problem = str(error)
    if problem is not None:
        raise Refusal("backup_unsound", name=copy.name, reason=problem)


def _refuse_used(ledger: Path) -> None:
    """Leaving WAL needs the file to oneself; a damaged ledger may be replaced without asking."""
    connection = sqlite3.connect(
        f"file:{ledger}?mode=rw", uri=True, isolation_level=None, timeout=1
    )
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise Refusal("ledger_in_use") from error
    except sqlite3.DatabaseError:
        return
    finally:
        connection.close()
