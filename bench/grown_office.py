"""The sample office grown large: its own registers as they are, a million visitors, 100,000 supply
moves. What it is asked for is what a clerk waits for: the lists of the day, a page of every sheet,
every report.

Visits are repeated over the years before (bench/growing.py). Supply moves are bought and taken out
again before the first real line of their item, so that every stock still agrees with its lines.
"""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pysqlite3

from bench.clock import Times, take
from bench.growing import grow, kept, repeat_visits
from bench.ledgers import PASSWORD, USER, shipped
from bench.measured import Aim
from bench.served import Served
from db.actor import Actor
from db.office import open_office
from db.sample import build
from db.today import waiting

HOUSEHOLDS = 500
VISITORS, MOVES = 1_000_000, 100_000
PAGES, MIDDLE = 11, 0.5

TODAY_MOST, PAGE_MOST, REPORT_MOST = 1_000, 15, 2_000


def measure_office() -> list[Aim]:
    """What was found beside what was aimed at: a line for the day, each sheet and each report."""
    workspace = grown()
    found = [Aim("the lists of the day, nothing remembered", _today(workspace), TODAY_MOST, " ms")]
    served = Served(workspace)
    try:
        return [*found, *_pages(served, workspace), *_reports(served)]
    finally:
        served.close()


def _today(workspace: Path) -> float:
    """Every list with its first rows, a minute later each time."""
    started, minutes = datetime.now(), count()
    office = open_office(workspace, clock=lambda: started + timedelta(minutes=next(minutes)))
    manager = Actor("bench", None, "manager", "bench")
    try:
        return _p50(lambda: list(waiting(office.ledger, manager, with_rows=True)), 15)
    finally:
        office.close()


def _pages(served: Served, workspace: Path) -> list[Aim]:
    """The first page of every sheet and one from its middle, whichever takes longer."""
    connection = pysqlite3.connect(str(workspace / "ledger.db"))
    found = []
    for sheet in shipped().sheets:
        (rows,) = connection.execute(f'SELECT count(*) FROM "{sheet.key}"').fetchone()
        asked = [partial(_page, served, sheet.key, start) for start in {0, int(rows * MIDDLE)}]
        slowest = max(_p50(page, PAGES) for page in asked)
        found.append(Aim(f"a page of {sheet.key}, {rows:,} rows", slowest, PAGE_MOST, " ms"))
    connection.close()
    return found


def _page(served: Served, sheet: str, start: int) -> None:
    served.post(f"/api/rows/{sheet}", {"start": start, "end": start + 100})


def _reports(served: Served) -> list[Aim]:
    found = []
    for report in json.loads(served.get("/api/reports"))["reports"]:
        ask = partial(served.get, f"/api/reports/{report['key']}?period={report['now']}")
        found.append(Aim(f"report {report['key']}", _p50(ask, 5), REPORT_MOST, " ms"))
    return found


def _p50(work: Callable[[], object], times: int) -> float:
    measured: Times = take(work, times, warm=1)
    return measured.p50


# --- growing it -------------------------------------------------------------------------------


def grown() -> Path:
    """The workspace, made for one day: what is due depends on it."""
    return kept("office", _make, of=f"-{date.today():%m%d}")


def _make(workspace: Path) -> None:
    office = open_office(workspace)
    try:
        build(office, HOUSEHOLDS)
        office.users.create(USER, PASSWORD, "admin", name="测量")
    finally:
        office.close()
    grow(workspace / "ledger.db", _more)


def _more(connection: pysqlite3.Connection) -> None:
    _more_visitors(connection)
    _more_moves(connection)


def _more_visitors(connection: pysqlite3.Connection) -> None:
    """Every visit that is over again and again, a year further back each time."""
    there, last = connection.execute("SELECT count(*), max(id) FROM visitors").fetchone()
    for copy in count(1):
        there += repeat_visits(
            connection,
            f"id <= {last} AND status = 'left'",
            ids=copy * last,
            days=copy * 366,
            number=f"doc_no || '-{copy}'",
            most=VISITORS - there,
        )
        if there >= VISITORS:
            return


def _more_moves(connection: pysqlite3.Connection) -> None:
    """Pairs of lines per item, ten in and ten out, day by day before everything else."""
    there, last = connection.execute("SELECT count(*), max(id) FROM supply_moves").fetchone()
    items = [row[0] for row in connection.execute("SELECT id FROM supply_items ORDER BY id")]
    (first,) = connection.execute("SELECT min(move_date) FROM supply_moves").fetchone()
    dept, person = connection.execute(
        "SELECT max(d.id), max(s.id) FROM depts d, staff s"
    ).fetchone()
    at = f"{datetime.now():%Y-%m-%d %H:%M:%S}"
    lines = []
    for pair in range((MOVES - there + 1) // 2):
        item, back = items[pair % len(items)], pair // len(items) + 1
        for kind, after, value in (("purchase", 10, 10_000), ("issue", 0, 0)):
            last += 1
            series = "RK" if kind == "purchase" else "LY"
            lines.append(
                (last, f"{series}-{last:09d}", first, f"-{back} days", kind, item, dept, person,
                 after, value, at, at)
            )  # fmt: skip
    connection.executemany(
        "INSERT INTO supply_moves (id, doc_no, line, move_date, kind, item_id, qty, unit_price,"
        " amount, dept, person, supplier, status, balance_after, value_after, version,"
        " created_at, updated_at) VALUES (?1, ?2, 1, date(?3, ?4), ?5, ?6, 10, 1000, 10000, ?7, ?8,"
        " '示例店', 'issued', ?9, ?10, 1, ?11, ?12)",
        lines,
    )
