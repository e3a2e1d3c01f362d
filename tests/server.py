"""The real program on a free port over its own workspace, to talk to, to stop and to kill."""

import contextlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Protocol

import httpx

HOUSE = Path(__file__).resolve().parents[1]
PASSWORD = "Sample-pass-2026"


PORTS = range(20_000, 32_000)
"""Below those the system gives to outgoing connections, which would be met there by chance."""
MOST_WORKERS = 16


def _own_ports() -> Iterator[int]:
    """Those of this worker alone, from anywhere among them on, as others may test here too."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    own = PORTS[worker % MOST_WORKERS :: MOST_WORKERS]
    start = random.randrange(len(own))
    return cycle([*own[start:], *own[:start]])


_OWN_PORTS = _own_ports()


def free_port() -> int:
    """A port nobody listens on. It is the caller's: a server that was killed comes back to it."""
    for port in _OWN_PORTS:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("unreachable: the ports go round")


class Process(Protocol):
    """What is asked of a process, however it came to be."""

    @property
    def pid(self) -> int: ...
    def send_signal(self, sig: int, /) -> None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...


@dataclass
class Server:
    """`manage.py serve` as a process. `kill` is a power cut, `stop` is the polite way."""

    workspace: Path
    port: int = field(default_factory=free_port)
    process: Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def options(self) -> list[str]:
        return ["--workspace", str(self.workspace), "--port", str(self.port)]

    @property
    def log(self) -> Path:
        return self.workspace.parent / f"server-{self.port}.log"

    def start(self, *, within: float = 60) -> None:
        """Serves the same workspace on the same port and returns once it answers."""
        self.process = self.begin()
        deadline = time.monotonic() + within
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"the server did not start:\n{self.log_tail()}")
            time.sleep(0.02)

    def begin(self) -> Process:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", "serve", *self.options],
                cwd=HOUSE,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )

    def _answers(self) -> bool:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)) as asked:
            try:
                asked.request("GET", "/health")
                return asked.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                return False

    def kill(self) -> None:
        """SIGKILL, to everything it started: nothing gets to say goodbye."""
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self, how: signal.Signals = signal.SIGTERM, *, within: float = 15) -> float:
        """Asks it to end and returns the seconds that took; past `within` it is killed."""
        assert self.process is not None, "the server is not running"
        began = time.monotonic()
        self.process.send_signal(how)
        try:
            self.process.wait(within)
        except (subprocess.TimeoutExpired, TimeoutError):
            self.kill()
        self.process = None
        return time.monotonic() - began

    def log_tail(self, lines: int = 40) -> str:
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:])

    def log_in(self, user: str = "clerk", password: str = PASSWORD) -> httpx.Cookies:
        """The session cookie a browser would hold."""
        answer = httpx.post(
            f"{self.url}/login",
            data={"username": user, "password": password},
            headers={"Origin": self.url},
        )
        assert "taizhang_session" in answer.cookies, (answer.status_code, answer.text[:300])
        return answer.cookies

    def client(self, user: str = "clerk", password: str = PASSWORD) -> httpx.Client:
        """A keep-alive client that is logged in and sends what writes must carry."""
        return httpx.Client(
            base_url=self.url,
            cookies=self.log_in(user, password),
            headers={"Origin": self.url, "X-Taizhang": "1"},
            timeout=30,
        )
