"""What must change in the ledger's tables for a book: listed first, applied in one go."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import sqlite_utils

from db.names import columns, quoted
from db.steps import (
    AddColumn,
    AddIndex,
    AddTable,
    DropFormula,
    DropIndex,
    NeedsHuman,
    RenameColumn,
    ReplaceFormula,
    Step,
)
from db.tables import Column, Index, Table


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps in the order they are taken; none when the ledger is as the book wants it."""

    steps: tuple[Step, ...]

    @property
    def changes(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.statements)

    @property
    def questions(self) -> tuple[NeedsHuman, ...]:
        return tuple(step for step in self.steps if isinstance(step, NeedsHuman))

    @property
    def held(self) -> frozenset[str]:
        """Sheets that cannot be used until somebody decides."""
        return frozenset(step.table for step in self.questions if step.blocks)

    def __str__(self) -> str:
        return "\n".join(map(str, self.steps))


@dataclass(frozen=True, slots=True)
class _Known:
    """A field's column as the ledger last made it."""

    name: str
    declared: str

    @property
    def is_generated(self) -> bool:
        return " GENERATED " in self.declared


class Planner:
    """Compares the ledger as it is with the tables wanted. Reads, never writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._database = sqlite_utils.Database(connection, recursive_triggers=False)
        self._there = set(self._database.table_names())

    def plan(self, tables: tuple[Table, ...]) -> Plan:
        steps: list[Step] = []
        for table in tables:
            if table.name in self._there:
                steps += self._change(table)
            else:
                steps += [AddTable(table), *map(AddIndex, table.indexes)]
        return Plan(tuple(steps))

    def _change(self, table: Table) -> Iterator[Step]:
        known = self._known(table.name)
        wanted = {column.field_id: column for column in table.columns}
        moved = {
            c.field_id
            for c in table.columns
            if c.field_id in known and known[c.field_id].name != c.name
        }
        taken = {each.name for field_id, each in known.items() if field_id not in moved}
        changes = [
            step
            for column in table.columns
            for step in _column_steps(table.name, column, known.get(column.field_id), taken)
        ]
        changes.sort(key=lambda step: not isinstance(step, RenameColumn))
        drops, adds = self._index_steps(table, changes)
        gone = [each for key, each in known.items() if key not in wanted]
        yield from drops
        yield from (DropFormula(table.name, each.name) for each in gone if each.is_generated)
        yield from changes
        yield from adds
        for each in gone:
            if not each.is_generated:
                yield NeedsHuman(table.name, each.name, "column_kept")

    def _known(self, table: str) -> dict[str, _Known]:
        rows = self._connection.execute(
            "SELECT id, name, declared FROM _fields WHERE sheet = ?", (table,)
        )
        return {field_id: _Known(name, declared) for field_id, name, declared in rows}

    def _index_steps(self, table: Table, changes: list[Step]) -> tuple[list[DropIndex], list[Step]]:
        """Indexes touched by a column change are made anew, so that none keeps an old name."""
        wanted = {index.name: index for index in table.indexes}
        moving = {name for step in changes for name in _columns_moved(step)}
        keep: set[str] = set()
        drops = []
        for name, sql in self._indexes(table.name):
            index = wanted.get(name)
            if index and index.sql == sql and not moving.intersection(index.columns):
                keep.add(name)
            else:
                drops.append(DropIndex(table.name, name))
        blocked = {step.column for step in changes if isinstance(step, NeedsHuman)}
        adds = [
            self._add_index(index, moving)
            for name, index in wanted.items()
            if name not in keep and not blocked.intersection(index.columns)
        ]
        return drops, adds

    def _indexes(self, table: str) -> list[tuple[str, str]]:
        return self._connection.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name",
            (table,),
        ).fetchall()

    def _add_index(self, index: Index, moving: set[str]) -> Step:
        if index.unique and not moving.intersection(index.columns):
            twice = self._values_given_twice(index)
            if twice:
                return NeedsHuman(
                    index.table, index.columns[0], "values_given_twice", {"count": twice}
                )
        return AddIndex(index)

    def _values_given_twice(self, index: Index) -> int:
        names, there = columns(index.columns), self._database[index.table].columns_dict
        if not set(index.columns) <= set(there):
            return 0
        groups = f"SELECT 1 FROM {quoted(index.table)}{index.condition} GROUP BY {names}"
        found = self._connection.execute(
            f"SELECT count(*) FROM ({groups} HAVING count(*) > 1)"
        ).fetchone()
        return int(found[0])


def _column_steps(
    table: str, column: Column, known: _Known | None, taken: set[str]
) -> Iterator[Step]:
    if known is None:
        if column.name in taken:
            yield NeedsHuman(table, column.name, "column_of_another_field", blocks=True)
        else:
            yield AddColumn(table, column)
        return
    if known.name != column.name:
        yield RenameColumn(table, column.field_id, known.name, column.name)
    if known.declared == column.declared:
        return
    if column.generated is not None and known.is_generated:
        yield ReplaceFormula(table, column)
    else:
        params = {"was": known.declared, "wanted": column.declared}
        yield NeedsHuman(table, column.name, "column_type_changed", params, blocks=True)


def _columns_moved(step: Step) -> tuple[str, ...]:
    match step:
        case RenameColumn():
            return (step.old, step.new)
        case ReplaceFormula():
            return (step.column.name,)
        case _:
            return ()


def empty_ledger(connection: sqlite3.Connection, tables: tuple[Table, ...]) -> bool:
    """Whether no sheet holds a row yet, so that nothing could be lost by changing it."""
    there = set(sqlite_utils.Database(connection, recursive_triggers=False).table_names())
    names = [quoted(table.name) for table in tables if table.name in there]
    return not any(
        connection.execute(f"SELECT EXISTS (SELECT 1 FROM {name})").fetchone()[0] for name in names
    )
