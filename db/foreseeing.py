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
from db.tables import SYSTEM_COLUMNS
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
    connection: sqlite3.Connection,
    sheet: str,
    typed: Mapping[str, object],
    actor: Actor,
    now: str,
) -> Foreseen:
    """The same defaults in the same order as when a row is inserted, on a row that is not there."""
    desk = prepared.desk(sheet)
    bound: dict[str, Stored] = {
        "now": now, "today": now[:10], "begun": now, "actor": actor.staff_id
    }  # fmt: skip
    values = _read(desk, typed, ReadingContext(connection, prepared.namers, now, now[:10]))
    given = frozenset(values)
    desk.defaults.put(values, bound, desk.defaults.recalled(connection, bound, values))
    if desk.sheet.state_field and desk.sheet.initial_state:
        values.setdefault(desk.sheet.state_field.key, desk.sheet.initial_state.key)
    values |= _worked_out(desk, connection, values, bound)
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


def _worked_out(
    desk: Desk, connection: sqlite3.Connection, values: Row, bound: Mapping[str, Stored]
) -> Row:
    """Default expressions over the row as if it were written, one wave after the other."""
    found: Row = {}
    for wave in desk.defaults.waves:
        known = values | found
        empty = [(key, sql) for key, sql in wave if known.get(key) is None]
        if empty:
            found |= _evaluated(desk, connection, known, bound, empty)
    return found


def _evaluated(
    desk: Desk,
    connection: sqlite3.Connection,
    values: Row,
    bound: Mapping[str, Stored],
    empty: list[tuple[str, str]],
) -> Row:
    names = dict.fromkeys((*(name for name, _ in SYSTEM_COLUMNS), *desk.records.names))
    row = ", ".join(f':v{at} AS "{name}"' for at, name in enumerate(names))
    written = {"version": 1, "created_at": bound["now"], "updated_at": bound["now"], **values}
    cells = {f"v{at}": written.get(name) for at, name in enumerate(names)}
    wanted = ", ".join(sql for _, sql in empty)
    found = connection.execute(
        f"SELECT {wanted} FROM (SELECT {row}) AS {ROW}", {**bound, **cells}
    ).fetchone()
    return desk.defaults.stored(empty, found)


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
