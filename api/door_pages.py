"""The few pages that are shown before there is a session, drawn from templates."""

import secrets
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.asking import LANGUAGE_COOKIE, language, office
from api.templating import drawn
from locales import known_language, sentence

A_YEAR = 365 * 24 * 3600
LANGUAGES = {"zh_CN": "简体", "zh_HK": "繁體", "en": "English"}


def door_page(request: Request, template: str, status: int = 200, **shown: object) -> HTMLResponse:
    """A page in the visitor's language; `?lang=` is remembered for the next visit."""
    lang, nonce = language(request), secrets.token_urlsafe(12)

    def say(word: str, **params: object) -> str:
        return sentence(lang, f"door.{word}", **params)

    text = drawn(
        template,
        say=say,
        lang=lang,
        html_lang=lang.replace("_", "-"),
        languages=[(each, name, _here_in(request, each)) for each, name in LANGUAGES.items()],
        estate=office().settings.get("estate_name") or "",
        nonce=nonce,
        **shown,
    )
    answer = HTMLResponse(text, status, headers=_headers(nonce))
    if known_language(request.query_params.get("lang")):
        answer.set_cookie(LANGUAGE_COOKIE, lang, max_age=A_YEAR, httponly=True, samesite="lax")
    return answer


def _here_in(request: Request, lang: str) -> str:
    """The same page in another language, still on the way to where the visitor was going."""
    kept = {name: text for name, text in request.query_params.items() if name == "next"}
    return f"?{urlencode({**kept, 'lang': lang})}"


def _headers(nonce: str) -> dict[str, str]:
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'",
        "connect-src 'self'; img-src 'self' data:; form-action 'self'",
        "frame-ancestors 'none'; base-uri 'none'",
    )
    return {"Content-Security-Policy": "; ".join(policy), "Cache-Control": "no-store"}
