"""Bringing sample rows to the ledger in bulk, by the same write path as every clerk's edit."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from db.actor import Actor
from db.edits import Insert, Void
from db.ledger import Ledger

Progress = Callable[[int, int, str], None]

_BATCH = 800


def unwatched(_done: int, _total: int, _sheet: str) -> None:
    """For a caller who does not look on."""


@dataclass
class Filling:
    """Writes rows and tells how far it is: so many of about so many, and the sheet being filled."""

    ledger: Ledger
    expected: int
    progress: Progress
    done: int = 0

    def fill(self, sheet: str, rows: Iterable[dict[str, object]]) -> list[int]:
        """Inserts the rows in order and returns their ids; a refused row is a mistake of ours."""
        ids: list[int] = []
        for batch in _batches(rows):
            inserts = [Insert(place, sheet, values) for place, values in enumerate(batch, start=1)]
            for result in self.ledger.apply(inserts, Actor.setup(), client=""):
                if result.row is None:
                    raise AssertionError(
                        f"{sheet}: {result.error} in {inserts[result.seq - 1].values}"
                    )
                ids.append(int(str(result.row["id"])))
            self._tell(len(batch), sheet)
        return ids

    def void(self, sheet: str, rows: Iterable[tuple[int, str]]) -> None:
        """Makes rows void, each for its reason."""
        voids = [Void(place, sheet, row, reason) for place, (row, reason) in enumerate(rows)]
        for result in self.ledger.apply(voids, Actor.setup(), client=""):
            if not result.ok:
                raise AssertionError(f"{sheet}: {result.error}")

    def finish(self) -> None:
        """Says that all is done, whatever was expected."""
        self.progress(self.done, self.done, "")

    def _tell(self, count: int, sheet: str) -> None:
        self.done += count
        self.progress(min(self.done, self.expected - 1), self.expected, sheet)


def _batches(rows: Iterable[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    rest = iter(rows)
    while batch := list(islice(rest, _BATCH)):
        yield batch
