"""A new row: defaults, its number, its first state."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import orjson

from db.edits import Insert, Refusal
from db.records import Row
from db.request import Desk, Follow, Request
from registers.fields import Field
from registers.typed import is_blank


def insert(
    request: Request, desk: Desk, edit: Insert, *, follow: Follow, asked: bool = True
) -> int:
    """Writes the row and returns its id, or refuses it.

    A row that was not `asked` for by somebody, but follows from another one, may fill what is
    read-only, and nobody's post is looked at.
    """
    if asked and not desk.sheet.may(request.actor.role, "write"):
        raise Refusal("not_allowed", sheet=desk.key, deed="write")
    typed_only = asked and not request.actor.may_backfill
    values = _given(request, desk, edit, desk.begun_with if typed_only else desk.backfilled)
    desk.slips.join(request.transaction, values, is_old=not typed_only)
    bound = {**request.bound, "begun": _begun(str(request.bound["now"]), edit.age)}
    recalled = _recalled(request, desk, values) if typed_only else {}
    desk.defaults.put(values, bound, recalled)
    if desk.sheet.state_field and desk.sheet.initial_state:
        values.setdefault(desk.sheet.state_field.key, desk.sheet.initial_state.key)
    desk.numbering.put(request.transaction, values, request.context.now)
    every = frozenset(desk.records.fields)
    request.look_over(desk, values, every)
    connection = request.transaction.connection
    row = desk.records.add(connection, request.author, values)
    desk.defaults.complete(connection, desk.records, row, values, bound)
    whole = {**dict.fromkeys(desk.records.names), **values, "id": row}
    values |= request.settle(desk, {}, whole, every)
    request.examine(desk, row, every)
    request.transaction.record(
        request.author, "insert", desk.key, row, 1, batch=request.batch, new=_content(desk, values)
    )
    follow(request, desk, row, desk.sheet.on_insert)
    return row


def _begun(now: str, age: int) -> str:
    """The minute the row was begun in."""
    begun = datetime.fromisoformat(now) - timedelta(seconds=age)
    return f"{begun:%Y-%m-%d %H:%M}"


def _recalled(request: Request, desk: Desk, values: Row) -> Row:
    """What a clerk who types a row need not type again."""
    return desk.defaults.recalled(request.transaction.connection, request.bound, values)


def _given(request: Request, desk: Desk, edit: Insert, allowed: Mapping[str, Field]) -> Row:
    """What the sender gave, read; a read-only field takes only what the program fills in."""
    for key in (key for key in edit.values if key not in allowed):
        if not is_blank(edit.values[key]):
            raise Refusal("read_only", desk.field(key).key, sheet=desk.key)
    given: Row = {}
    for key, value in edit.values.items():
        if key in allowed and (stored := request.read(allowed[key], value)) is not None:
            given[key] = stored
    return given


def _content(desk: Desk, values: Row) -> str:
    """The audited content of a new row: its filled cells by the fields' stable ids, as JSON."""
    named = desk.stable_ids
    filled = {named[key]: value for key, value in values.items() if value is not None}
    return orjson.dumps(filled).decode()
