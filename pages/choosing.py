"""What a page of paper is about: one of the forms or reports, and the period it is made for."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import streamlit as st

from db.actor import Actor
from db.period import Span
from exports.occasion import Occasion
from locales import sentence
from registers.form_model import PaperForm

Form = TypeVar("Form", bound=PaperForm)

_OFFERED = {"day": 62, "month": 60, "quarter": 20, "year": 10}


def chosen_form(forms: Sequence[Form], clerk: Actor, name: str) -> Form:
    """One of the forms; the address may name one under `name`, such as ?form=visitor_ledger."""
    keys = [form.key for form in forms]
    asked = st.query_params.get(name)
    chosen: Form = st.selectbox(
        sentence(clerk.lang, f"ui.{name}"),
        forms,
        index=keys.index(asked) if asked in keys else 0,
        format_func=lambda form: form.title.text(clerk.lang),
    )
    return chosen


def chosen_period(form: PaperForm, clerk: Actor) -> Span:
    """The newest first, of every kind the form is made for; the address may name one."""
    today = date.today()
    spans = [
        span for kind in form.periods for span in Span.around(kind, today).back(_OFFERED[kind])
    ]
    texts = [span.text for span in spans]
    asked = st.query_params.get("period")
    chosen: Span = st.selectbox(
        sentence(clerk.lang, "ui.report_period"),
        spans,
        index=texts.index(asked) if asked in texts else 0,
        format_func=lambda span: Occasion("", span, clerk.lang, today).period,
        key=f"period_of_{form.key}",
    )
    return chosen
