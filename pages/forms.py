"""表单: every form of the office as it will print, with the buttons that take it away.

What is chosen here becomes the address of the preview, a page of its own that api/paper.py draws.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from db.actor import Actor
from locales import sentence
from pages.periods import chosen_period
from registers.form_model import PaperForm

FORMS = "forms"
_HEIGHT = 560  # until the stylesheet stretches it over the window


def draw_forms(clerk: Actor, forms: Sequence[PaperForm]) -> None:
    with st.container(key="forms"):
        which, about = st.columns([3, 2], vertical_alignment="bottom")
        with which:
            form = _chosen_form(clerk, forms)
        with about:
            asked = {"period": chosen_period(form, clerk).text}
        title = form.title.text(clerk.lang)
        st.iframe(f"/paper/{form.key}?{urlencode(asked)}", height=_HEIGHT, alt=title)


def _chosen_form(clerk: Actor, forms: Sequence[PaperForm]) -> PaperForm:
    """The address may name one: /forms?form=visitor_ledger."""
    keys = [form.key for form in forms]
    asked = st.query_params.get("form")
    chosen: PaperForm = st.selectbox(
        sentence(clerk.lang, "ui.form"),
        forms,
        index=keys.index(asked) if asked in keys else 0,
        format_func=lambda form: form.title.text(clerk.lang),
    )
    return chosen
