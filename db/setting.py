"""One cell changed: refused where somebody else has changed it since the clerk looked."""

from collections.abc import Mapping

from db.audit import Stored
from db.edits import UNSEEN, Refusal, Set
from db.records import Row
from db.request import Desk, Request
from db.windows import rows_by_id
from registers.errors import BadValue
from registers.fields import Field

_LAST_CHANGE = """
    SELECT name, at FROM _audit WHERE sheet = ? AND row = ? AND (field = ? OR op = 'insert')
    ORDER BY seq DESC LIMIT 1
"""


def set_cell(request: Request, desk: Desk, edit: Set) -> int:
    """Writes the cell, or nothing where it already holds the value; returns the row's id."""
    field = desk.field(edit.field)
    before = desk.records.find(request.transaction.connection, edit.row)
    if not desk.sheet.may(request.actor.role, "write"):
        raise Refusal("not_allowed", sheet=desk.key, deed="write")
    if field.key not in desk.settable:
        raise Refusal("read_only", field.key, sheet=desk.key)
    if before["voided_at"] is not None:
        raise Refusal("row_void", sheet=desk.key)
    current = before[field.key]
    wanted = _wanted(request, field, edit.value)
    if not _saw(request, field, edit.was, current) and wanted != current:
        raise _conflict(request, desk, field, edit.row)
    if isinstance(wanted, Refusal):
        raise wanted
    if wanted != current:
        _write(request, desk, field, before, wanted)
    return edit.row


def _wanted(request: Request, field: Field, value: object) -> Stored | Refusal:
    """The new value, or why it cannot be read: a conflict is reported before that."""
    try:
        return request.read(field, value)
    except Refusal as refusal:
        return refusal


def _write(request: Request, desk: Desk, field: Field, before: Row, wanted: Stored) -> None:
    changed = frozenset((field.key,))
    values: Row = {field.key: wanted}
    request.look_over(desk, {**before, **values}, changed)
    desk.slips.hold(request.transaction, before, changed)
    connection = request.transaction.connection
    version = desk.records.change(connection, request.author, before, values)
    values |= request.settle(desk, before, {**before, **values}, changed)
    row = int(before["id"] or 0)
    request.examine(desk, row, frozenset(values))
    if before[field.key] is not None:
        request.examine_corrections(desk, row, changed)
    request.record_change("set", desk, before, version, values)


def _saw(request: Request, field: Field, was: object, current: Stored) -> bool:
    """Whether the clerk looked at the value the cell still holds."""
    if was is UNSEEN or _same(was, field.to_json(current)):
        return True
    try:
        return field.parse(was, request.context) == current
    except BadValue:
        return False


def _same(seen: object, now: object) -> bool:
    """Equality on the wire; the label of a reference may have changed meanwhile."""
    if isinstance(seen, Mapping) and isinstance(now, Mapping) and seen.get("id") is not None:
        return bool(seen["id"] == now.get("id"))
    return seen == now


def _conflict(request: Request, desk: Desk, field: Field, row: int) -> Refusal:
    connection = request.transaction.connection
    by, at = connection.execute(_LAST_CHANGE, (desk.key, row, field.id)).fetchone()
    now = rows_by_id(connection, desk.shape, [row], request.context.now)[0]
    minute = at.rpartition(":")[0]
    return Refusal("conflict", field.key, current=now[field.key], by=by, at=minute)
