"""GET /api/history/{sheet}/{row}: who changed what in a row, oldest first."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, actor, in_thread, office, readable_sheet
from api.masking import masked_history
from locales import author


async def history(request: Request) -> Response:
    sheet = readable_sheet(request, request.path_params["sheet"])
    row = request.path_params["row"]
    entries = await in_thread(READERS, office().ledger.history, sheet.key, row)
    clerk = actor(request)
    told = masked_history(sheet, clerk.role, entries)
    named = [{**entry, "by": author(clerk.lang, str(entry["by"]))} for entry in told]
    return Answer({"sheet": sheet.key, "row": row, "history": named})
