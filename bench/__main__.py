"""`make bench`: measures both ledgers and prints what was found beside what was aimed at."""

import platform
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count, cycle
from pathlib import Path

import click
import pysqlite3

from api.rows import window_from_json
from bench import finding
from bench.bare import BareLedger, cells_of, copy_of, time_workbook
from bench.browser import edits_and_pastes
from bench.clock import NONE, Times, take
from bench.drawing import measure_drawing
from bench.growing import CACHE
from bench.grown_office import MOVES, VISITORS, measure_office
from bench.importing import measure_importing
from bench.ledgers import CLOCK, JUNE_ROWS, TYPED_ROWS, prepare, shipped
from bench.measured import (
    COURIERS,
    DEEP,
    EDIT,
    EXPORT,
    FIRST,
    JUNE,
    JUNE_END,
    PASTED,
    SEARCH,
    SEARCH_JUNE,
    SUMS,
    SUMS_JUNE,
    TODAY,
    TYPED,
    Aim,
    Measured,
    aims,
)
from bench.papers import measure_papers
from bench.served import Served
from bench.together import window_while_others_edit
from db.actor import Actor
from db.ledger import Ledger
from db.today import waiting

IN_JUNE = "arrived_at >= '2026-06-01' AND arrived_at < '2026-07-01'"
COURIERS_OF_JUNE = f"{IN_JUNE} AND visitor_type = 'courier'"
COURIER = {"visitor_type": {"op": "eq", "value": "courier"}}
NAMED = "visitor_name LIKE '%王伟%'"
ROUNDS, EDITS_A_ROUND = 5, 80


@dataclass(frozen=True)
class Question:
    """A window as the grid asks for it, and as the WHERE and OFFSET one would write by hand."""

    name: str
    asked: dict[str, object]
    where: str = "true"
    offset: int = 0


def questions(rows: int) -> list[Question]:
    deep = rows * 9 // 10
    june: dict[str, object] = {"period": "2026-06"}
    couriers = {"filter": COURIER}
    named: dict[str, object] = {"search": "王伟"}
    return [
        Question(FIRST, {}),
        Question(DEEP, {"start": deep, "end": deep + 100}, offset=deep),
        Question(JUNE, june, IN_JUNE),
        Question(JUNE_END, june | {"start": 8_850, "end": 8_950}, IN_JUNE, 8_850),
        Question(COURIERS, june | couriers, COURIERS_OF_JUNE),
        Question(SEARCH, named, NAMED),
        Question(SEARCH_JUNE, june | named, f"{IN_JUNE} AND {NAMED}"),
    ]


def measure(rows: int) -> Measured:
    workspace = prepare(rows)
    measured = Measured(rows)
    bare = BareLedger(copy_of(workspace / "ledger.db", CACHE / "bare.db"))
    served = Served(workspace)
    try:
        measure_edits(measured, served, bare)
        measure_windows(measured, served, bare)
        measure_sums(measured, served, bare)
        served.reconnect()
        couriers: dict[str, object] = {"period": "2026-06", "filter": COURIER}
        measured.together, measured.edits_a_second = window_while_others_edit(served, couriers)
        served.reconnect()
        measured.http[EXPORT] = take(served.export, 5, warm=1)
        served.reconnect()
        sheets = cells_of(served.export())
        measured.bare[EXPORT] = time_workbook(sheets, 5)
    finally:
        served.close()
        bare.close()
    measure_inside(measured, workspace)
    if rows == TYPED_ROWS:
        measure_browser(measured, workspace)
    return measured


def measure_browser(measured: Measured, workspace: Path) -> None:
    """On a copy, as a paste leaves other names behind than the searches look for."""
    copy = CACHE / "browsed"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(workspace, copy)
    measured.browser[TYPED], measured.browser[PASTED] = edits_and_pastes(copy)


def measure_edits(measured: Measured, served: Served, bare: BareLedger) -> None:
    """In turns, so that a busy disk is busy for both."""
    chance = random.Random(2)
    rows = [chance.randint(1, JUNE_ROWS) for _ in range(1_000)]
    http, floor = NONE, NONE
    edit, bare_edit = edits(served.edit, rows), edits(bare.edit, rows)
    for _ in range(ROUNDS):
        served.reconnect()
        http += take(edit, EDITS_A_ROUND, warm=5)
        floor += take(bare_edit, EDITS_A_ROUND, warm=5)
    measured.http[EDIT], measured.bare[EDIT] = http, floor


