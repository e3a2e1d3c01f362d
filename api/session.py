"""GET /api/session: who is here, what they may open, and every word the grid shows."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import actor, office
from db.actor import Actor
from db.today import lists_of
from locales import words
from registers.model import Register


async def session(request: Request) -> Response:
    clerk = actor(request)
    opened = office()
    now = opened.ledger.clock()
    return Answer(
        {
            "user": clerk.user,
            "name": clerk.name,
            "role": clerk.role,
            "lang": clerk.lang,
            "estate": opened.settings.get("estate_name") or "",
            "today": now.date().isoformat(),
            "now": f"{now:%Y-%m-%d %H:%M:%S}",
            "head": opened.ledger.head,
            "registers": [
                described
                for register in opened.book.registers
                if (described := _register(register, clerk))["sheets"]
            ],
            "lists": [
                {
                    "key": each.key,
                    "label": each.label.text(clerk.lang),
                    "register": opened.book.sheet(each.sheet).register,
                    "sheet": each.sheet,
                }
                for each in lists_of(opened.ledger, clerk)
            ],
            "words": words(clerk.lang, "ui"),
            "locale": words(clerk.lang, "grid"),
        }
    )


def _register(register: Register, clerk: Actor) -> dict[str, object]:
    """A register with the sheets of it that the clerk's post may see."""
    return {
        "key": register.key,
        "label": register.label.text(clerk.lang),
        "section": register.section,
        "sheets": [
            {"key": sheet.key, "label": sheet.label.text(clerk.lang)}
            for sheet in register.sheets
            if sheet.may(clerk.role, "read")
        ],
    }
