"""GET /export/{form}: a paper form as an Excel file."""

from io import BytesIO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from api.asking import SLOW, actor, in_thread, office, period_asked, readable_sheet
from api.problems import Problem
from exports import FullCopy, file_name, named, render
from registers.form_model import PaperForm

_LONGEST_ID = 15  # digits
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def export(request: Request) -> Response:
    """`?period=2026-11`, or `?row=17` for a form of one row; `&empty=1` to be filled in by hand.

    The form is named by its key or by any of its titles. `&full=1&reason=…` shows numbers in
    full, to whoever may see them so, and is written down. A ledger is narrowed down by
    `&desk=…` and whatever else its form may be selected by.
    """
    form = _form(request.path_params["form"])
    clerk, asked = actor(request), request.query_params
    for sheet in form.sheets:
        readable_sheet(request, sheet)
    empty, row = asked.get("empty") == "1", _row(request)
    needs_period = bool(form.periods) and not empty and row is None
    period = period_asked(request, form) if needs_period else asked.get("period", "")
    paper = BytesIO()
    await in_thread(
        SLOW,
        render,
        office(),
        form,
        period,
        clerk.lang,
        paper,
        row=row,
        empty=empty,
        only={key: asked[key] for key in getattr(form, "select", ()) if key in asked},
        full=FullCopy(clerk, asked.get("reason", "")) if asked.get("full") == "1" else None,
    )
    name = file_name(form, named(office(), form, period, row, clerk.lang), clerk.lang)
    return Response(
        paper.getvalue(),
        media_type=XLSX,
        headers={
            "Content-Disposition": attachment_named(name),
            "Cache-Control": "no-store",
        },
    )


def _row(request: Request) -> int | None:
    asked = request.query_params.get("row")
    if asked is None:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_ID):
        raise Problem("unknown_row", 404)
    return int(asked)


def attachment_named(name: str) -> str:
    """A Content-Disposition whose file name may be Chinese (RFC 6266, RFC 5987)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _form(name: str) -> PaperForm:
    try:
        return office().book.form(name)
    except KeyError as error:
        raise Problem("unknown_form", 404, form=name) from error
