"""The same work with nothing in between: the floor that the program is compared with."""

import hashlib
import io
from functools import partial
from pathlib import Path

import pysqlite3
import xlsxwriter
from openpyxl import load_workbook

from bench.clock import Times, take

Cells = list[tuple[object, ...]]


def copy_of(ledger: Path, target: Path) -> Path:
    """The same file layout, indexes and triggers included, in a file of its own."""
    target.unlink(missing_ok=True)
    source = pysqlite3.connect(str(ledger))
    try:
        source.execute("VACUUM INTO ?", (str(target),))
    finally:
        source.close()
    return target


class BareLedger:
    """One connection: an UPDATE and an audit entry a transaction, synchronous=FULL."""

    def __init__(self, path: Path) -> None:
        self.connection = pysqlite3.connect(str(path), isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute(
            "CREATE TABLE bare_audit (seq INTEGER PRIMARY KEY, at TEXT, user TEXT, sheet TEXT,"
            " row INTEGER, field TEXT, old ANY, new ANY, hash BLOB) STRICT"
        )
        self.hash = b""

    def edit(self, row: int, text: str) -> None:
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        run("UPDATE visitors SET remark = ?, version = version + 1 WHERE id = ?", (text, row))
        self.hash = hashlib.sha256(self.hash + text.encode()).digest()
        run(
            "INSERT INTO bare_audit (at, user, sheet, row, field, old, new, hash)"
            " VALUES (?,?,?,?,?,?,?,?)",
            ("2026-07-10 12:00", "bench", "visitors", row, "remark", None, text, self.hash),
        )
        run("COMMIT")

    def window(self, where: str, offset: int) -> int:
        """100 rows with the total, as the two statements anybody would write."""
        run = self.connection.execute
        rows = run(f"SELECT * FROM visitors WHERE {where} ORDER BY id LIMIT 100 OFFSET {offset}")
        shown = len(rows.fetchall())
        (total,) = run(f"SELECT count(*) FROM visitors WHERE {where}").fetchone()
        return shown + int(total)

    def sums(self, where: str) -> int:
        counted = f"SELECT count(*), sum(party_size) FROM visitors WHERE {where}"
        rows, people = self.connection.execute(counted).fetchone()
        return int(rows) + int(people)

    def close(self) -> None:
        self.connection.close()


def cells_of(workbook: bytes) -> list[Cells]:
    """Every cell the program wrote, sheet by sheet, to be written again."""
    book = load_workbook(io.BytesIO(workbook), read_only=True)
    return [[tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]


def workbook(sheets: list[Cells]) -> bytes:
    """The same values through xlsxwriter's public calls, one plain bordered format, one pass."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    options["default_date_format"] = "yyyy-mm-dd hh:mm"  # type: ignore[assignment]
    book = xlsxwriter.Workbook(out, options)
    boxed = book.add_format({"border": 1})
    for cells in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value, boxed)
    book.close()
    return out.getvalue()


def time_workbook(sheets: list[Cells], times: int) -> Times:
    return take(partial(workbook, sheets), times, warm=1)
