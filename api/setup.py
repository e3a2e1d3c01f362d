"""GET and POST /setup, POST /setup/sample, GET /setup/progress, GET /setup/users: first visit."""

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.answers import Answer
from api.asking import PASSWORDS, in_thread, language, office
from api.door_pages import door_page
from api.login import with_session
from api.problems import Problem
from api.sample_office import SAMPLE, TICKET_COOKIE, holds_ticket
from db.edits import Refusal
from db.passwords import SHORTEST
from db.users import User
from locales import refused, sentence

_one_at_a_time = asyncio.Lock()


async def setup_page(request: Request) -> Response:
    if SAMPLE.state == "running":
        return door_page(request, "progress.html")
    if SAMPLE.state == "done" and holds_ticket(request):
        return RedirectResponse("/setup/users", 303)
    if office().users.count():
        return RedirectResponse("/login", 303)
    failed = sentence(language(request), "door.sample_failed") if SAMPLE.state == "failed" else ""
    return _form(request, message=failed)


async def set_up(request: Request) -> Response:
    """The estate's name and the first administrator, who is signed in at once."""
    typed = {name: str(value).strip() for name, value in (await request.form()).items()}
    async with _one_at_a_time:
        _check_unused()
        try:
            _check(typed)
            user = await in_thread(PASSWORDS, _create, typed)
        except Refusal as refusal:
            return _form(request, 400, typed, refused(language(request), refusal))
    return await with_session(RedirectResponse("/", 303), user, request)


async def build_sample(_request: Request) -> Response:
    """Starts building the sample office; /setup then shows how far it is."""
    _check_unused()
    answer = RedirectResponse("/setup", 303)
    answer.set_cookie(TICKET_COOKIE, SAMPLE.start(office()), httponly=True, samesite="strict")
    return answer


async def progress(request: Request) -> Response:
    return Answer(
        {
            "state": SAMPLE.state,
            "done": SAMPLE.done,
            "total": SAMPLE.total,
            "stage": _stage(SAMPLE.stage, language(request)),
        }
    )


def _stage(sheet: str, lang: str) -> str:
    """What is being filled just now, by the name of its sheet."""
    book = office().book
    return book.sheet(sheet).label.text(lang) if book.has_sheet(sheet) else ""


async def sample_users(request: Request) -> Response:
    """Shows the passwords of the sample office to the browser that asked for it, once."""
    if not holds_ticket(request) or SAMPLE.state != "done":
        return RedirectResponse("/setup", 303)
    lang = language(request)
    shown = [
        (name, password, sentence(lang, f"role.{role}"))
        for name, password, role in SAMPLE.take_users()
    ]
    answer = door_page(request, "sample_users.html", users=shown)
    answer.delete_cookie(TICKET_COOKIE, httponly=True, samesite="strict")
    return answer


def _check_unused() -> None:
    if SAMPLE.state == "running":
        raise Problem("setup_running", 409)
    if office().users.count():
        raise Problem("setup_done", 409)


def _check(typed: dict[str, str]) -> None:
    if not typed.get("estate"):
        raise Problem("estate_missing", field="estate")
    if not typed.get("username"):
        raise Problem("name_missing", field="username")
    if typed.get("password") != typed.get("password_again"):
        raise Problem("password_differs", field="password_again")


def _create(typed: dict[str, str]) -> User:
    opened = office()
    opened.settings.set("estate_name", typed["estate"])
    return opened.users.create(typed["username"], typed["password"], "admin")


def _form(
    request: Request, status: int = 200, typed: dict[str, str] | None = None, message: str = ""
) -> Response:
    kept = {name: (typed or {}).get(name, "") for name in ("estate", "username")}
    return door_page(request, "setup.html", status, typed=kept, message=message, shortest=SHORTEST)
