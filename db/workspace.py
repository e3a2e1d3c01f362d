"""The folder that holds everything an office owns; only the office's user may look into it."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

PRIVATE_UMASK = 0o077


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where the parts of a workspace lie. The ledger itself is only ever opened by SQLite."""

    folder: Path

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.db"

    @property
    def schemas(self) -> Path:
        return self.folder / "schemas"

    @property
    def attachments(self) -> Path:
        return self.folder / "attachments"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def papers(self) -> Path:
        """Forms that are being drawn; emptied whenever the program starts and stops."""
        return self.folder / "papers"

    def prepare(self) -> None:
        """Makes the folders, readable by nobody else, now and for files written later."""
        keep_private()
        for folder in (self.folder, self.schemas, self.attachments, self.backups):
            folder.mkdir(parents=True, exist_ok=True)
            if stat.S_IMODE(folder.stat().st_mode) & PRIVATE_UMASK:
                folder.chmod(0o700)


def keep_private() -> None:
    """Files this process makes from here on are its user's alone (0600, folders 0700)."""
    os.umask(PRIVATE_UMASK)
