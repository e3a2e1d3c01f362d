"""Finding the row a typed text means: the ledger's side of reading a reference."""

import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import orjson

from db.shape import ROW, Shape

Offered = Callable[[str, str], list[int]]
"""The ids of the rows of a sheet that somebody is offered for a text; see db/offers.py."""

_MANY = 20
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")


@dataclass(frozen=True)
class Namer:
    """The SQL that finds rows of one sheet by exactly what they are called."""

    shape: Shape

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """By label, then by the sheet's other look-up fields; void rows are not found."""
        label, *others = self.shape.spoken_names
        by_label = self._search([label])
        return (by_label, self._search(others)) if others else (by_label,)

    def _search(self, names: Iterable[str]) -> str:
        parts = (
            f"SELECT {ROW}.id FROM {self.shape.table} AS {ROW}"
            f" WHERE {name} IN (SELECT value FROM json_each(:texts)) AND {ROW}.voided_at IS NULL"
            for name in names
        )
        return f"{' UNION '.join(parts)} LIMIT {_MANY}"

    @cached_property
    def exists(self) -> str:
        return f"SELECT 1 FROM {self.shape.table} WHERE id = ? AND voided_at IS NULL"


def nothing_offered(_sheet: str, _text: str) -> list[int]:
    return []


@dataclass(frozen=True)
class ReadingContext:
    """What a field asks while it reads a value: the time, and rows by their names."""

    connection: sqlite3.Connection
    namers: Mapping[str, Namer]
    now: str
    today: str
    offered: Offered = nothing_offered

    def resolve(self, sheet: str, text: str) -> list[int]:
        """Ids of the rows called exactly so, in one of the spellings of the text."""
        if sheet not in self.namers:
            return []
        texts = orjson.dumps(list(spellings(text))).decode()
        bound = {"texts": texts, "now": self.now, "today": self.today, "actor": None}
        for step in self.namers[sheet].steps:
            if found := self.connection.execute(step, bound).fetchall():
                return [row[0] for row in found]
        return []

    def exists(self, sheet: str, row_id: int) -> bool:
        """Whether the row is there and not void."""
        if sheet not in self.namers:
            return False
        return self.connection.execute(self.namers[sheet].exists, (row_id,)).fetchone() is not None


def plainly(text: str) -> str:
    """The text with full-width letters, digits and dashes made ordinary."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def spellings(text: str) -> dict[str, None]:
    """The text as typed, then plainly, without blanks, and in capitals."""
    plain = plainly(text)
    tight = "".join(plain.split())
    return dict.fromkeys((text.strip(), plain, tight, tight.upper()))
