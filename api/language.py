"""POST /api/language: the clerk reads another language from now on."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import LANGUAGE_COOKIE, READERS, actor, in_thread, json_body, office
from api.problems import Problem
from locales import known_language

A_YEAR = 365 * 24 * 3600


async def set_language(request: Request) -> Response:
    asked = (await json_body(request)).get("lang")
    lang = known_language(asked if isinstance(asked, str) else None)
    if lang is None:
        raise Problem("unknown_language", value=asked)
    await in_thread(READERS, office().users.set_lang, actor(request).user, lang)
    answer = Answer({"lang": lang})
    answer.set_cookie(LANGUAGE_COOKIE, lang, max_age=A_YEAR, httponly=True, samesite="lax")
    return answer
