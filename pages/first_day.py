"""开张准备: the lists an office brings along, one after another, each with its template."""

from collections.abc import Mapping
from html import escape

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from db.actor import Actor
from db.first_day import Progress, close, first_day, skip
from db.office import Office
from locales import sentence
from pages.clerk import leave_when_signed_out
from registers.first_day import FirstDayStep

FIRST_DAY = "first_day"
REFRESH_SECONDS = 15
_WIDTHS = (0.4, 5.6, 1.3, 1.2, 1.2, 1.1)

Pages = Mapping[str, StreamlitPage]
"""The page of each register by its key."""


def draw_first_day_page(office: Office, clerk: Actor, pages: Pages) -> None:
    st.header(sentence(clerk.lang, "ui.first_day"), anchor=False)
    draw_first_day(office, clerk, pages)


@st.fragment(run_every=REFRESH_SECONDS)
def draw_first_day(office: Office, clerk: Actor, pages: Pages) -> None:
    """What is done and what is left; the counts follow what is imported meanwhile."""
    leave_when_signed_out(office)
    steps = first_day(office, clerk)
    done = sum(not each.is_left for each in steps)
    st.caption(sentence(clerk.lang, "ui.first_day_lead"))
    if steps:
        told = sentence(clerk.lang, "ui.first_day_done", done=done, total=len(steps))
        st.progress(done / len(steps), text=told)
    for number, each in enumerate(steps, 1):
        _draw_step(office, clerk, pages, number, each)
    word = "first_day_finish" if done == len(steps) else "first_day_close"
    if st.button(sentence(clerk.lang, f"ui.{word}"), key="first_day_close"):
        close(office, clerk)
        st.rerun()


def _draw_step(office: Office, clerk: Actor, pages: Pages, number: int, each: Progress) -> None:
    step, lang = each.step, clerk.lang
    state = "done" if each.is_done else "skipped" if each.is_skipped else "left"
    with st.container(border=True, key=f"step_{step.key}_is_{state}"):
        mark, what, count, template, way, other = st.columns(_WIDTHS, vertical_alignment="center")
        mark.markdown(":material/check_circle:" if each.is_done else f"**{number}**")
        what.html(step_html(step, lang))
        count.markdown(_count(each, lang))
        template.link_button(
            sentence(lang, "ui.template"),
            f"/api/templates/{step.sheet}?step={step.key}",
            icon=":material/download:",
            type="tertiary",
        )
        with way:
            st.page_link(
                pages[office.book.register_of(step.sheet).key],
                label=sentence(lang, "ui.import_more" if each.is_done else "ui.import"),
                icon=":material/upload_file:",
                query_params={"import": step.sheet},
            )
        if not each.is_done:
            word = "first_day_unskip" if each.is_skipped else "first_day_skip"
            if other.button(sentence(lang, f"ui.{word}"), key=f"skip_{step.key}", type="tertiary"):
                skip(office, step.key, clerk, is_skipped=not each.is_skipped)
                st.rerun(scope="fragment")


def step_html(step: FirstDayStep, lang: str) -> str:
    """Which list, and what stands in it."""
    label, hint = escape(step.label.text(lang)), escape(step.hint.text(lang))
    return f'<div class="tz-step"><b>{label}</b><small>{hint}</small></div>'


def _count(each: Progress, lang: str) -> str:
    if each.is_skipped and not each.is_done:
        return sentence(lang, "ui.first_day_skipped")
    return sentence(lang, "ui.first_day_count", n=f"{each.count:,}")


def draw_reminder(steps: list[Progress], page: StreamlitPage, lang: str) -> None:
    """One line on the first page while something is left."""
    left = [each.step.label.text(lang) for each in steps if each.is_left]
    joint = ", " if lang == "en" else "、"
    with st.container(horizontal=True, vertical_alignment="center", key="first_day_left"):
        st.caption(sentence(lang, "ui.first_day_left", lists=joint.join(left)), width="content")
        st.page_link(page, label=sentence(lang, "ui.first_day_go"), icon=None)
