"""GET /export/{form}: a paper form as an Excel file."""

from io import BytesIO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from api.asking import SLOW, actor, in_thread, office, period_asked
from api.problems import Problem
from exports import FullCopy, file_name, render
from registers.form_model import PaperForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def export(request: Request) -> Response:
    """`?period=2026-11`; the form is named by its key or by any of its titles.

    `&full=1&reason=…` shows numbers in full, to whoever may see them so, and is written down.
    """
    form = _form(request.path_params["form"])
    period = period_asked(request, form)
    clerk, asked = actor(request), request.query_params
    full = FullCopy(clerk, asked.get("reason", "")) if asked.get("full") == "1" else None
    lang = clerk.lang
    paper = BytesIO()
    await in_thread(SLOW, render, office(), form, period, lang, paper, full=full)
    return Response(
        paper.getvalue(),
        media_type=XLSX,
        headers={
            "Content-Disposition": attachment_named(file_name(form, period, lang)),
            "Cache-Control": "no-store",
        },
    )


def attachment_named(name: str) -> str:
    """A Content-Disposition whose file name may be Chinese (RFC 6266, RFC 5987)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _form(name: str) -> PaperForm:
    try:
        return office().book.form(name)
    except KeyError as error:
        raise Problem("unknown_form", 404, form=name) from error
