"""GET and POST /login, POST /logout."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.answers import problem_answer
from api.asking import PASSWORDS, SESSION_COOKIE, in_thread, language, office
from api.door_pages import door_page
from api.feed import sign_out
from db.edits import Refusal
from db.users import User
from locales import refused

LOCKED = 429
NOT_RECOGNISED = 401


async def login_page(request: Request) -> Response:
    if request.scope["state"]["actor"] is not None:
        return RedirectResponse(_wanted_page(request), 303)
    if office().users.count() == 0:
        return RedirectResponse("/setup", 303)
    return door_page(request, "login.html", username="", message="", next=_wanted_page(request))


async def login(request: Request) -> Response:
    """The form of the login page; a program that posts it reads the cookie or a coded error."""
    form = await request.form()
    name, password = str(form.get("username", "")).strip(), str(form.get("password", ""))
    address = request.client.host if request.client else ""
    try:
        user = await in_thread(PASSWORDS, office().users.verify, name, password, address)
    except Refusal as refusal:
        return _turned_away(request, refusal, name)
    return await with_session(RedirectResponse(_wanted_page(request), 303), user, request)


async def logout(request: Request) -> Response:
    token = request.cookies.get(SESSION_COOKIE, "")
    await in_thread(PASSWORDS, office().users.close_session, token)
    sign_out(token)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(SESSION_COOKIE, httponly=True, samesite="strict")
    return answer


async def with_session(answer: Response, user: User, request: Request) -> Response:
    """A new session for a user whose password was right, or who was just made."""
    answer.set_cookie(
        SESSION_COOKIE,
        await in_thread(PASSWORDS, office().users.open_session, user),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def _turned_away(request: Request, refusal: Refusal, name: str) -> Response:
    status = LOCKED if "seconds" in refusal.params else NOT_RECOGNISED
    lang = language(request)
    if "text/html" not in request.headers.get("accept", ""):
        answer: Response = problem_answer(refusal, lang)
        answer.status_code = status
        return answer
    message = refused(lang, refusal)
    wanted = _wanted_page(request)
    return door_page(request, "login.html", status, username=name, message=message, next=wanted)


def _wanted_page(request: Request) -> str:
    """Where the visitor was going: a path of ours, never another site."""
    wanted = request.query_params.get("next", "/")
    parts = urlsplit(wanted)
    is_ours = not parts.scheme and not parts.netloc and wanted.startswith("/")
    return wanted if is_ours and not wanted.startswith(("//", "/\\", "/login")) else "/"
