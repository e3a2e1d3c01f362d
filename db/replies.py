"""The answers already given, so that an edit sent twice is done once and answered alike."""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from db.edits import Act, Edit, Filed, Insert, Refusal, Set, TakeBack, Void
from registers.labels import Label

_KNOWN = "SELECT seq, mark, row, error FROM _replies WHERE client = ? AND seq BETWEEN ? AND ?"
_KEEP = (
    "INSERT INTO _replies (client, seq, mark, sheet, row, error) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING"
)
_LABEL = "__label__"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of an edit: the row it wrote, or why it was refused. `mark` tells edits apart.

    Of what was taken back, `row` is the number of the audit's entry that says so.
    """

    mark: bytes
    row: int | None
    error: Refusal | None


Asked = Edit | TakeBack


def known(connection: sqlite3.Connection, client: str, edits: Iterable[Asked]) -> dict[int, Reply]:
    """The answers this client has had to any of these numbers."""
    seqs = [edit.seq for edit in edits]
    if not client or not seqs:
        return {}
    rows = connection.execute(_KNOWN, (client, min(seqs), max(seqs)))
    return {seq: Reply(mark, row, _refusal(error)) for seq, mark, row, error in rows}


def keep(connection: sqlite3.Connection, client: str, edit: Asked, reply: Reply) -> None:
    if client:
        error = None if reply.error is None else _text(reply.error)
        connection.execute(_KEEP, (client, edit.seq, reply.mark, edit.sheet, reply.row, error))


def mark_of(edit: Asked) -> bytes:
    """Tells edits apart: two tabs that share a number by accident must not share an answer."""
    match edit:
        case Insert():
            content: tuple[object, ...] = ("insert", edit.sheet, _pairs(edit.values))
        case Set():
            content = ("set", edit.sheet, edit.row, edit.field, edit.value)
        case Act():
            content = ("act", edit.sheet, edit.row, edit.action, _pairs(edit.values))
        case Void():
            content = ("void", edit.sheet, edit.row, edit.reason)
        case Filed():
            content = ("filed", edit.sheet, _pairs(edit.values))
        case TakeBack():
            content = ("redo" if edit.redo else "undo", edit.sheet)
    return hashlib.blake2b(repr(content).encode("utf-8", "replace"), digest_size=8).digest()


def _pairs(values: Mapping[str, object]) -> list[tuple[str, object]]:
    return sorted(values.items(), key=lambda pair: pair[0])


def _text(refusal: Refusal) -> str:
    content = [refusal.code, refusal.field, refusal.params]
    return orjson.dumps(content, default=_encoded).decode()


def _encoded(value: object) -> object:
    return {_LABEL: value.model_dump()} if isinstance(value, Label) else str(value)


def _refusal(text: str | None) -> Refusal | None:
    if text is None:
        return None
    code, field, params = orjson.loads(text)
    return Refusal(code, field, **{key: _decoded(value) for key, value in params.items()})


def _decoded(value: object) -> object:
    if isinstance(value, dict) and _LABEL in value:
        return Label.model_validate(value[_LABEL])
    return value
