"""GET /api/today: what waits for this clerk today, list by list, with how much of it."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, actor, in_thread, office
from db.actor import Actor
from db.today import waiting


async def today(request: Request) -> Response:
    return Answer({"lists": await in_thread(READERS, _lists, actor(request))})


def _lists(clerk: Actor) -> list[dict[str, object]]:
    ledger, lang = office().ledger, clerk.lang
    return [
        {
            "key": each.asked.key,
            "label": each.asked.label.text(lang),
            "hint": each.asked.hint.text(lang),
            "count": each.count,
            "tone": each.tone,
            "register": each.sheet.register,
            "sheet": each.sheet.key,
        }
        for each in waiting(ledger, clerk, with_rows=False)
    ]
