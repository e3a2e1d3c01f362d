"""Stands before every route and every websocket: host, origin, session, form of a write, size."""

from urllib.parse import urlencode

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.answers import problem_answer
from api.asking import SESSION_COOKIE, language, office
from api.hosts import header, is_own_host, same_origin
from api.problems import Problem
from api.rules import Door, Write, door_of
from api.sample_office import holds_ticket
from db.edits import Refusal

READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSED_BEFORE_ACCEPT = 4403

SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", b"frame-ancestors 'self'"),
)


class Guard:
    """Pure ASGI middleware around the whole program, Streamlit's own routes included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        door = door_of(scope["path"])
        send = _with_security_headers(send)
        try:
            _recognise(connection)
            _check_address(connection)
            if turned_away := _check_session(connection, door):
                await turned_away(scope, receive, send)
                return
            if scope["method"] not in READ_METHODS:
                _check_write(connection, door.write)
                receive = _limited(receive, door.write.limit)
        except Refusal as refusal:
            await problem_answer(refusal, language(connection))(scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        try:
            _recognise(connection)
            _check_address(connection)
            if "origin" not in connection.headers:
                raise Problem("foreign_origin", 403)
            if scope["state"]["actor"] is None:
                raise Problem("not_signed_in", 401)
        except Refusal:
            await send({"type": "websocket.close", "code": REFUSED_BEFORE_ACCEPT})
            return
        await self.app(scope, receive, send)


def _recognise(connection: HTTPConnection) -> None:
    """Puts the clerk (or None) where routes find them."""
    token = connection.cookies.get(SESSION_COOKIE)
    clerk = office().users.session(token) if token else None
    connection.scope.setdefault("state", {})["actor"] = clerk


def _check_address(connection: HTTPConnection) -> None:
    """The Host is ours, and an Origin, where there is one, is that host."""
    headers = connection.scope["headers"]
    host = header(headers, b"host")
    server = connection.scope.get("server")
    if host is None or not is_own_host(host, server[0] if server else None):
        raise Problem("wrong_host", 403)
    origin = header(headers, b"origin")
    if origin is not None and not same_origin(origin, host):
        raise Problem("foreign_origin", 403)


def _check_session(connection: HTTPConnection, door: Door) -> Response | None:
    """None to let pass, a redirect for somebody looking at a page; others get a 401."""
    if door.is_public or connection.scope["state"]["actor"] is not None:
        return None
    is_unused = office().users.count() == 0
    if door.is_setup and (is_unused or holds_ticket(connection)):
        return None
    if not _is_page_visit(connection):
        raise Problem("not_signed_in", 401)
    if is_unused:
        return RedirectResponse("/setup", 303)
    path = connection.url.path
    wanted = f"?{urlencode({'next': path})}" if path != "/" and not door.is_setup else ""
    return RedirectResponse(f"/login{wanted}", 303)


def _is_page_visit(connection: HTTPConnection) -> bool:
    scope = connection.scope
    return (
        scope["method"] in ("GET", "HEAD")
        and not scope["path"].startswith("/api/")
        and "text/html" in connection.headers.get("accept", "")
    )


def _check_write(connection: HTTPConnection, write: Write) -> None:
    headers = connection.headers
    if "origin" not in headers and not write.may_lack_origin:
        raise Problem("foreign_origin", 403)
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Problem("foreign_origin", 403)
    if write.needs_header and headers.get("x-taizhang") != "1":
        raise Problem("missing_header", 403)
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if write.content_type is not None and content_type != write.content_type:
        raise Problem("wrong_content_type", 415, expected=write.content_type)
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > write.limit:
        raise _too_large(write.limit)


def _too_large(limit: int) -> Problem:
    return Problem("body_too_large", 413, max=f"{max(limit // 1024**2, 1)} MB")


def _limited(receive: Receive, limit: int) -> Receive:
    """Counts what really arrives, since a chunked body announces no length."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise _too_large(limit)
        return message

    return counted


def _with_security_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message.get("headers", ())}
            missing = [pair for pair in SECURITY_HEADERS if pair[0] not in present]
            message = {**message, "headers": [*message.get("headers", ()), *missing]}
        await send(message)

    return sending
