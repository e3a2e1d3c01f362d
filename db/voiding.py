"""A row declared void: it keeps its place and its number, and is not touched while it is void."""

from db.edits import Refusal, Void
from db.records import Row
from db.request import Desk, Request

_LONGEST_REASON = 200


def void(request: Request, desk: Desk, edit: Void) -> int:
    """Voids the row with its reason; returns its id."""
    before = desk.records.find(request.transaction.connection, edit.row)
    if not _may_void(request, desk, before):
        raise Refusal("not_allowed", sheet=desk.key, deed="void")
    if before["voided_at"] is not None:
        raise Refusal("row_void", sheet=desk.key)
    reason = " ".join(edit.reason.split())
    if not reason:
        raise Refusal("reason_missing", "void_reason", sheet=desk.key)
    if len(reason) > _LONGEST_REASON:
        raise Refusal("too_long", "void_reason", max=_LONGEST_REASON, length=len(reason))
    set_aside(request, desk, before, reason)
    request.examine_void(desk, edit.row)
    return edit.row


def _may_void(request: Request, desk: Desk, before: Row) -> bool:
    """The posts named for it, and whoever wrote the row, on the same day."""
    actor = request.actor
    if desk.sheet.may(actor.role, "void"):
        return True
    own = actor.staff_id is not None and before["created_by"] == actor.staff_id
    return own and str(before["created_at"])[:10] == request.author.at[:10]


def set_aside(request: Request, desk: Desk, before: Row, reason: str) -> None:
    """Writes that the row is void; whether it may be is for the caller to see."""
    values = _void_state(desk, before)
    mark: Row = {"voided_at": request.author.at, "void_reason": reason}
    connection, row = request.transaction.connection, int(before["id"] or 0)
    nothing_left: Row = dict.fromkeys(desk.sheet.kept_fields)
    written = {**values, **mark, **nothing_left}
    version = desk.records.change(connection, request.author, before, written)
    if desk.stock is not None:
        moved = desk.stock.follow(connection, before, {**before, **written})
        request.transaction.tell(request.author, desk.key, moved)
    request.transaction.record(
        request.author,
        "void",
        desk.key,
        row,
        version,
        batch=request.batch,
        note=reason,
    )
    request.record_change("void", desk, before, version, values, note=reason)


def bring_back(request: Request, desk: Desk, before: Row, values: Row) -> None:
    """A void row counts again, with the values it had; the audit says so first, for the guard."""
    version, row = int(before["version"] or 0) + 1, int(before["id"] or 0)
    reason = str(before["void_reason"])
    request.transaction.record(
        request.author, "restore", desk.key, row, version, batch=request.batch, note=reason
    )
    written: Row = {**values, "voided_at": None, "void_reason": None}
    desk.records.change(request.transaction.connection, request.author, before, written)
    values |= request.settle(desk, before, {**before, **written}, frozenset(written))
    request.record_change("restore", desk, before, version, values, note=reason)


def _void_state(desk: Desk, before: Row) -> Row:
    """The state that says so, where the sheet has one: a void visitor is not inside any more."""
    state = desk.sheet.state_field
    to = next((each.key for each in desk.sheet.states if each.tone == "void"), None)
    if state is None or to is None or before[state.key] == to:
        return {}
    return {state.key: to}
