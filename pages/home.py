"""今日: every register with what came in today and this month, and the way into it."""

from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from db.actor import Actor
from db.ledger import Ledger
from db.office import Office
from db.selection import Window
from locales import sentence
from registers.model import Register, Sheet

COLUMNS = 3


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


def draw_home(office: Office, clerk: Actor, pages: list[tuple[Register, StreamlitPage]]) -> None:
    today = date.today()
    st.header(office.settings.get("estate_name") or "", anchor=False)
    st.caption(sentence(clerk.lang, "ui.today_is", date=_spoken_day(today, clerk.lang)))
    columns = st.columns(COLUMNS)
    for place, (register, page) in enumerate(pages):
        with columns[place % COLUMNS], st.container(border=True, key=f"card_{register.key}"):
            st.page_link(page)
            _draw_tally(office.ledger, clerk, register, today)


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
