"""Whether the ledger still holds what was written through it, and nothing else."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import orjson

from db.audit import CELL_OPS, Stored, broken_links
from db.balances import Stock
from db.edits import Refusal
from db.migration import trigger_problems
from db.names import columns, quoted
from db.stocks import kept_ids, wrong
from db.tables import Table

_OPS = ", ".join(f"'{op}'" for op in CELL_OPS)
_ENTRIES = f"""
    SELECT row, op, version, at, staff, field, new, note FROM _audit
    WHERE sheet = ? AND op IN ({_OPS}) ORDER BY row, seq
"""
_SYSTEM = (
    "version", "created_by", "created_at", "updated_by", "updated_at", "voided_at", "void_reason",
)  # fmt: skip
_MOST_OF_A_KIND = 100
_CHUNK = 2_000

Cells = dict[str, Stored]


def verify(
    connection: sqlite3.Connection, tables: tuple[Table, ...], stocks: tuple[Stock, ...] = ()
) -> list[Refusal]:
    """Everything found wrong, at most a hundred of each kind; an empty list is a sound ledger."""
    return [
        *islice(_damage(connection), _MOST_OF_A_KIND),
        *islice(broken_links(connection), _MOST_OF_A_KIND),
        *(problem for sheet in _sheets(connection) for problem in _sheet(connection, sheet)),
        *islice(_numbers(connection, tables), _MOST_OF_A_KIND),
        *(
            problem
            for stock in stocks
            for problem in islice(wrong(connection, stock), _MOST_OF_A_KIND)
        ),
        *trigger_problems(connection, tables),
    ]


def _miscounted(connection: sqlite3.Connection, stock: Stock) -> Iterator[Refusal]:
    yield from islice(wrong(connection, stock), _MOST_OF_A_KIND)


def _damage(connection: sqlite3.Connection) -> Iterator[Refusal]:
    for (line,) in connection.execute("PRAGMA quick_check"):
        if line != "ok":
            yield Refusal("file_damaged", reason=line)


# --- rows against the audit -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Columns:
    """The audited columns of a sheet's table, by the stable id of their field."""

    by_id: dict[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        return (*_SYSTEM, *self.by_id.values())


def _sheets(connection: sqlite3.Connection) -> list[str]:
    known = connection.execute("SELECT DISTINCT sheet FROM _fields ORDER BY sheet")
    return [row[0] for row in known]


def _columns(connection: sqlite3.Connection, sheet: str) -> _Columns:
    rows = connection.execute(
        "SELECT id, name FROM _fields WHERE sheet = ? AND declared NOT LIKE '% GENERATED %'",
        (sheet,),
    )
    kept = kept_ids(connection, sheet)
    return _Columns({field_id: name for field_id, name in rows if field_id not in kept})


def _sheet(connection: sqlite3.Connection, sheet: str) -> Iterator[Refusal]:
    audited = _columns(connection, sheet)
    yield from islice(_differences(connection, sheet, audited), _MOST_OF_A_KIND)


def _differences(
    connection: sqlite3.Connection, sheet: str, audited: _Columns
) -> Iterator[Refusal]:
    """Walks the audit and the table side by side, both in the order of the rows' ids."""
    told = _rebuilt(connection, sheet, audited)
    there = _stored(connection, sheet, audited)
    tale, row = next(told, None), next(there, None)
    while tale is not None or row is not None:
        if row is None or (tale is not None and tale[0] < row[0]):
            assert tale is not None
            yield Refusal("row_missing", sheet=sheet, row=tale[0])
            tale = next(told, None)
        elif tale is None or row[0] < tale[0]:
            yield Refusal("row_unknown", sheet=sheet, row=row[0])
            row = next(there, None)
        else:
            if tale[1] != row[1]:
                yield from _cells(sheet, row[0], audited, tale[1], row[1])
            tale, row = next(told, None), next(there, None)


def _cells(
    sheet: str, row: int, audited: _Columns, tale: tuple[Stored, ...], found: tuple[Stored, ...]
) -> Iterator[Refusal]:
    for name, wanted, value in zip(audited.names, tale, found, strict=True):
        if wanted != value:
            yield Refusal("row_changed", name, sheet=sheet, row=row, audited=wanted, found=value)


def _stored(
    connection: sqlite3.Connection, sheet: str, audited: _Columns
) -> Iterator[tuple[int, tuple[Stored, ...]]]:
    rows = connection.execute(
        f"SELECT id, {columns(audited.names)} FROM {quoted(sheet)} ORDER BY id"
    )
    while chunk := rows.fetchmany(_CHUNK):
        for row in chunk:
            yield row[0], row[1:]


def _rebuilt(
    connection: sqlite3.Connection, sheet: str, audited: _Columns
) -> Iterator[tuple[int, tuple[Stored, ...]]]:
    """Every row as the audit says it must be."""
    names, by_id = audited.names, audited.by_id
    entries = connection.execute(_ENTRIES, (sheet,))
    current: int | None = None
    cells: Cells = {}
    while chunk := entries.fetchmany(_CHUNK):
        for row, op, version, at, staff, field, new, note in chunk:
            if row != current:
                if current is not None:
                    yield current, tuple(map(cells.get, names))
                current, cells = row, {}
            cells["version"], cells["updated_by"], cells["updated_at"] = version, staff, at
            if op == "insert":
                cells["created_by"], cells["created_at"] = staff, at
                cells.update(
                    (by_id.get(key, key), value) for key, value in orjson.loads(new).items()
                )
            elif field is not None:
                cells[by_id.get(field, field)] = new
            elif op == "void":
                cells["voided_at"], cells["void_reason"] = at, note
            elif op == "restore":
                cells["voided_at"] = cells["void_reason"] = None
    if current is not None:
        yield current, tuple(map(cells.get, names))


# --- numbers ----------------------------------------------------------------------------------


def _numbers(connection: sqlite3.Connection, tables: tuple[Table, ...]) -> Iterator[Refusal]:
    """Every number a counter has given stands on a row; the index sees to it that on one only."""
    for table in tables:
        for series, field in table.numbers:
            found = connection.execute(
                f"SELECT {quoted(field)} FROM {quoted(table.name)}"
                f" WHERE {quoted(field)} IS NOT NULL"
            )
            given = {row[0] for row in found}
            yield from _gaps(connection, table.name, series, field, given)


def _gaps(
    connection: sqlite3.Connection, sheet: str, series: str, field: str, given: set[str]
) -> Iterator[Refusal]:
    counters = connection.execute(
        "SELECT period, last FROM _numbers WHERE series = ? ORDER BY period", (series,)
    )
    for period, last in counters:
        before, _, after = period.partition("#")
        for count in range(1, last + 1):
            if not any(f"{before}{count:0{digits}}{after}" in given for digits in _DIGITS):
                yield Refusal("number_missing", field, sheet=sheet, series=period, number=count)


_DIGITS = (4, 3, 5, 6, 2, 1, 7, 8, 9)
"""How wide a counter may be written; an office may widen it, and old numbers keep their width."""
