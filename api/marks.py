"""POST /api/marks/{sheet}: the marks of the rows on a screen, which change as time passes."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, in_thread, json_body, office, readable_sheet
from api.problems import Problem
from db.marking import MOST_ROWS


async def marks(request: Request) -> Response:
    sheet = readable_sheet(request, request.path_params["sheet"])
    asked = (await json_body(request)).get("rows")
    if not isinstance(asked, list) or len(asked) > MOST_ROWS or not all(map(_is_id, asked)):
        raise Problem("bad_request", detail="rows")
    found = await in_thread(READERS, office().ledger.marks, sheet.key, asked)
    return Answer({"marks": {str(row): mark for row, mark in found.items()}})


def _is_id(found: object) -> bool:
    return type(found) is int