def edits(edit: Callable[[int, str], None], rows: list[int]) -> Callable[[], None]:
    """Each call edits the next row with a text no cell held before."""
    todo, number = cycle(rows), count()
    return lambda: edit(next(todo), f"第{next(number)}次修改")


def measure_windows(measured: Measured, served: Served, bare: BareLedger) -> None:
    edit = edits(served.edit, list(range(1, 1_000)))
    for question in questions(measured.rows):
        window = partial(served.window, question.asked)
        bare_window = partial(bare.window, question.where, question.offset)
        served.reconnect()
        measured.http[question.name] = take(window, 40, warm=5)
        measured.changed[question.name] = take(window, 15, warm=1, before=edit)
        measured.bare[question.name] = take(bare_window, 20, warm=3)


def measure_sums(measured: Measured, served: Served, bare: BareLedger) -> None:
    """Remembered, and again after a number that is summed has become another."""
    sizes = count()

    def edit() -> None:
        served.edit(1, str(1 + next(sizes) % 9), "party_size")

    questions: list[tuple[str, dict[str, object], str]] = [
        (SUMS, {}, "true"),
        (SUMS_JUNE, {"period": "2026-06", "filter": COURIER}, COURIERS_OF_JUNE),
    ]
    for name, asked, where in questions:
        served.reconnect()
        measured.http[name] = take(partial(served.sums, asked), 40, warm=1)
        measured.changed[name] = take(partial(served.sums, asked), 8, warm=1, before=edit)
        measured.bare[name] = take(partial(bare.sums, where), 8, warm=1)


def measure_inside(measured: Measured, workspace: Path) -> None:
    ledger = Ledger.open(workspace / "ledger.db", shipped())
    try:
        for question in questions(measured.rows):
            window = partial(ledger.window, window_from_json("visitors", question.asked))
            measured.inside[question.name] = take(window, 40, warm=5)
    finally:
        ledger.close()
    measured.inside[TODAY] = measure_today(workspace)


def measure_today(workspace: Path) -> Times:
    """Every list with its first rows, a minute later each time, so that nothing is remembered."""
    minutes = count()

    def clock() -> datetime:
        return CLOCK + timedelta(minutes=next(minutes))

    ledger = Ledger.open(workspace / "ledger.db", shipped(), clock=clock)
    manager = Actor("bench", None, "manager", "bench")
    try:
        return take(lambda: list(waiting(ledger, manager, with_rows=True)), 20, warm=2)
    finally:
        ledger.close()


PARTS = ("paper", "importing", "ledgers", "office")


@click.command()
@click.option("--rows", multiple=True, type=int, default=(10_000, 1_000_000), show_default=True)
@click.option("--only", type=click.Choice(PARTS), help="One part; all of them unless said.")
def bench(rows: tuple[int, ...], only: str | None) -> None:
    """Milliseconds, and how many times what bare SQLite or bare xlsxwriter needs."""
    click.echo(f"Python {platform.python_version()}, SQLite {pysqlite3.sqlite_version}, ms")
    for part in (only,) if only else PARTS:
        match part:
            case "paper":
                click.echo("\nPaper")
                click.echo("\n".join(aim.line() for aim in (*measure_drawing(), *measure_papers())))
            case "importing":
                click.echo("\nAn old ledger of 10,000 lines\n" + "\n".join(measure_importing()))
            case "ledgers":
                measure_ledgers(rows)
            case "office":
                click.echo(
                    f"\nThe sample office with {VISITORS:,} visitors"
                    f" and {MOVES:,} supply moves, HTTP p50"
                )
                click.echo("\n".join(aim.line() for aim in measure_office()))


def measure_ledgers(rows: tuple[int, ...]) -> None:
    measured: list[Measured] = []
    found_aims: list[Aim] = []
    for size in rows:
        measured.append(measure(size))
        click.echo("\n" + "\n".join(measured[-1].lines()))
        found, edits = finding.measure_finding(prepare(size))
        click.echo("\n" + "\n".join(finding.lines(found, edits)))
        found_aims += finding.aims(found, size)
    click.echo("\n" + "\n".join(aim.line() for aim in (*aims(measured), *found_aims)))


if __name__ == "__main__":
    bench(standalone_mode=False)
