"""POST /api/values/{sheet}/{field}: the values of a column with their counts, for its filter."""

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import READERS, actor, in_thread, json_body, office, readable_sheet
from api.rows import window_from_json


async def values(request: Request) -> Response:
    """Within the window asked for, but without the column's own filter."""
    sheet = readable_sheet(request, request.path_params["sheet"])
    window = window_from_json(sheet.key, await json_body(request))
    key, lang = request.path_params["field"], actor(request).lang
    found = await in_thread(READERS, office().ledger.values, window, key)
    field = sheet.by_key[key]
    return Answer(
        {
            "values": [
                {
                    "value": field.part_to_json(each.value, each.label),
                    "label": field.show_part(each.value, lang, each.label),
                    "count": each.rows,
                }
                for each in found
            ]
        }
    )
