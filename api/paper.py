"""Paper to look at before it is printed, and to fetch when it is drawn."""

import re
import secrets

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.answers import Answer, error_of
from api.asking import READERS, actor, in_thread, json_body, language, office
from api.export import asked_for, file_of, kind_asked
from api.papers import PAPERS, Paper
from api.problems import Problem
from api.templating import drawn
from exports import hides, may_have_full, narrowings, pdf_converter
from exports.preview import PagedWorkbook, page_document
from locales import sentence

MOST_PAGES = 300
"""Pages a browser is given to print at once."""

LANGUAGES = {"zh_CN": "简体", "zh_HK": "繁體", "en": "English"}

_PAGES = re.compile(r"([1-9]\d{0,5})(?:-([1-9]\d{0,5}))?")
_PAGES_POLICY = (
    "default-src 'none'",
    "style-src 'nonce-{nonce}'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
_VIEW_POLICY = (
    *_PAGES_POLICY,
    "script-src 'nonce-{nonce}'",
    "connect-src 'self'",
    "frame-src 'self'",
    "img-src 'self' data:",
)


async def view(request: Request) -> Response:
    """GET /paper/{form}: the form as it will print, with the buttons that take it away.

    Its address says what is asked for, as that of /export does.
    """
    asked = asked_for(request.path_params["form"], request.query_params, request)
    book, clerk = office().book, actor(request)
    nonce = secrets.token_urlsafe(12)

    def word(name: str, **params: object) -> str:
        return sentence(clerk.lang, f"preview.{name}", **params)

    fewer = await in_thread(READERS, narrowings, office(), asked, clerk.lang)
    text = drawn(
        "paper.html",
        word=word,
        nonce=nonce,
        html_lang=clerk.lang.replace("_", "-"),
        form=asked.form,
        title=asked.form.title.text(clerk.lang),
        about=asked.about(office(), clerk.lang),
        lang=asked.lang,
        languages=LANGUAGES,
        narrowings=fewer,
        only=asked.only,
        has_pdf=pdf_converter() is not None,
        has_table=asked.form.has_table,
        has_slips=asked.has_slips,
        may_have_full=hides(book, asked.form) and may_have_full(book, asked.form, clerk.role),
        most_pages=MOST_PAGES,
    )
    return HTMLResponse(text, headers=_headers(_VIEW_POLICY, nonce))


async def start(request: Request) -> Response:
    """POST /api/paper: begins to draw a form, and says under which id it can be watched."""
    body = {name: str(value) for name, value in (await json_body(request)).items()}
    asked = asked_for(body.get("form", ""), body, request)
    kind = kind_asked(body)
    return Answer(_told(PAPERS.start(office(), actor(request).user, asked, kind), request))


async def progress(request: Request) -> Response:
    """GET /api/paper/{paper}: how far it is, and when it is done, how many pages it has."""
    return Answer(_told(_own(request), request))


async def file(request: Request) -> Response:
    """GET /api/paper/{paper}/file: the finished file."""
    paper = _own(request)
    if paper.problem is not None:
        raise paper.problem
    if paper.state != "done":
        raise Problem("paper_unfinished", 409)
    return file_of(paper)


async def pages(request: Request) -> Response:
    """GET /api/paper/{paper}/pages/{pages}: page `3`, or pages `1-20` to print, as HTML."""
    paper, asked = _own(request), _PAGES.fullmatch(request.path_params["pages"])
    if asked is None or paper.pages is None:
        raise Problem("not_found", 404)
    first, last = int(asked[1]), int(asked[2] or asked[1])
    if not first <= last <= paper.pages.count or last - first >= MOST_PAGES:
        raise Problem("not_found", 404)
    nonce = secrets.token_urlsafe(12)
    wanted = range(first, last + 1)
    lang = paper.asked.lang
    text = await in_thread(READERS, page_document, paper.pages, wanted, lang=lang, nonce=nonce)
    return HTMLResponse(text, headers=_headers(_PAGES_POLICY, nonce))


def _own(request: Request) -> Paper:
    return PAPERS.of(actor(request).user, request.path_params["paper"])


def _told(paper: Paper, request: Request) -> dict[str, object]:
    told: dict[str, object] = {
        "paper": paper.id,
        "state": paper.state,
        "done": paper.done,
        "total": paper.total,
    }
    if paper.pages is not None:
        told |= {"pages": paper.pages.count, "sheets": _sheets(paper.pages)}
    if paper.problem is not None:
        told["error"] = error_of(paper.problem, language(request))
    return told


def _sheets(book: PagedWorkbook) -> list[dict[str, object]]:
    return [
        {
            "title": sheet.title,
            "pages": len(sheet.stretches),
            "orientation": "landscape" if sheet.is_landscape else "portrait",
        }
        for sheet in book.sheets
    ]


def _headers(policy: tuple[str, ...], nonce: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": "; ".join(policy).format(nonce=nonce),
        "Cache-Control": "no-store",
    }
