"""表单: every form of the office as it will print, with the buttons that take it away.

What is chosen here becomes the address of the preview, a page of its own that api/paper.py draws.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from db.actor import Actor
from db.office import Office
from db.selection import Sorting, Window
from exports.shown import Eyes
from locales import sentence
from pages.choosing import chosen_form, chosen_period
from registers.form_model import PaperForm

FORMS = "forms"
_HEIGHT = 560  # until the stylesheet stretches it over the window
_MOST_ROWS = 50
_WAYS = {"period": "ui.form_of_period", "row": "ui.form_of_row", "empty": "ui.form_empty"}

Asked = dict[str, str]


def draw_forms(office: Office, clerk: Actor, forms: Sequence[PaperForm]) -> None:
    with st.container(key="forms"):
        with st.container(key="form_choice", horizontal=True, vertical_alignment="bottom"):
            form = chosen_form(forms, clerk, "form")
            asked = _about(office, clerk, form)
        if asked is None:
            st.info(sentence(clerk.lang, "ui.form_no_row_found"))
            return
        title = form.title.text(clerk.lang)
        st.iframe(f"/paper/{form.key}?{urlencode(asked)}", height=_HEIGHT, alt=title)


def _about(office: Office, clerk: Actor, form: PaperForm) -> Asked | None:
    """What the form is printed for: a period, a row, or the hand; None where there is no row."""
    match _chosen_way(office, clerk, form):
        case "period":
            return {"period": chosen_period(form, clerk).text}
        case "row":
            return _chosen_row(office, clerk, form)
    return {"empty": "1"}


def _chosen_way(office: Office, clerk: Actor, form: PaperForm) -> str:
    ways = [
        *["period"] * bool(form.periods),
        *["row"] * (office.book.row_sheet(form) is not None),
        *["empty"] * form.may_be_empty,
    ]
    if len(ways) == 1:
        return ways[0]
    chosen: str = st.segmented_control(
        sentence(clerk.lang, "ui.form_way"),
        ways,
        default=ways[0],
        required=True,
        format_func=lambda way: sentence(clerk.lang, _WAYS[way]),
        key=f"way_of_{form.key}",
    )
    return chosen


# --- rows ------------------------------------------------------------------------------------


def _chosen_row(office: Office, clerk: Actor, form: PaperForm) -> Asked | None:
    """One of the rows found by what the search box of a register finds; the newest first."""
    sheet = office.book.sheet(str(office.book.row_sheet(form)))
    text = st.text_input(sentence(clerk.lang, "ui.form_search"), key=f"search_of_{form.key}")
    newest: Sorting = ((sheet.period.field, "desc"),) if sheet.period else ()
    beside = [key for one in sheet.shows if one.sheet is None for key in one.fields]
    shown = tuple(dict.fromkeys((sheet.title_field.key, *beside[:2])))
    query = Window(sheet.key, 0, _MOST_ROWS, sort=newest, search=text)
    found = {int(str(row["id"])): row for row in office.ledger.excerpt(query, shown).rows}
    if not found:
        return None
    eyes = Eyes(clerk.lang, is_full=False)
    chosen = st.selectbox(
        sheet.label.text(clerk.lang),
        list(found),
        format_func=lambda row: "  ".join(
            filter(None, (eyes.text_of(found[row], (key,), sheet.field) for key in shown))
        ),
        key=f"row_of_{form.key}",
    )
    return {"row": str(chosen)}
