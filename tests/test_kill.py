"""A power cut while clerks type: what was answered is kept, the rest comes again, once."""

import itertools
import random
import subprocess
import sys
import threading
import time

import httpx

from tests.server import HOUSE, Server
from tests.values import visitor

CLERKS = 3
ROWS_EACH = 60
CUTS = 3


def type_rows(server: Server, clerk: int, numbers: list[str]) -> None:
    """One clerk's browser: sends a row until it is answered, whatever happens to the server."""
    client = server.client()
    for seq in range(ROWS_EACH):
        edit = {"seq": seq, "op": "insert", "sheet": "visitors"}
        edit["values"] = visitor(visitor_name=f"断电{clerk}号{seq}")
        body = {"client": f"kill-{clerk}", "edits": [edit]}
        while True:
            try:
                answer = client.post("/api/edits", json=body)
            except httpx.TransportError:
                time.sleep(0.05)
                continue
            assert answer.status_code == 200, answer.text
            (result,) = answer.json()["results"]
            assert result["ok"], result
            numbers.append(result["row"]["doc_no"])
            break
    client.close()


def test_every_row_is_kept_exactly_once_over_power_cuts(server: Server) -> None:
    chance = random.Random(7)
    numbers: list[list[str]] = [[] for _ in range(CLERKS)]
    clerks = [
        threading.Thread(target=type_rows, args=(server, clerk, numbers[clerk]), daemon=True)
        for clerk in range(CLERKS)
    ]
    for thread in clerks:
        thread.start()
    for cut in range(1, CUTS + 1):
        wait_until(lambda cut=cut: sum(map(len, numbers)) > cut * 25 + chance.randrange(15))
        server.kill()
        server.start()
    for thread in clerks:
        thread.join(60)
        assert not thread.is_alive(), server.log_tail()

    with server.client() as client:
        question = {"start": 0, "end": 500, "search": "", "period": ""}
        question["filter"] = {"visitor_name": {"op": "starts", "value": "断电"}}
        page = client.post("/api/rows/visitors", json=question).json()
    kept = sorted(row["visitor_name"] for row in page["rows"])
    sent = sorted(f"断电{clerk}号{seq}" for clerk in range(CLERKS) for seq in range(ROWS_EACH))
    assert kept == sent
    assert sorted(row["doc_no"] for row in page["rows"]) == sorted(itertools.chain(*numbers))
    assert_without_gaps([row["doc_no"] for row in page["rows"]])

    server.stop()
    verified = subprocess.run(
        [sys.executable, "manage.py", "verify", "--workspace", str(server.workspace)],
        cwd=HOUSE, capture_output=True, text=True,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stderr


def wait_until(happened: object) -> None:
    deadline = time.monotonic() + 60
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.005)


def assert_without_gaps(numbers: list[str]) -> None:
    """LF-20261103-0001: within a day the last part counts 1, 2, 3 …"""
    days: dict[str, list[int]] = {}
    for number in numbers:
        day, _, count = number.rpartition("-")
        days.setdefault(day, []).append(int(count))
    for day, counts in days.items():
        assert sorted(counts) == list(range(1, len(counts) + 1)), day
