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


def test_an_import_cut_off_has_written_nothing_and_can_be_done_again(server: Server) -> None:
    """Killed between the rooms and their owners; both belong to one import."""
    with server.client() as client:
        made = bring(client, rooms(800))
        client.post(f"/api/imports/{made}/write", json={"which": "all"})
        wait_until(lambda: int(str(progress_of(client, made)["done"])) > 800)
        server.kill()
    server.start()
    with server.client() as client:
        gone = client.get(f"/api/imports/{made}/progress")
        assert (gone.status_code, gone.json()["error"]["code"]) == (404, "import_gone")
        assert (count_of(client, "rooms", "88"), count_of(client, "people")) == (0, 0)
        again = bring(client, rooms(800))
        client.post(f"/api/imports/{again}/write", json={"which": "all"})
        wait_until(lambda: progress_of(client, again)["state"] == "done")
        assert (count_of(client, "rooms", "88"), count_of(client, "people")) == (800, 800)
    server.kill()
    server.start()
    with server.client() as client, server.client("clerk2") as other:
        assert progress_of(client, again) == {"state": "done", "outcome": None}
        assert other.get(f"/api/imports/{again}/progress").status_code == 404


def rooms(count: int) -> bytes:
    lines = [f"88,{n},业样例{n},139{n:08d}" for n in range(1, count + 1)]
    return "\n".join(["楼栋,房间号,业主,电话", *lines]).encode()


def bring(client: httpx.Client, content: bytes) -> str:
    asked = {"sheet": "rooms", "name": "88栋.csv"}
    headers = {"Content-Type": "application/octet-stream"}
    answer = client.post("/api/imports", params=asked, content=content, headers=headers)
    return str(answer.json()["id"])


def progress_of(client: httpx.Client, made: str) -> dict[str, object]:
    found: dict[str, object] = client.get(f"/api/imports/{made}/progress").json()
    return found


def count_of(client: httpx.Client, sheet: str, building: str = "") -> int:
    """How many rooms of a building, or people with the name of one of its owners, there are."""
    value = building or "业样例"
    field, op = ("building", "eq") if building else ("name", "starts")
    asked = {"start": 0, "end": 1, "filter": {field: {"op": op, "value": value}}}
    return int(client.post(f"/api/rows/{sheet}", json=asked).json()["total"])


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
