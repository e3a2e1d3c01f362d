"""A question in the search box as conditions: one FTS5 expression, with what references are called.

A row is found by what the rows it refers to are called: those are looked up in their own sheet's
index first, and then asked for by the token of the reference. So a new name counts at once,
however many rows refer to it.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from db.generations import Part
from db.names import quoted
from db.search_index import SearchIndex
from registers.fields import Field
from registers.search import Word, any_of, question, row_term, term

_MOST_REFERRED = 1_000
"""A word that fits more rows of another sheet is joined by SQL: FTS5 would be slow to read it."""
_DEEPEST = 3


@dataclass
class Asked:
    """What a question comes to. Every part must hold; `sheets` are those it depends on."""

    match: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    """Conditions on the row's columns, with words bound as `:words0`, `:words1` …"""
    bound: dict[str, str] = field(default_factory=dict)
    is_empty: bool = False
    """Signs alone: there is nothing to look for, so nothing is found."""

    @property
    def expression(self) -> str:
        return " AND ".join(self.match)


@dataclass(frozen=True)
class Searching:
    connection: sqlite3.Connection
    indexes: Mapping[str, SearchIndex]

    def parts(self, sheet: str) -> Iterator[Part]:
        """All that the answers of a question over a sheet depend on."""
        yield from self._parts(self.indexes.get(sheet), _DEEPEST)

    def _parts(self, index: SearchIndex | None, depth: int) -> Iterator[Part]:
        if index is None:
            return
        yield from ((index.sheet, key) for key in index.inputs)
        if depth:
            for _, target in self._references(index):
                yield from self._parts(target, depth - 1)

    def asked(self, sheet: str, text: str) -> Asked:
        """The question over all columns of a sheet."""
        words, index = question(text), self.indexes.get(sheet)
        found = Asked(is_empty=not words or index is None)
        if index is not None:
            for word in words:
                self._ask(found, index, word)
        return found

    def _ask(self, found: Asked, index: SearchIndex, asked: Word) -> None:
        word = any_of((asked.expression, *map(term, index.terms_called(asked.text))))
        by_field = {
            each.key: self._called(target, asked.expression, _DEEPEST)
            for each, target in self._references(index)
        }
        if all(len(rows) <= _MOST_REFERRED for rows in by_field.values()):
            found.match.append(any_of((word, *_tokens(by_field))))
            return
        parts = [self._among(found, index.table, word)]
        for each, target in self._references(index):
            named = self._named(target, asked.expression, _DEEPEST)
            if by_field[each.key]:
                column = index.shape.column(each)
                among = self._among(found, target.table, named, column)
                parts.append(f"(typeof({column}) = 'integer' AND {among})")
        found.terms.append(any_of(parts))

    def _among(self, found: Asked, table: str, expression: str, column: str = "t.id") -> str:
        name = f"words{len(found.bound)}"
        found.bound[name] = expression
        return f"{column} IN (SELECT rowid FROM {table} WHERE {table} MATCH :{name})"

    # --- what rows are called ----------------------------------------------------------------

    def called(self, sheet: str, text: str) -> str:
        """The expression that finds rows of a sheet by what they are called; empty for signs."""
        index = self.indexes.get(sheet)
        if index is None:
            return ""
        return " AND ".join(
            self._named(index, each.expression, _DEEPEST) for each in question(text)
        )

    def _called(self, index: SearchIndex, word: str, depth: int) -> list[int]:
        """The rows that go by the word, but at most one more than can be asked for."""
        rows = self.connection.execute(
            f"SELECT rowid FROM {index.table} WHERE {index.table} MATCH ? LIMIT ?",
            (self._named(index, word, depth), _MOST_REFERRED + 1),
        )
        return [row[0] for row in rows]

    def _named(self, index: SearchIndex, word: str, depth: int) -> str:
        """The word in the label or in the look-up fields, through references as deep as labels."""
        shape = index.shape
        known_by = {shape.display_field.key, *shape.sheet.lookup}
        names = " ".join(quoted(index.column(f)) for f in index.fields if f.key in known_by)
        parts = [f"{{{names}}} : {word}"] if names else []
        if depth > 1:
            label = {
                each.key: self._called(target, word, depth - 1)[:_MOST_REFERRED]
                for each, target in self._references(index)
                if each.key == shape.display_field.key
            }
            parts += _tokens(label)
        return any_of(parts or [term("\ue000")])

    def _references(self, index: SearchIndex) -> Iterator[tuple[Field, SearchIndex]]:
        for each in index.fields:
            target = index.shape.references.get(each.key)
            if target is not None and target.key in self.indexes:
                yield each, self.indexes[target.key]


def _tokens(by_field: Mapping[str, list[int]]) -> Iterator[str]:
    for key, rows in by_field.items():
        yield from (term(row_term(key, row)) for row in rows)
