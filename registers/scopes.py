"""What an expression may name, checked, with its macros written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from sqlglot import exp

from registers.errors import BadExpression
from registers.fields.base import Field
from registers.macros import MACROS
from registers.model import SYSTEM_COLUMNS
from registers.sql_words import AGGREGATES, parse_sql, refuse_forbidden

Fields: TypeAlias = Mapping[str, Field]
SYSTEM_PARAMS = frozenset({"now", "today", "actor"})
DEFAULT_PARAMS = SYSTEM_PARAMS | {"begun"}
"""A default may also ask when the row was begun."""
_FIELD_ARGUMENTS = 2
_SETTING_ARGUMENTS = 2


@dataclass(frozen=True)
class Scope:
    """The names an expression may use: its sheet's, and with `my.` those of the row outside."""

    fields: Fields
    sheet: str = ""
    sheets: Mapping[str, Fields] = field(default_factory=dict)
    params: frozenset[str] = SYSTEM_PARAMS
    outer: Scope | None = None
    aggregates: bool = False

    def of(self, column: exp.Column) -> Scope:
        """The scope a column's name belongs to; BadExpression for a strange qualifier."""
        if not column.table or self.target(column) is not None:
            return self
        if column.table == "my" and self.outer is not None and not column.db:
            return self.outer
        raise BadExpression("expression_name", name=column.sql(dialect="sqlite"))

    def target(self, column: exp.Column) -> str | None:
        """The sheet whose field is meant where a reference stands before the dot."""
        reference = None if column.db else self.fields.get(column.table)
        found = reference.target if reference is not None and reference.is_stored else None
        return found if found in self.sheets else None

    def find(self, column: exp.Column) -> Field | None:
        """The field a column names, None for a system column; BadExpression for neither."""
        target = self.target(column)
        fields = self.of(column).fields if target is None else self.sheets[target]
        if column.name in fields:
            return fields[column.name]
        if column.name in SYSTEM_COLUMNS:
            return None
        raise BadExpression("expression_name", name=column.sql(dialect="sqlite"))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> exp.Expr:
    return parse_sql(text)


def checked(text: str, scope: Scope) -> exp.Expr:
    """The expression with macros expanded, every name and function of it allowed."""
    tree = _parsed(text).copy()
    refuse_forbidden(tree)
    for node in tree.walk():
        if is_setting(node):
            _refuse_bad_setting(node)
        if isinstance(node, exp.Placeholder) and node.name not in scope.params:
            raise BadExpression("expression_parameter", name=node.name or "?")
        if isinstance(node, exp.Column):
            scope.find(node)
        if is_aggregate(node) and not scope.aggregates:
            raise BadExpression("expression_function", name=node.name)
        for column, key in _compared(node):
            _refuse_unknown_choice(scope.find(column), key)
    return _with_macros(tree, scope)


def _compared(node: exp.Expr) -> Iterator[tuple[exp.Column, str]]:
    """Columns and the texts they are compared with."""
    if isinstance(node, exp.EQ | exp.NEQ):
        pairs = [(node.this, node.expression), (node.expression, node.this)]
    elif isinstance(node, exp.In):
        pairs = [(node.this, other) for other in node.expressions]
    else:
        return
    for column, other in pairs:
        if isinstance(column, exp.Column) and isinstance(other, exp.Literal) and other.is_string:
            yield column, other.name


def _refuse_unknown_choice(found: Field | None, key: str) -> None:
    """A misspelt key would make a rule silently never true; a list of the office may change."""
    if found is None or not found.choices or found.codes_name is not None:
        return
    if key not in {choice.key for choice in found.choices}:
        raise BadExpression("unknown_choice", choice=key, field=found.key)


def _with_macros(tree: exp.Expr, scope: Scope) -> exp.Expr:
    """Macros replaced from the inside out, so that one may stand in another."""
    for node in reversed(list(tree.walk())):
        if not isinstance(node, exp.Anonymous):
            continue
        name = node.name.lower()
        if name in MACROS:
            expanded = _expanded(name, node.expressions)
        elif name == "has":
            expanded = _has(node, scope)
        elif name == "choice_param":
            expanded = _choice_param(node, scope)
        else:
            continue
        if node is tree:
            return expanded
        node.replace(expanded)
    return tree


def _expanded(name: str, arguments: list[exp.Expr]) -> exp.Expr:
    given = dict(zip("ab", arguments, strict=False))

    def filled(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Placeholder) and node.name in given:
            return _within_parentheses(given[node.name].copy())
        return node

    return _within_parentheses(_parsed(MACROS[name].template).copy().transform(filled))


def _within_parentheses(tree: exp.Expr) -> exp.Expr:
    simple = exp.Column | exp.Literal | exp.Placeholder | exp.Paren | exp.Anonymous | exp.Cast
    return tree if isinstance(tree, simple) else exp.Paren(this=tree)


def _field_and_text(node: exp.Anonymous, scope: Scope) -> tuple[exp.Column, Field, str]:
    arguments = node.expressions
    if (
        len(arguments) == _FIELD_ARGUMENTS
        and isinstance(arguments[0], exp.Column)
        and isinstance(arguments[1], exp.Literal)
        and arguments[1].is_string
    ):
        found = scope.find(arguments[0])
        if found is not None and found.has_choices:
            return arguments[0], found, arguments[1].name
    wanted = "choice field, 'text'"
    raise BadExpression("expression_arguments", name=node.name.lower(), wanted=wanted)


def _has(node: exp.Anonymous, scope: Scope) -> exp.Expr:
    column, found, key = _field_and_text(node, scope)
    _refuse_unknown_choice(found, key)
    quoted = exp.Literal.string(f'"{key}"')
    inside = exp.Anonymous(this="instr", expressions=[column.copy(), quoted])
    zero = exp.Literal.number(0)
    known = exp.Anonymous(this="coalesce", expressions=[inside, zero])
    return exp.Paren(this=exp.GT(this=known, expression=zero.copy()))


def _choice_param(node: exp.Anonymous, scope: Scope) -> exp.Expr:
    column, found, name = _field_and_text(node, scope)
    cases = exp.Case(this=column.copy())
    for choice in found.choices:
        if name in choice.params:
            cases = cases.when(exp.Literal.string(choice.key), exp.convert(choice.params[name]))
    if not cases.args.get("ifs"):
        raise BadExpression("expression_no_params", field=found.key, param=name)
    return cases


def is_setting(node: exp.Expr) -> bool:
    """A value of the office's own, left as it is until the SQL is made."""
    return isinstance(node, exp.Anonymous) and node.name.lower() == "setting"


def _refuse_bad_setting(node: exp.Expr) -> None:
    """Its name and what holds until somebody sets it, both written out."""
    given = node.expressions
    is_named = len(given) == _SETTING_ARGUMENTS and given[0].is_string
    if not is_named or not isinstance(given[1], exp.Literal) or not given[0].name.isidentifier():
        raise BadExpression("expression_arguments", name="setting", wanted="'name', value")


def is_aggregate(node: exp.Expr) -> bool:
    """`max` and `min` of one value run over rows, of several they choose among them."""
    if not isinstance(node, exp.Anonymous):
        return False
    return node.name.lower() in AGGREGATES and len(node.expressions) == 1
