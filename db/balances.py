"""The running stock of a sheet: what is left after every line, kept with the line itself.

Quantities and fen are whole numbers. A line in is worth its quantity times its price, or without
a price what the moving average says; a line out is worth its share of the stock, rounded half up,
and the last unit takes the rest: nothing left is worth nothing.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from db.audit import Stored
from db.edits import Refusal
from db.names import columns, quoted
from db.shape import ROW
from registers.book import Book
from registers.model import Balance, Sheet

_CHUNK = 2_000

Kept = tuple[int | None, ...]
"""What stands in the columns the ledger keeps: what is left, and with money amount and value."""


class Left(NamedTuple):
    """What is left of a stock: pieces, and fen."""

    qty: int = 0
    value: int = 0


class Line(NamedTuple):
    """One line of a stock as it is stored, and whether and how it counts."""

    row: int
    day: str
    counts: int | None
    sign: int | None
    qty: int | None
    price: int | None
    kept: Kept


class Place(NamedTuple):
    """Where a line stands: in which stock, and in which order there."""

    stock: tuple[Stored, ...]
    day: str
    row: int


@dataclass(frozen=True)
class Stock:
    """One sheet's running stocks as SQL; equal to another one that would keep the same."""

    sheet: str
    per: tuple[str, ...]
    order: str
    qty: str
    price: str | None
    kept: tuple[str, ...]
    kept_ids: tuple[str, ...]
    counts: str
    sign: str
    inputs: frozenset[str]
    """A change of any of these moves the stock."""

    @classmethod
    def of(cls, book: Book, sheet: Sheet) -> "Stock | None":
        balance: Balance | None = sheet.balance
        if balance is None:
            return None
        counts = book.expression(sheet.key, balance.counts)
        sign = book.expression(sheet.key, balance.sign)
        return cls(
            sheet=sheet.key,
            per=balance.per,
            order=balance.order,
            qty=balance.qty,
            price=balance.price,
            kept=balance.kept,
            kept_ids=tuple(sheet.field(key).id for key in balance.kept),
            counts=counts.sql(ROW),
            sign=sign.sql(ROW),
            inputs=frozenset(balance.given) | counts.fields | sign.fields | {"voided_at"},
        )

    # --- after a change --------------------------------------------------------------------

    def follow(
        self,
        connection: sqlite3.Connection,
        before: Mapping[str, Stored],
        after: Mapping[str, Stored],
    ) -> list[int]:
        """Brings the stock up to date from the changed line on, where it was and where it is now.

        Returns the other rows that read differently; refused where anything falls below zero,
        or further below: old lines may have left less than nothing, and stand.
        """
        was, now = self._place(before), self._place(after)
        row = int(after["id"] or 0)
        if now is None and after["voided_at"] is None:
            self._write(connection, [(row, (None,) * len(self.kept))])
        moved: list[int] = []
        for stock in dict.fromkeys(place.stock for place in (was, now) if place):
            places = [place for place in (was, now) if place and place.stock == stock]
            changes = list(self._run(connection, min(places), max(places)))
            self._write(connection, changes)
            moved += [each for each, _ in changes if each != row]
        return moved

    def follow_old_lines(
        self, connection: sqlite3.Connection, rows: Iterable[Mapping[str, Stored]]
    ) -> list[int]:
        """Brings the stocks up to date from the earliest of the new lines on, whatever is left.

        Returns all rows that read differently.
        """
        ends: dict[tuple[Stored, ...], tuple[Place, Place]] = {}
        for place in filter(None, map(self._place, rows)):
            first, last = ends.get(place.stock, (place, place))
            ends[place.stock] = min(first, place), max(last, place)
        moved: list[int] = []
        for first, last in ends.values():
            changes = list(self._run(connection, first, last, refuses=False))
            self._write(connection, changes)
            moved += [row for row, _ in changes]
        return moved

    def _place(self, row: Mapping[str, Stored]) -> Place | None:
        """Void lines, and lines without a stock or a day, stand nowhere."""
        if not row or row["voided_at"] is not None:
            return None
        stock, day = tuple(row[key] for key in self.per), row[self.order]
        if day is None or None in stock:
            return None
        return Place(stock, str(day), int(row["id"] or 0))

    def _run(
        self, connection: sqlite3.Connection, start: Place, last: Place, *, refuses: bool = True
    ) -> Iterator[tuple[int, Kept]]:
        """The lines that differ, from the first changed one on; ends where all is as it was."""
        left = self._left_before(connection, start)
        for line in self._lines_from(connection, start):
            left, wanted = self.after(left, line)
            if refuses and left.qty < min(line.kept[0] or 0, 0):
                raise Refusal(
                    "balance_below_zero",
                    self.qty,
                    sheet=self.sheet,
                    on_date=line.day[:10],
                    qty=left.qty,
                )
            if wanted != line.kept:
                yield line.row, wanted
            elif wanted[0] is not None and (line.day, line.row) > (last.day, last.row):
                return

    def _left_before(self, connection: sqlite3.Connection, start: Place) -> Left:
        value = quoted(self.kept[-1]) if self.price else "0"
        found = connection.execute(
            f"SELECT {quoted(self.kept[0])}, {value} FROM {quoted(self.sheet)} AS {ROW}"
            f" WHERE {self._in_stock} AND {self._position} < (?, ?)"
            f" AND {quoted(self.kept[0])} IS NOT NULL AND voided_at IS NULL"
            f" ORDER BY {quoted(self.order)} DESC, id DESC LIMIT 1",
            (*start.stock, start.day, start.row),
        ).fetchone()
        return Left(*found) if found else Left()

    def _lines_from(self, connection: sqlite3.Connection, start: Place) -> Iterator[Line]:
        found = connection.execute(
            f"{self._select} WHERE {self._in_stock} AND {self._position} >= (?, ?)"
            f" AND voided_at IS NULL ORDER BY {quoted(self.order)}, id",
            (*start.stock, start.day, start.row),
        )
        return (_line(row) for row in found)

    def _write(self, connection: sqlite3.Connection, changes: Iterable[tuple[int, Kept]]) -> None:
        names = ", ".join(f"{quoted(name)} = ?" for name in self.kept)
        connection.executemany(
            f"UPDATE {quoted(self.sheet)} SET {names} WHERE id = ?",
            [(*wanted, row) for row, wanted in changes],
        )

    @property
    def _in_stock(self) -> str:
        return " AND ".join(f"{quoted(name)} = ?" for name in self.per)

    @property
    def _position(self) -> str:
        return f"({quoted(self.order)}, id)"

    @property
    def _select(self) -> str:
        price = quoted(self.price) if self.price else "NULL"
        return (
            f"SELECT id, {quoted(self.order)}, ({self.counts}), ({self.sign}), {quoted(self.qty)},"
            f" {price}, {columns(self.kept)} FROM {quoted(self.sheet)} AS {ROW}"
        )

    # --- one line --------------------------------------------------------------------------

    def after(self, left: Left, line: Line) -> tuple[Left, Kept]:
        """What is left after a line, and what its own columns must hold."""
        if not line.counts or line.qty is None:
            return left, (None,) * len(self.kept)
        moved = (line.sign or 0) * line.qty
        amount = worth(left, moved, line.price)
        then = Left(left.qty + moved, left.value + (amount if moved > 0 else -amount))
        return then, (then.qty, amount, then.value) if self.price else (then.qty,)

    # --- everything ------------------------------------------------------------------------

    def wrong(self, connection: sqlite3.Connection) -> Iterator[tuple[Line, Kept]]:
        """The lines whose columns are not what a count from the very beginning says."""
        found = connection.execute(
            f"SELECT line.*, {columns(self.per)} FROM ({self._select} WHERE voided_at IS NULL)"
            f" AS line JOIN {quoted(self.sheet)} AS own ON own.id = line.id"
            f" ORDER BY {columns(self.per)}, own.{quoted(self.order)}, own.id"
        )
        stock: tuple[Stored, ...] = ()
        left = Left()
        while chunk := found.fetchmany(_CHUNK):
            for row in chunk:
                line, here = _line(row[: -len(self.per)]), row[-len(self.per) :]
                if here != stock:
                    stock, left = here, Left()
                if None in (row[1], *here):
                    line = line._replace(counts=0)
                left, wanted = self.after(left, line)
                if wanted != line.kept:
                    yield line, wanted

    def rebuild(self, connection: sqlite3.Connection) -> None:
        self._write(connection, [(line.row, wanted) for line, wanted in self.wrong(connection)])


def _line(row: tuple[Stored, ...]) -> Line:
    return Line(*row[:6], kept=row[6:])  # type: ignore[arg-type, misc]


def worth(left: Left, moved: int, price: int | None) -> int:
    """What a line is worth in fen, never less than nothing."""
    if moved > 0 and price is not None:
        return moved * price
    pieces = abs(moved)
    if moved < 0 and pieces >= left.qty:
        return left.value
    return (2 * left.value * pieces + left.qty) // (2 * left.qty) if left.qty > 0 else 0
