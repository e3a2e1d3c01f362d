"""The steps a clerk can take back: which entries of the audit each of them has written.

A step is what a clerk did at once, in however many requests. The audit is written in order by one
thread, so the entries of an edit lie side by side, and a step is a few ranges of numbers. After a
step was undone its range is that of the undoing, and to do it again is to undo that.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

MOST_REMEMBERED = 200
"""Steps of one clerk in one sheet; older ones are history."""

_NAMED = "SELECT id FROM _steps WHERE name = ? AND user = ? AND sheet = ? AND undone = 0"
_HAS = "SELECT 1 FROM _steps WHERE name = ? AND user = ? AND sheet = ? LIMIT 1"
_NEW = "INSERT INTO _steps (user, sheet, name, undone) VALUES (?, ?, ?, 0) RETURNING id"
_ENTRIES = "SELECT first, last FROM _step_entries WHERE step = ? ORDER BY first"
_ADD = "INSERT INTO _step_entries (step, first, last) VALUES (?, ?, ?)"
_FORGET_UNDONE = "SELECT id FROM _steps WHERE user = ? AND sheet = ? AND undone = 1"
_FORGET_OLD = """
    SELECT id FROM _steps WHERE user = ? AND sheet = ? AND undone = 0
    ORDER BY id DESC LIMIT -1 OFFSET ?
"""
_LAST_DONE = """
    SELECT id FROM _steps WHERE user = ? AND sheet = ? AND undone = 0 ORDER BY id DESC LIMIT 1
"""
_LAST_UNDONE = """
    SELECT id FROM _steps WHERE user = ? AND sheet = ? AND undone = 1 ORDER BY id LIMIT 1
"""
_DONE = "SELECT 1 FROM _steps WHERE user = ? AND name = ? AND undone = 0"

Ranges = tuple[tuple[int, int], ...]
"""First and last number of entries, ascending."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a request has written for one step: in which sheet, under which name, which entries.

    The name is None where nothing else can belong to the step.
    """

    sheet: str
    name: str | None
    first: int
    last: int


def remember(connection: sqlite3.Connection, user: str, done: Iterable[Done]) -> None:
    """Adds to the user's steps. A new step in a sheet ends what could be done again there."""
    steps: dict[tuple[str, str | None], int] = {}
    for one in done:
        key = one.sheet, one.name
        if key not in steps:
            steps[key] = _step(connection, user, one)
        connection.execute(_ADD, (steps[key], one.first, one.last))


def _step(connection: sqlite3.Connection, user: str, done: Done) -> int:
    if done.name is not None:
        known = connection.execute(_NAMED, (done.name, user, done.sheet)).fetchone()
        if known is not None:
            return int(known[0])
    _forget_all(connection, _FORGET_UNDONE, (user, done.sheet))
    _forget_all(connection, _FORGET_OLD, (user, done.sheet, MOST_REMEMBERED - 1))
    return int(connection.execute(_NEW, (user, done.sheet, done.name)).fetchone()[0])


def _forget_all(connection: sqlite3.Connection, which: str, params: tuple[object, ...]) -> None:
    for (step,) in connection.execute(which, params).fetchall():
        forget(connection, step)


def forget(connection: sqlite3.Connection, step: int) -> None:
    """The step can neither be taken back nor done again any more."""
    connection.execute("DELETE FROM _step_entries WHERE step = ?", (step,))
    connection.execute("DELETE FROM _steps WHERE id = ?", (step,))


def has(connection: sqlite3.Connection, user: str, sheet: str, name: str) -> bool:
    """Whether anything of a step was written: an edit that changes nothing leaves no step."""
    return connection.execute(_HAS, (name, user, sheet)).fetchone() is not None


def next_back(
    connection: sqlite3.Connection, user: str, sheet: str, *, redo: bool
) -> tuple[int, Ranges] | None:
    """The step to take back next, or to do again, and the entries that say how."""
    found = connection.execute(_LAST_UNDONE if redo else _LAST_DONE, (user, sheet)).fetchone()
    if found is None:
        return None
    return int(found[0]), tuple(connection.execute(_ENTRIES, found).fetchall())


def is_done(connection: sqlite3.Connection, user: str, name: str) -> bool:
    """Whether the user has a step of this name that is not undone."""
    return connection.execute(_DONE, (user, name)).fetchone() is not None


def turn(
    connection: sqlite3.Connection, step: int, entries: tuple[int, int], *, redo: bool
) -> None:
    """The step is undone, or done again, as those entries say."""
    connection.execute("UPDATE _steps SET undone = ? WHERE id = ?", (0 if redo else 1, step))
    connection.execute("DELETE FROM _step_entries WHERE step = ?", (step,))
    connection.execute(_ADD, (step, *entries))
