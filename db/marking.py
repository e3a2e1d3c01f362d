"""Which marks rows have at this moment: they change by the time and by other rows."""

import sqlite3
from collections.abc import Sequence

import orjson

from db.shape import ROW, Shape

MOST_ROWS = 1_000


def marks_of(
    connection: sqlite3.Connection, shape: Shape, ids: Sequence[int], now: str
) -> dict[int, int | None]:
    """The place of each row's mark among the sheet's, counted from 0; rows not there are left out.

    Reads `MOST_ROWS` rows at most.
    """
    if not shape.sheet.marks:
        return {}
    sql = (
        f"SELECT {ROW}.id, {shape.mark} FROM json_each(:ids) AS pick"
        f" CROSS JOIN {shape.table} AS {ROW} ON {ROW}.id = pick.value"
    )
    wanted = orjson.dumps(list(ids[:MOST_ROWS])).decode()
    bound = {"ids": wanted, "now": now, "today": now[:10], "actor": None}
    return dict(connection.execute(sql, bound).fetchall())
