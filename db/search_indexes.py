"""All search indexes of a ledger: made where one is missing, kept up to date, checked."""

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from time import monotonic

from db.edits import Refusal
from db.feed import Change
from db.names import quoted
from db.search_index import Advance, SearchIndex
from db.shape import Shape

log = logging.getLogger(__name__)

Indexes = Mapping[str, SearchIndex]

_PREFIX = "ledger.search."
_REMEMBER = """
    INSERT INTO _settings (key, value) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""
_TABLES = r"""
    SELECT name FROM sqlite_master
    WHERE sql LIKE 'CREATE VIRTUAL TABLE "\_search\_%' ESCAPE '\'
"""
_SAY_EVERY = 10.0
_MOST_COMPARED = 20_000
"""Up to so many rows an index is compared token by token; of a larger one the rows alone."""
_SAMPLE = 500


def indexes_of(shapes: Mapping[str, Shape]) -> dict[str, SearchIndex]:
    """One for each sheet that has anything to search in."""
    found = {key: SearchIndex(shape) for key, shape in shapes.items()}
    return {key: index for key, index in found.items() if index.fields}


def say_in_the_log() -> Advance:
    """Tells the log of long work now and then."""
    last = monotonic()

    def advance(done: int, total: int, sheet: str) -> None:
        nonlocal last
        if monotonic() - last > _SAY_EVERY:
            last = monotonic()
            log.info("indexing %s: %d of %d rows", sheet, done, total)

    return advance


def bring_up(
    connection: sqlite3.Connection,
    indexes: Indexes,
    held: frozenset[str],
    advance: Advance | None = None,
) -> None:
    """Makes every index that is missing, made in another way, or behind its rows; drops the rest.

    Inside the caller's transaction.
    """
    wanted = {index.name: index for index in indexes.values()}
    for (name,) in connection.execute(_TABLES).fetchall():
        if name not in wanted and name.removeprefix("_search_") not in held:
            connection.execute(f"DROP TABLE {quoted(name)}")
    for index in wanted.values():
        if not _is_ready(connection, index):
            index.build(connection, advance or say_in_the_log())
            connection.execute(_REMEMBER, (_PREFIX + index.sheet, index.mark))


def forget(connection: sqlite3.Connection) -> None:
    """All indexes are made anew when they are next brought up."""
    connection.execute("DELETE FROM _settings WHERE key LIKE 'ledger.search.%'")


def _is_ready(connection: sqlite3.Connection, index: SearchIndex) -> bool:
    known = connection.execute(
        "SELECT value FROM _settings WHERE key = ?", (_PREFIX + index.sheet,)
    ).fetchone()
    if known is None or known[0] != index.mark:
        return False
    last = connection.execute(f"SELECT max(id) FROM {index.shape.table}").fetchone()[0] or 0
    return bool(index.last_row(connection) == last)


def keep_up(connection: sqlite3.Connection, indexes: Indexes, changes: Iterable[Change]) -> None:
    """Indexes what a transaction has changed; called before it commits, on the writer's thread."""
    rows: dict[str, dict[int, None]] = {}
    for change in changes:
        index = indexes.get(change.sheet)
        if index is not None and (change.field is None or change.field in index.inputs):
            rows.setdefault(change.sheet, {})[change.row] = None
    for sheet, found in rows.items():
        indexes[sheet].put(connection, found)


# --- checking ---------------------------------------------------------------------------------


def wrong(connection: sqlite3.Connection, indexes: Indexes) -> Iterator[Refusal]:
    """Every sheet whose index does not say what its rows say."""
    for index in indexes.values():
        if index.last_row(connection) is None:
            yield Refusal("search_missing", sheet=index.sheet)
            continue
        rows = [*index.strangers(connection)] or [*_unlike(connection, index)]
        if rows:
            yield Refusal("search_wrong", sheet=index.sheet, count=len(rows), row=rows[0])


def _unlike(connection: sqlite3.Connection, index: SearchIndex) -> Iterator[int]:
    """Rows with other tokens than they should have; row 0 where it is not known which."""
    missing = [*index.lacks(connection, _SAMPLE)]
    yield from missing
    total = connection.execute(f"SELECT count(*) FROM {index.shape.table}").fetchone()[0]
    if not missing and total <= _MOST_COMPARED and not index.says_the_same(connection):
        yield 0
