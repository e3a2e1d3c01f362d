"""What must hold of a written row: required cells and rules, judged by SQLite in one SELECT."""

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from db.actor import Actor
from db.audit import Stored
from db.edits import Refusal
from db.shape import ROW, Shape
from registers.expressions import Expression
from registers.fields import Field
from registers.model import Rule

Bound = Mapping[str, Stored]

_PLACEHOLDER = re.compile(r"\{(:?\w+)\}")


@dataclass(frozen=True)
class RequiredWhen:
    """The cell must be filled while `when` is true of the row; always, where it is None."""

    field: Field
    when: Expression | None

    def mentions(self, sheet: str) -> frozenset[str]:
        own = frozenset({self.field.key})
        return own | self.when.touched_by(sheet) if self.when else own

    def broken(self, shape: Shape) -> str:
        """SQL that is 1 where the cell is missing."""
        empty = f"{shape.column(self.field)} IS NULL"
        return f"{empty} AND ({self.when.sql(ROW)})" if self.when else empty


@dataclass(frozen=True)
class Ruling:
    rule: Rule
    check: Expression

    def mentions(self, sheet: str) -> frozenset[str]:
        return self.check.touched_by(sheet)

    @property
    def is_about_itself(self) -> bool:
        """Whether it looks at its own row only: not at what is in stock, out, or taken."""
        return not self.check.sheets and not self.check.seen

    @property
    def broken(self) -> str:
        """SQL that is 1 where the rule is broken; one that rests on an empty cell is not."""
        return f"NOT ({self.check.sql(ROW)})"

    def binds(self, actor: Actor) -> bool:
        """Some rules yield to some posts, and all of those to the program's own filling-in."""
        exempt = self.rule.unless_role
        return not (actor.role in exempt or (exempt and actor.may_backfill))


@dataclass(frozen=True)
class _Examination:
    """The checks that a change of certain fields touches, and the one query that makes them."""

    required: tuple[RequiredWhen, ...]
    rules: tuple[Ruling, ...]
    sql: str


@dataclass(frozen=True)
class Checks:
    """All checks of one sheet."""

    shape: Shape
    required: tuple[RequiredWhen, ...]
    rules: tuple[Ruling, ...]
    rules_on_void: tuple[Ruling, ...]
    rules_on_correction: tuple[Ruling, ...]
    _prepared: dict[frozenset[str], _Examination] = field(default_factory=dict)

    @classmethod
    def of(cls, shape: Shape) -> "Checks":
        sheet, book = shape.sheet, shape.book
        required = (
            RequiredWhen(each, book.required_when(sheet.key, each.key))
            for each in sheet.stored_fields
            if each.required
        )
        rulings = [Ruling(rule, book.expression(sheet.key, rule.check)) for rule in sheet.rules]
        written = tuple(each for each in rulings if "write" in each.rule.on)
        voided = tuple(each for each in rulings if "void" in each.rule.on)
        corrected = tuple(each for each in rulings if "correct" in each.rule.on)
        return cls(shape, tuple(required), written, voided, corrected)

    @cached_property
    def rules_of_old_lines(self) -> tuple[Ruling, ...]:
        """What an old line must agree with itself in; no stock, and nobody's post."""
        return tuple(r for r in self.rules if r.is_about_itself and not r.rule.unless_role)

    def broken_old_lines(
        self, connection: sqlite3.Connection, first: int, bound: Bound
    ) -> list[tuple[int, Rule]]:
        """Of the rows from `first` on those that break one of those rules, and which."""
        rules = self.rules_of_old_lines
        if not rules:
            return []
        parts = ", ".join(f"({each.broken})" for each in rules)
        found = connection.execute(
            f"SELECT {ROW}.id, {parts} FROM {self.shape.table} AS {ROW} WHERE {ROW}.id >= :first",
            {**bound, "first": first},
        )
        return [
            (row, each.rule)
            for row, *answers in found
            for each, is_broken in zip(rules, answers, strict=True)
            if is_broken
        ]

    def examine(
        self,
        connection: sqlite3.Connection,
        row: int,
        changed: frozenset[str],
        actor: Actor,
        bound: Bound,
    ) -> None:
        """Refuses the row as it now stands if a check that mentions a changed field fails."""
        self._judge(connection, self._examination(changed), row, actor, bound)

    def examine_corrections(
        self,
        connection: sqlite3.Connection,
        row: int,
        corrected: frozenset[str],
        actor: Actor,
        bound: Bound,
    ) -> None:
        """Refuses the new values of filled cells where a rule at one of them says so."""
        rules = [each for each in self.rules_on_correction if each.rule.field in corrected]
        self._judge(connection, self._prepare((), tuple(rules)), row, actor, bound)

    def examine_void(
        self, connection: sqlite3.Connection, row: int, actor: Actor, bound: Bound
    ) -> None:
        """Refuses to let the row go if a rule for that, judged without it, fails."""
        self._judge(connection, self._voiding, row, actor, bound)

    def _judge(
        self,
        connection: sqlite3.Connection,
        examination: _Examination,
        row: int,
        actor: Actor,
        bound: Bound,
    ) -> None:
        if not examination.sql:
            return
        answers = connection.execute(examination.sql, {**bound, "id": row}).fetchone()
        if not any(answers):
            return
        missing = [
            check.field.key
            for check, is_missing in zip(examination.required, answers, strict=False)
            if is_missing
        ]
        if missing:
            raise Refusal("required_missing", missing[0], fields=missing)
        rest = answers[len(examination.required) :]
        for ruling, is_broken in zip(examination.rules, rest, strict=True):
            if is_broken and ruling.binds(actor):
                raise broken_rule(connection, self.shape, ruling.rule, row, bound)

    def _examination(self, changed: frozenset[str]) -> _Examination:
        if changed not in self._prepared:
            key = self.shape.key
            required = (check for check in self.required if check.mentions(key) & changed)
            rules = (ruling for ruling in self.rules if ruling.mentions(key) & changed)
            self._prepared[changed] = self._prepare(tuple(required), tuple(rules))
        return self._prepared[changed]

    @cached_property
    def _voiding(self) -> _Examination:
        return self._prepare((), self.rules_on_void)

    def _prepare(
        self, required: tuple[RequiredWhen, ...], rules: tuple[Ruling, ...]
    ) -> _Examination:
        parts = [check.broken(self.shape) for check in required]
        parts += [ruling.broken for ruling in rules]
        source = f"FROM {self.shape.table} AS {ROW} WHERE {ROW}.id = :id"
        sql = f"SELECT {', '.join(parts)} {source}" if parts else ""
        return _Examination(required, rules, sql)


def broken_rule(
    connection: sqlite3.Connection, shape: Shape, rule: Rule, row: int, bound: Bound
) -> Refusal:
    """The refusal with the rule's message and the stored values its placeholders name."""
    select = f"{shape.select}{shape.source} WHERE {ROW}.id = :id"
    found = connection.execute(select, {**bound, "id": row}).fetchone()
    return rule_refusal(shape, rule, dict(zip(shape.names, found, strict=True)), bound)


def rule_refusal(shape: Shape, rule: Rule, row: Bound, bound: Bound) -> Refusal:
    """The refusal by a rule of a row with these values (labels of references as `key__label`)."""
    there = {**row, **{f":{key}": value for key, value in bound.items()}}
    names = {name for text in rule.message.texts for name in _PLACEHOLDER.findall(text)}
    return Refusal(
        "rule",
        rule.field,
        sheet=shape.key,
        message=rule.message,
        values={name: there.get(name) for name in sorted(names)},
        labels={name: there.get(f"{name}__label") for name in sorted(names)},
    )
