"""The running stocks of a ledger as a whole: counted anew when a book keeps them otherwise."""

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import sha256

import orjson

from db.balances import Stock
from db.edits import Refusal
from db.names import quoted
from registers.book import Book

_PREFIX = "ledger.balance."
_KNOWN = "SELECT key, value FROM _settings WHERE key LIKE 'ledger.balance.%'"
_REMEMBER = """
    INSERT INTO _settings (key, value) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""
_COLUMN = "SELECT name FROM _fields WHERE sheet = ? AND id = ?"


def stocks_of(book: Book, held: frozenset[str]) -> tuple[Stock, ...]:
    """The stocks of all sheets that can be used."""
    found = (Stock.of(book, sheet) for sheet in book.sheets if sheet.key not in held)
    return tuple(stock for stock in found if stock is not None)


def bring_up(connection: sqlite3.Connection, book: Book, held: frozenset[str]) -> None:
    """Counts a stock from the beginning where it is new or is kept in another way than before."""
    known = dict(connection.execute(_KNOWN).fetchall())
    wanted = {stock.sheet: stock for stock in stocks_of(book, held)}
    for sheet in book.sheets:
        stock, before = wanted.get(sheet.key), known.get(_PREFIX + sheet.key)
        now = _mark(stock) if stock else None
        if sheet.key in held or before == now:
            continue
        _clear(connection, sheet.key, _ids(before) - _ids(now))
        if stock is None:
            connection.execute("DELETE FROM _settings WHERE key = ?", (_PREFIX + sheet.key,))
        else:
            stock.rebuild(connection)
            connection.execute(_REMEMBER, (_PREFIX + sheet.key, now))


def kept_ids(connection: sqlite3.Connection, sheet: str) -> frozenset[str]:
    """The fields the ledger keeps by itself, which no audit entry tells of."""
    return _ids(dict(connection.execute(_KNOWN).fetchall()).get(_PREFIX + sheet))


def wrong(connection: sqlite3.Connection, stock: Stock) -> Iterator[Refusal]:
    """Every column of a line that differs from what a count from the beginning says."""
    for line, wanted in stock.wrong(connection):
        for name, right, found in zip(stock.kept, wanted, line.kept, strict=True):
            if right != found:
                yield Refusal(
                    "balance_wrong",
                    name,
                    sheet=stock.sheet,
                    row=line.row,
                    counted=right,
                    found=found,
                )


def _mark(stock: Stock) -> str:
    """What the ledger remembers of the way a stock is kept."""
    how = sha256(repr((*vars(stock).items(),)[:-1]).encode()).hexdigest()
    return orjson.dumps({"fields": stock.kept_ids, "how": how}).decode()


def _ids(mark: str | None) -> frozenset[str]:
    return frozenset(orjson.loads(mark)["fields"]) if mark else frozenset()


def _clear(connection: sqlite3.Connection, sheet: str, ids: Iterable[str]) -> None:
    """A column that is not kept any more holds nothing, as the audit says."""
    for field_id in ids:
        for (name,) in connection.execute(_COLUMN, (sheet, field_id)).fetchall():
            column = quoted(name)
            connection.execute(
                f"UPDATE {quoted(sheet)} SET {column} = NULL"
                f" WHERE voided_at IS NULL AND {column} IS NOT NULL"
            )
