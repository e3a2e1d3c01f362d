"""What a line that is still being typed would hold if it were saved now."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from db.actor import Actor
from db.audit import Stored
from db.prepared import Prepared
from db.records import Row
from db.references import ReadingContext
from db.request import Desk
from db.shape import ROW
from registers.errors import BadValue


@dataclass(frozen=True)
class Foreseen:
    """The defaults of the line in wire form.

    `held` are those of this moment: they are sent with the line, so that what was shown is kept.
    """

    values: dict[str, object]
    held: tuple[str, ...]


def foresee(
    prepared: Prepared,
    context: ReadingContext,
    sheet: str,
    typed: Mapping[str, object],
    actor: Actor,
) -> Foreseen:
    """The same defaults in the same order as when a row is inserted, on a row that is not there."""
    desk, connection, now = prepared.desk(sheet), context.connection, context.now
    bound: dict[str, Stored] = {
        "now": now, "today": now[:10], "begun": now, "actor": actor.staff_id
    }  # fmt: skip
    values = _read(desk, typed, context)
    given = frozenset(values)
    desk.defaults.put(values, bound, desk.defaults.recalled(connection, bound, values))
    if desk.sheet.state_field and desk.sheet.initial_state:
        values.setdefault(desk.sheet.state_field.key, desk.sheet.initial_state.key)
    values |= desk.defaults.worked_out(connection, values, bound)
    filled = {k: value for k, value in values.items() if k not in given and value is not None}
    moments = (key for key in desk.defaults.of_the_moment if key in desk.settable)
    held = tuple(key for key in moments if key in filled)
    return Foreseen(_wire(prepared, desk, connection, filled), held)


def _read(desk: Desk, typed: Mapping[str, object], context: ReadingContext) -> Row:
    values: Row = {}
    for key, value in typed.items():
        if key in desk.settable:
            try:
                values[key] = desk.settable[key].parse(value, context)
            except BadValue:
                values[key] = None
    return {key: value for key, value in values.items() if value is not None}


def _wire(
    prepared: Prepared, desk: Desk, connection: sqlite3.Connection, values: Mapping[str, Stored]
) -> dict[str, object]:
    told: dict[str, object] = {}
    for key, value in values.items():
        field = desk.sheet.field(key)
        label: str | None = None
        shape = prepared.shapes.get(field.target or "")
        if shape is not None and isinstance(value, int):
            found = connection.execute(
                f"SELECT {shape.label()} FROM {shape.table} AS {ROW} WHERE {ROW}.id = ?", (value,)
            ).fetchone()
            label = str(found[0]) if found else None
        told[key] = field.to_json(value, label)
    return told
