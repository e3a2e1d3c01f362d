"""A ledger over the small register of tools."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.actor import Actor
from db.edits import Insert
from db.ledger import Ledger
from registers.book import Book
from tests.db.workshop import CLERK, SCHEMAS, Clock, accepted, one, tool_book_of


@pytest.fixture(scope="session")
def tool_book() -> Book:
    return tool_book_of(SCHEMAS)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tools(tool_book: Book, tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    """Three tools on the list, nothing lent."""
    opened = Ledger.open(tmp_path / "office" / "ledger.db", tool_book, clock=clock)
    names = (("T1", "梯子"), ("T2", "电钻"), ("T3", "手电"))
    rows = [Insert(n, "tools", {"tool_no": no, "name": name}) for n, (no, name) in enumerate(names)]
    accepted(opened.apply(rows, CLERK, client="setup"))
    yield opened
    opened.close()


Lend = Callable[..., int]


@pytest.fixture
def lend(tools: Ledger) -> Lend:
    """Writes a loan as the clerk and returns its row."""
    numbers = iter(range(1_000_000))

    def write(actor: Actor = CLERK, **values: object) -> int:
        given = {"tool_id": 1, "borrower": "陈师傅", **values}
        edit = Insert(next(numbers), "loans", given)
        return int(str(one(tools, edit, actor, client="lend")["id"]))

    return write
