"""What happened to one row, entry by entry, as the audit tells it."""

import orjson

from db.audit import CELL_OPS, Stored
from db.feed import FieldNames
from db.references import ReadingContext
from db.shape import ROW, Shape
from registers.fields import Field

_OPS = ", ".join(f"'{op}'" for op in CELL_OPS)
_OF_ROW = f"""
    SELECT seq, at, user, name, op, version, field, old, new, note FROM _audit
    WHERE sheet = ? AND row = ? AND op IN ({_OPS}) ORDER BY seq
"""

Entry = dict[str, object]


def history(shape: Shape, row: int, names: FieldNames, context: ReadingContext) -> list[Entry]:
    """Oldest first. An insert has `values`; a changed cell `field`, `old`, `new` (wire form)."""
    connection = context.connection
    return [
        _entry(shape, names, context, entry)
        for entry in connection.execute(_OF_ROW, (shape.key, row)).fetchall()
    ]


def _entry(
    shape: Shape, names: FieldNames, context: ReadingContext, entry: tuple[Stored, ...]
) -> Entry:
    seq, at, user, by, op, version, field_id, old, new, note = entry
    found: Entry = {"seq": seq, "at": at, "user": user, "by": by, "op": op, "version": version}
    if op == "insert":
        content = orjson.loads(str(new))
        pairs = ((names.key(shape.key, each), value) for each, value in content.items())
        found["values"] = {key: wire(shape, key, value, context) for key, value in pairs}
    elif field_id is not None:
        key = names.key(shape.key, str(field_id))
        found["field"] = key
        found["old"] = wire(shape, key, old, context)
        found["new"] = wire(shape, key, new, context)
    if note is not None:
        found["note"] = note
    return found


def wire(shape: Shape, key: str | None, value: Stored, context: ReadingContext) -> object:
    """The wire form; a field the sheet does not have any more is shown as it was stored."""
    field = shape.sheet.by_key.get(key or "")
    if field is None or value is None:
        return value
    return field.to_json(value, _label(shape, field, value, context))


def _label(shape: Shape, field: Field, value: Stored, context: ReadingContext) -> str | None:
    target = shape.references.get(field.key)
    if target is None or not isinstance(value, int):
        return None
    other = Shape(shape.book, target)
    bound = {"id": value, "now": context.now, "today": context.today, "actor": None}
    found = context.connection.execute(
        f"SELECT {other.label()} FROM {other.table} AS {ROW} WHERE {ROW}.id = :id", bound
    ).fetchone()
    return None if found is None or found[0] is None else str(found[0])
