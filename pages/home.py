"""今日: what waits for this clerk today, then every register with what came in."""

from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from db.actor import Actor
from db.first_day import first_day
from db.ledger import Ledger
from db.office import Office
from db.selection import Window
from db.today import waiting
from locales import sentence
from pages.clerk import leave_when_signed_out
from pages.first_day import draw_first_day, draw_reminder
from pages.waiting import draw_waiting
from registers.model import Register, Sheet

COLUMNS = 5
REFRESH_SECONDS = 60

RegisterPages = list[tuple[Register, StreamlitPage]]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a sheet fall on a day, in its month, and in all."""

    today: int | None
    month: int | None
    total: int


def tally(ledger: Ledger, sheet: Sheet, day: date) -> Tally:
    """Without a period field there is only the total."""
    total = _count(ledger, sheet, "")
    if sheet.period is None:
        return Tally(None, None, total)
    return Tally(
        _count(ledger, sheet, day.isoformat()), _count(ledger, sheet, f"{day:%Y-%m}"), total
    )


def _count(ledger: Ledger, sheet: Sheet, period: str) -> int:
    return ledger.window(Window(sheet.key, 0, 0, period=period)).total


def draw_home(
    office: Office, clerk: Actor, pages: RegisterPages, guide: StreamlitPage | None
) -> None:
    """The grid stands beside this and must not run again, so only the fragment does.

    An office with nothing in it yet is led through its first day instead.
    """
    st.header(office.settings.get("estate_name") or "", anchor=False)
    steps = first_day(office, clerk) if guide is not None else []
    if steps and not any(each.is_done for each in steps):
        draw_first_day(office, clerk, {register.key: page for register, page in pages})
        return
    if guide is not None:
        draw_reminder(steps, guide, clerk.lang)
    _draw_day(office, clerk, pages)


@st.fragment(run_every=REFRESH_SECONDS)
def _draw_day(office: Office, clerk: Actor, pages: RegisterPages) -> None:
    leave_when_signed_out(office)
    now = office.ledger.clock()
    with st.container(horizontal=True, vertical_alignment="center", key="day"):
        day = _spoken_day(now.date(), clerk.lang)
        st.caption(sentence(clerk.lang, "ui.today_is", date=day), width="content")
        st.button(
            sentence(clerk.lang, "ui.refreshed_at", time=f"{now:%H:%M}"),
            icon=":material/refresh:",
            type="tertiary",
        )
    lists = list(waiting(office.ledger, clerk, with_rows=True))
    by_register = {register.key: page for register, page in pages}
    draw_waiting(lists, by_register, clerk, now.date().isoformat())
    _draw_tallies(office.ledger, clerk, pages, now.date())


def _draw_tallies(ledger: Ledger, clerk: Actor, pages: RegisterPages, today: date) -> None:
    columns = st.columns(COLUMNS, gap="small")
    for place, (register, page) in enumerate(pages):
        with columns[place % COLUMNS], st.container(border=True, key=f"card_{register.key}"):
            st.page_link(page)
            _draw_tally(ledger, clerk, register, today)


def _draw_tally(ledger: Ledger, clerk: Actor, register: Register, today: date) -> None:
    sheet = next(each for each in register.sheets if each.may(clerk.role, "read"))
    counted = tally(ledger, sheet, today)
    if counted.today is None:
        st.markdown(sentence(clerk.lang, "ui.tally_total", n=f"{counted.total:,}"))
    else:
        st.markdown(
            sentence(clerk.lang, "ui.tally", today=f"{counted.today:,}", month=f"{counted.month:,}")
        )


def _spoken_day(day: date, lang: str) -> str:
    weekday = sentence(lang, f"ui.weekday_{day.isoweekday()}")
    return sentence(
        lang, "ui.long_date", year=day.year, month=day.month, day=day.day, weekday=weekday
    )
