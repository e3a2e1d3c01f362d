"""Somebody who comes again: the last row with the same telephone or document."""

from collections.abc import Mapping
from dataclasses import dataclass

from db.audit import Stored
from db.connections import Readers
from db.names import quoted
from db.prepared import Prepared
from db.references import ReadingContext
from db.shape import ROW, Shape, Wire
from registers.errors import BadValue
from registers.new_rows import Recognise


@dataclass(frozen=True)
class Known:
    """A row in wire form, and its stored values with `<reference>__label` to tell of it."""

    wire: Wire
    stored: Mapping[str, Stored]


def recognise(
    prepared: Prepared, readers: Readers, sheet: str, key: str, typed: object, now: str
) -> Known | None:
    """The last row whose field `key` holds what was typed; an index leads to it."""
    shape = prepared.shape(sheet)
    declared: Recognise | None = shape.sheet.recognise
    if declared is None or key not in declared.by:
        return None
    with readers.snapshot() as connection:
        context = ReadingContext(connection, prepared.namers, now, now[:10])
        try:
            value = shape.sheet.field(key).parse(typed, context)
        except BadValue:
            return None
        found = connection.execute(last_of(shape, key), (value,)).fetchone() if value else None
        if found is None:
            return None
        bound = {"ids": f"[{found[0]}]", "now": now, "today": now[:10], "actor": None}
        (row,) = connection.execute(shape.by_ids, bound).fetchall()
    return Known(shape.wire(row), dict(zip(shape.names, row, strict=True)))


def last_of(shape: Shape, key: str) -> str:
    """By the day the row belongs to, as the index has it, where the sheet has one."""
    period = shape.sheet.period
    order = f"{ROW}.{quoted(period.field)} DESC, {ROW}.id DESC" if period else f"{ROW}.id DESC"
    return (
        f"SELECT {ROW}.id FROM {shape.table} AS {ROW} WHERE {ROW}.{quoted(key)} = ?"
        f" AND {ROW}.voided_at IS NULL ORDER BY {order} LIMIT 1"
    )
