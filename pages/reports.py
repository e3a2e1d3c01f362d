"""报表: a report of a period as a table, with its picture, its checks, and its paper."""

import re
from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from db.actor import Actor
from db.edits import Refusal
from db.office import Office
from exports import OnScreen
from locales import refused, sentence
from pages.choosing import chosen_form, chosen_period
from pages.forms import FORMS
from registers.summary_model import Chart, Summary

REPORTS = "reports"
_COLOURS = ["#0f766e", "#d97706", "#64748b", "#7c3aed", "#dc2626"]
_CHART_HEIGHT = 260
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
_UNSEEN = "\u200b"  # tells columns of the same name apart
_LEVEL_LABELS = 12  # more stand upright

Bars = tuple[str, dict[str, float]]


def draw_reports(office: Office, clerk: Actor, summaries: Sequence[Summary]) -> None:
    st.header(sentence(clerk.lang, "ui.reports"), anchor=False)
    which, when, paper = st.columns([3, 2, 2], vertical_alignment="bottom")
    with which:
        summary = chosen_form(summaries, clerk, "report")
    with when:
        span = chosen_period(summary, clerk)
    paper.link_button(
        sentence(clerk.lang, "ui.report_paper"),
        f"/{FORMS}?form={summary.key}&period={span.text}",
        icon=":material/print:",
    )
    try:
        seen = OnScreen(office.ledger.report(summary, span), clerk.lang)
    except Refusal as refusal:
        st.error(refused(clerk.lang, refusal))
        return
    _draw(seen, summary.chart)


def _draw(seen: OnScreen, chart: Chart | None) -> None:
    bars = _bars(seen, chart) if chart is not None else []
    with st.container(key="report"):
        if seen.checks:
            for column, (_, holds, _, text) in zip(
                st.columns(len(seen.checks)), seen.checks, strict=True
            ):
                (column.success if holds else column.error)(_plain(text))
        if seen.memo:
            told = (f"{label} {text}" for _, label, _, text in seen.memo)
            st.caption(_plain("  ·  ".join(told)))
        if chart is not None and any(figure for _, figures in bars for figure in figures.values()):
            st.altair_chart(_picture(seen, chart, bars), theme=None)
        st.html(f"<style>{_alignment(seen)}</style>")
        st.table(_table(seen), hide_index=True)


def _table(seen: OnScreen) -> pd.DataFrame:
    """The rows as texts, the totals last."""
    rows = [
        [seen.text(row, column, number) for column in seen.columns]
        for number, row in enumerate(seen.report.rows, 1)
    ]
    first, *totals = [seen.total_text(column) for column in seen.columns]
    rows.append([first or sentence(seen.lang, "paper.total"), *totals])
    labels = [_plain(seen.label(column)) for column in seen.columns]
    unlike = [label + _UNSEEN * labels[:at].count(label) for at, label in enumerate(labels)]
    return pd.DataFrame([[_plain(text) for text in row] for row in rows], columns=unlike)


def _plain(text: str) -> str:
    """Streamlit reads cells as Markdown; what a clerk typed is shown as typed."""
    return _MARKS.sub(r"\\\1", text)


def _alignment(seen: OnScreen) -> str:
    """Figures stand right; made of numbers and words of the program only."""
    return "".join(
        f".st-key-report :is(td, th):nth-child({place})"
        f" {{ text-align: {seen.align(column)} !important; }}"
        for place, column in enumerate(seen.columns, 1)
    )


def _bars(seen: OnScreen, chart: Chart) -> list[Bars]:
    """What each row is called in the chart, and its figures."""
    by_id = {column.id: column for column in seen.columns}
    rows = [
        (
            " ".join(seen.text(row, by_id[key], number) for key in chart.x).strip(),
            {key: seen.height(row, by_id[key]) for key in chart.y},
        )
        for number, row in enumerate(seen.report.rows, 1)
    ]
    if chart.top is None:
        return rows
    return sorted(rows, key=lambda row: -sum(row[1].values()))[: chart.top]


def _picture(seen: OnScreen, chart: Chart, rows: list[Bars]) -> alt.Chart:
    by_id = {column.id: column for column in seen.columns}
    values = [
        {"at": at, "what": seen.label(by_id[key]), "figure": figure}
        for at, figures in rows
        for key, figure in figures.items()
    ]
    labels = [seen.label(by_id[key]) for key in chart.y]
    colour = alt.Color(
        "what:N",
        sort=labels,
        scale=alt.Scale(domain=labels, range=_COLOURS[: len(labels)]),
        legend=alt.Legend(title=None, orient="top"),
    )
    axis = alt.Axis(labelOverlap=True, labelAngle=0 if len(rows) <= _LEVEL_LABELS else -90)
    base = alt.Chart(alt.InlineData(values=values), height=_CHART_HEIGHT, width="container").encode(
        x=alt.X("at:N", sort=None, title=None, axis=axis),
        y=alt.Y("figure:Q", title=None, stack="zero" if chart.kind == "stack" else None),
        color=colour,
        tooltip=["at:N", "what:N", "figure:Q"],
    )
    if chart.kind == "line":
        lines: alt.Chart = base.mark_line(point=True)
        return lines
    if chart.kind == "bar":
        base = base.encode(xOffset=alt.XOffset("what:N", sort=labels))
    bars: alt.Chart = base.mark_bar()
    return bars
