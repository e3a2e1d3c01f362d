"""GET /api/changes: the change feed for programs, a page at a time."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, actor, in_thread, office
from api.problems import Problem

MOST_CHANGES = 1000


async def changes(request: Request) -> Response:
    """`?after=SEQ&limit=N` -> what was changed after SEQ, oldest first, and the head."""
    opened = office()
    after, limit = _number(request, "after", 0), _number(request, "limit", 200)
    found = await in_thread(READERS, opened.ledger.changes, after, min(limit, MOST_CHANGES))
    role = actor(request).role
    readable = {sheet.key for sheet in opened.book.sheets if sheet.may(role, "read")}
    return Answer(
        {
            "changes": [
                {
                    "seq": change.seq,
                    "at": change.at,
                    "sheet": change.sheet,
                    "row": change.row,
                    "op": change.op,
                    "field": change.field,
                    "client": change.client,
                    "by": change.actor,
                }
                for change in found
                if change.sheet in readable
            ],
            "next": found[-1].seq if found else after,
            "head": opened.ledger.head,
        }
    )


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isdecimal():
        raise Problem("bad_request", detail=name)
    return int(text)
