"""GET /export/{form}: a paper form as a file, at once; api/paper.py shows how far it is."""

import asyncio
from collections.abc import Mapping
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.asking import actor, may_have, office, period_asked
from api.papers import PAPERS, Paper
from api.problems import Problem
from exports import FORMATS, Asked, FullCopy, file_name, format_named, named
from locales import known_language
from registers.form_model import PaperForm

_LONGEST_ID = 15  # digits


async def export(request: Request) -> Response:
    """`?period=2026-11`, or `?row=17` for a form of one row; `&empty=1` to be filled in by hand.

    The form is named by its key or by any of its titles. `&format=` is `xlsx` unless said,
    `&lang=` the clerk's own. `&full=1&reason=…` shows numbers in full, to whoever may see them
    so, and is written down. A ledger is narrowed down by `&desk=…` and whatever else its form
    may be selected by. `&slips=1` packs the slips of the month with a pack.
    """
    asked = asked_for(request.path_params["form"], request.query_params, request)
    kind = kind_asked(request.query_params)
    paper = PAPERS.start(office(), actor(request).user, asked, kind)
    await asyncio.wrap_future(paper.ended)
    if paper.problem is not None:
        PAPERS.drop(paper)
        raise paper.problem
    return file_of(paper, BackgroundTask(PAPERS.drop, paper))


def kind_asked(params: Mapping[str, str]) -> str:
    """The `format`; a pack that is asked for with its `slips` is an archive."""
    kind = "zip" if params.get("slips") == "1" else params.get("format", "xlsx")
    format_named(kind)
    return kind


def file_of(paper: Paper, after: BackgroundTask | None = None) -> Response:
    """A finished paper as a download."""
    asked, found = paper.asked, FORMATS[paper.kind]
    about = named(office(), asked.form, asked.period, asked.row, asked.lang)
    name = file_name(asked.form, about, asked.lang, found.suffix)
    return FileResponse(
        paper.file,
        media_type=found.media_type,
        headers={"Content-Disposition": attachment_named(name), "Cache-Control": "no-store"},
        background=after,
    )


def asked_for(name: str, params: Mapping[str, str], request: Request) -> Asked:
    """What an address or a body asks for by the names of GET /export, if the clerk may see it."""
    form, clerk = form_named(name), actor(request)
    may_have(request, form)
    empty, row = params.get("empty") == "1", _row(params.get("row"))
    needs_period = bool(form.periods) and not empty and row is None
    return Asked(
        form=form,
        period=period_asked(request, form, params) if needs_period else params.get("period", ""),
        lang=known_language(params.get("lang")) or clerk.lang,
        row=row,
        empty=empty,
        only={key: params[key] for key in getattr(form, "select", ()) if params.get(key)},
        full=FullCopy(clerk, params.get("reason", "")) if params.get("full") == "1" else None,
    )


def _row(asked: str | None) -> int | None:
    if asked is None:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_ID):
        raise Problem("unknown_row", 404)
    return int(asked)


def attachment_named(name: str) -> str:
    """A Content-Disposition whose file name may be Chinese (RFC 6266, RFC 5987)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def form_named(name: str) -> PaperForm:
    try:
        return office().book.form(name)
    except KeyError as error:
        raise Problem("unknown_form", 404, form=name) from error
