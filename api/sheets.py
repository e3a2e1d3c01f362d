"""GET /api/sheets/{sheet}: all the grid needs to know to show and edit a sheet."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Answer
from api.asking import actor, office, readable_sheet
from db.actor import Actor
from exports import hides, may_have_full
from registers.form_model import PaperForm
from registers.masking import Mask
from registers.model import Sheet


async def sheet(request: Request) -> Response:
    """Columns come from the field types themselves, in the clerk's language."""
    described = readable_sheet(request, request.path_params["sheet"])
    clerk = actor(request)
    book = office().book
    register = book.register_of(described.key)
    may_write = described.may(clerk.role, "write")
    return Answer(
        {
            "register": register.key,
            "sheet": described.key,
            "label": described.label.text(clerk.lang),
            "sheets": [
                {"key": each.key, "label": each.label.text(clerk.lang)}
                for each in register.sheets
                if each.may(clerk.role, "read")
            ],
            "fields": columns(described, clerk),
            "period": _period(described),
            "forms": [offered(form, clerk) for form in book.forms_of(described.key, clerk.role)],
            "row_forms": [
                offered(form, clerk) for form in book.row_forms_of(described.key, clerk.role)
            ],
            "may": {
                "write": may_write,
                "void": described.may_void_some(clerk.role),
                "import": described.may(clerk.role, "import"),
            },
            "display": described.display,
            "recognise": _recognise(described),
            "slip": _slip(described),
            "marks": [
                {"as": mark.as_, "label": mark.label.text(clerk.lang)} for mark in described.marks
            ],
            "marks_move": book.marks_move(described.key),
        }
    )


def columns(sheet: Sheet, clerk: Actor) -> list[dict[str, object]]:
    """Every field as the grid knows it; nothing can be edited by whom may not write.

    `mask` says how many signs of a value are shown to this clerk, None where all are.
    """
    may_write = sheet.may(clerk.role, "write")
    masks = {} if sheet.may(clerk.role, "unmask") else {f.key: f.mask for f in sheet.masked_fields}
    return [
        {
            **column,
            "mask": _mask(masks.get(str(column["key"]))),
            "editable": column["editable"] and may_write,
            "home": sheet.key,
            "copied": column["key"] in sheet.copied_fields,
        }
        for column in sheet.columns(clerk.lang)
    ]


def _mask(mask: Mask | None) -> dict[str, int] | None:
    """What the grid may show of the column; the true value is for the editor alone."""
    return None if mask is None else mask._asdict()


def _recognise(described: Sheet) -> list[str]:
    """The fields by which somebody who comes again is known."""
    return list(described.recognise.by) if described.recognise else []


def _slip(described: Sheet) -> list[str]:
    """What a further line of the same slip takes over, its number first; empty without lines."""
    number, field = described.number, described.number_field
    if number is None or number.lines is None or field is None:
        return []
    return [field.key, *number.lines.same, *number.lines.carries]


def _period(described: Sheet) -> dict[str, str] | None:
    if described.period is None:
        return None
    return {"field": described.period.field, "now": f"{date.today():%Y-%m}"}


def offered(form: PaperForm, clerk: Actor) -> dict[str, object]:
    """A form as menus offer it; `full` where it hides something that the clerk may see."""
    book = office().book
    full = hides(book, form) and may_have_full(book, form, clerk.role)
    return {
        "key": form.key,
        "title": form.title.text(clerk.lang),
        "by": form.periods[0] if form.periods and "month" not in form.periods else "month",
        "empty": form.may_be_empty,
        **({"full": True} if full else {}),
    }
