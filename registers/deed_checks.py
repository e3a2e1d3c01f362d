"""Transitions, what follows from them in other sheets, and the running stock, checked at load."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from registers.balance import Balance
from registers.deeds import Effects, RowAct, RowVoid, RowWrite, Transition
from registers.expressions import parse_expression
from registers.fields.base import Field
from registers.model import SYSTEM_COLUMNS
from registers.yaml_lines import YamlPath

if TYPE_CHECKING:
    from registers.checks import SheetCheck
    from registers.expressions import Fields


def check_transitions(check: SheetCheck) -> None:
    known = {state.key for state in check.sheet.states}
    check.unique(("transitions",), [transition.key for transition in check.sheet.transitions])
    for place, transition in enumerate(check.sheet.transitions):
        path: YamlPath = ("transitions", place)
        to = () if transition.to is None else (transition.to,)
        for name, states in (("from", transition.from_), ("to", to)):
            for state in states:
                if state not in known:
                    check.fault((*path, name), "unknown_state", state=state)
        check.known_roles((*path, "roles"), transition.roles)
        for key in transition.require:
            check.known_field((*path, "require"), key)
        for key, text in transition.set.items():
            _settable(check, (*path, "set", key), check.sheet.by_key, key, check.sheet.key)
            if key in check.sheet.kept_fields:
                check.fault((*path, "set", key), "not_writable", field=key)
            check.expression((*path, "set", key), text)
        if transition.guard is not None:
            check.check_rule((*path, "guard"), transition.guard)
        _check_clock(check, path, transition)
        check_effects(check, path, transition)


def _check_clock(check: SheetCheck, path: YamlPath, transition: Transition) -> None:
    """The clock needs no post, and must not find the row again when it has moved it."""
    if transition.by_clock is None:
        return
    when = check.expression((*path, "by_clock"), transition.by_clock)
    if transition.roles:
        check.fault((*path, "roles"), "clock_has_roles")
    if transition.to in transition.from_:
        check.fault((*path, "to"), "clock_repeats", state=transition.to)
    if transition.to is None and when is not None and not when.fields & {*transition.set}:
        check.fault((*path, "by_clock"), "clock_repeats", state=", ".join(transition.from_))


def check_effects(check: SheetCheck, path: YamlPath, effects: Effects) -> None:
    for place, write in enumerate(effects.writes):
        _check_write(check, (*path, "writes", place), write)
    for place, act in enumerate(effects.acts):
        _check_act(check, (*path, "acts", place), act)


def check_on_void(check: SheetCheck) -> None:
    """Both sides of every match, and the condition over the rows that go."""
    for place, gone in enumerate(check.sheet.on_void.voids if check.sheet.on_void else ()):
        _check_gone(check, ("on_void", "voids", place), gone)


def _check_gone(check: SheetCheck, path: YamlPath, gone: RowVoid) -> None:
    theirs = check.sheets.get(gone.sheet)
    if theirs is None:
        code = "broken_sheet" if gone.sheet in check.broken else "unknown_sheet"
        check.fault((*path, "sheet"), code, sheet=gone.sheet)
        return
    for their_key, own_key in gone.match.items():
        if their_key not in theirs:
            check.fault((*path, "match"), "unknown_field", field=their_key, sheet=gone.sheet)
        if own_key != "id":
            check.known_field((*path, "match"), own_key)
    if gone.where is not None:
        where = gone.where
        check.checked(
            (*path, "where"),
            lambda: parse_expression(where, theirs, sheet=gone.sheet, sheets=check.sheets),
        )


def _check_write(check: SheetCheck, path: YamlPath, write: RowWrite) -> None:
    _check_conditions(check, path, {"when": write.when, "repeat": write.repeat})
    _check_values(check, path, write.sheet, write.values)


def _check_act(check: SheetCheck, path: YamlPath, act: RowAct) -> None:
    _check_conditions(check, path, {"when": act.when, "row": act.row})
    _check_values(check, path, act.sheet, act.values)
    if act.sheet in check.sheets and act.action not in check.buttons.get(act.sheet, ()):
        check.fault((*path, "action"), "unknown_action", action=act.action, sheet=act.sheet)


def _check_conditions(check: SheetCheck, path: YamlPath, texts: Mapping[str, str | None]) -> None:
    for name, text in texts.items():
        if text is not None:
            check.expression((*path, name), text)


def _check_values(check: SheetCheck, path: YamlPath, sheet: str, values: Mapping[str, str]) -> None:
    theirs = check.sheets.get(sheet)
    if theirs is None:
        code = "broken_sheet" if sheet in check.broken else "unknown_sheet"
        check.fault((*path, "sheet"), code, sheet=sheet)
    for key, text in values.items():
        if theirs is not None:
            _settable(check, (*path, "values", key), theirs, key, sheet)
        check.expression((*path, "values", key), text)


def _settable(check: SheetCheck, path: YamlPath, fields: Fields, key: str, sheet: str) -> None:
    found = fields.get(key)
    if found is None:
        check.fault(path, "unknown_field", field=key, sheet=sheet)
    elif not found.is_stored or key in SYSTEM_COLUMNS:
        check.fault(path, "not_writable", field=key)


# --- the running stock ------------------------------------------------------------------------


def check_balance(check: SheetCheck) -> None:
    balance = check.sheet.balance
    if balance is None:
        return
    for key in (*balance.given, *balance.kept):
        found = check.known_field(("balance",), key)
        if found is not None and not _fits(found, balance):
            check.fault(("balance",), "balance_field", field=key)
    check.date_field(("balance", "order"), balance.order)
    _refuse_doubles(check, (*balance.given, *balance.kept))
    if any(balance.money) and not all(balance.money):
        check.fault(("balance",), "balance_money")
    for name, text in (("counts", balance.counts), ("sign", balance.sign)):
        found_there = check.expression(("balance", name), text)
        if found_there and (
            found_there.params or found_there.sheets or found_there.fields & {*balance.kept}
        ):
            check.fault(("balance", name), "balance_expression")


def _refuse_doubles(check: SheetCheck, keys: tuple[str, ...]) -> None:
    for place, key in enumerate(keys):
        if key in keys[:place]:
            check.fault(("balance",), "duplicate_key", key=key)


def _fits(field: Field, balance: Balance) -> bool:
    """A column of its own, whole where it is counted; what the ledger keeps is typed by nobody."""
    if not field.is_stored or field.key in SYSTEM_COLUMNS:
        return False
    if field.key in balance.kept:
        return field.readonly and field.sql_type == "INTEGER"
    return field.key not in (balance.qty, balance.price) or field.sql_type == "INTEGER"
