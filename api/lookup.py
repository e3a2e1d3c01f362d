"""GET /api/lookup/{sheet}?q=: rows to pick from, found by number, name or pinyin initials."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, actor, in_thread, office, readable_sheet
from api.problems import Problem

_LONGEST_ID = 18


async def lookup(request: Request) -> Response:
    """`near=rooms:7`, as often as the line refers to rows: those that belong to it come first."""
    sheet = readable_sheet(request, request.path_params["sheet"])
    text = request.query_params.get("q", "")[:100]
    near = dict(map(_reference, request.query_params.getlist("near")))
    ledger, clerk = office().ledger, actor(request)
    return Answer({"rows": await in_thread(READERS, ledger.offers, sheet.key, text, clerk, near)})


def _reference(text: str) -> tuple[str, int]:
    sheet, _, row = text.partition(":")
    if not (row.isascii() and row.isdecimal()) or len(row) > _LONGEST_ID:
        raise Problem("bad_request", detail="near")
    return sheet, int(row)
