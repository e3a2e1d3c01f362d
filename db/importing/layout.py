"""The rows of a worksheet as a clerk sees them: merged cells, and which row holds what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from db.importing.workbook import Faulty, Worksheet


@dataclass(frozen=True)
class Layout:
    """Reads cells by row and column from 1, with what merged cells make of it."""

    worksheet: Worksheet

    @cached_property
    def _anchors(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Every place inside a merged range -> the place that holds its value."""
        rows = len(self.worksheet.rows)
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.worksheet.merges
            for row in range(top, min(bottom, rows) + 1)
            for column in range(left, min(right, 256) + 1)
        }

    @cached_property
    def _widths(self) -> Mapping[tuple[int, int], int]:
        return {(top, left): right - left + 1 for top, left, _, right in self.worksheet.merges}

    @cached_property
    def height(self) -> int:
        return len(self.worksheet.rows)

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.worksheet.rows), default=0)

    def own(self, row: int, column: int) -> object:
        """What stands in the cell itself."""
        if not 1 <= row <= self.height:
            return None
        cells = self.worksheet.rows[row - 1]
        return cells[column - 1] if column <= len(cells) else None

    def above(self, row: int, column: int) -> tuple[int, int] | None:
        """The cell whose value a merge over several rows brings here."""
        anchor = self._anchors.get((row, column))
        if anchor is None or anchor == (row, column) or anchor[0] == row or anchor[1] != column:
            return None
        return anchor

    def is_tall(self, row: int, column: int) -> bool:
        """Whether the cell belongs to a range merged over several rows."""
        anchor = self._anchors.get((row, column))
        if anchor is None:
            return False
        below = self._anchors.get((anchor[0] + 1, anchor[1]))
        return below == anchor

    def span(self, row: int, column: int) -> int:
        """How many columns the cell takes."""
        return self._widths.get((row, column), 1)

    def heading(self, row: int, column: int) -> object:
        """What a heading says of a column: merged cells speak for all the columns they span."""
        anchor = self._anchors.get((row, column), (row, column))
        return self.own(*anchor)

    def filled(self, row: int) -> list[tuple[int, object]]:
        """The cells of a row that hold something, with their columns."""
        cells = self.worksheet.rows[row - 1]
        return [(at, cell) for at, cell in enumerate(cells, start=1) if cell is not None]

    def texts(self, row: int) -> Iterator[str]:
        for _, cell in self.filled(row):
            if not isinstance(cell, Faulty):
                yield str(cell)
