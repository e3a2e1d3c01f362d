"""Whether the ledger would take the lines: its own checks over rows that are not there yet.

A reader answers, so that nobody who writes waits. The rows are handed over as JSON and stand where
the checks expect the sheet's own row.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import orjson

from db.actor import Actor
from db.audit import Stored
from db.checks import Ruling, rule_refusal
from db.edits import Refusal
from db.records import Row
from db.request import Desk
from db.shape import ROW
from db.tables import SYSTEM_COLUMNS
from registers.fields.base import Field

_CHUNK = 500
_SYSTEM = tuple(name for name, _ in SYSTEM_COLUMNS)


@dataclass(frozen=True)
class Judged:
    """What came of one row: why it would be refused, the values of unique fields, its state."""

    refusals: tuple[Refusal, ...]
    unique: Mapping[str, Stored]
    state: Stored


@dataclass(frozen=True)
class Judge:
    """Asks about rows of one sheet. `history` asks only what old lines are asked."""

    desk: Desk
    actor: Actor
    bound: Mapping[str, Stored]
    history: bool

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*_SYSTEM, *self.desk.records.fields)))

    @cached_property
    def rulings(self) -> tuple[Ruling, ...]:
        """Of an old line only what it says by itself is judged, never what is in stock."""
        rules = self.desk.checks.rules
        if self.history:
            return self.desk.checks.rules_of_old_lines
        return tuple(r for r in rules if r.binds(self.actor))

    @cached_property
    def unique(self) -> tuple[Field, ...]:
        fields = self.desk.sheet.fields
        return tuple(each for each in fields if each.unique or each.is_number_series)

    @cached_property
    def _required(self) -> tuple[tuple[Field, str], ...]:
        """Fields and SQL that is 1 where they are missing; of old lines what is asked is fixed."""
        return (
            ()
            if self.history
            else tuple(
                (each.field, each.broken(self.desk.shape)) for each in self.desk.checks.required
            )
        )

    @cached_property
    def _sql(self) -> str:
        shape, hint = self.desk.shape, self.desk.sheet.importing
        state = "NULL"
        if hint is not None and hint.state is not None and self.history:
            state = shape.book.expression(shape.key, hint.state).sql(ROW)
        parts = [
            *(f"({sql})" for _, sql in self._required),
            *(f"({each.broken})" for each in self.rulings),
            *(self._value(each) for each in self.unique),
            f"({state})",
        ]
        cells = ", ".join(
            f"json_extract(row.value, '$[{at}]') AS \"{name}\""
            for at, name in enumerate(self.names)
        )
        source = f"(SELECT {cells} FROM json_each(:rows) AS row) AS {ROW}"
        return f"SELECT {', '.join(parts)} FROM {source}"

    def _value(self, field: Field) -> str:
        if field.is_stored:
            return f'{ROW}."{field.key}"'
        return f"({self.desk.shape.book.computed_sql(self.desk.key, field.key, ROW)})"

    def judge(self, connection: sqlite3.Connection, rows: Iterable[Row]) -> Iterator[Judged]:
        """One answer for each row, in their order."""
        rest = iter(rows)
        while chunk := list(islice(rest, _CHUNK)):
            content = [[row.get(name) for name in self.names] for row in chunk]
            bound = {**self.bound, "rows": orjson.dumps(content).decode()}
            found = connection.execute(self._sql, bound).fetchall()
            for row, answers in zip(chunk, found, strict=True):
                yield self._judged(row, answers)

    def _judged(self, row: Row, answers: Sequence[Stored]) -> Judged:
        required, rules = len(self._required), len(self.rulings)
        missing = [
            field.key for (field, _), gone in zip(self._required, answers, strict=False) if gone
        ]
        refusals = [Refusal("required_missing", key, fields=[key]) for key in missing]
        for ruling, broken in zip(self.rulings, answers[required : required + rules], strict=True):
            if broken:
                refusals.append(rule_refusal(self.desk.shape, ruling.rule, row, self.bound))
        values = answers[required + rules : -1]
        unique = {each.key: value for each, value in zip(self.unique, values, strict=True)}
        return Judged(tuple(refusals), unique, answers[-1])


def taken(
    connection: sqlite3.Connection, desk: Desk, field: Field, values: Iterable[Stored]
) -> set[Stored]:
    """Those of the values that rows of the ledger have; of void rows only numbers count."""
    wanted = orjson.dumps([value for value in values if value is not None]).decode()
    alive = "" if field.is_number_series else " AND voided_at IS NULL"
    column = desk.shape.column(field)
    found = connection.execute(
        f"SELECT {column} FROM {desk.shape.table} AS {ROW}"
        f" WHERE {column} IN (SELECT value FROM json_each(?)){alive}",
        (wanted,),
    )
    return {row[0] for row in found}
