"""What is written down twice by mistake and then made void, as happens at every desk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

Row = dict[str, object]

_REASONS = ("重复登记", "填错,另行登记", "登记错行")


@dataclass(frozen=True, slots=True)
class Written:
    """Rows as they come into a register; `twins` are the places of those that are void at once."""

    rows: tuple[Row, ...]
    twins: frozenset[int]

    def kept(self, ids: Iterable[int]) -> Iterator[int]:
        """The ids of the rows that stay, in their order."""
        return (row for place, row in enumerate(ids) if place not in self.twins)

    def voids(self, ids: Sequence[int], chance: Random) -> Iterator[tuple[int, str]]:
        """The rows to make void, each with its reason."""
        return ((ids[place], chance.choice(_REASONS)) for place in sorted(self.twins))


def twice(rows: Iterable[Row], state: str, share: float, chance: Random) -> Written:
    """The rows, of which some in this state come twice; the first of them always does."""
    written: list[Row] = []
    twins: set[int] = set()
    for row in rows:
        written.append(row)
        if row["status"] == state and (not twins or chance.random() < share):
            twins.add(len(written))
            written.append(dict(row))
    return Written(tuple(written), frozenset(twins))
