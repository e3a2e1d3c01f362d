"""Brings the ledger's tables in line with a book, and its guards in line with what they must be."""

import hashlib
import sqlite3
from dataclasses import dataclass

from db.audit import Author, Chain
from db.edits import Refusal
from db.names import quoted
from db.plan import Plan, Planner, empty_ledger
from db.steps import DropFormula
from db.tables import Table, audit_triggers

_TRIGGERS_MADE = "ledger.triggers"
_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
_REMEMBER_COLUMN = """
    INSERT INTO _fields (sheet, id, name, declared) VALUES (?, ?, ?, ?)
    ON CONFLICT (sheet, id) DO UPDATE SET name = excluded.name, declared = excluded.declared
"""
_REMEMBER = """
    INSERT INTO _settings (key, value) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""


@dataclass(frozen=True, slots=True)
class Migrated:
    plan: Plan
    problems: tuple[Refusal, ...]
    """Guards that had gone missing or strange since the ledger was last open."""


def apply(
    connection: sqlite3.Connection, chain: Chain, tables: tuple[Table, ...], author: Author
) -> Migrated:
    """Plans and changes, inside the caller's transaction."""
    plan = Planner(connection).plan(tables)
    for step in plan.steps:
        for statement in step.statements:
            connection.execute(statement)
    _remember_columns(connection, plan, tables)
    if plan.changes:
        note = "\n".join(map(str, plan.changes))
        chain.append(connection, author, "migrate", note=note)
    return Migrated(plan, _guard(connection, chain, tables, author))


def puts_rows_at_stake(connection: sqlite3.Connection, tables: tuple[Table, ...]) -> bool:
    """Whether something will be changed in a ledger that already holds rows."""
    return bool(Planner(connection).plan(tables).changes) and not empty_ledger(connection, tables)


def _remember_columns(
    connection: sqlite3.Connection, plan: Plan, tables: tuple[Table, ...]
) -> None:
    unsettled = {(step.table, step.column) for step in plan.questions if step.blocks}
    known = [
        (table.name, column.field_id, column.name, column.declared)
        for table in tables
        for column in table.columns
        if (table.name, column.name) not in unsettled
    ]
    connection.executemany(_REMEMBER_COLUMN, known)
    dropped = [(step.table, step.name) for step in plan.steps if isinstance(step, DropFormula)]
    connection.executemany("DELETE FROM _fields WHERE sheet = ? AND name = ?", dropped)


def expected_triggers(connection: sqlite3.Connection, tables: tuple[Table, ...]) -> dict[str, str]:
    """Every guard the ledger must have: tables of sheets that left the book stay guarded."""
    kept = [row[0] for row in connection.execute("SELECT DISTINCT sheet FROM _fields")]
    names = dict.fromkeys((*(table.name for table in tables), *kept))
    found = audit_triggers()
    for name in names:
        found |= Table(name, (), ()).triggers
    return found


def trigger_problems(
    connection: sqlite3.Connection, tables: tuple[Table, ...]
) -> tuple[Refusal, ...]:
    expected = expected_triggers(connection, tables)
    there = dict(connection.execute(_TRIGGERS).fetchall())
    missing = [Refusal("trigger_missing", name=name) for name in expected if name not in there]
    changed = [
        Refusal("trigger_changed", name=name)
        for name, sql in expected.items()
        if name in there and there[name] != sql
    ]
    strange = [Refusal("trigger_unknown", name=name) for name in there if name not in expected]
    return (*missing, *changed, *strange)


def _guard(
    connection: sqlite3.Connection, chain: Chain, tables: tuple[Table, ...], author: Author
) -> tuple[Refusal, ...]:
    """Puts every guard in place. Those that should have been there already are reported."""
    expected = expected_triggers(connection, tables)
    mark = hashlib.sha256(repr(sorted(expected.items())).encode()).hexdigest()
    made = connection.execute(
        "SELECT value FROM _settings WHERE key = ?", (_TRIGGERS_MADE,)
    ).fetchone()
    problems = trigger_problems(connection, tables)
    if not problems:
        return ()
    for name, sql in connection.execute(_TRIGGERS).fetchall():
        if expected.get(name) != sql:
            connection.execute(f"DROP TRIGGER {quoted(name)}")
    there = {row[0] for row in connection.execute(_TRIGGERS)}
    for name, sql in expected.items():
        if name not in there:
            connection.execute(sql)
    connection.execute(_REMEMBER, (_TRIGGERS_MADE, mark))
    if made is None or made[0] != mark:
        return ()
    chain.append(connection, author, "repair", note=", ".join(map(str, problems)))
    return problems
