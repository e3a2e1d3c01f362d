"""GET /api/reports: the reports a clerk may see, and one of them with its figures."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import SLOW, actor, in_thread, office, period_asked
from api.problems import Problem
from db.period import Span
from exports import OnScreen, period_of
from registers.summary_model import Summary


async def reports(request: Request) -> Response:
    """Their keys and names, and for which kinds of periods they are made."""
    clerk, book = actor(request), office().book
    return Answer(
        {
            "reports": [
                {
                    "key": summary.key,
                    "title": summary.title.text(clerk.lang),
                    "sheet": summary.sheet,
                    "register": book.register_of(summary.sheet).key,
                    "periods": summary.periods,
                    "now": Span.around(summary.periods[0], date.today()).text,
                }
                for summary in book.reports_for(clerk.role)
            ]
        }
    )


async def report(request: Request) -> Response:
    """`?period=2026-11`: columns, rows, totals, memo figures and checks."""
    summary = _named(request.path_params["report"])
    span = period_of(summary, period_asked(request, summary, request.query_params))
    found = await in_thread(SLOW, office().ledger.report, summary, span)
    return Answer(_described(OnScreen(found, actor(request).lang)))


def _described(seen: OnScreen) -> dict[str, object]:
    summary = seen.report.summary
    return {
        "key": summary.key,
        "title": summary.title.text(seen.lang),
        "period": seen.report.span.text,
        "columns": [
            {"key": column.id, "label": seen.label(column), "align": seen.align(column)}
            for column in seen.columns
        ],
        "rows": [
            {column.id: seen.value(row, column, number) for column in seen.columns}
            for number, row in enumerate(seen.report.rows, 1)
        ],
        "total": seen.total,
        "memo": [
            {"key": key, "label": label, "value": value} for key, label, value, _ in seen.memo
        ],
        "checks": [
            {"label": label, "holds": holds, "left": left} for label, holds, left, _ in seen.checks
        ],
        "chart": summary.chart.model_dump() if summary.chart is not None else None,
    }


def _named(name: str) -> Summary:
    book = office().book
    for summary in book.reports:
        if name in (summary.key, *summary.title.texts):
            return summary
    raise Problem("unknown_form", 404, form=name)
