"""Paper in the making: forms that clerks have asked for, drawn beside everything else.

A form of a year may take minutes. It is asked for once, watched, and fetched when it is there.
Everything lies in a folder of the workspace that nobody else may read; what is not fetched is
thrown away after a while, and all of it when the program stops or starts.
"""

import logging
import secrets
import shutil
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Literal

from api.asking import SLOW
from api.problems import Problem
from db.edits import Refusal
from db.office import Office
from exports import FORMATS, Asked, make
from exports.preview import PagedWorkbook, open_pages

logger = logging.getLogger("taizhang")

KEPT = 30 * 60.0
"""Seconds a paper is kept after it was last asked for."""
MOST = 6
"""Papers a clerk may have at a time; the oldest goes when another is asked for."""

PDFS = ThreadPoolExecutor(1, "pdf")
"""LibreOffice works on one form at a time; waiting for it keeps nobody from other paper."""

State = Literal["waiting", "running", "done", "failed"]


@dataclass
class Paper:
    """One form as a file, finished or on its way."""

    id: str
    user: str
    asked: Asked
    kind: str
    folder: Path
    state: State = "waiting"
    done: int = 0
    total: int = 0
    problem: Refusal | None = None
    used_at: float = field(default_factory=time.monotonic)
    ended: Future[None] = field(default_factory=Future)
    pages: PagedWorkbook | None = None
    """What it prints as; None for what is not there yet or is no workbook."""

    @property
    def file(self) -> Path:
        return self.folder / f"form.{FORMATS[self.kind].suffix}"

    def work(self, office: Office) -> None:
        """Draws it; whatever goes wrong stands in `problem`."""
        self.state = "running"
        try:
            make(office, self.asked, self.kind, self.file, self._progress)
            if self.kind == "xlsx":
                self.pages = open_pages(self.file, self.folder)
            self.state = "done"
        except Refusal as refusal:
            self.problem, self.state = refusal, "failed"
        except Exception:
            logger.exception("a paper could not be made")
            self.problem, self.state = Problem("failed", 500), "failed"

    def _progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.used_at = time.monotonic()


class Papers:
    """The papers of one run of the program."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._lock = Lock()
        self._kept: dict[str, Paper] = {}

    def open(self, folder: Path) -> None:
        """Papers lie in this folder from now on; what an earlier run left there goes."""
        self._folder = folder
        self.close()

    def close(self) -> None:
        with self._lock:
            self._kept.clear()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)

    def start(self, office: Office, user: str, asked: Asked, kind: str) -> Paper:
        """Begins to draw, and returns at once; Problem `too_many_papers` beyond MOST."""
        if self._folder is None:
            raise Problem("office_closed", 503)
        name = secrets.token_urlsafe(16)
        paper = Paper(name, user, asked, kind, self._folder / name)
        with self._lock:
            self._tidy(user)
            paper.folder.mkdir(parents=True)
            self._kept[name] = paper
        pool = PDFS if kind == "pdf" else SLOW
        paper.ended = pool.submit(paper.work, office)
        return paper

    def of(self, user: str, name: str) -> Paper:
        """A clerk's own paper; Problem `paper_gone` for any other."""
        with self._lock:
            paper = self._kept.get(name)
            if paper is None or paper.user != user:
                raise Problem("paper_gone", 404)
            paper.used_at = time.monotonic()
            return paper

    def drop(self, paper: Paper) -> None:
        """Throws a paper away that nobody will ask for again."""
        with self._lock:
            self._kept.pop(paper.id, None)
        shutil.rmtree(paper.folder, ignore_errors=True)

    def _tidy(self, user: str) -> None:
        """Makes room: what nobody has asked for lately goes, and the clerk's oldest."""
        now = time.monotonic()
        finished = [paper for paper in self._kept.values() if paper.state in ("done", "failed")]
        stale = [paper for paper in finished if now - paper.used_at > KEPT]
        own = sorted((p for p in finished if p.user == user), key=lambda paper: paper.used_at)
        spare = max(0, sum(p.user == user for p in self._kept.values()) - MOST + 1)
        for paper in {p.id: p for p in (*stale, *own[:spare])}.values():
            del self._kept[paper.id]
            shutil.rmtree(paper.folder, ignore_errors=True)
        if sum(p.user == user for p in self._kept.values()) >= MOST:
            raise Problem("too_many_papers", 429)


PAPERS = Papers()
