"""The pages an office has: today, its registers in sections, and those with faults."""

from collections.abc import Callable
from itertools import groupby

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from db.actor import Actor
from db.first_day import first_day
from db.office import Office
from locales import sentence
from pages.broken import draw_broken
from pages.first_day import FIRST_DAY, draw_first_day_page
from pages.forms import FORMS, draw_forms
from pages.home import draw_home
from pages.reports import REPORTS, draw_reports
from registers.model import SECTIONS, Register

BROKEN = "faults"


def navigation(office: Office, clerk: Actor) -> tuple[StreamlitPage, bool]:
    """The page to run, and whether the grid is shown on it."""
    pages = [(each, _page(each, clerk)) for each in readable_registers(office, clerk)]
    guide = _guide(office, clerk, {register.key: page for register, page in pages})
    home = st.Page(
        lambda: draw_home(office, clerk, pages, guide[0] if guide else None),
        title=sentence(clerk.lang, "ui.home"),
        icon=":material/today:",
        url_path="today",
        default=True,
    )
    first = [home, *guide, *_reports(office, clerk), *_forms(office, clerk)]
    sections = {"": first, **_in_sections(pages, clerk)}
    if office.book.faults and clerk.role == "admin":
        sections[sentence(clerk.lang, "ui.faults")] = [_broken(office, clerk)]
    page = st.navigation(sections, expanded=True)
    return page, any(page.url_path == register.key for register, _ in pages)


def readable_registers(office: Office, clerk: Actor) -> list[Register]:
    """Registers of which the clerk's post may see at least one sheet, in their order."""
    readable = (
        register
        for register in office.book.registers
        if any(sheet.may(clerk.role, "read") for sheet in register.sheets)
    )
    return sorted(readable, key=lambda each: (SECTIONS.index(each.section), each.order))


def _in_sections(
    pages: list[tuple[Register, StreamlitPage]], clerk: Actor
) -> dict[str, list[StreamlitPage]]:
    return {
        sentence(clerk.lang, f"section.{section}"): [page for _, page in of_section]
        for section, of_section in groupby(pages, key=lambda each: each[0].section)
    }


def _page(register: Register, clerk: Actor) -> StreamlitPage:
    return st.Page(
        _nothing(register.key),
        title=register.label.text(clerk.lang),
        icon=register.icon,
        url_path=register.key,
    )


def _nothing(key: str) -> Callable[[], None]:
    """A register's page draws nothing: the grid is there already and follows the address."""

    def register_page() -> None:
        return None

    register_page.__name__ = f"register_{key}"
    return register_page


def _guide(office: Office, clerk: Actor, pages: dict[str, StreamlitPage]) -> list[StreamlitPage]:
    """The page of the first day, as long as one of its lists is left."""
    if not any(each.is_left for each in first_day(office, clerk)):
        return []
    page = st.Page(
        lambda: draw_first_day_page(office, clerk, pages),
        title=sentence(clerk.lang, "ui.first_day"),
        icon=":material/checklist:",
        url_path=FIRST_DAY,
    )
    return [page]


def _reports(office: Office, clerk: Actor) -> list[StreamlitPage]:
    """The page of reports; none where the clerk's post may see no report."""
    summaries = office.book.reports_for(clerk.role)
    page = st.Page(
        lambda: draw_reports(office, clerk, summaries),
        title=sentence(clerk.lang, "ui.reports"),
        icon=":material/bar_chart:",
        url_path=REPORTS,
    )
    return [page] if summaries else []


def _forms(office: Office, clerk: Actor) -> list[StreamlitPage]:
    """The page of forms; none where the clerk's post may see no form."""
    forms = office.book.forms_for(clerk.role)
    page = st.Page(
        lambda: draw_forms(office, clerk, forms),
        title=sentence(clerk.lang, "ui.forms"),
        icon=":material/print:",
        url_path=FORMS,
    )
    return [page] if forms else []


def _broken(office: Office, clerk: Actor) -> StreamlitPage:
    return st.Page(
        lambda: draw_broken(office, clerk),
        title=sentence(clerk.lang, "ui.broken_registers", n=len(office.book.broken)),
        icon=":material/report:",
        url_path=BROKEN,
    )
