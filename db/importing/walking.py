"""The rows of a worksheet gone through from top to bottom, in blocks that can be read again."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from db.importing.entries import Entry, Standing
from db.importing.layout import Layout
from db.importing.lines import LineReader
from db.importing.results import Note, Skipped
from db.importing.structure import Heading, Rows

_ROWS_OF_A_BLOCK = 100

Needed = tuple[int, ...]
"""The columns of the fields without which there is no entry."""

Unknown = Mapping[tuple[str, str], list[int]]
"""Field and text of a choice nobody knows -> the rows with it."""


@dataclass(frozen=True)
class Block:
    """What some rows hold. They are the same again where nothing in them has changed and what
    stands `before` them is the same."""

    rows: range
    before: tuple[Standing, Needed]
    entries: tuple[Entry, ...]
    void: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[Note, ...]
    unknown: Unknown


@dataclass
class Walk:
    """`again` gives headings that stand in another order further down their meanings."""

    layout: Layout
    rows: Rows
    reader: LineReader
    again: Callable[[Heading], tuple[Heading, Needed]]

    def blocks(
        self, known: Sequence[Block] = (), touched: Set[int] = frozenset()
    ) -> tuple[Block, ...]:
        """All rows below the headings; of blocks that are `known` only what the `touched` rows
        change is read again."""
        spans = [block.rows for block in known] or [*self._spans()]
        found: list[Block] = []
        at = self._standing
        for n, rows in enumerate(spans):
            old = known[n] if known else None
            if old is not None and old.before == at and touched.isdisjoint(rows):
                found.append(old)
                at = known[n + 1].before if n + 1 < len(known) else at
                continue
            if known:
                self._stand(at)
            found.append(self._read(rows, at))
            at = self._standing
        return tuple(found)

    def _spans(self) -> Iterator[range]:
        last = max(
            (n for n in range(1, self.layout.height + 1) if self.layout.filled(n)), default=0
        )
        for start in range(self.rows.heading.last_row + 1, last + 1, _ROWS_OF_A_BLOCK):
            yield range(start, min(start + _ROWS_OF_A_BLOCK, last + 1))

    @property
    def _standing(self) -> tuple[Standing, Needed]:
        return self.reader.standing, self.rows.needed

    def _stand(self, at: tuple[Standing, Needed]) -> None:
        standing, needed = at
        self.reader.stand(standing)
        self.rows.follow(standing.heading, needed)

    def _read(self, rows: range, before: tuple[Standing, Needed]) -> Block:
        entries: list[Entry] = []
        void: list[Entry] = []
        skipped: list[Skipped] = []
        for row in rows:
            kind = self.rows.kind(row)
            match kind:
                case "data":
                    entries.append(self.reader.entry(row))
                case "void":
                    void.append(self.reader.void_entry(row))
                case _:
                    self._pass(row, kind)
                    skipped.append(Skipped(row, kind))
        notes, unknown = self.reader.taken_down()
        return Block(rows, before, tuple(entries), tuple(void), tuple(skipped), notes, unknown)

    def _pass(self, row: int, kind: str) -> None:
        """A row that is no entry, and may say what the ones below it are."""
        if kind == "day_heading":
            self.reader.begin_day(row, str(self.rows.day(row)))
        other = self.rows.other_order(row) if kind == "repeated_heading" else None
        if other is not None:
            self.rows.follow(*self._meant(other))
            self.reader.follow(self.rows.heading)

    def _meant(self, other: Heading) -> tuple[Heading, Needed]:
        return self.again(other) if other is not self.rows.first else self.rows.as_first
