"""A disk that fails: nothing is acknowledged that is not saved."""

import sqlite3
from concurrent.futures import Future

import pytest

from db.edits import Insert, Refusal, Result
from db.ledger import Ledger
from db.transaction import Transaction
from registers.book import Book
from tests.db.workshop import CLERK, accepted


def loan(seq: int) -> Insert:
    return Insert(seq, "loans", {"tool_id": 1, "borrower": "陈师傅", "remark": "字" * 200})


def limit_pages(ledger: Ledger, pages: int) -> None:
    ledger.write(
        lambda transaction: transaction.connection.execute(f"PRAGMA max_page_count = {pages}")
    ).result()


def test_a_full_disk_refuses_and_loses_nothing_then_goes_on(tools: Ledger, tool_book: Book) -> None:
    pages = int(tools.select("PRAGMA page_count")[0]["page_count"] or 0)
    limit_pages(tools, pages + 8)
    saved = 0
    while (refusal := tools.submit([loan(saved + 1)], CLERK, client="a").exception()) is None:
        saved += 1
    assert saved > 0
    assert str(refusal).startswith("disk_full")
    limit_pages(tools, pages + 800)
    accepted(tools.apply([loan(saved + 1)], CLERK, client="a"))
    assert tools.verify() == []
    tools.close()
    reopened = Ledger.open(tools.path, tool_book)
    assert sum(1 for _ in reopened.each("loans")) == saved + 1
    reopened.close()


def test_after_an_io_error_nothing_more_is_accepted(tools: Ledger, tool_book: Book) -> None:
    def failing(_: Transaction) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
        raise error

    accepted(tools.apply([loan(1)], CLERK, client="a"))
    broken = tools.write(failing)
    behind: list[Future[list[Result]]] = [
        tools.submit([loan(seq)], CLERK, client="a") for seq in (2, 3)
    ]
    for future in (broken, *behind):
        with pytest.raises(Refusal, match="ledger_stopped"):
            future.result(5)
    with pytest.raises(Refusal, match="ledger_stopped"):
        tools.apply([loan(4)], CLERK, client="a")
    assert tools.row("loans", 1)
    tools.close()
    reopened = Ledger.open(tools.path, tool_book)
    accepted(reopened.apply([loan(2)], CLERK, client="a"))
    assert reopened.verify() == []
    reopened.close()


def test_a_defect_in_one_request_leaves_the_others_alone(tools: Ledger) -> None:
    def defective(transaction: Transaction) -> None:
        transaction.connection.execute("UPDATE tools SET place = '错'")
        raise ZeroDivisionError

    futures = [tools.submit([loan(1)], CLERK, client="a"), tools.write(defective)]
    futures.append(tools.submit([loan(2)], CLERK, client="a"))
    assert accepted(futures[0].result())  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError):
        futures[1].result()
    assert accepted(futures[2].result())  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError):
        tools.write(defective).result()
    assert tools.verify() == []


def test_what_another_process_writes_is_told_too(tools: Ledger, tool_book: Book) -> None:
    heard: list[int] = []
    tools.subscribe(lambda changes: heard.extend(change.row for change in changes))
    beside = Ledger.open(tools.path, tool_book, clock=tools.clock)
    accepted(beside.apply([loan(1)], CLERK, client="import"))
    beside.close()
    accepted(tools.apply([loan(1)], CLERK, client="a"))
    assert heard == [1, 2]
    numbers = [row["doc_no"] for row in tools.each("loans")]
    assert numbers == ["GJ-202611-001", "GJ-202611-002"]
    assert tools.verify() == []
