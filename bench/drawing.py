"""A month of 42,600 visitors drawn as their form, and the same cells as bare xlsxwriter has them.

Run as a program it draws once in a process of its own and says by how much that one has grown.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import xlsxwriter

from bench.bare import cells_of
from bench.ledgers import CLOCK, prepare
from bench.measured import Aim
from db.office import Office, open_office
from db.period import Span
from exports.ledger_form import draw
from exports.occasion import Occasion
from exports.shown import Row
from exports.sources import Sources
from exports.workbook import workbook
from registers.form_model import Form

VISITORS = 42_600  # a month of 10,000 households
TYPED = 10_000
SAMPLE = 2_000
RUNS = 3
MEGABYTE = 1024

Cells = list[tuple[object, ...]]


def measure_drawing() -> Iterator[Aim]:
    """The form with all it has against bare cells; memory that does not grow with the rows."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "form.xlsx"
        office = open_office(prepare(TYPED), clock=lambda: CLOCK)
        try:
            rows = sample(office)
            form = best(lambda: draw_form(office, repeated(rows, VISITORS), target))
        finally:
            office.close()
        cells = [row for sheet in cells_of(target.read_bytes()) for row in sheet]
        bare = best(lambda: bare_cells(cells, target))
        frame = pd.DataFrame(cells[4:])
        pandas = best(lambda: frame.to_excel(target, engine="xlsxwriter", index=False))
    yield Aim(f"{VISITORS:,} visitors, the form", form, 20_000, " ms")
    yield Aim("  to bare cells without formats", form / bare, 1.0, "×")
    yield Aim("  to pandas.to_excel", form / pandas, 0.5, "×")
    yield Aim("  growth of the process", grown(), 20, " MB")


def best(work: Callable[[], object]) -> float:
    """The fastest of a few runs, in milliseconds: what else the machine does is left out."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def sample(office: Office) -> list[Row]:
    form, sources = visitor_ledger(office)
    with office.ledger.moment() as moment:
        found = moment.paper(form.sheet, sources.reading(form), Span.parse("2026-06"))
        return list(islice(found, SAMPLE))


def visitor_ledger(office: Office) -> tuple[Form, Sources]:
    form = office.book.form("visitor_ledger")
    assert isinstance(form, Form)
    return form, Sources(office.book, office.book.sheet(form.sheet))


def repeated(rows: list[Row], count: int) -> Iterator[Row]:
    """So many rows that differ from each other, none of them kept."""
    for number, row in enumerate(islice(cycle(rows), count)):
        yield {**row, "remark": f"第{number}笔"}


def draw_form(office: Office, rows: Iterable[Row], target: Path) -> None:
    form, sources = visitor_ledger(office)
    occasion = Occasion("测量花园", Span.parse("2026-06"), "zh_CN", date(2026, 7, 1))
    with workbook(target, title="", company="", created=datetime(2026, 6, 1)) as book:
        draw(book, form, sources, occasion, rows)


def bare_cells(cells: Cells, target: Path) -> None:
    """Every value through the public calls, without any format."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)


def grown() -> float:
    """Megabytes by which a process grows while it draws."""
    found = subprocess.run(
        [sys.executable, "-m", "bench.drawing"], check=True, capture_output=True, text=True
    )
    return float(found.stdout)


def memory(name: str) -> float:
    """Megabytes, as Linux tells them of this process: `VmRSS` now, `VmHWM` at most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / MEGABYTE


def main() -> None:
    office = open_office(prepare(TYPED), clock=lambda: CLOCK)
    try:
        rows = sample(office)
        with TemporaryDirectory() as folder:
            target = Path(folder) / "form.xlsx"
            draw_form(office, repeated(rows, 100), target)  # what is loaded once is no growth
            before = memory("VmRSS")
            draw_form(office, repeated(rows, VISITORS), target)
    finally:
        office.close()
    print(f"{max(0.0, memory('VmHWM') - before):.1f}")


if __name__ == "__main__":
    main()
