"""Rows streamed as they are stored, for exports: all of one state of the ledger."""

from collections.abc import Iterable, Iterator

from db.audit import Stored
from db.connections import Readers
from db.prepared import Prepared
from db.references import ReadingContext
from db.selection import Sorting, Window, select
from db.shape import ROW

_CHUNK = 1_000

Order = Iterable[str | tuple[str, str]]


def each(
    readers: Readers, prepared: Prepared, window: Window, *, with_void: bool, now: str
) -> Iterator[dict[str, Stored]]:
    """Stored values, `<reference>__label` and computed values of all rows of the window."""
    shape = prepared.shape(window.sheet)
    with readers.snapshot() as connection:
        context = ReadingContext(connection, prepared.namers, now, now[:10])
        wanted = select(prepared, window, context)
        wanted.joined = True  # every reference is given with its label
        if not with_void:
            wanted.terms.append(f"{ROW}.voided_at IS NULL")
        sql = f"{shape.select}{wanted.source}{wanted.where}{wanted.order_by}"
        rows = connection.execute(sql, wanted.params)
        while chunk := rows.fetchmany(_CHUNK):
            for row in chunk:
                yield dict(zip(shape.names, row, strict=True))


def sorting(order: Order) -> Sorting:
    """Field keys, ascending unless they come with a direction."""
    return tuple((one, "asc") if isinstance(one, str) else one for one in order)
