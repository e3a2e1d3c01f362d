"""Imports being prepared: a clerk's file and choices, kept for a while in the server's memory.

Nothing of them is in the ledger yet. A restart forgets them, and so does an hour without a look.
"""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock, RLock
from typing import Literal

from api.problems import Problem
from db.actor import Actor
from db.edits import Refusal
from db.importing import Choices, ImportReport, Interpreter, Line, Reading, Workbook, read_workbook
from db.office import Office

KEPT_SECONDS = 60 * 60
MOST_OF_A_CLERK = 2
MOST = 8

Only = Literal["all", "faults", "updates", "left_out"]
Placed = tuple[str, Line]
"""A line and the worksheet it stands in."""


@dataclass(slots=True)
class Work:
    """How far the writing is, and what became of it."""

    state: Literal["running", "done", "failed"] = "running"
    done: int = 0
    total: int = 0
    report: ImportReport | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Judged:
    """What the file is with the clerk's present choices."""

    choices: Choices
    reading: Reading

    @cached_property
    def lines(self) -> dict[Only, Sequence[Placed]]:
        """The lines of all worksheets in their order, by what is wanted of them."""
        every = [
            (worksheet.name, line)
            for worksheet in self.reading.worksheets
            for line in worksheet.lines
        ]
        return {
            "all": every,
            "faults": [each for each in every if each[1].faults and not each[1].is_left_out],
            "updates": [each for each in every if each[1].becomes == "update"],
            "left_out": [each for each in every if each[1].is_left_out],
        }


@dataclass
class Preparation:
    """One file on its way into one sheet."""

    id: str
    user: str
    sheet: str
    filename: str
    content: bytes
    workbook: Workbook
    reader: Interpreter
    judged: Judged
    touched: float
    work: Work | None = None
    lock: RLock = field(default_factory=RLock)

    @property
    def step(self) -> str:
        """The name the ledger knows the import by, once it is written."""
        return step_of(self.id)

    def change(self, office: Office, clerk: Actor, change: Callable[[Choices], Choices]) -> Judged:
        """Reads the file with other choices; the earlier ones stand where that is refused."""
        with self.lock:
            if self.work is not None:
                raise Problem("import_begun", 409)
            before = self.judged.choices
            choices = change(before)
            workbook, reader = self.workbook, self.reader
            if choices.encoding != before.encoding:
                workbook = read_workbook(self.content, self.filename, choices.encoding)
                choices = replace(
                    choices, corrections={}, columns={}, heading_row={}, left_out=frozenset()
                )
                reader = Interpreter(office, self.sheet, workbook, clerk)
            self.judged = Judged(choices, reader.read(choices))
            self.workbook, self.reader = workbook, reader
            return self.judged

    @property
    def read_and_written(self) -> Reading:
        """The reading, with the lines that the ledger itself has refused once it was written."""
        report = self.work.report if self.work is not None else None
        return self.judged.reading.refusing(report.refused if report is not None else ())

    def begin(self) -> tuple[Work, Reading]:
        """From now on it is being written, once."""
        with self.lock:
            if self.work is not None:
                raise Problem("import_begun", 409)
            self.work = Work()
            return self.work, self.judged.reading


def moved(before: Judged, after: Judged) -> Iterator[Placed]:
    """Lines that are no longer what they were: a correction may make others right or wrong."""
    known = {(name, line.row): _verdict(line) for name, line in before.lines["all"]}
    for name, line in after.lines["all"]:
        if known.get((name, line.row)) != _verdict(line):
            yield name, line


def _verdict(line: Line) -> tuple[object, ...]:
    return line.becomes, *((each.sheet, each.field, each.reason) for each in line.faults)


def step_of(preparation: str) -> str:
    return f"import {preparation}"


class Preparations:
    """All of an office's; each is its clerk's alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._kept: dict[str, Preparation] = {}

    def add(
        self, office: Office, clerk: Actor, sheet: str, filename: str, content: bytes
    ) -> Preparation:
        """Reads a file for the first time; Unreadable where nothing of it can be taken."""
        self._make_room(clerk.user)
        workbook = read_workbook(content, filename)
        choices = Choices()
        reader = Interpreter(office, sheet, workbook, clerk)
        judged = Judged(choices, reader.read(choices))
        made = Preparation(
            secrets.token_urlsafe(18),
            clerk.user,
            sheet,
            filename,
            content,
            workbook,
            reader,
            judged,
            self._clock(),
        )
        with self._lock:
            self._kept[made.id] = made
        return made

    def of(self, name: str, user: str) -> Preparation:
        """The clerk's own; Problem `import_gone` for any other, and after a restart."""
        with self._lock:
            self._forget_old()
            found = self._kept.get(name)
            if found is None or found.user != user:
                raise Problem("import_gone", 404)
            found.touched = self._clock()
            return found

    def forget(self, name: str, user: str) -> None:
        with self._lock:
            found = self._kept.get(name)
            if found is not None and found.user == user and not _is_running(found):
                del self._kept[name]

    def clear(self) -> None:
        """Nothing outlives the office it was meant for."""
        with self._lock:
            self._kept.clear()

    def _make_room(self, user: str) -> None:
        """A clerk who begins again gives up the oldest; others' are never thrown away early."""
        with self._lock:
            self._forget_old()
            own = [each for each in self._kept.values() if each.user == user]
            own.sort(key=lambda each: each.touched)
            for each in own[: max(0, len(own) - MOST_OF_A_CLERK + 1)]:
                if not _is_running(each):
                    del self._kept[each.id]
            if len(self._kept) >= MOST:
                raise Problem("imports_full", 503)

    def _forget_old(self) -> None:
        limit = self._clock() - KEPT_SECONDS
        for each in list(self._kept.values()):
            if each.touched < limit and not _is_running(each):
                del self._kept[each.id]


def _is_running(preparation: Preparation) -> bool:
    return preparation.work is not None and preparation.work.state == "running"


PREPARATIONS = Preparations()
