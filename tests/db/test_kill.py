"""A killed program loses nothing it has acknowledged, and half of nothing."""

import os
import random
import subprocess
import sys
import time

from db.edits import Insert
from db.ledger import Ledger
from registers.book import Book
from tests.db.workshop import CLERK, accepted
from tests.house import HOUSE

PROGRAM = "tests.db.killed_writer"
KILLS = int(os.environ.get("TAIZHANG_KILLS", "6"))


def test_every_acknowledged_edit_survives_kill_9_exactly_once(
    tools: Ledger, tool_book: Book
) -> None:
    tools.close()
    acknowledged: dict[tuple[str, str], int] = {}
    for run in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", PROGRAM, str(tools.path), str(run)],
            cwd=HOUSE,
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]
        time.sleep(random.uniform(0.05, 0.4))
        writer.kill()
        lines += writer.stdout.read().split(b"\n")[:-1]
        writer.wait()
        writer.stdout.close()
        for line in filter(None, lines):
            client, seq, row = line.decode().split()
            acknowledged[client, seq] = int(row)
    survivor = Ledger.open(tools.path, tool_book)
    rows = {(row["borrower"], row["remark"]): row["id"] for row in survivor.each("loans")}
    total = survivor.select("SELECT count(*) AS n FROM loans")[0]["n"]
    assert len(acknowledged) > KILLS
    assert {key: rows.get(key) for key in acknowledged} == acknowledged
    assert len(rows) == total
    assert survivor.verify() == []
    client, seq = next(iter(acknowledged))
    again = Insert(2 * int(seq), "loans", {"tool_id": 1, "borrower": client, "remark": seq})
    assert accepted(survivor.apply([again], CLERK, client=client))[0]["id"] == rows[client, seq]
    survivor.close()
