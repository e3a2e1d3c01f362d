"""Beginning a row: what it will hold where nothing is typed, and who has been here before."""

from collections.abc import Iterator
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, actor, in_thread, json_body, office, readable_sheet
from api.problems import Problem
from db.actor import Actor
from db.recognising import Known
from locales import sentence
from registers.model import Sheet


async def foresee(request: Request) -> Response:
    """POST /api/foresee/{sheet}: the defaults of a line with these values, as it is typed."""
    sheet, clerk = _writable(request), actor(request)
    values = (await json_body(request)).get("values")
    if not isinstance(values, dict):
        raise Problem("bad_request", detail="values")
    found = await in_thread(READERS, office().ledger.foresee, sheet.key, values, clerk)
    return Answer({"values": found.values, "held": list(found.held)})


async def recognise(request: Request) -> Response:
    """POST /api/recognise/{sheet}: the last row of this telephone or document, if there is one.

    The number travels in the body: an address may be written down on its way.
    """
    sheet, clerk = _writable(request), actor(request)
    asked = await json_body(request)
    key, typed = asked.get("field"), asked.get("value")
    if not isinstance(key, str) or not isinstance(typed, str):
        raise Problem("bad_request", detail="field, value")
    known = await in_thread(READERS, office().ledger.recognise, sheet.key, key, typed)
    return Answer({"known": None if known is None else _told(sheet, known, clerk)})


def _writable(request: Request) -> Sheet:
    """A sheet in which the clerk may begin rows."""
    sheet = readable_sheet(request, request.path_params["sheet"])
    if not sheet.may(actor(request).role, "write"):
        raise Problem("not_allowed", 403)
    return sheet


def _told(sheet: Sheet, known: Known, clerk: Actor) -> dict[str, object]:
    fills = sheet.recognise.fills if sheet.recognise else ()
    return {
        "row": known.wire["id"],
        "text": " · ".join(text for text in _words(sheet, known, clerk) if text),
        "values": {key: known.wire[key] for key in fills if known.wire[key] is not None},
    }


def _words(sheet: Sheet, known: Known, clerk: Actor) -> Iterator[str]:
    """What tells the clerk who it is; a moment is that of the last visit."""
    for key in sheet.recognise.tells if sheet.recognise else ():
        field, stored = sheet.field(key), known.stored[key]
        label = known.stored.get(f"{key}__label")
        text = field.show(stored, clerk.lang, None if label is None else str(label))
        if field.moment is not None and text:
            text = sentence(clerk.lang, "ui.recognised_before", day=_short(text[:10]))
        yield text


def _short(day: str) -> str:
    """The year of a day is only said where it is not this one."""
    return day.removeprefix(f"{date.today().year}-")
