"""Files of the corpus with something broken in them, thousands of times.

`python -m tests.mutating 10000` reads so many workbooks and as many texts, each with a few bytes,
cells or parts changed at random, and sees that each is read or refused, that whoever reads them
lives, and that the ledger is as it was. The same number gives the same files.
"""

import db  # noqa: F401  isort: skip  - before everything: the process has one SQLite

import io
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import yaml

from db.importing import Choices, Unreadable, interpret, read_workbook
from db.importing.workbook import CHILD
from db.office import Office, open_office
from registers.book import load
from tests.small_office import build

HOUSE = Path(__file__).resolve().parents[1]
LEDGERS = HOUSE / "tests" / "fixtures" / "ledgers"
PIECES = (
    b"0", b"9" * 40, b"-1", b"1e999", b"\x00", b"\xff", b"<", b"&", b"]]>", b'"', b"=1+1", b"A1",
    b"XFD1048576", b"<!DOCTYPE x>", "同上".encode(), b"99999999999", b" ", b"\n", b",,,,",
    b"\xb0\xa1",
)  # fmt: skip


class ManyChild:
    """One child process for all files; a new one where a file has brought it down."""

    def __init__(self) -> None:
        self.crashes = 0
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-I", str(CHILD), "--many"]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def __call__(self, kind: str, encoding: str, content: bytes) -> bytes:
        asked, answers = self._child.stdin, self._child.stdout
        assert asked is not None
        assert answers is not None
        try:
            asked.write(kind.encode().ljust(8) + struct.pack(">I", len(content)) + content)
            asked.flush()
        except BrokenPipeError:
            return self._again()
        head = answers.read(4)
        return answers.read(struct.unpack(">I", head)[0]) if len(head) == 4 else self._again()

    def _again(self) -> bytes:
        self.crashes += 1
        self._end()
        self._start()
        return b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):  # what was not sent any more
                    pipe.close()


def originals(suffix: str) -> list[tuple[str, bytes]]:
    """Sheet and content of the corpus's files of one kind."""
    told = (yaml.safe_load(path.read_text("utf-8")) for path in sorted(LEDGERS.glob("*.yaml")))
    return [
        (each["sheet"], (LEDGERS / each["file"]).read_bytes())
        for each in told
        if each["file"].endswith(suffix)
    ]


def mutated(chance: random.Random, content: bytes) -> bytes:
    """A few places cut out, doubled, overwritten or filled with something odd."""
    found = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found) + 1)
        length = chance.choice((1, 1, 2, 8, 60))
        match chance.randrange(5):
            case 0:
                del found[at : at + length]
            case 1:
                found[at:at] = found[at : at + length]
            case 2:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                found[at:at] = chance.choice(PIECES)
            case _:
                del found[at if chance.random() < 0.05 else len(found) :]
    return bytes(found)


def mutated_workbook(chance: random.Random, content: bytes) -> bytes:
    """One of the parts changed and packed again, or the archive itself."""
    if chance.random() < 0.15:
        return mutated(chance, content)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        likely = [name for name in names if "sheet" in name or "shared" in name or "styles" in name]
        spoilt = chance.choice(likely if chance.random() < 0.8 else names)
        for name in names:
            part = old.read(name)
            if name != spoilt:
                new.writestr(name, part)
            elif chance.random() < 0.97:
                new.writestr(name, mutated(chance, part))
    return out.getvalue()


def files(seed: int, count: int) -> Iterator[tuple[str, str, bytes]]:
    """Sheet, name and content of so many workbooks, and of as many texts."""
    chance = random.Random(seed)
    kinds: tuple[tuple[str, Callable[[random.Random, bytes], bytes]], ...] = (
        (".xlsx", mutated_workbook), (".csv", mutated),
    )  # fmt: skip
    for suffix, change in kinds:
        known = originals(suffix)
        for _ in range(count):
            sheet, content = chance.choice(known)
            yield sheet, f"2026{suffix}", change(chance, content)


def read_all(office: Office, seed: int, count: int) -> Counter[str]:
    """What came of the files: read, or the code of the refusal."""
    found: Counter[str] = Counter()
    with ManyChild() as child:
        for sheet, name, content in files(seed, count):
            try:
                workbook = read_workbook(content, name, opened=child)
            except Unreadable as refusal:
                found[refusal.code] += 1
                continue
            interpret(office, sheet, workbook, Choices())
            found["read"] += 1
        found["crashes of the child"] = child.crashes
    return found


def main(count: int) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        workspace = folder / "workspace"
        build(workspace, load(HOUSE / "schemas"))
        office = open_office(workspace)
        before = office.ledger.head
        for code, times in read_all(office, 1, count).most_common():
            sys.stdout.write(f"{times:8} {code}\n")
        assert office.ledger.head == before
        assert office.ledger.verify() == []
        office.close()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
