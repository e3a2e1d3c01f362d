"""GET /health: the program runs and the ledger answers."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, in_thread, office


async def health(_request: Request) -> Response:
    """Says nothing about the office itself, since anybody may ask."""
    await in_thread(READERS, office().users.count)
    return Answer({"status": "ok"})
