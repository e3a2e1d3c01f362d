"""GET /api/record/{sheet}/{row}: one row with its buttons and the rows around it, for the panel."""

from collections.abc import Iterator, Mapping

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, actor, in_thread, office, readable_sheet
from api.masking import masked_row
from api.problems import Problem
from api.sheets import columns, offered
from db.actor import Actor
from db.edits import Refusal
from db.selection import Window
from db.shape import Wire
from registers.fields import Field
from registers.form_model import PaperForm
from registers.model import Sheet

MOST_COLUMNS = 5
"""A child sheet is a small table: its most important columns, and what a new line needs."""

EMPTY: tuple[object, ...] = (None, "", [])


async def record(request: Request) -> Response:
    sheet = readable_sheet(request, request.path_params["sheet"])
    clerk, row_id = actor(request), request.path_params["row"]
    return Answer(await in_thread(READERS, _record, sheet, row_id, clerk))


def _record(sheet: Sheet, row_id: int, clerk: Actor) -> dict[str, object]:
    row = office().ledger.row(sheet.key, row_id)
    if row is None:
        raise Problem("unknown_row", 404)
    row = masked_row(sheet, clerk.role, row)
    may_write = sheet.may(clerk.role, "write")
    links = list(_links(sheet, row, clerk))
    return {
        "sheet": sheet.key,
        "label": sheet.label.text(clerk.lang),
        "display": sheet.display,
        "row": row,
        "title": _title(sheet, row),
        "state": _state(sheet, row, clerk),
        "fields": columns(sheet, clerk),
        "may": {"write": may_write, "void": sheet.may_void_some(clerk.role)},
        "actions": list(_actions(sheet, row, clerk)),
        "forms": [offered(form, clerk) for form in _row_forms(sheet, clerk)],
        "children": list(_children(sheet, row_id, clerk)),
        "links": [link for link, is_parent in links if not is_parent],
        "parents": [link for link, is_parent in links if is_parent],
    }


def _row_forms(sheet: Sheet, clerk: Actor) -> tuple[PaperForm, ...]:
    """What can be printed of the row."""
    return office().book.row_forms_of(sheet.key, clerk.role)


def _title(sheet: Sheet, row: Wire) -> str:
    """What the row is called: by its display field, else by its number."""
    return _text(row.get(sheet.title_field.key))


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("label")
    return "" if value is None else str(value)


def _state(sheet: Sheet, row: Wire, clerk: Actor) -> dict[str, object] | None:
    field = sheet.state_field
    if field is None or row[field.key] is None:
        return None
    state = sheet.state(str(row[field.key]))
    label = state.label.text(clerk.lang)
    return {"key": state.key, "label": label, "tone": state.tone, "field": field.key}


# --- buttons -----------------------------------------------------------------------------


def _actions(sheet: Sheet, row: Wire, clerk: Actor) -> Iterator[dict[str, object]]:
    """The buttons of the row's state that this clerk may press."""
    field = sheet.state_field
    if field is None or row["void"]:
        return
    for transition in sheet.transitions:
        if row[field.key] in transition.from_ and sheet.may_press(clerk.role, transition):
            yield {
                "key": transition.key,
                "label": transition.label.text(clerk.lang),
                "require": [key for key in transition.require if row.get(key) in EMPTY],
                "tone": sheet.state(transition.to or str(row[field.key])).tone,
            }


# --- rows around it ----------------------------------------------------------------------


def _children(sheet: Sheet, row_id: int, clerk: Actor) -> Iterator[dict[str, object]]:
    """Sheets that refer to this one, those of its own register first and with a line to add."""
    found = sorted(_referring(sheet, clerk), key=lambda pair: pair[0].register != sheet.register)
    for other, field in found:
        total = _count(other, field, row_id)
        is_own = other.register == sheet.register and other.key != sheet.key
        may_add = is_own and not field.readonly and other.may(clerk.role, "write")
        if total is None or (total == 0 and not may_add):
            continue
        several = [each.key for each in other.reference_fields if each.target == sheet.key]
        label = other.label.text(clerk.lang)
        yield {
            "sheet": other.key,
            "label": label if len(several) == 1 else f"{label} · {field.label.text(clerk.lang)}",
            "field": field.key,
            "total": total,
            "fields": _child_columns(other, field, clerk, every=may_add),
            "add": may_add,
            "own": is_own,
        }


def _referring(sheet: Sheet, clerk: Actor) -> Iterator[tuple[Sheet, Field]]:
    for other in office().book.sheets:
        if other.may(clerk.role, "read"):
            for field in other.reference_fields:
                if field.target == sheet.key and field.is_stored:
                    yield other, field


def _count(sheet: Sheet, field: Field, row_id: int) -> int | None:
    """How many rows refer to the row; None where the sheet cannot be used for now."""
    try:
        return office().ledger.window(Window(sheet.key, 0, 0, parent=(field.key, row_id))).total
    except Refusal:
        return None


def _child_columns(
    sheet: Sheet, parent: Field, clerk: Actor, *, every: bool
) -> list[dict[str, object]]:
    """What the small table shows; where lines are added, also what they may be filled with."""
    others = [column for column in columns(sheet, clerk) if column["key"] != parent.key]
    shown = [column["key"] for column in others if not column["hidden"]][:MOST_COLUMNS]
    return [
        {**column, "shown": column["key"] in shown}
        for column in others
        if column["key"] in shown or (every and column["editable"])
    ]


def _links(sheet: Sheet, row: Wire, clerk: Actor) -> Iterator[tuple[dict[str, object], bool]]:
    """The rows this one refers to, each with whether it is one of the same register."""
    book = office().book
    for field in sheet.reference_fields:
        value = row.get(field.key)
        target = field.target or ""
        if not isinstance(value, Mapping) or value.get("id") is None:
            continue
        if book.has_sheet(target) and book.sheet(target).may(clerk.role, "read"):
            link = {
                "label": field.label.text(clerk.lang),
                "sheet": target,
                "row": value["id"],
                "text": _text(value),
            }
            yield link, book.sheet(target).register == sheet.register
