"""Rows of an old visitor ledger a second: opened, read and judged, written with rules and audit."""

import io
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from xlsxwriter import Workbook

from bench.growing import CACHE
from bench.ledgers import CLOCK, visits
from db.actor import Actor
from db.edits import Insert
from db.importing import Choices, commit, interpret, read_workbook
from db.office import open_office

ROWS = 10_000
AIM = 10_000
_HEAD = (
    "到达时间",
    "来访人姓名",
    "联系电话",
    "证件号码",
    "来访类别",
    "被访房号",
    "来访事由",
    "人数",
)
_KINDS = {
    "friend": "亲友",
    "courier": "快递外卖",
    "housekeeping": "家政",
    "viewing": "看房",
    "other": "其他",
}


def ledger_file(rows: int) -> bytes:
    """A workbook as a gate keeps it."""
    out = io.BytesIO()
    with Workbook(out, {"constant_memory": True}) as book:
        page = book.add_worksheet("6月")
        page.write_row(0, 0, _HEAD)
        for at, visit in enumerate(islice(visits(), rows), 1):
            page.write_row(at, 0, _line(visit))
    return out.getvalue()


def _line(visit: dict[str, object]) -> list[object]:
    room = int(str(visit["room_id"])) - 1
    return [
        visit["arrived_at"],
        visit["visitor_name"],
        visit["phone"],
        visit.get("id_number", ""),
        _KINDS[str(visit["visitor_type"])],
        f"{room // 20 + 1}-1-{room % 20 + 1}01",
        visit["purpose"],
        visit["party_size"],
    ]


@contextmanager
def _timed(found: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    found[name] = ROWS / (time.perf_counter() - began)


def measure_importing() -> list[str]:
    """One line for each step, in rows a second."""
    folder = CACHE / "imported"
    shutil.rmtree(folder, ignore_errors=True)
    office = open_office(folder, clock=lambda: CLOCK)
    try:
        rooms = [
            {"building": str(n // 20 + 1), "unit_no": "1", "room_no": f"{n % 20 + 1}01"}
            for n in range(200)
        ]
        edits = [Insert(n, "rooms", room) for n, room in enumerate(rooms)]
        office.ledger.apply(edits, Actor.setup(), client="")
        content = ledger_file(ROWS)
        found: dict[str, float] = {}
        with _timed(found, "opened by the child"):
            workbook = read_workbook(content, "6月.xlsx")
        with _timed(found, "read and judged"):
            reading = interpret(office, "visitors", workbook, Choices())
        with _timed(found, f"written (aim {AIM:,})"):
            report = commit(office, "visitors", reading, Actor.setup(), only_valid=False)
        assert report.inserted == ROWS
        return [f"{speed:>10,.0f} rows/s  {name}" for name, speed in found.items()]
    finally:
        office.close()
