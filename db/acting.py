"""A state button pressed: any transition of any sheet, as its schema describes it."""

from db.checks import broken_rule
from db.edits import Act, Refusal
from db.records import Row, as_column
from db.request import Desk, Follow, Request
from registers.fields import Field
from registers.model import Transition


def act(request: Request, desk: Desk, edit: Act, *, follow: Follow, asked: bool = True) -> int:
    """Takes the row to its next state, with all the transition demands; returns the row's id.

    Where the button was not `asked` for by somebody, but pressed by what another row brings about
    or by the clock, nobody's post is looked at.
    """
    transition, state = _found(desk, edit.action)
    before = desk.records.find(request.transaction.connection, edit.row)
    if asked and not desk.sheet.may_press(request.actor.role, transition):
        raise Refusal("not_allowed", sheet=desk.key, deed=transition.key)
    given = _given(desk, transition, edit, asked=asked)
    if before["voided_at"] is not None:
        raise Refusal("row_void", sheet=desk.key)
    if before[state.key] not in transition.from_:
        raise Refusal("state_changed", state.key, sheet=desk.key, state=before[state.key])
    values: Row = {field.key: request.read(field, value) for field, value in given}
    _fill(request, desk, transition, before, values)
    if transition.to is not None:
        values[state.key] = transition.to
    connection = request.transaction.connection
    changed = {key: value for key, value in values.items() if value != before[key]}
    version = desk.records.change(connection, request.author, before, changed)
    request.look_over(desk, {**before, **changed}, frozenset(changed))
    changed |= request.settle(desk, before, {**before, **changed}, frozenset(changed))
    request.examine(desk, edit.row, frozenset(changed))
    given_over = {field.key for field, _ in given if before[field.key] is not None}
    request.examine_corrections(desk, edit.row, given_over & changed.keys())
    request.record_change("act", desk, before, version, changed, note=transition.key)
    follow(request, desk, edit.row, transition)
    return edit.row


def _found(desk: Desk, action: str) -> tuple[Transition, Field]:
    state = desk.sheet.state_field
    try:
        transition = desk.sheet.transition(action)
    except KeyError:
        raise Refusal("unknown_action", sheet=desk.key, action=action) from None
    if state is None:
        raise Refusal("unknown_action", sheet=desk.key, action=action)
    return transition, state


def _given(
    desk: Desk, transition: Transition, edit: Act, *, asked: bool
) -> list[tuple[Field, object]]:
    """The values brought along; read-only cells only where the transition asks for them."""
    fields = [(desk.field(key), value) for key, value in edit.values.items()]
    for field, _ in fields:
        is_open = field.key in transition.require or not asked
        if field.key not in desk.settable and not (is_open and field.key in desk.backfilled):
            raise Refusal("read_only", field.key, sheet=desk.key)
    return fields


def _fill(request: Request, desk: Desk, transition: Transition, before: Row, values: Row) -> None:
    """Writes what was brought, sees that nothing is missing, and adds what the transition sets."""
    connection, row = request.transaction.connection, int(before["id"] or 0)
    if values:
        desk.records.fill(connection, row, values)
    after = {**before, **values}
    missing = [key for key in transition.require if after[key] is None]
    if missing:
        raise Refusal("required_missing", missing[0], fields=missing)
    _refuse_guarded(request, desk, transition, row)
    values |= _set_by(request, desk, transition, row)


def _refuse_guarded(request: Request, desk: Desk, transition: Transition, row: int) -> None:
    guard = transition.guard
    if guard is None or request.actor.role in guard.unless_role:
        return
    check = desk.shape.book.expression(desk.key, guard.check)
    if request.evaluate(desk, row, [check])[0] == 0:
        raise broken_rule(request.transaction.connection, desk.shape, guard, row, request.bound)


def _set_by(request: Request, desk: Desk, transition: Transition, row: int) -> Row:
    if not transition.set:
        return {}
    texts = (text.removeprefix("=").strip() for text in transition.set.values())
    expressions = [desk.shape.book.expression(desk.key, text) for text in texts]
    found = zip(transition.set, request.evaluate(desk, row, expressions), strict=True)
    return {key: as_column(desk.field(key).sql_type, value) for key, value in found}
