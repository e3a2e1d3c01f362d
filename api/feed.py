"""The change feed: what other people wrote, sent to every open grid over a WebSocket.

A committed change is read and turned into JSON once, however many grids listen. The first change
after a quiet moment goes out at once; a stream of them is gathered for 200 ms.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import orjson
from starlette.websockets import WebSocket

from api.asking import READERS, SESSION_COOKIE, actor, in_thread, office
from api.presence import Presence
from db.actor import Actor
from db.feed import Change
from db.ledger import Ledger
from db.office import Office

GATHER_SECONDS = 0.2
MOST_ROWS = 200
"""More rows of a sheet than this in one go (an import) are sent as one `refresh`."""
MOST_REPLAYED = 1000
QUEUE_LENGTH = 500
SESSION_CHECK_SECONDS = 30.0

GOING_AWAY = 1001
TRY_AGAIN = 1013
SIGNED_OUT = 4401


@dataclass(eq=False, slots=True)
class Listener:
    """One open grid: what waits to be sent to it, and why it must be closed, if it must."""

    clerk: Actor
    token: str
    waiting: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(QUEUE_LENGTH))
    closing: asyncio.Future[int] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def hear(self, message: bytes) -> None:
        """Queues a message; one who cannot keep up is sent away to catch up by `?after=`."""
        try:
            self.waiting.put_nowait(message)
        except asyncio.QueueFull:
            self.leave(TRY_AGAIN)

    def leave(self, code: int) -> None:
        if not self.closing.done():
            self.closing.set_result(code)


class Feed:
    """Carries changes from the writer thread to the listeners on the event loop."""

    def __init__(self, opened: Office) -> None:
        self._office = opened
        self.presence = Presence(opened)
        self._loop = asyncio.get_running_loop()
        self._listeners: set[Listener] = set()
        self._changed: dict[tuple[str, int], Change] = {}
        self._sender: asyncio.Task[None] | None = None
        self._last_sent = 0.0
        self._unsubscribe = opened.ledger.subscribe(self._from_writer)
        self._watch = asyncio.create_task(self._watch_sessions())

    def join(self, listener: Listener) -> Callable[[], None]:
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def close(self) -> None:
        """Ends every connection, so that the server can stop while pages are open."""
        self._unsubscribe()
        self._watch.cancel()
        self.presence.close()
        if self._sender is not None:
            self._sender.cancel()
        for listener in self._listeners:
            listener.leave(GOING_AWAY)

    def sign_out(self, token: str) -> None:
        for listener in self._listeners:
            if listener.token == token:
                listener.leave(SIGNED_OUT)

    def _from_writer(self, changes: list[Change]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody is left to hear
            self._loop.call_soon_threadsafe(self._note, changes)

    def _note(self, changes: list[Change]) -> None:
        if not self._listeners:
            return
        gather(self._changed, changes)
        if self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._send_gathered())

    async def _send_gathered(self) -> None:
        while self._changed:
            await asyncio.sleep(self._last_sent + GATHER_SECONDS - self._loop.time())
            changes, self._changed = list(self._changed.values()), {}
            self._last_sent = self._loop.time()
            messages = await in_thread(READERS, messages_of, changes, self._office.ledger)
            for listener in self._listeners:
                hear_readable(listener, messages, self._office)

    async def _watch_sessions(self) -> None:
        """A feed ends with its session: an idle or revoked one hears nothing more."""
        while True:
            await asyncio.sleep(SESSION_CHECK_SECONDS)
            for listener in self._listeners:
                if not self._office.users.is_signed_in(listener.token):
                    listener.leave(SIGNED_OUT)


def gather(pending: dict[tuple[str, int], Change], changes: Iterable[Change]) -> None:
    """The latest change of each row; a row nobody has heard of yet stays an insert."""
    for change in changes:
        key = change.sheet, change.row
        is_new = key in pending and pending[key].op == "insert"
        pending[key] = replace(change, op="insert") if is_new else change


@dataclass(frozen=True, slots=True)
class Told:
    """One message of the feed and the sheet whose readers may hear it."""

    sheet: str
    message: bytes


def messages_of(changes: Iterable[Change], ledger: Ledger) -> list[Told]:
    """Each changed row as it now is, in the order of the audit; a flood as one `refresh`."""
    by_sheet: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda change: change.seq):
        by_sheet.setdefault(change.sheet, []).append(change)
    told = []
    for sheet, of_sheet in by_sheet.items():
        if len(of_sheet) > MOST_ROWS:
            refresh = {"type": "refresh", "sheet": sheet, "seq": of_sheet[-1].seq}
            told.append(Told(sheet, orjson.dumps(refresh)))
        else:
            told.extend(Told(sheet, _row_message(change, ledger)) for change in of_sheet)
    return told


def _row_message(change: Change, ledger: Ledger) -> bytes:
    return orjson.dumps(
        {
            "seq": change.seq,
            "sheet": change.sheet,
            "row": change.row,
            "op": change.op,
            "client": change.client,
            "by": change.actor,
            "data": ledger.row(change.sheet, change.row),
        }
    )


def hear_readable(listener: Listener, messages: Iterable[Told], opened: Office) -> None:
    """Only what the clerk's post may read is sent."""
    role = listener.clerk.role
    readable = {each.key for each in opened.book.sheets if each.may(role, "read")}
    for told in messages:
        if told.sheet in readable:
            listener.hear(told.message)


