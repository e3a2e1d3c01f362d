"""Ledgers to measure on: 10,000 visitors through the ledger itself, multiplied for larger ones.

The first 10,000 rows go through the one write path, numbering, rules, audit and all. A larger
ledger repeats June's rows over the years before (bench/growing.py). What is measured (windows,
search, one edit, one month's paper) does not read the audit of old rows.
"""

import random
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pysqlite3

from bench.growing import HOUSE, grow, kept, repeat_visits
from db.actor import Actor
from db.edits import Insert
from db.ledger import Ledger
from db.users import Users
from registers.book import Book, load

JUNE_FIRST = datetime(2026, 6, 1)
JUNE_ROWS = 9_000
TYPED_ROWS = 10_000
CLOCK = datetime(2026, 7, 10, 12, 0)
USER, PASSWORD = "bench", "Measured-2026"

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
REASONS = ("探访亲友", "送货上门", "维修水管", "看房", "取快递", "电梯检修", "送家具")
KINDS = ("friend", "courier", "housekeeping", "viewing", "other")


def prepare(rows: int) -> Path:
    """The workspace of a ledger with that many visitors."""
    make = type_rows if rows == TYPED_ROWS else partial(multiply, rows=rows)
    return kept(f"visitors{rows}", make)


def type_rows(workspace: Path) -> None:
    ledger = Ledger.open(workspace / "ledger.db", shipped(), clock=lambda: CLOCK)
    Users(ledger).create(USER, PASSWORD, "admin", name="测量")
    rooms = [
        Insert(
            n, "rooms", {"building": str(n // 20 + 1), "unit_no": "1", "room_no": f"{n % 20 + 1}01"}
        )
        for n in range(200)
    ]
    apply_all(ledger, rooms)
    visitors = [Insert(n, "visitors", values) for n, values in enumerate(visits())]
    apply_all(ledger, visitors)
    ledger.close()


def shipped() -> Book:
    return load(HOUSE / "schemas")


def apply_all(ledger: Ledger, edits: list[Insert]) -> None:
    for start in range(0, len(edits), 500):
        part = edits[start : start + 500]
        for result in ledger.apply(part, Actor.setup(), client=f"bench-{part[0].sheet}-{start}"):
            if result.error is not None:
                raise result.error


def visits() -> Iterator[dict[str, object]]:
    """9,000 visits in June, the rest at the start of July, in order of arrival."""
    chance = random.Random(1)
    people = [visitor(chance) for _ in range(4_000)]
    minutes = [chance.randrange(30 * 24 * 60) for _ in range(JUNE_ROWS)]
    minutes += [30 * 24 * 60 + chance.randrange(3 * 24 * 60) for _ in range(TYPED_ROWS - JUNE_ROWS)]
    for minute in sorted(minutes):
        yield chance.choice(people) | {
            "desk": chance.choice(("front_desk", "east_gate")),
            "arrived_at": (JUNE_FIRST + timedelta(minutes=minute)).strftime("%Y-%m-%d %H:%M"),
            "party_size": chance.randint(1, 4),
            "visitor_type": chance.choice(KINDS),
            "room_id": chance.randint(1, 200),
            "host_confirm": "phoned",
            "purpose": chance.choice(REASONS),
        }


def visitor(chance: random.Random) -> dict[str, object]:
    """An invented person; every third one shows no document."""
    name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
    known: dict[str, object] = {
        "visitor_name": name,
        "phone": f"1380000{chance.randrange(10_000):04d}",
    }
    if chance.random() < 1 / 3:
        return known | {"id_type": "not_shown"}
    return known | {"id_type": "id_card", "id_number": id_number(chance)}


def id_number(chance: random.Random) -> str:
    """A number with a right check digit in a district code that is not given out."""
    birth = datetime(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    body = f"440199{birth:%Y%m%d}{chance.randrange(1_000):03d}"
    weighed = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body))
    return body + "10X98765432"[weighed % 11]


def multiply(workspace: Path, rows: int) -> None:
    """Repeats June every 30 days into the past until there are that many rows."""
    shutil.copytree(prepare(TYPED_ROWS), workspace, dirs_exist_ok=True)
    grow(workspace / "ledger.db", partial(_repeat_june, times=(rows - TYPED_ROWS) // JUNE_ROWS))
    Ledger.open(workspace / "ledger.db", shipped()).close()  # makes the search index


def _repeat_june(connection: pysqlite3.Connection, times: int) -> None:
    for copy in range(1, times + 1):
        repeat_visits(
            connection,
            f"id <= {JUNE_ROWS}",
            ids=TYPED_ROWS + (copy - 1) * JUNE_ROWS,
            days=(copy + 1) * 30,
            number="'LF-' || strftime('%Y%m%d', arrived_at, :days) || substr(doc_no, 12)",
            most=JUNE_ROWS,
        )
