"""/api/imports: a clerk's file looked at, put right, and written into a sheet."""

import logging
from collections.abc import Callable, Set
from dataclasses import replace
from io import BytesIO
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import (
    IMPORTS,
    READERS,
    actor,
    in_thread,
    json_body,
    language,
    office,
    readable_sheet,
)
from api.export import attachment_named
from api.import_choices import Line, changed, corrected, left_out
from api.import_proposal import proposal_json
from api.import_rows import counts_json, progress_json, rows_json
from api.preparations import PREPARATIONS, Only, Preparation, Work, moved, step_of
from api.problems import Problem
from db.actor import Actor
from db.edits import Refusal
from db.importing import Choices, Reading, commit
from db.office import Office
from exports import FORMATS, draw_template, error_workbook, refused_name, template_name
from registers.first_day import FirstDayStep
from registers.model import Sheet

logger = logging.getLogger("taizhang")

MOST_ROWS = 500
ONLY: dict[str, Only] = {
    "all": "all",
    "faults": "faults",
    "updates": "updates",
    "left_out": "left_out",
}


async def add(request: Request) -> Response:
    """POST `?sheet=&name=` with the file as the body: what it was taken for."""
    sheet = _importable(request, request.query_params.get("sheet", ""))
    name = request.query_params.get("name", "")[:200]
    content = await request.body()
    clerk = actor(request)
    made = await in_thread(IMPORTS, PREPARATIONS.add, office(), clerk, sheet.key, name, content)
    return await _proposal(made, clerk)


async def look(request: Request) -> Response:
    """GET: the same again."""
    return await _proposal(_own(request), actor(request))


async def choose(request: Request) -> Response:
    """POST: other choices; what is left out stays as it was."""
    found, asked = _own(request), await json_body(request)
    await in_thread(
        IMPORTS, found.change, office(), actor(request), lambda choices: changed(choices, asked)
    )
    return await _proposal(found, actor(request))


async def rows(request: Request) -> Response:
    """POST `{start, end, only}`: a window of the preview."""
    found, asked = _own(request), await json_body(request)
    start, end, only = (
        asked.get("start", 0),
        asked.get("end", 100),
        ONLY.get(str(asked.get("only", "all"))),
    )
    if not (
        isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= start + MOST_ROWS
    ):
        raise Problem("bad_request", detail="start, end")
    if only is None:
        raise Problem("bad_request", detail="only")
    lines = found.judged.lines[only]
    told = await in_thread(
        IMPORTS, rows_json, office().book, found, lines[start:end], actor(request).lang
    )
    return Answer({"rows": told, "total": len(lines)})


async def correct(request: Request) -> Response:
    """POST `{cells: [{worksheet, row, field, value}]}`: cells typed anew, their lines judged."""
    typed = corrected(await json_body(request))
    return await _judged(
        request,
        {place[:2] for place in typed},
        lambda choices: replace(choices, corrections={**choices.corrections, **typed}),
    )


async def leave_out(request: Request) -> Response:
    """POST `{lines: [{worksheet, row}], out}`: lines that are not to be imported, or yet to be."""
    lines, is_out = left_out(await json_body(request))

    def change(choices: Choices) -> Choices:
        kept = choices.left_out | lines if is_out else choices.left_out - lines
        return replace(choices, left_out=kept)

    return await _judged(request, lines, change)


async def _judged(
    request: Request, places: Set[Line], change: Callable[[Choices], Choices]
) -> Response:
    """The lines meant and all that are judged otherwise now, as far as one answer goes."""
    found, opened, clerk = _own(request), office(), actor(request)
    before = found.judged
    after = await in_thread(IMPORTS, found.change, opened, clerk, change)
    meant = [each for each in after.lines["all"] if (each[0], each[1].row) in places]
    others = (e for e in moved(before, after) if (e[0], e[1].row) not in places)
    lines = [*meant, *islice(others, MOST_ROWS)]
    told = await in_thread(IMPORTS, rows_json, opened.book, found, lines, clerk.lang)
    return Answer({"rows": told, "counts": counts_json(after)})


