"""The server leaves in time whatever still holds on to it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.nodelay import send_at_once
from tests.server import HOUSE, free_port

SERVER = """
import asyncio, contextlib, sys, time
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from api.stopping import stop_in_time

async def ready(request): return PlainTextResponse("ready")
async def waits(request): await asyncio.sleep(60)
async def works(request): await asyncio.to_thread(time.sleep, 60)

@contextlib.asynccontextmanager
async def lifespan(app):
    stop_in_time(asyncio.get_running_loop(), lambda: print("closing", flush=True))
    yield

routes = [Route("/ready", ready), Route("/waits", waits), Route("/works", works)]
app = Starlette(routes=routes, lifespan=lifespan)
uvicorn.run(app, port=int(sys.argv[1]), log_level="critical")
"""


RUNNING: dict[int, subprocess.Popen[bytes]] = {}


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """Where the server above listens."""
    (tmp_path / "server.py").write_text(SERVER, encoding="utf-8")
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, str(tmp_path / "server.py"), str(port)],
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
        stdout=subprocess.PIPE,
    )
    RUNNING[port] = server
    yield port
    server.kill()
    server.communicate()


def asked(port: int, path: str) -> socket.socket:
    """A request that has been sent; whether it is answered is another matter."""
    deadline = time.monotonic() + 20
    while True:
        try:
            client = socket.create_connection(("127.0.0.1", port), timeout=20)
            break
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return client


@pytest.mark.parametrize("path", ["/ready", "/waits", "/works"])
def test_it_leaves_within_five_seconds(port: int, path: str) -> None:
    with asked(port, "/ready") as first, asked(port, path):
        assert first.recv(1000)
        time.sleep(0.2)
        began = time.monotonic()
        RUNNING[port].send_signal(signal.SIGTERM)
        told, _ = RUNNING[port].communicate(timeout=10)
        assert time.monotonic() - began < 5
        assert b"closing" in told


def test_answers_are_sent_at_once_although_a_socket_does_not_name_its_protocol() -> None:
    import asyncio.base_events as events

    before = events._set_nodelay  # type: ignore[attr-defined]
    send_at_once()
    try:
        for family in (socket.AF_INET, socket.AF_INET6):
            with socket.socket(family) as connection:
                assert connection.proto == 0
                events._set_nodelay(connection)  # type: ignore[attr-defined]
                assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        with socket.socket(socket.AF_UNIX) as other:
            events._set_nodelay(other)  # type: ignore[attr-defined]
    finally:
        events._set_nodelay = before  # type: ignore[attr-defined]
