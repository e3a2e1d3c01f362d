"""A new row: defaults, its number, its first state."""

import orjson

from db.audit import Stored
from db.edits import Insert, Refusal
from db.records import Row
from db.request import Desk, Request
from registers.typed import is_blank

_NEXT = """
    INSERT INTO _numbers (series, period, last) VALUES (?, ?, 1)
    ON CONFLICT (series, period) DO UPDATE SET last = last + 1 RETURNING last
"""


def insert(request: Request, desk: Desk, edit: Insert) -> int:
    """Writes the row and returns its id, or refuses it."""
    if not desk.sheet.may(request.actor.role, "write"):
        raise Refusal("not_allowed", sheet=desk.key, deed="write")
    values = _given(request, desk, edit)
    desk.defaults.put(values, request.bound)
    if desk.sheet.state_field and desk.sheet.initial_state:
        values.setdefault(desk.sheet.state_field.key, desk.sheet.initial_state.key)
    _number(request, desk, values)
    every = frozenset(desk.records.fields)
    request.look_over(desk, values, every)
    connection = request.transaction.connection
    row = desk.records.add(connection, request.author, values)
    desk.defaults.complete(connection, desk.records, row, values, request.bound)
    request.examine(desk, row, every)
    request.transaction.record(
        request.author, "insert", desk.key, row, 1, batch=request.batch, new=_content(desk, values)
    )
    return row


def _given(request: Request, desk: Desk, edit: Insert) -> Row:
    """What the sender gave, read; a read-only field takes only what the program fills in."""
    allowed = desk.backfilled if request.actor.may_backfill else desk.settable
    for key in (key for key in edit.values if key not in allowed):
        if not is_blank(edit.values[key]):
            raise Refusal("read_only", desk.field(key).key, sheet=desk.key)
    given: Row = {}
    for key, value in edit.values.items():
        if key in allowed and (stored := request.read(allowed[key], value)) is not None:
            given[key] = stored
    return given


def _number(request: Request, desk: Desk, values: Row) -> None:
    """The next number of the series, unless an old paper already has one."""
    number, field = desk.sheet.number, desk.sheet.number_field
    series = desk.sheet.number_series(values)
    if number is None or series is None or field is None or values.get(field.key) is not None:
        return
    dated: Stored = values.get(number.date) if number.date else None
    day = str(dated or request.context.now)
    period = series.period(day)
    last = request.transaction.connection.execute(_NEXT, (desk.key, period)).fetchone()[0]
    values[field.key] = series.format(day, last)


def _content(desk: Desk, values: Row) -> str:
    """The audited content of a new row: its filled cells by the fields' stable ids, as JSON."""
    named = desk.stable_ids
    filled = {named[key]: value for key, value in values.items() if value is not None}
    return orjson.dumps(filled).decode()
