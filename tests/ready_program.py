"""All that a server imports before it answers, for the process that servers are forked from."""

import importlib

PROGRAM = (
    "app",  # before everything, as when it is run
    "jsonschema",
    "logging.config",
    "narwhals.stable.v2",
    "streamlit.components.v2.manifest_scanner",
    "streamlit.emojis",
    "streamlit.material_icon_names",
    "streamlit.runtime.scriptrunner.magic_funcs",
    "streamlit.web.bootstrap",
    "streamlit.web.cli",
    "streamlit.web.server.starlette.starlette_agent_routes",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
    "pages.navigation",
    "pages.style",
)

for each in PROGRAM:
    importlib.import_module(each)
importlib.import_module("tests.shipped").shipped_book()
