"""What a slip reads: one row, and the rows of its lists, as one state of the ledger."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from db.audit import Stored
from db.paper import PaperQuery, Reading
from db.period import Span
from db.prepared import Prepared
from registers.form_check import LIST_PARAMS
from registers.form_model import Listing

Row = dict[str, Stored]


@dataclass(frozen=True)
class Slip:
    """The row, None where there is none of that id, and the rows of each list by its place."""

    row: Row | None
    lists: Mapping[int, tuple[Row, ...]]


@dataclass(frozen=True)
class Listings:
    """Reads the lists of a form; `bound` holds what their expressions ask for by name."""

    prepared: Prepared
    span: Span
    connection: sqlite3.Connection
    bound: Mapping[str, Stored]

    def read(self, lists: Mapping[int, Listing]) -> dict[int, tuple[Row, ...]]:
        return {at: self._rows(one) for at, one in lists.items()}

    def _rows(self, listing: Listing) -> tuple[Row, ...]:
        terms = ["voided_at IS NULL", *([f"({listing.where})"] if listing.where else [])]
        book = self.prepared.book
        reading = Reading(
            values=listing.values,
            expressions={
                condition_name(place): book.expression(listing.sheet, column.where)
                for place, column in enumerate(listing.columns)
                if column.where is not None
            },
            where=book.expression(listing.sheet, " AND ".join(terms), LIST_PARAMS),
            order=(*listing.group, *listing.order),
            any_time=True,
        )
        query = PaperQuery(self.prepared.shape(listing.sheet), reading, self.span)
        return tuple(islice(query.on(self.connection, self.bound), listing.most))


def condition_name(place: int) -> str:
    """Under this name a row says whether the column at `place` shows anything of it."""
    return f"column_{place}_where"
