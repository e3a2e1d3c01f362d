"""Large ledgers out of small ones: made once, kept, and their rows repeated into the past.

The copies are made within SQLite while no server runs: they are rows like any others, but the audit
does not tell of them.
"""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pysqlite3

HOUSE = Path(__file__).resolve().parents[1]
CACHE = HOUSE / "bench" / ".cache"
MAKERS = ("growing.py", "ledgers.py", "grown_office.py")


def home(kind: str, of: str = "") -> Path:
    """Where a workspace of that kind is, or will be: kept until it is `of` something else, as
    another day, or the code changes."""
    return CACHE / f"{kind}-{_fingerprint()}{of}"


def kept(kind: str, make: Callable[[Path], None], of: str = "") -> Path:
    """The workspace, made if there is none."""
    workspace = home(kind, of)
    if not (workspace / "ledger.db").exists():
        for stale in CACHE.glob(f"{kind}-*"):
            shutil.rmtree(stale)
        making = CACHE / f"making-{kind}"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        make(making)
        making.rename(workspace)
    return workspace


def _fingerprint() -> str:
    """Changes with the registers and with how the rows are made."""
    makers = (HOUSE / "bench" / name for name in MAKERS)
    parts = [*sorted((HOUSE / "schemas").rglob("*.yaml")), *makers]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]


def grow(ledger: Path, more: Callable[[pysqlite3.Connection], None]) -> None:
    """Writes more rows past the program, in one go."""
    connection = pysqlite3.connect(str(ledger), isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN IMMEDIATE")
        more(connection)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def repeat_visits(
    connection: pysqlite3.Connection, which: str, *, ids: int, days: int, number: str, most: int
) -> int:
    """Visits again, so many days earlier, with ids so much higher; how many were made.

    `which` is a condition, `number` an expression for the new document number with `:days`.
    """
    found = connection.execute("PRAGMA table_xinfo(visitors)")
    columns = [name for _, name, *_, hidden in found if not hidden]
    earlier = f"'-{days} days'"
    moved = {
        name: f"strftime('%Y-%m-%d %H:%M', {name}, {earlier})"
        for name in columns
        if name.endswith("_at")
    }
    moved |= {"id": f"id + {ids}", "doc_no": number.replace(":days", earlier)}
    wanted = ", ".join(moved.get(name, f'"{name}"') for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    made = connection.execute(
        f"INSERT INTO visitors ({named}) SELECT {wanted} FROM visitors"
        f" WHERE {which} ORDER BY id LIMIT {most}"
    )
    return int(made.rowcount)
