"""A row declared void: it keeps its place and its number, and is not touched while it is void."""

from db.consequences import within
from db.edits import Refusal, Void
from db.records import Row
from db.request import Desk, Request
from db.shape import ROW
from registers.model import RowVoid

_LONGEST_REASON = 200


def void(request: Request, desk: Desk, edit: Void, *, asked: bool = True) -> int:
    """Voids the row with its reason, and what it once wrote; returns its id.

    What goes with another row is not `asked` for by somebody, so nobody's post is looked at.
    """
    before = desk.records.find(request.transaction.connection, edit.row)
    if asked and not _may_void(request, desk, before):
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
    _void_what_it_wrote(request, desk, before, reason)
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
    written = mark_void(request, desk, before, reason)
    if desk.stock is not None:
        connection = request.transaction.connection
        moved = desk.stock.follow(connection, before, {**before, **written})
        request.transaction.tell(request.author, desk.key, moved)
    record_void(request, desk, before, reason)


def mark_void(request: Request, desk: Desk, before: Row, reason: str) -> Row:
    """Writes the mark alone, without stock and audit; returns what was written."""
    mark: Row = {"voided_at": request.author.at, "void_reason": reason}
    nothing_left: Row = dict.fromkeys(desk.sheet.kept_fields)
    written = {**_void_state(desk, before), **mark, **nothing_left}
    desk.records.change(request.transaction.connection, request.author, before, written)
    return written


def record_void(request: Request, desk: Desk, before: Row, reason: str) -> None:
    """Audits the mark; `before` is the row as it was without it."""
    version, row = int(before["version"] or 0) + 1, int(before["id"] or 0)
    request.transaction.record(
        request.author, "void", desk.key, row, version, batch=request.batch, note=reason
    )
    values = _void_state(desk, before)
    request.record_change("void", desk, before, version, values, note=reason)


def _void_what_it_wrote(request: Request, desk: Desk, before: Row, reason: str) -> None:
    for gone in desk.sheet.on_void.voids if desk.sheet.on_void else ():
        with within(request, gone.sheet) as there:
            for row in _belonging(request, there, before, gone):
                void(request, there, Void(0, gone.sheet, row, reason), asked=False)


def _belonging(request: Request, there: Desk, before: Row, gone: RowVoid) -> list[int]:
    """The rows that still count and match; an empty cell of ours matches nothing."""
    shape = there.shape
    terms = [f"{ROW}.voided_at IS NULL"]
    terms += [f"{shape.column(there.field(key))} = :{key}" for key in gone.match]
    if gone.where is not None:
        terms.append(f"({shape.book.expression(gone.sheet, gone.where).sql(ROW)})")
    sql = f"SELECT {ROW}.id FROM {shape.table} AS {ROW} WHERE {' AND '.join(terms)} ORDER BY 1"
    matched = {key: before[own] for key, own in gone.match.items()}
    found = request.transaction.connection.execute(sql, {**request.bound, **matched})
    return [row[0] for row in found.fetchall()]


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
    """The state that says so, where the sheet has one: a void visitor is not inside any more.

    It stands last: what was refused or cancelled is shown like it, and is something else.
    """
    state = desk.sheet.state_field
    to = next((each.key for each in reversed(desk.sheet.states) if each.tone == "void"), None)
    if state is None or to is None or before[state.key] == to:
        return {}
    return {state.key: to}
