"""A window of rows while colleagues type: eight clients that edit without a pause."""

import http.client
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from threading import Event, Thread

from bench.clock import Times, take
from bench.ledgers import JUNE_ROWS
from bench.served import Served

CLIENTS = 8
WINDOWS = 60


def window_while_others_edit(served: Served, asked: dict[str, object]) -> tuple[Times, int]:
    """Milliseconds of each window, and how many edits a second were acknowledged meanwhile."""
    with _typing(served) as done:
        times = take(partial(served.window, asked), WINDOWS, warm=2)
    return times, round(len(done) / (sum(times.samples) / 1000))


@contextmanager
def _typing(served: Served) -> Iterator[list[int]]:
    """Clerks who type while this lasts; the edits they have got acknowledged."""
    stop, done = Event(), list[int]()
    clerks = [Thread(target=_type, args=(served, n, stop, done)) for n in range(CLIENTS)]
    for clerk in clerks:
        clerk.start()
    try:
        yield done
    finally:
        stop.set()
        for clerk in clerks:
            clerk.join()


def _type(served: Served, clerk: int, stop: Event, done: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.server.port, timeout=60)
    chance, client = random.Random(clerk), f"{served.client}-{clerk}"
    headers = {**served.headers, "Content-Type": "application/json"}
    for seq in count(1):
        if stop.is_set():
            break
        row = chance.randint(1, JUNE_ROWS)
        edit = {"seq": seq, "op": "set", "sheet": "visitors", "row": row, "field": "remark"}
        body = {"client": client, "edits": [edit | {"value": f"{clerk}第{seq}次"}]}
        connection.request("POST", "/api/edits", json.dumps(body), headers)
        answer = connection.getresponse().read()
        assert b'"ok":true' in answer, answer[:300]
        done.append(seq)
    connection.close()
