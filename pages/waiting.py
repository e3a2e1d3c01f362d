"""The lists of the day as cards: how much waits, the first rows, and the way to all of them."""

from collections.abc import Mapping
from html import escape

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from db.actor import Actor
from db.audit import Stored
from db.today import Waiting
from locales import sentence
from registers.fields import Field

Pages = Mapping[str, StreamlitPage]
"""The page of each register by its key."""

COLUMNS = 2


def draw_waiting(lists: list[Waiting], pages: Pages, clerk: Actor, today: str) -> None:
    """A card for each list in which something waits; the others in one line."""
    lang = clerk.lang
    columns = st.columns(COLUMNS, gap="small")
    heights = [0] * COLUMNS
    for each in (each for each in lists if each.count):
        place = heights.index(min(heights))
        heights[place] += 4 + len(each.rows)
        with columns[place], st.container(border=True, key=f"list_{each.asked.key}_is_{each.tone}"):
            _draw_card(each, pages[each.sheet.register], clerk, today)
    done = [each.asked.label.text(lang) for each in lists if not each.count]
    if done:
        joint = ", " if lang == "en" else "、"
        st.caption(sentence(lang, "ui.lists_done", lists=joint.join(done)))


def _draw_card(each: Waiting, page: StreamlitPage, clerk: Actor, today: str) -> None:
    title = f"{each.asked.label.text(clerk.lang)}  **{each.count:,}**"
    st.page_link(page, label=title, icon=None, query_params={"list": each.asked.key})
    st.html(card_html(each, clerk, today))


def card_html(each: Waiting, clerk: Actor, today: str) -> str:
    """What to do, then the first rows as a table or what is missing."""
    lang = clerk.lang
    hint = escape(each.asked.hint.text(lang))
    if each.asked.due:
        by = escape(sentence(lang, "ui.list_due", time=each.asked.due))
        hint = f"<b>{by}</b> {hint}"
    body = "".join(f"<li>{escape(choice.label.text(lang))}</li>" for choice in each.missing)
    inside = f"<ul>{body}</ul>" if each.missing else _table(each, clerk, today)
    more = each.count - len(each.rows) - len(each.missing)
    rest = sentence(lang, "ui.list_more", n=f"{more:,}") if more > 0 else ""
    return f'<div class="tz-list"><p>{hint}</p>{inside}<small>{escape(rest)}</small></div>'


def _table(each: Waiting, clerk: Actor, today: str) -> str:
    """Telephones in full for whoever has to ring them up: who writes the sheet."""
    lang, is_whole = clerk.lang, each.sheet.is_sent_whole(clerk.role)
    fields = [each.sheet.field(key) for key in each.asked.columns]
    heads = "".join(f"<th>{escape(field.label.text(lang))}</th>" for field in fields)
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(shown if is_whole else field.masked(shown))}</td>"
            for field in fields
            for shown in (_shown(field, row, lang, today),)
        )
        + "</tr>"
        for row in each.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _shown(field: Field, row: Mapping[str, Stored], lang: str, today: str) -> str:
    """As on paper; of a date only what is not understood anyway: today's time, this year's day."""
    label = row.get(f"{field.key}__label")
    text = field.show(row[field.key], lang, None if label is None else str(label))
    if field.filter_kind != "date":
        return text
    return text.removeprefix(f"{today} ").removeprefix(today[:5])
