"""POST /api/rows/{sheet}: a window of rows, sorted, filtered and searched by SQLite."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, in_thread, json_body, office, readable_sheet
from api.problems import Problem
from db.selection import Window

MOST_ROWS = 5000


async def rows(request: Request) -> Response:
    sheet = readable_sheet(request, request.path_params["sheet"])
    window = window_from_json(sheet.key, await json_body(request))
    page = await in_thread(READERS, office().ledger.window, window)
    return Answer(
        {"rows": page.rows, "total": page.total, "counted": page.is_counted, "seq": page.seq}
    )


def window_from_json(sheet: str, asked: Mapping[str, object]) -> Window:
    """The window asked for; what is not there takes its default, what is wrong is named."""
    start, end = _whole(asked, "start", 0), _whole(asked, "end", 100)
    if not 0 <= start <= end <= start + MOST_ROWS:
        raise Problem("bad_request", detail="start, end")
    return Window(
        sheet=sheet,
        start=start,
        end=end,
        sort=_sort(asked.get("sort")),
        filter=_filter(asked.get("filter")),
        search=_text(asked, "search"),
        period=_text(asked, "period"),
        early=asked.get("early") is True,
        list=_text(asked, "list"),
        parent=_parent(asked.get("parent")),
    )


def _whole(asked: Mapping[str, object], key: str, default: int) -> int:
    number = asked.get(key, default)
    if not isinstance(number, int) or isinstance(number, bool):
        raise Problem("bad_request", detail=key)
    return number


def _text(asked: Mapping[str, object], key: str) -> str:
    text = asked.get(key) or ""
    if not isinstance(text, str):
        raise Problem("bad_request", detail=key)
    return text


def _parent(found: object) -> tuple[str, int] | None:
    if not found:
        return None
    if not isinstance(found, Mapping) or not isinstance(found.get("field"), str):
        raise Problem("bad_request", detail="parent")
    return str(found["field"]), _whole({"row": None, **found}, "row", 0)


def _sort(found: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(found or [], list):
        raise Problem("bad_request", detail="sort")
    return tuple(_sort_column(each) for each in found or [])  # type: ignore[attr-defined]


def _sort_column(found: object) -> tuple[str, str]:
    if isinstance(found, Mapping) and found.get("dir") in ("asc", "desc"):
        return str(found.get("field")), str(found["dir"])
    raise Problem("bad_request", detail="sort")


def _filter(found: object) -> dict[str, Mapping[str, object]]:
    if not isinstance(found or {}, Mapping):
        raise Problem("bad_request", detail="filter")
    wanted: Mapping[str, object] = found or {}  # type: ignore[assignment]
    for each in wanted.values():
        if not isinstance(each, Mapping) or not isinstance(each.get("op"), str):
            raise Problem("bad_request", detail="filter")
    return dict(wanted)  # type: ignore[arg-type]