async def write(request: Request) -> Response:
    """POST `{which: "all"}` or `{which: "valid"}`: begins; `progress` tells how far it is."""
    found, asked = _own(request), await json_body(request)
    which, clerk = asked.get("which"), actor(request)
    if which not in ("all", "valid"):
        raise Problem("bad_request", detail="which")
    _importable(request, found.sheet)
    work, reading = found.begin()
    IMPORTS.submit(_write, office(), found, work, reading, clerk, only_valid=which == "valid")
    return Answer(progress_json(office().book, found, clerk.lang))


def _write(
    opened: Office,
    found: Preparation,
    work: Work,
    reading: Reading,
    clerk: Actor,
    *,
    only_valid: bool,
) -> None:
    def progress(done: int, total: int, _sheet: str) -> None:
        work.done, work.total = done, total

    try:
        work.report = commit(
            opened,
            found.sheet,
            reading,
            clerk,
            only_valid=only_valid,
            progress=progress,
            name=found.step,
        )
        work.state = "done"
    except Refusal as refusal:
        work.refusal, work.state = refusal, "failed"
    except Exception:
        logger.exception("an import into %s failed", found.sheet)
        work.refusal, work.state = Refusal("failed"), "failed"


async def progress(request: Request) -> Response:
    """GET: how much is written; in the end what was done. Of an import that was written while the
    program was started anew only that much is known."""
    clerk = actor(request)
    try:
        return Answer(progress_json(office().book, _own(request), clerk.lang))
    except Problem as problem:
        step = step_of(request.path_params["preparation"])
        if problem.code == "import_gone" and await in_thread(
            READERS, office().ledger.is_done, clerk.user, step
        ):
            return Answer({"state": "done", "outcome": None})
        raise


async def refused(request: Request) -> Response:
    """GET: the lines that were not imported, as the clerk's own rows with the reasons."""
    found, lang = _own(request), actor(request).lang
    reading = found.read_and_written
    paper = await in_thread(IMPORTS, error_workbook, office().book, found.workbook, reading, lang)
    return _file(paper, refused_name(found.filename, lang))


async def forget(request: Request) -> Response:
    """POST: the clerk has finished with it, or thought better of it."""
    PREPARATIONS.forget(request.path_params["preparation"], actor(request).user)
    return Answer({"ok": True})


async def template(request: Request) -> Response:
    """GET `/api/templates/{sheet}?step=`: an empty file with the headings the clerk reads."""
    sheet = _importable(request, request.path_params["sheet"])
    step, lang, paper = _step(sheet, request.query_params.get("step")), language(request), BytesIO()
    await in_thread(IMPORTS, draw_template, office().book, sheet, step, lang, paper)
    return _file(paper.getvalue(), template_name(sheet, step, lang))


def _step(sheet: Sheet, key: str | None) -> FirstDayStep | None:
    """The step of the first day asked for; None for all that may be filled in the sheet."""
    steps = (each for each in office().book.first_day if each.sheet == sheet.key)
    return next((each for each in steps if each.key == key), None)


def _file(paper: bytes, name: str) -> Response:
    headers = {"Content-Disposition": attachment_named(name), "Cache-Control": "no-store"}
    return Response(paper, media_type=FORMATS["xlsx"].media_type, headers=headers)


async def _proposal(found: Preparation, clerk: Actor) -> Response:
    return Answer(await in_thread(IMPORTS, proposal_json, office().book, found, clerk.lang))


def _own(request: Request) -> Preparation:
    return PREPARATIONS.of(request.path_params["preparation"], actor(request).user)


def _importable(request: Request, key: str) -> Sheet:
    """A sheet into which this clerk may bring whole files."""
    sheet = readable_sheet(request, key)
    if not sheet.may(actor(request).role, "import"):
        raise Problem("may_not_import", 403, sheet=sheet.label)
    return sheet
