"""Streamlit's own furniture put away: one stylesheet, and where the grid is shown."""

from functools import cache
from pathlib import Path

import streamlit as st

STYLESHEET = Path(__file__).with_name("style.css")

# Off the screen the grid keeps its size, so that nothing is laid out anew when it comes back.
AWAY = ".st-key-grid { left: -20000px !important; }"


@cache
def _stylesheet() -> str:
    return STYLESHEET.read_text("utf-8")


def set_page() -> None:
    st.set_page_config(
        page_title="Taizhang 台账",
        page_icon="📒",
        layout="wide",
        initial_sidebar_state="expanded",
    )


def draw_style(*, has_grid: bool) -> None:
    st.html(f"<style>{_stylesheet()}{'' if has_grid else AWAY}</style>")
