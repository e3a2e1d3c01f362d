"""What an import did: counted, and every refused place by sheet row and column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from db.edits import Refusal


class Refused(NamedTuple):
    """One thing to put right in the file: row and column as Excel counts, what stands there, why.

    The column is empty where the file has none for the field the refusal names; `sheet` is the
    sheet that field belongs to.
    """

    row: int
    column: str
    seen: object
    refusal: Refusal
    sheet: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Rows `inserted` in the sheet itself and `beside` it; in a dry run, those there would be.

    `ignored` are headings nobody knows or nobody may fill; `skipped` counts blank rows.
    """

    worksheet: str
    inserted: int
    refused: tuple[Refused, ...]
    skipped: int
    ignored: tuple[str, ...] = ()
    beside: Mapping[str, int] = field(default_factory=dict)
