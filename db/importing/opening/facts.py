"""What is known of one worksheet besides its values."""

from dataclasses import dataclass, field

from db.importing.opening.cells import Cell, Sheet

Place = tuple[int, int]
"""Row and column, counted from 0."""


@dataclass(slots=True)
class Facts:
    faulty: dict[Place, Cell] = field(default_factory=dict)
    """Cells a reader shows as empty although they are not: #N/A, formulas never calculated."""
    struck: list[Place] = field(default_factory=list)
    partly_struck: list[Place] = field(default_factory=list)
    formats: list[tuple[int, int, str]] = field(default_factory=list)
    """Number formats that show something else than the number: 0012 for 12."""
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    counts_from_1904: bool = False

    def told(self) -> Sheet:
        return {
            "struck": self.struck,
            "partly_struck": self.partly_struck,
            "formats": self.formats,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
            "counts_from_1904": self.counts_from_1904,
        }
