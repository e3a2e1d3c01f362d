"""Expressions of the register language: SQL held to a short list and made runnable.

An expression may use the fields of its sheet, the system columns, the parameters :now :today
:actor (and those its caller names), a few functions and the macros. `key_id.room_id` is a field of
the row a reference points to. Columns come out quoted and qualified; computed fields are replaced
by what they are computed from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlglot import exp

from registers.errors import BadExpression
from registers.rollups import Formula, Rollup
from registers.scopes import DEFAULT_PARAMS as DEFAULT_PARAMS
from registers.scopes import SYSTEM_PARAMS as SYSTEM_PARAMS
from registers.scopes import Fields as Fields
from registers.scopes import Scope, checked, is_aggregate, is_setting
from registers.sql_words import to_sql

_INNER = "_r"  # added to the alias of the outer row: unique all the way down


@dataclass(frozen=True)
class Expression:
    """A checked expression. `fields` names all it depends on, computed fields and their sources.

    `seen` names the fields of other rows it looks at, each with its sheet.
    """

    text: str
    fields: frozenset[str]
    params: frozenset[str]
    sheets: frozenset[str]
    seen: frozenset[tuple[str, str]]
    _tree: exp.Expr = field(repr=False, compare=False)
    _scope: Scope = field(repr=False, compare=False)
    _rendered: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def touched_by(self, sheet: str) -> frozenset[str]:
        """The fields of its own sheet that matter to it, in its own row or in others."""
        return self.fields | {key for other, key in self.seen if other == sheet}

    def sql(self, alias: str) -> str:
        """The SQL over a row called `alias`; with an empty alias columns stand alone.

        Parameters stay named (:now, :today, :actor). Rollups need an alias.
        """
        if alias not in self._rendered:
            self._rendered[alias] = to_sql(_Rendering().render(self._tree, self._scope, alias, ()))
        return self._rendered[alias]


def parse_expression(
    text: str,
    sheet_fields: Fields,
    params: frozenset[str] = SYSTEM_PARAMS,
    *,
    sheet: str = "",
    sheets: Mapping[str, Fields] | None = None,
) -> Expression:
    """The checked expression over a sheet's fields; BadExpression where it is not allowed.

    `sheets` holds the fields of every sheet by key, for computed fields that are rollups.
    """
    scope = Scope(sheet_fields, sheet, sheets or {}, params | SYSTEM_PARAMS)
    return _compiled(text, checked(text, scope), scope)


def formula_expression(
    formula: Formula, sheet_fields: Fields, *, sheet: str, key: str, sheets: Mapping[str, Fields]
) -> Expression:
    """What the computed field `key` of a sheet stands for, as an expression over its row."""
    scope = Scope(sheet_fields, sheet, sheets)
    return _compiled(formula.expr or key, exp.column(key, quoted=True), scope)


def _compiled(text: str, tree: exp.Expr, scope: Scope) -> Expression:
    rendering = _Rendering()
    # Rendering once finds cycles and everything wrong in what is pulled in.
    rendering.render(tree, scope, "t", ())
    return Expression(
        text,
        frozenset(rendering.fields),
        frozenset(rendering.params),
        frozenset(rendering.sheets),
        frozenset(rendering.seen),
        tree,
        scope,
    )


@dataclass
class _Rendering:
    """Puts columns, computed fields and rollups in place, noting what is used on the way."""

    fields: set[str] = field(default_factory=set)
    params: set[str] = field(default_factory=set)
    sheets: set[str] = field(default_factory=set)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def render(
        self, tree: exp.Expr, scope: Scope, alias: str, path: tuple[str, ...], depth: int = 0
    ) -> exp.Expr:
        aliases = {id(scope): alias}
        if scope.outer is not None:
            aliases[id(scope.outer)] = alias.removesuffix(_INNER)

        def placed(node: exp.Expr) -> exp.Expr:
            if isinstance(node, exp.Placeholder):
                self.params.add(node.name)
            if is_setting(node):
                self.params.add("setting")
                return _set_by_the_office(node)
            if not isinstance(node, exp.Column):
                return node
            home = scope.of(node)
            level = depth if home is scope else depth - 1
            return self.column(node, home, aliases[id(home)], path, level)

        return tree.copy().transform(placed)

    def column(
        self, column: exp.Column, scope: Scope, alias: str, path: tuple[str, ...], depth: int
    ) -> exp.Expr:
        target = scope.target(column)
        if target is not None:
            there = Rollup(sheet=target, match={"id": column.table}, value=f'"{column.name}"')
            found_there = self.rollup(there, scope, alias, path, depth, void_too=True)
            if not scope.fields[column.table].takes_free_text:
                return found_there
            return _of_a_row(
                exp.column(column.table, table=alias or None, quoted=True), found_there
            )
        if depth == 0:
            self.fields.add(column.name)
        else:
            self.seen.add((scope.sheet, column.name))
        found = scope.fields.get(column.name)
        formula = found.formula if found is not None else None
        if formula is None:
            return exp.column(column.name, table=alias or None, quoted=True)
        step = f"{scope.sheet}.{column.name}" if scope.sheet else column.name
        if step in path:
            raise BadExpression("expression_cycle", path=" → ".join((*path, step)))
        if formula.rollup is not None:
            return self.rollup(formula.rollup, scope, alias, (*path, step), depth)
        inner = replace(scope, aggregates=False, outer=None)
        tree = checked(formula.expr or "NULL", inner)
        return exp.Paren(this=self.render(tree, inner, alias, (*path, step), depth))

    def rollup(
        self,
        rollup: Rollup,
        scope: Scope,
        alias: str,
        path: tuple[str, ...],
        depth: int,
        *,
        void_too: bool = False,
    ) -> exp.Expr:
        """The rows of another sheet as a query of their own; what a row refers to may be void."""
        if rollup.sheet not in scope.sheets:
            raise BadExpression("unknown_sheet", sheet=rollup.sheet)
        if not alias:
            raise BadExpression("computed_index")
        self.sheets.add(rollup.sheet)
        own = replace(scope, aggregates=False, outer=None)
        theirs = replace(own, fields=scope.sheets[rollup.sheet], sheet=rollup.sheet, outer=own)
        inner = alias + _INNER

        def rendered(text: str, within: Scope = theirs) -> exp.Expr:
            return self.render(checked(text, within), within, inner, path, depth + 1)

        conditions: list[exp.Expr] = [
            exp.EQ(
                this=rendered(f'"{their_field}"'), expression=_bare(rendered(f'my."{my_field}"'))
            )
            for their_field, my_field in rollup.match.items()
        ]
        if not void_too:
            conditions.append(exp.Is(this=rendered("voided_at"), expression=exp.Null()))
        if rollup.where:
            conditions.append(exp.Paren(this=rendered(rollup.where)))
        value = checked(rollup.value, replace(theirs, aggregates=True))
        shown = _sum_of_nothing_is_zero(self.render(value, theirs, inner, path, depth + 1))
        select = exp.select(shown).from_(_table(rollup.sheet, inner)).where(*conditions)
        if not _has_aggregate(value):
            last = [rendered(f'"{key}"') for key in (*rollup.order, "id")]
            select = select.order_by(*(exp.Ordered(this=one, desc=True) for one in last)).limit(1)
        elif rollup.order:
            raise BadExpression("rollup_order")
        return exp.Subquery(this=select)


def _set_by_the_office(node: exp.Expr) -> exp.Expr:
    """The value the office has set under that name; looked up once, not for every row."""
    name, otherwise = node.expressions
    key = exp.EQ(this=exp.column("key"), expression=name.copy())
    first = exp.Literal.string("$")
    value = exp.Anonymous(this="json_extract", expressions=[exp.column("value"), first])
    there = exp.select(value).from_(exp.to_identifier("_settings")).where(key)
    found = [exp.Subquery(this=there), otherwise.copy()]
    return exp.Anonymous(this="coalesce", expressions=found)


def _bare(value: exp.Expr) -> exp.Expr:
    """The value without its column's affinity, which would keep SQLite off the other's index."""
    return exp.Anonymous(this="ifnull", expressions=[value, exp.Null()])


def _of_a_row(reference: exp.Column, found_there: exp.Expr) -> exp.Expr:
    """Free words point nowhere: the word '12' is not the row 12, as SQLite would have it."""
    kind = exp.Anonymous(this="typeof", expressions=[reference])
    is_row = exp.EQ(this=kind, expression=exp.Literal.string("integer"))
    return exp.Case(ifs=[exp.If(this=is_row, true=found_there)])


def _table(sheet: str, alias: str) -> exp.Table:
    name = exp.TableAlias(this=exp.to_identifier(alias, quoted=True))
    return exp.Table(this=exp.to_identifier(sheet, quoted=True), alias=name)


def _has_aggregate(tree: exp.Expr) -> bool:
    return any(is_aggregate(node) for node in tree.walk())


def _sum_of_nothing_is_zero(tree: exp.Expr) -> exp.Expr:
    def filled(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Anonymous) and node.name.lower() == "sum":
            return exp.Anonymous(this="coalesce", expressions=[node, exp.Literal.number(0)])
        return node

    return tree.transform(filled)
