"""The part of SQL an expression may be written in: read, held to a list, printed."""

from __future__ import annotations

from typing import Any, ClassVar

import sqlglot
from sqlglot import exp
from sqlglot.dialects.sqlite import SQLite
from sqlglot.parsers.sqlite import SQLiteParser

from registers.errors import BadExpression
from registers.macros import FIELD_MACROS, MACROS

AGGREGATES = frozenset({"count", "sum", "avg", "min", "max"})

# Each function with the fewest and the most arguments it takes.
FUNCTIONS: dict[str, tuple[int, int]] = {
    "abs": (1, 1),
    "avg": (1, 1),
    "coalesce": (2, 20),
    "count": (1, 1),
    "ifnull": (2, 2),
    "iif": (3, 3),
    "instr": (2, 2),
    "length": (1, 1),
    "lower": (1, 1),
    "max": (1, 20),
    "min": (1, 20),
    "nullif": (2, 2),
    "pinyin_initials": (1, 1),  # the one function that is not SQLite's own
    "replace": (3, 3),
    "round": (1, 2),
    "substr": (2, 3),
    "sum": (1, 1),
    "trim": (1, 2),
    "upper": (1, 1),
}

_ALLOWED = (
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE,
    exp.Is, exp.NullSafeEQ, exp.NullSafeNEQ, exp.In, exp.Between, exp.Like, exp.Escape, exp.Glob,
    exp.Case, exp.If, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.DPipe,
    exp.Paren, exp.Tuple, exp.Literal, exp.Null, exp.Boolean, exp.Column, exp.Identifier,
    exp.Placeholder, exp.Anonymous, exp.Distinct, exp.Star, exp.Cast, exp.DataType,
)  # fmt: skip
_CAST_TYPES = frozenset({"INTEGER", "INT", "TEXT", "REAL"})


class _Words(SQLite):
    """SQLite's grammar with every function left as it is written, none known, none rewritten."""

    class Parser(SQLiteParser):
        FUNCTIONS: ClassVar[dict[str, Any]] = {}
        FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {"CAST": SQLiteParser.FUNCTION_PARSERS["CAST"]}
        NO_PAREN_FUNCTIONS: ClassVar[dict[Any, Any]] = {}


def parse_sql(text: str) -> exp.Expr:
    """The tree of one SQL expression; BadExpression when it is not exactly one."""
    try:
        # The line break keeps a comment at the end from swallowing the parenthesis.
        tree = sqlglot.parse_one(f"SELECT ({text}\n)", dialect=_Words)
    except sqlglot.errors.SqlglotError as error:
        raise BadExpression("expression_syntax", problem=_first_line(error)) from None
    if not isinstance(tree, exp.Select) or len(tree.expressions) != 1:
        raise BadExpression("expression_syntax", problem=text)
    body = tree.expressions[0]
    if isinstance(body, exp.Subquery):
        raise BadExpression("expression_forbidden", what=body.key)
    if set(_present(tree)) != {"expressions"} or not isinstance(body, exp.Paren):
        raise BadExpression("expression_syntax", problem=text)
    return body.this.pop()  # type: ignore[no-any-return]


def to_sql(tree: exp.Expr) -> str:
    return tree.sql(dialect=_Words, comments=False, normalize_functions=False)


def refuse_forbidden(tree: exp.Expr) -> None:
    """BadExpression for anything that is not on the list: queries, unknown functions, types."""
    for node in tree.walk():
        if not isinstance(node, _ALLOWED) or (isinstance(node, exp.In) and _looks_elsewhere(node)):
            raise BadExpression("expression_forbidden", what=node.key)
        if isinstance(node, exp.DataType) and node.sql(dialect="sqlite") not in _CAST_TYPES:
            raise BadExpression("expression_forbidden", what=node.sql(dialect="sqlite"))
        if isinstance(node, exp.Star | exp.Distinct) and not isinstance(node.parent, exp.Anonymous):
            raise BadExpression("expression_forbidden", what=node.key)
        if isinstance(node, exp.Anonymous):
            _refuse_function(node)


def _refuse_function(node: exp.Anonymous) -> None:
    name, given = node.name.lower(), len(node.expressions)
    if name in FIELD_MACROS:
        return
    if name in MACROS:
        fewest = most = MACROS[name].arguments
    elif name in FUNCTIONS:
        fewest, most = FUNCTIONS[name]
    else:
        raise BadExpression("expression_function", name=node.name)
    if not fewest <= given <= most:
        wanted = str(fewest) if fewest == most else f"{fewest}-{most}"
        raise BadExpression("expression_arguments", name=name, wanted=wanted)
    starred = any(isinstance(argument, exp.Star | exp.Distinct) for argument in node.expressions)
    if starred and name != "count":
        raise BadExpression("expression_arguments", name=name, wanted=str(fewest))


def _looks_elsewhere(node: exp.In) -> bool:
    return any(name not in ("this", "expressions") for name in _present(node))


def _present(node: exp.Expr) -> list[str]:
    return [name for name, value in node.args.items() if value not in (None, [], False)]


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].removesuffix(".")
