"""What a request says: who asks, in which language, about which sheet; and where work is done."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import orjson
from starlette.requests import HTTPConnection, Request

from api.problems import Problem
from db.actor import Actor
from db.office import Office, current
from locales import FALLBACK, known_language
from registers.form_model import PaperForm
from registers.model import Sheet

P = ParamSpec("P")
T = TypeVar("T")

LANGUAGE_COOKIE = "taizhang_lang"
SESSION_COOKIE = "taizhang_session"

READERS = ThreadPoolExecutor(4, "reader")
"""Reads of the ledger that take milliseconds; kept apart so that nothing queues behind paper."""

SLOW = ThreadPoolExecutor(2, "paper")
"""Paper: each may take seconds, so never more than two at once."""

PASSWORDS = ThreadPoolExecutor(2, "password")
"""A password hash takes tens of megabytes: twenty people logging in must not take twenty times."""


IMPORTS = ThreadPoolExecutor(2, "import")
"""Files that are read and written: each may take seconds, and other clerks must notice nothing."""


async def in_thread(
    pool: ThreadPoolExecutor, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run blocking work beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(pool, lambda: work(*args, **kwargs))


def office() -> Office:
    return current()


def actor(request: HTTPConnection) -> Actor:
    """The clerk the guard recognised; only routes that need a session may ask."""
    found: Actor = request.scope["state"]["actor"]
    return found


def language(request: HTTPConnection) -> str:
    """The clerk's language; before login what the page was asked for, or last shown in."""
    found = request.scope.get("state", {}).get("actor")
    if isinstance(found, Actor):
        return found.lang
    return (
        known_language(request.query_params.get("lang"))
        or known_language(request.cookies.get(LANGUAGE_COOKIE))
        or FALLBACK
    )


def readable_sheet(request: HTTPConnection, key: str) -> Sheet:
    """The sheet, if there is one of that name and the clerk's post may see it."""
    book = office().book
    if not book.has_sheet(key):
        raise Problem("unknown_sheet", 404, sheet=key)
    sheet = book.sheet(key)
    if not sheet.may(actor(request).role, "read"):
        raise Problem("may_not_read", 403, sheet=sheet.label)
    return sheet


def may_have(request: HTTPConnection, form: PaperForm) -> None:
    """Problem where the clerk's post may not have the form, or not see one of its sheets."""
    if office().book.shows(form, actor(request).role):
        return
    if form.access:
        raise Problem("may_not_have_form", 403, form=form.title)
    for sheet in form.sheets:
        readable_sheet(request, sheet)


def period_asked(request: Request, form: PaperForm, params: Mapping[str, str]) -> str:
    """The `period` for a form the clerk may have; refused otherwise."""
    may_have(request, form)
    period = params.get("period", "")
    if not period:
        raise Problem("period_missing", field="period")
    return period


async def json_body(request: Request) -> dict[str, object]:
    """The request's JSON object, or a `bad_json` problem."""
    try:
        found = orjson.loads(await request.body())
    except orjson.JSONDecodeError as error:
        raise Problem("bad_json") from error
    if not isinstance(found, dict):
        raise Problem("bad_json")
    return found
