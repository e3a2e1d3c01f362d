"""Middleware: the grid component's bundle is packed once and kept by browsers for good.

Streamlit sends component files without max-age or ETag and packs them again for every request,
so each mounted grid would fetch and compile 4.7 MB anew. The names carry a hash of the contents.
"""

import asyncio
import gzip
import re
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.component_noise import quieted

HASHED_NAME = re.compile(r"/component/[^/]+/.*\.[0-9a-f]{8,}\.(?:js|css|woff2?)")
FOR_GOOD = b"public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Packed:
    media_type: bytes
    body: bytes

    async def send_by(self, send: Send) -> None:
        headers = [
            (b"content-type", self.media_type),
            (b"content-encoding", b"gzip"),
            (b"content-length", str(len(self.body)).encode()),
            (b"cache-control", FOR_GOOD),
            (b"vary", b"Accept-Encoding"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


class ComponentFiles:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._packed: dict[str, Packed] = {}
        self._packing = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_packable(scope):
            await self.app(scope, receive, send)
            return
        async with self._packing:
            packed = self._packed.get(scope["path"]) or await self._pack(scope, receive)
        if packed is None:
            await self.app(scope, receive, send)
        else:
            await packed.send_by(send)

    async def _pack(self, scope: Scope, receive: Receive) -> Packed | None:
        """The file as Streamlit sends it, compressed; None for what is not there."""
        messages: list[Message] = []

        async def collect(message: Message) -> None:
            messages.append(dict(message))

        headers = [each for each in scope["headers"] if each[0] not in _CHANGE_THE_ANSWER]
        await self.app({**scope, "headers": headers}, receive, collect)
        if messages[0]["status"] != 200:
            return None
        body = b"".join(message.get("body", b"") for message in messages[1:])
        media_type = dict(messages[0]["headers"]).get(b"content-type", b"text/javascript")
        packed = Packed(media_type, await asyncio.to_thread(gzip.compress, quieted(body), 9))
        self._packed[scope["path"]] = packed
        return packed


_CHANGE_THE_ANSWER = frozenset({b"accept-encoding", b"range", b"if-none-match"})


def _is_packable(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "GET"
        and HASHED_NAME.fullmatch(scope["path"]) is not None
        and any(k == b"accept-encoding" and b"gzip" in v for k, v in scope["headers"])
    )
