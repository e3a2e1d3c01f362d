"""POST /api/sums/{sheet}: sums and counts of columns, over all rows found or over some of them."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, in_thread, json_body, office, readable_sheet
from api.problems import Problem
from api.rows import window_from_json
from db.ledger import Ledger
from db.selection import Window
from db.summing import Sums, summed_fields
from registers.model import Sheet

MOST_COLUMNS = 100


async def sums(request: Request) -> Response:
    """`start` and `end` leave only those rows of the order; there may be any number of them."""
    sheet = readable_sheet(request, request.path_params["sheet"])
    asked = await json_body(request)
    columns, limits = _columns(sheet, asked.get("columns")), _limits(asked)
    window = window_from_json(sheet.key, {**asked, "start": 0, "end": 0})
    if limits is not None:
        window = replace(window, start=limits[0], end=limits[1])
    ledger = office().ledger
    found = await in_thread(READERS, ledger.sums, window, columns, whole=limits is None)
    answer: dict[str, object] = {"rows": found.rows, "columns": _as_json(found)}
    if limits is None:
        answer["of"] = await in_thread(READERS, _unfiltered, ledger, window)
    return Answer(answer)


def _unfiltered(ledger: Ledger, window: Window) -> int:
    """How many rows the period or the list has, whatever is searched or filtered for."""
    return ledger.window(replace(window, start=0, end=0, sort=(), filter={}, search="")).total


def _as_json(found: Sums) -> Mapping[str, object]:
    return {key: {"count": one.count, "sum": one.sum} for key, one in found.columns.items()}


def _columns(sheet: Sheet, found: object) -> tuple[str, ...]:
    """Those asked for; where nothing is said, all whose sum says something."""
    if found is None:
        return summed_fields(sheet)
    is_list = isinstance(found, list) and all(isinstance(each, str) for each in found)
    if not is_list or len(found) > MOST_COLUMNS:  # type: ignore[arg-type]
        raise Problem("bad_request", detail="columns")
    return tuple(dict.fromkeys(found))  # type: ignore[call-overload]


def _limits(asked: Mapping[str, object]) -> tuple[int, int] | None:
    start, end = asked.get("start"), asked.get("end")
    if start is None and end is None:
        return None
    if type(start) is not int or type(end) is not int or not 0 <= start <= end < 2**53:
        raise Problem("bad_request", detail="start, end")
    return start, end
