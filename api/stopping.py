"""Stopping in time: pages that are open must not keep the server running.

uvicorn waits for every connection before it tells the application to end, and it waits without
limit. So its signal handlers are wrapped once it has installed them: the feed closes first, and
what still holds on is dropped after a few seconds.
"""

import os
import signal
import threading
from asyncio import AbstractEventLoop
from collections.abc import Callable
from types import FrameType

FORCE_AFTER_SECONDS = 3.5
"""Then connections are dropped, whatever they are doing."""
LEAVE_AFTER_SECONDS = 4.5
"""Then the process ends as it is. Everything acknowledged is on the disk by then."""

Handler = Callable[[int, FrameType | None], object]


def stop_in_time(loop: AbstractEventLoop, close_connections: Callable[[], None]) -> None:
    """Call from the running loop, after the server has installed its handlers."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        server_handler = signal.getsignal(number) if number is not None else None
        if number is not None and callable(server_handler):
            signal.signal(number, _wrapped(server_handler, loop, close_connections))


def _wrapped(
    server_handler: Handler, loop: AbstractEventLoop, close_connections: Callable[[], None]
) -> Handler:
    def handler(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(close_connections)
        server_handler(number, frame)
        _later(FORCE_AFTER_SECONDS, lambda: _force(server_handler))
        _later(LEAVE_AFTER_SECONDS, lambda: os._exit(128 + number))

    return handler


def _later(seconds: float, act: Callable[[], object]) -> None:
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()


def _force(server_handler: Handler) -> None:
    """The handler is a method of uvicorn's server, which has a switch for leaving at once."""
    server = getattr(server_handler, "__self__", None)
    if server is not None:
        server.force_exit = True
