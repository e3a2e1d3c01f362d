"""The real program on a free port over its own workspace, to talk to, to stop and to kill."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

HOUSE = Path(__file__).resolve().parents[1]
PASSWORD = "Sample-pass-2026"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """`manage.py serve` as a process. `kill` is a power cut, `stop` is the polite way."""

    workspace: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

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
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", *self.options],
                cwd=HOUSE,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        deadline = time.monotonic() + within
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"the server did not start:\n{self.log_tail()}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health", timeout=2).status_code == 200
        except httpx.TransportError:
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
        except subprocess.TimeoutExpired:
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
