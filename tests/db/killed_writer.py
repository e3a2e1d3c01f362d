"""Run as a program by test_kill: eight clerks write until the process is killed."""

import os
import sys
import threading
from pathlib import Path

from db.edits import Insert, Set
from db.ledger import Ledger
from tests.db.workshop import CLERK, SCHEMAS, tool_book_of


def clerk(ledger: Ledger, client: str) -> None:
    """Every acknowledged edit is told to the parent, in one write of one line."""
    seq = 0
    while True:
        seq += 1
        edits = [
            Insert(2 * seq, "loans", {"tool_id": 1, "borrower": client, "remark": str(seq)}),
            Set(2 * seq + 1, "tools", 2, "place", f"{client} {seq}"),
        ]
        results = ledger.apply(edits, CLERK, client=client)
        assert results[0].ok
        assert results[0].row
        os.write(1, f"{client} {seq} {results[0].row['id']}\n".encode())


def main(path: Path, run: str) -> None:
    ledger = Ledger.open(path, tool_book_of(SCHEMAS))
    for n in range(8):
        threading.Thread(target=clerk, args=(ledger, f"run{run}-{n}")).start()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
