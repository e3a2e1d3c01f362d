"""What is wrong with a line although each of its cells can be read."""

from collections.abc import Iterator

from db.edits import Refusal
from db.importing.entries import Entry
from registers.book import Book
from registers.errors import BadValue
from registers.model import Sheet


def wrong_together(book: Book, sheet: Sheet, entry: Entry) -> Iterator[tuple[int, Refusal]]:
    """Each fault with its column, 0 where it has none."""
    own = entry.values.get(sheet.key, {})
    for key, value in own.items():
        try:
            sheet.field(key).check(value, own)
        except BadValue as bad:
            yield entry.column_of(sheet.key, key), Refusal(bad.code, key, **bad.params)
    for other in entry.values.keys() - {sheet.key}:
        yield from _lacking(book.sheet(other), entry)


def _lacking(other: Sheet, entry: Entry) -> Iterator[tuple[int, Refusal]]:
    """What a row beside the line's own must have: an owner has a name."""
    own = entry.values[other.key]
    for described in other.stored_fields:
        key = described.key
        column = entry.column_of(other.key, key)
        is_needed = described.required is True and described.default is None
        if column and is_needed and own.get(key) is None and key not in entry.blamed:
            yield column, Refusal("required_missing", key, fields=[key])
