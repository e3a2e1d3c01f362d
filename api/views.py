"""/api/views/{sheet}: how this clerk has arranged a sheet, and the views the office shares."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, actor, in_thread, json_body, office, readable_sheet
from db.actor import Actor
from db.views import Views
from registers.model import Sheet, ShippedView


async def views(request: Request) -> Response:
    """GET: the clerk's own, those shipped with the sheet, those of the office."""
    sheet, clerk = _asked(request)
    return Answer(await in_thread(READERS, _told, office().views, sheet, clerk))


async def share(request: Request) -> Response:
    """POST `{name, state}`: a new view for the whole office."""
    sheet, clerk = _asked(request)
    asked = await json_body(request)
    made = await in_thread(
        READERS, office().views.share, sheet, clerk, asked.get("name"), asked.get("state")
    )
    return Answer({"id": made})


async def keep_own(request: Request) -> Response:
    """POST `{state}`: the clerk's own; null goes back to the usual columns."""
    sheet, clerk = _asked(request)
    state = (await json_body(request)).get("state")
    await in_thread(READERS, office().views.keep_own, sheet, clerk, state)
    return Answer({"ok": True})


async def change(request: Request) -> Response:
    """POST `{name}`, `{state}` or `{remove: true}`: by its maker or the supervisor."""
    sheet, clerk = _asked(request)
    asked, view = await json_body(request), request.path_params["view"]
    shelf = office().views
    if asked.get("remove") is True:
        await in_thread(READERS, shelf.remove, sheet, clerk, view)
    else:
        said = {part: asked.get(part) for part in ("name", "state")}
        await in_thread(READERS, shelf.change, sheet, clerk, view, **said)
    return Answer({"ok": True})


def _asked(request: Request) -> tuple[Sheet, Actor]:
    return readable_sheet(request, request.path_params["sheet"]), actor(request)


def _told(shelf: Views, sheet: Sheet, clerk: Actor) -> dict[str, object]:
    return {
        "own": shelf.own(sheet, clerk),
        "shipped": [
            {"key": view.key, "label": view.label.text(clerk.lang), "state": _shipped(sheet, view)}
            for view in sheet.views
        ],
        "shared": [
            {
                "id": view.id,
                "name": view.name,
                "maker": view.maker,
                "may_change": view.may_be_changed_by(clerk),
                "state": view.state,
            }
            for view in shelf.shared(sheet)
        ],
    }


def _shipped(sheet: Sheet, view: ShippedView) -> dict[str, object]:
    """Its columns in their order, then all others, hidden."""
    others = [field.key for field in sheet.ordered_fields if field.key not in view.columns]
    return {
        "columns": [
            {
                "field": key,
                "width": None,
                "hidden": key not in view.columns,
                "pinned": key in sheet.view.pinned,
            }
            for key in (*view.columns, *others)
        ],
        "sort": [{"field": key, "dir": direction} for key, direction in view.sorting],
        "filter": {},
        "search": "",
        "period": view.period,
    }
