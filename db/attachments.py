"""Files clerks attach: stored under the hash of their content, their names only in the ledger."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from db.actor import Actor
from db.edits import Refusal
from db.ledger import Ledger
from db.transaction import Transaction

MOST_BYTES = 10 * 1024 * 1024
_LONGEST_NAME = 200
_ADD = """
    INSERT INTO _attachments (name, mime, size, sha256, added_at, added_by)
    VALUES (?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class Attachment:
    id: int
    name: str
    mime: str
    content: bytes


class Attachments:
    """No path ever comes from a user: a file's place is its SHA-256."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self._ledger = ledger
        self._folder = folder

    def add(self, name: str, content: bytes, mime: str, actor: Actor | None = None) -> int:
        """Keeps the file and returns its id once both are on the disk."""
        shown = name.replace("\\", "/").rsplit("/", 1)[-1].strip()
        if not shown or len(shown) > _LONGEST_NAME or not shown.isprintable():
            raise Refusal("bad_file_name", max=_LONGEST_NAME)
        if len(content) > MOST_BYTES:
            raise Refusal("file_too_large", megabytes=MOST_BYTES // 2**20)
        hashed = hashlib.sha256(content).hexdigest()
        self._keep(hashed, content)
        at = f"{self._ledger.clock():%Y-%m-%d %H:%M:%S}"
        by = (actor or Actor.setup()).user

        def job(transaction: Transaction) -> int:
            row = (shown, mime, len(content), hashed, at, by)
            return int(transaction.connection.execute(_ADD, row).lastrowid or 0)

        return self._ledger.write(job).result()

    def read(self, attachment: int) -> Attachment:
        """The file as it was added; `file_damaged` if the disk holds something else by now."""
        found = self._ledger.select(
            "SELECT name, mime, sha256 FROM _attachments WHERE id = ?", (attachment,)
        )
        if not found:
            raise Refusal("unknown_file", id=attachment)
        hashed = str(found[0]["sha256"])
        path = self._place(hashed)
        content = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(content).hexdigest() != hashed:
            raise Refusal("attachment_damaged", id=attachment)
        return Attachment(attachment, str(found[0]["name"]), str(found[0]["mime"]), content)

    def _place(self, hashed: str) -> Path:
        return self._folder / hashed[:2] / hashed

    def _keep(self, hashed: str, content: bytes) -> None:
        """Whole or not at all: written beside its place, flushed, then moved there."""
        place = self._place(hashed)
        if place.exists():
            return
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(place)
