"""The reports handed in month by month, mostly in time; those of the running month still wait."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random

from db.sample.days import Stretch, at, written
from db.sample.office import Staff
from registers.choices import Choice

_LATE_SHARE = 0.04


def reports(
    wanted: Sequence[Choice], staff: Staff, span: Stretch, chance: Random
) -> Iterator[dict[str, object]]:
    """One line per report and month, in the order they were handed in."""
    firsts = sorted({day.replace(day=1) for day in span.days()})
    lines = [
        line
        for first in firsts
        for report in wanted
        if (line := _line(report.key, report.params, first, staff, span, chance)) is not None
    ]
    yield from sorted(lines, key=lambda line: str(line["submitted_at"]))


def _line(
    report: str,
    params: Mapping[str, object],
    first: date,
    staff: Staff,
    span: Stretch,
    chance: Random,
) -> dict[str, object] | None:
    """Handed in within `first`'s month, a few days before it is due or just after."""
    due = int(str(params["due"]))
    day = due + 1 if chance.random() < _LATE_SHARE else due - chance.randrange(3)
    moment: datetime = at(first.replace(day=day), chance.randrange(545, 1040))
    month = first - timedelta(days=1) if int(str(params["back"])) else first
    if moment.date() >= span.today or moment.date() < span.first:
        return None
    return {
        "report": report,
        "month": f"{month:%Y-%m}",
        "submitted_at": written(moment),
        "submitted_by": staff["cards"] if report == "ic_month" else staff["front_desk"],
    }
