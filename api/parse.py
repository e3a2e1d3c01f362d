"""POST /api/parse/{sheet}/{field}: what a text typed into a cell would be stored as."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer, error_of
from api.asking import READERS, actor, in_thread, json_body, office, readable_sheet
from api.problems import Problem
from db.edits import Refusal
from registers.errors import BadValue
from registers.fields import Field
from registers.model import Sheet

LONGEST = 20_000


async def parse(request: Request) -> Response:
    """Half a value is no mistake, so a refusal is an answer like any other."""
    sheet = readable_sheet(request, request.path_params["sheet"])
    field = sheet.by_key.get(request.path_params["field"])
    typed = (await json_body(request)).get("value")
    if field is None or not isinstance(typed, str) or len(typed) > LONGEST:
        raise Problem("bad_request", detail="field, value")
    return Answer(await in_thread(READERS, _parsed, sheet, field, typed, actor(request).lang))


def _parsed(sheet: Sheet, field: Field, typed: str, lang: str) -> dict[str, object]:
    with office().ledger.reading() as context:
        try:
            stored = field.parse(typed, context)
        except BadValue as error:
            refusal = Refusal(error.code, field.key, **error.params)
            return {"error": error_of(refusal, lang, sheet)}
    return {"value": field.to_json(stored), "shown": field.preview(stored, lang)}
