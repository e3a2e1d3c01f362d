"""Every form of the sample office as it is printed: the whole way from the ledger to the file."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

from bench.bare import cells_of, time_workbook
from bench.clock import take
from bench.growing import kept
from bench.measured import Aim
from db.office import Office, open_office
from db.period import Span
from db.sample import build
from exports import render
from registers.form_model import PaperForm

HOUSEHOLDS = 500
RUNS = 3
MOST, MOST_TO_BARE = 2_000, 4


def measure_papers() -> Iterator[Aim]:
    """Milliseconds of each form, and of all together what bare xlsxwriter needs for the cells."""
    office = open_office(sample_office())
    spent, bare = 0.0, 0.0
    try:
        for form in office.book.forms:
            period, row = about(office, form)
            sheets = cells_of(drawn(office, form, period, row))
            took = take(partial(drawn, office, form, period, row), RUNS)
            spent += took.p50
            bare += time_workbook(sheets, RUNS).p50
            rows = sum(len(cells) for cells in sheets)
            yield Aim(f"{form.key}, {rows:,} lines", took.p50, MOST, " ms")
    finally:
        office.close()
    yield Aim("all forms to bare cells", spent / bare, MOST_TO_BARE, "×")


def drawn(office: Office, form: PaperForm, period: str, row: int | None) -> bytes:
    out = BytesIO()
    render(office, form, period, "zh_CN", out, row=row)
    return out.getvalue()


def about(office: Office, form: PaperForm) -> tuple[str, int | None]:
    """The last whole period of the longest kind, or the first row that can be printed."""
    if form.periods:
        return Span.around(form.periods[-1], date.today()).before.text, None
    found = office.ledger.select(f'SELECT min(id) AS id FROM "{form.sheet}"')
    return "", int(str(found[0]["id"]))


def sample_office() -> Path:
    """The workspace, made for one day: forms print what is due."""
    return kept("papers", _make, of=f"-{date.today():%m%d}")


def _make(workspace: Path) -> None:
    office = open_office(workspace)
    try:
        build(office, HOUSEHOLDS)
    finally:
        office.close()
