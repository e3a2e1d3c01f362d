"""Picking a row by typing part of its label, its number or its other names, or their sound."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import orjson

from db.audit import Stored
from db.connections import Readers
from db.names import quoted
from db.prepared import Prepared
from db.references import ReadingContext, plainly
from db.searching import Searching
from db.shape import ROW, Shape
from registers.conditions import like_pattern

_MOST = 100
_MOST_LOOKED_AT = 2_000
_BETWEEN_NAMES = " · "


@dataclass(frozen=True)
class Finder:
    """Looks rows of one sheet up; void rows are not offered."""

    prepared: Prepared
    shape: Shape

    def find(
        self, readers: Readers, text: str, limit: int, near: Mapping[str, object], now: str
    ) -> list[dict[str, object]]:
        """Rows near the given ones first, then equal names, then beginnings, then the rest."""
        plain = plainly(text)
        bound: dict[str, Stored] = {
            "typed": plain,
            "begins": f"{like_pattern(plain)}%",
            "limit": max(1, min(limit, _MOST)),
            "now": now, "today": now[:10], "actor": None,
        }  # fmt: skip
        terms = []
        for key, value in near.items():
            if isinstance(value, int) and (term := self._nearness(key)):
                bound[f"near_{key}"] = value
                terms.append(term)
        sql = self._sql(" + ".join(terms) or "0", is_asked=bool(plain))
        with readers.snapshot() as connection:
            if plain:
                bound["found"] = orjson.dumps(self._candidates(connection, text, now)).decode()
            rows = connection.execute(sql, bound).fetchall()
        return [_offer(row) for row in rows]

    def _candidates(self, connection: sqlite3.Connection, text: str, now: str) -> list[int]:
        """Rows called exactly so, then the latest that the search index finds."""
        context = ReadingContext(connection, self.prepared.namers, now, now[:10])
        exact = context.resolve(self.shape.key, text)
        searching = Searching(connection, self.prepared.indexes)
        asked = searching.called(self.shape.key, text)
        if not asked:
            return exact
        table = self.prepared.indexes[self.shape.key].table
        rows = connection.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?",
            (asked, _MOST_LOOKED_AT),
        )
        return [*exact, *(row[0] for row in rows)]

    def _sql(self, nearness: str, *, is_asked: bool) -> str:
        picked = f" AND {ROW}.id IN (SELECT value FROM json_each(:found))" if is_asked else ""
        return f"""
            SELECT {ROW}.id, {", ".join(self._names)}, {nearness} AS nearness, {self._rank} AS rank
            FROM {self.shape.table} AS {ROW}
            WHERE {ROW}.voided_at IS NULL{picked}
            ORDER BY nearness DESC, rank, {self._names[0]}, {ROW}.id LIMIT :limit
        """

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return self.shape.spoken_names

    @cached_property
    def _rank(self) -> str:
        equal, begins = self._any("=", ":typed"), self._any("LIKE", ":begins")
        return f"CASE WHEN {equal} THEN 0 WHEN {begins} THEN 1 ELSE 2 END"

    def _any(self, sign: str, parameter: str) -> str:
        escape = " ESCAPE '\\'" if sign == "LIKE" else ""
        return " OR ".join(f"{name} {sign} {parameter}{escape}" for name in self._names)

    def _nearness(self, key: str) -> str | None:
        """1 for rows that have this value themselves, or are tied to it by a row of master data."""
        mine = self.shape.sheet.by_key.get(key)
        if mine is not None and mine.is_stored:
            return f"({ROW}.{quoted(key)} IS :near_{key})"
        ties = [
            f"EXISTS (SELECT 1 FROM {quoted(sheet)} AS tie WHERE tie.{quoted(field)} = {ROW}.id"
            f" AND tie.{quoted(key)} = :near_{key} AND tie.voided_at IS NULL)"
            for sheet, field in self._ties(key)
        ]
        return f"({' OR '.join(ties)})" if ties else None

    def _ties(self, key: str) -> Iterator[tuple[str, str]]:
        """Sheets of master data that hold both a reference to this sheet and the given field."""
        book = self.shape.book
        for register in book.registers:
            if register.section != "master":
                continue
            for sheet in register.sheets:
                other = sheet.by_key.get(key)
                for field in sheet.reference_fields:
                    if field.target == self.shape.key and other is not None and other.is_stored:
                        yield sheet.key, field.key


def _offer(row: tuple[Stored, ...]) -> dict[str, object]:
    row_id, label, *others = row[:-2]
    more = (str(name) for name in others if name is not None and name != label)
    shown = "" if label is None else str(label)
    return {"id": row_id, "label": shown, "hint": _BETWEEN_NAMES.join(dict.fromkeys(more))}
