"""Middleware: what Streamlit's page is told about its host, in itself and at /_stcore/host-config.

When the server is away Streamlit would open a dialog, and with it take the keyboard from the grid
in the middle of a word. The grid says itself that it is offline and keeps what is typed, so the
dialogs stay closed. No other site may send messages to our pages.

A page also looks for its server below its own address first, /visitors/_stcore/health, and every
browser reports that nothing is there. So it is told where the server is.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


_FIRST_SCRIPT = b"window.prerenderReady = false"
_WHERE_THE_SERVER_IS = b"; window.__streamlit = {BACKEND_BASE_URL: location.origin}"
_CHANGE_THE_ANSWER = frozenset({b"accept-encoding", b"range"})


class HostConfig:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _asks_for(scope, PATH):
            await Answer(CONFIG)(scope, receive, send)
        elif _asks_for_a_page(scope):
            headers = [each for each in scope["headers"] if each[0] not in _CHANGE_THE_ANSWER]
            await self.app({**scope, "headers": headers}, receive, _Page(send))
        else:
            await self.app(scope, receive, send)


def _asks_for(scope: Scope, path: str) -> bool:
    return bool(scope["type"] == "http" and scope["path"] == path and scope["method"] == "GET")


def _asks_for_a_page(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and any(name == b"accept" and b"text/html" in kinds for name, kinds in scope["headers"])
    )


class _Page:
    """Sends on what it is sent; into Streamlit's page it writes where the server is."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_whole(self._start)

    async def _send_whole(self, start: Message) -> None:
        told = self._body.replace(_FIRST_SCRIPT, _FIRST_SCRIPT + _WHERE_THE_SERVER_IS)
        headers = [each for each in start["headers"] if each[0].lower() != b"content-length"]
        length = (b"content-length", str(len(told)).encode())
        await self._send({**start, "headers": [*headers, length]})
        await self._send({"type": "http.response.body", "body": told})


def _is_html(start: Message) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in start["headers"]
    )
