"""What the office answers: JSON, and errors in one shape and in the clerk's language."""

import logging
from collections.abc import Awaitable, Callable, Mapping

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from api.asking import language
from api.problems import STATUS_OF, Problem
from db.edits import Refusal
from locales import author, refused
from registers.model import Sheet

logger = logging.getLogger("taizhang")

CARRIED = ("current", "mine", "by", "at", "fields")
"""Parameters of a refusal that the grid acts on and therefore gets beside the sentence."""


class Answer(Response):
    """A JSON answer that no cache keeps."""

    media_type = "application/json"

    def __init__(self, content: object, status: int = 200) -> None:
        super().__init__(content, status, headers={"Cache-Control": "no-store"})

    def render(self, content: object) -> bytes:
        return orjson.dumps(content)


def error_of(refusal: Refusal, lang: str, sheet: Sheet | None = None) -> dict[str, object]:
    """The one error shape; a conflict also carries what the cell now holds."""
    error: dict[str, object] = {
        "code": refusal.code,
        "message": refused(lang, refusal, sheet),
        "field": refusal.field,
    }
    error.update((name, refusal.params[name]) for name in CARRIED if name in refusal.params)
    if isinstance(by := error.get("by"), str):
        error["by"] = author(lang, by)
    return error


def problem_answer(refusal: Refusal, lang: str) -> Answer:
    error = error_of(refusal, lang)
    if refusal.field is None:
        del error["field"]
    status = refusal.status if isinstance(refusal, Problem) else STATUS_OF.get(refusal.code, 400)
    return Answer({"error": error}, status)


# --- handlers of what routes raise -------------------------------------------------------


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return problem_answer(error, language(request))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = problem_answer(_as_problem(error, request), language(request))
    if error.headers:
        answer.headers.update(error.headers)
    return answer


def _as_problem(error: HTTPException, request: HTTPConnection) -> Problem:
    method = str(request.scope.get("method", ""))
    if error.status_code == 405:
        return Problem("wrong_method", 405, method=method)
    if error.status_code == 404:
        return Problem("not_found", 404)
    return Problem("bad_request", error.status_code, detail=error.detail)


async def _failed(request: Request, error: Exception) -> Response:
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem_answer(Problem("failed", 500), language(request))


Handler = Callable[[Request, Exception], Awaitable[Response]]

HANDLERS: Mapping[type[Exception], Handler] = {
    Refusal: _refused,
    HTTPException: _http_error,
    Exception: _failed,
}
