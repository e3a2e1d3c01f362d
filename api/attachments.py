"""POST /api/attachments?name=…, GET /api/attachments/{id}: files that belong to a cell."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, actor, in_thread, office
from api.export import attachment_named
from api.problems import Problem


async def add(request: Request) -> Response:
    """Keeps the body as a file; its id is then written into the cell by an edit."""
    name = request.query_params.get("name", "")
    content = await request.body()
    if not content:
        raise Problem("file_empty")
    kept = await in_thread(READERS, office().attachments.add, name, content, "", actor(request))
    return Answer({"id": kept, "name": name})


async def read(request: Request) -> Response:
    """Always a download: what somebody uploaded is never shown as a page of ours."""
    found = await in_thread(READERS, office().attachments.read, request.path_params["id"])
    return Response(
        found.content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": attachment_named(found.name),
            "Cache-Control": "private, max-age=3600",
        },
    )
