"""GET /api/lookup/{sheet}?q=: rows to pick from, found by number, name or pinyin initials."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, in_thread, office, readable_sheet


async def lookup(request: Request) -> Response:
    sheet = readable_sheet(request, request.path_params["sheet"])
    text = request.query_params.get("q", "")[:100]
    found = await in_thread(READERS, office().ledger.lookup, sheet.key, text)
    return Answer({"rows": found})
