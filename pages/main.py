"""The script of every page: who is here, the navigation, the one grid, then the page itself.

The grid is called before the page runs and always in the same way, so Streamlit keeps its iframe
over page switches. Which register it shows it reads from the page's address.
"""

import streamlit as st

from db.office import current
from pages.clerk import draw_clerk, the_clerk
from pages.navigation import navigation
from pages.register_grid import draw_grid
from pages.style import draw_style, set_page

set_page()
office = current()
clerk = the_clerk(office)
page, has_grid = navigation(office, clerk)
draw_style(has_grid=has_grid)
with st.container(key="grid"):
    draw_grid()
with st.sidebar:
    draw_clerk(clerk)
page.run()
