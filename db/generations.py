"""Which parts of the ledger have changed, so that remembered answers know when they are stale."""

from collections.abc import Iterable

from db.feed import Change

Part = tuple[str, str | None]
"""A sheet and a field of it; no field stands for anything in the sheet."""


class Generations:
    """For every part the audit entry that last changed it. Written by the writer's thread only."""

    def __init__(self) -> None:
        self._cells: dict[Part, int] = {}
        self._rows: dict[str, int] = {}
        self.head = 0

    def note(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self._cells[change.sheet, None] = change.seq
            if change.field is None:
                self._rows[change.sheet] = change.seq
            else:
                self._cells[change.sheet, change.field] = change.seq
            self.head = max(self.head, change.seq)

    def stamp(self, parts: Iterable[Part]) -> int:
        """Changes whenever one of the parts may read differently than before."""
        return max(
            (max(self._cells.get(part, 0), self._rows.get(part[0], 0)) for part in parts),
            default=self.head,
        )
