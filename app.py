"""The one entry: `streamlit run app.py` or `python manage.py serve`."""

import db  # noqa: F401  isort: skip  - before everything: the process has one SQLite

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from streamlit import config

from api.addresses import announce
from api.answers import HANDLERS
from api.nodelay import send_at_once
from api.routes import MIDDLEWARE, routes
from api.running import running

send_at_once()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, object]]:
    async with running():
        announce(config.get_option("server.address"), config.get_option("server.port"))
        yield {}


app = st.App(
    "pages/main.py",
    routes=routes(),
    middleware=MIDDLEWARE,
    exception_handlers=HANDLERS,
    lifespan=lifespan,
)