_feeds: list[Feed] = []
"""The feed of the running program; empty before it has started."""


def start(opened: Office) -> Feed:
    """The feed of an office, from now until it is closed."""
    _feeds[:] = [Feed(opened)]
    return _feeds[0]


def _running() -> Feed:
    return _feeds[0]


def sign_out(token: str) -> None:
    """Ends the feeds of a session that was closed."""
    for running in _feeds:
        running.sign_out(token)


async def feed(websocket: WebSocket) -> None:
    """`WebSocket /api/feed?after=SEQ`: hello, what was missed since SEQ, then what happens."""
    await websocket.accept()
    listener = Listener(actor(websocket), websocket.cookies[SESSION_COOKIE])
    stop_hearing, presence = _running().join(listener), _running().presence
    present = presence.enter(listener.clerk, listener.hear)
    try:
        listener.hear(orjson.dumps({"type": "hello", "head": office().ledger.head}))
        if after := websocket.query_params.get("after"):
            await _replay(listener, int(after) if after.isdecimal() else 0)
        await _carry(websocket, listener, lambda said: presence.move(present, said))
    finally:
        stop_hearing()
        presence.leave(present)


async def _replay(listener: Listener, after: int) -> None:
    ledger = office().ledger
    changes = await in_thread(READERS, ledger.changes, after, MOST_REPLAYED + 1)
    if len(changes) > MOST_REPLAYED:
        listener.hear(orjson.dumps({"type": "refresh", "sheet": None, "seq": ledger.head}))
        return
    latest: dict[tuple[str, int], Change] = {}
    gather(latest, changes)
    messages = await in_thread(READERS, messages_of, latest.values(), ledger)
    hear_readable(listener, messages, office())


async def _carry(websocket: WebSocket, listener: Listener, said: Callable[[str], None]) -> None:
    """Sends until the grid goes away or the listener is asked to leave."""
    sending = asyncio.create_task(_send(websocket, listener.waiting))
    receiving = asyncio.create_task(_receive(websocket, said))
    ends: set[asyncio.Future[None] | asyncio.Future[int]] = {sending, receiving, listener.closing}
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    sending.cancel()
    receiving.cancel()
    if listener.closing.done():
        with contextlib.suppress(RuntimeError):
            await websocket.close(listener.closing.result())


async def _send(websocket: WebSocket, waiting: asyncio.Queue[bytes]) -> None:
    while True:
        await websocket.send_text((await waiting.get()).decode())


async def _receive(websocket: WebSocket, said: Callable[[str], None]) -> None:
    """A grid says where its clerk is; reading also notices that it went away."""
    while (message := await websocket.receive())["type"] != "websocket.disconnect":
        said(message.get("text") or "")
