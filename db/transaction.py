"""What a writing request works with: the connection, the audit's head, the changes so far."""

import sqlite3
from collections.abc import Iterable, Sequence

from db.audit import Author, Chain, Stored
from db.feed import Change


class Transaction:
    """A savepoint left by an exception takes rows, audit and changes back to where it began."""

    def __init__(self, connection: sqlite3.Connection, chain: Chain) -> None:
        self.connection = connection
        self.chain = chain
        self.changes: list[Change] = []
        self.depth = 0

    def savepoint(self) -> "_Savepoint":
        return _Savepoint(self)

    def note(self, author: Author, op: str, *, subject: str = "", note: str | None = None) -> None:
        """Audits something that is not a cell: a log-in, a setting, a repair."""
        self.chain.append(self.connection, author, op, subject, note=note)

    def record(
        self,
        author: Author,
        op: str,
        sheet: str,
        row: int,
        version: int,
        *,
        batch: int,
        field: tuple[str, str] | None = None,
        old: Stored = None,
        new: Stored = None,
        note: str | None = None,
    ) -> None:
        """Audits a change of a row and keeps it for the feed. `field` is (stable id, key)."""
        field_id, key = field or (None, None)
        seq = self.chain.append(
            self.connection,
            author,
            op,
            sheet,
            row,
            batch=batch,
            version=version,
            field=field_id,
            old=old,
            new=new,
            note=note,
        )
        self.changes.append(Change(seq, author.at, sheet, row, op, key, author.client, author.name))

    def record_inserts(
        self,
        author: Author,
        sheet: str,
        rows: Sequence[tuple[int, str]],
        *,
        batch: int,
        note: str,
    ) -> None:
        """Audits many new rows, each with its content, and keeps them for the feed."""
        numbers = self.chain.append_inserts(
            self.connection, author, sheet, rows, batch=batch, note=note
        )
        self.changes += [
            Change(seq, author.at, sheet, row, "insert", None, author.client, author.name)
            for seq, (row, _) in zip(numbers, rows, strict=True)
        ]

    def tell(self, author: Author, sheet: str, rows: Iterable[int]) -> None:
        """Rows that read differently although nobody has written them: what is left after them."""
        at, seq = author.at, self.chain.seq + 1  # the entry about to be written
        self.changes += [
            Change(seq, at, sheet, row, "balance", None, author.client, author.name) for row in rows
        ]


class _Savepoint:
    """A class and not a generator: it stands around every single edit of an import."""

    __slots__ = ("_before", "_name", "_transaction")

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._name = f"s{transaction.depth}"
        chain = transaction.chain
        self._before = chain.seq, chain.hash, len(transaction.changes)

    def __enter__(self) -> None:
        self._transaction.connection.execute(f"SAVEPOINT {self._name}")
        self._transaction.depth += 1

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        transaction = self._transaction
        transaction.depth -= 1
        if kind is not None:
            transaction.chain.seq, transaction.chain.hash, kept = self._before
            del transaction.changes[kept:]
            if not transaction.connection.in_transaction:
                return  # SQLite has given up the whole transaction
            transaction.connection.execute(f"ROLLBACK TO {self._name}")
        transaction.connection.execute(f"RELEASE {self._name}")
