"""Many new rows of one table in few statements.

A statement on a table with triggers keeps every page it touches, in case it is taken back; row by
row the same pages would be kept again and again, and the more savepoints are open the dearer.
"""

import sqlite3
from collections.abc import Sequence

from db.names import columns

_AT_ONCE = 200


def insert_many(
    connection: sqlite3.Connection,
    table: str,
    names: tuple[str, ...],
    rows: Sequence[Sequence[object]],
) -> None:
    """Inserts the rows, each with one value for every name; `table` as it stands in SQL."""
    one = f"({', '.join('?' * len(names))})"
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        connection.execute(
            f"INSERT INTO {table} ({columns(names)}) VALUES {', '.join([one] * len(part))}",
            [value for row in part for value in row],
        )
