"""Middleware: what Streamlit's page is told about its host, /_stcore/host-config.

When the server is away Streamlit would open a dialog, and with it take the keyboard from the grid
in the middle of a word. The grid says itself that it is offline and keeps what is typed, so the
dialogs stay closed. No other site may send messages to our pages.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from api.answers import Answer

PATH = "/_stcore/host-config"
CONFIG = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    "blockErrorDialogs": True,
    "resourceCrossOriginMode": None,
}


class HostConfig:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_asked = scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "GET"
        answer = Answer(CONFIG) if is_asked else self.app
        await answer(scope, receive, send)
