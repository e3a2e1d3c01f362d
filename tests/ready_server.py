"""Servers that need not import the program first: each is forked from one process that has."""

import multiprocessing
import os
import sys
from multiprocessing.context import ForkServerProcess

from tests.server import Process, Server
from tests.shipped import load_once

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.ready_program"])


class ReadyServer(Server):
    """Starts as soon as its office is open; otherwise what `manage.py serve` is."""

    def begin(self) -> Process:
        process = FORKS.Process(target=serve, args=(str(self.workspace), self.port, str(self.log)))
        process.start()
        return Forked(process)


class Forked:
    """A forked process, asked as one asks a started one."""

    def __init__(self, process: ForkServerProcess) -> None:
        assert process.pid is not None
        self.process = process
        self.pid = process.pid

    def send_signal(self, how: int) -> None:
        os.kill(self.pid, how)

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self.process.join(timeout)
        if self.process.exitcode is None:
            raise TimeoutError
        return self.process.exitcode


def serve(workspace: str, port: int, log: str) -> None:
    """What becomes of `manage.py serve`, in a process of its own."""
    from streamlit.web import cli

    import db.office

    db.office.load = load_once
    os.setsid()
    told = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.dup2(told, sys.stdout.fileno())
    os.dup2(told, sys.stderr.fileno())
    os.environ["TAIZHANG_WORKSPACE"] = workspace
    sys.argv = ["streamlit", "run", "app.py", "--server.port", str(port)]
    cli.main(prog_name="streamlit")
