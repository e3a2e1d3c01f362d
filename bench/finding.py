"""Search, filters, sorts and counts within the process: at first, again, and just after edits."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from bench.clock import Times, take
from bench.growing import CACHE
from bench.ledgers import CLOCK, KINDS, shipped
from bench.measured import Aim
from db.actor import Actor
from db.edits import Set
from db.ledger import Ledger
from db.selection import Window

SEARCHED = {
    "one character": "王",
    "two characters": "维修",
    "a name": "王伟",
    "pinyin": "wangwei",
    "pinyin initials": "wwm",
    "one letter": "w",
    "three digits": "138",
    "a room": "1-1-101",
    "end of a document number": "0001",
    "middle of a telephone": "0000",
    "a choice by its name": "快递",
    "a choice and a name": "看房 王伟",
    "two words": "李娜 5",
    "two frequent words": "维修 水管",
}
FILTERED: dict[str, dict[str, Any]] = {
    "filter, choice": {"visitor_type": {"op": "in", "value": ["courier", "viewing"]}},
    "filter, days": {"arrived_at": {"op": "between", "value": ["2024-01-01", "2024-12-31"]}},
    "filter, number": {"party_size": {"op": "between", "value": [2, 3]}},
    "filter, text": {"purpose": {"op": "contains", "value": "水管"}},
    "filter, reference": {"room_id": {"op": "in", "value": [1, 2, 3]}},
    "filter, empty": {"host_id": {"op": "empty"}},
}
SORTED = {
    "sort, indexed": (("phone", "asc"),),
    "sort, not indexed": (("visitor_name", "asc"),),
    "sort, two columns": (("room_id", "asc"), ("visitor_name", "desc")),
}
SUMMED = {
    "footer, all rows": Window("visitors"),
    "footer, filter": Window("visitors", filter=FILTERED["filter, number"]),
}
COUNTED = ("visitor_type", "status", "room_id")
WRITTEN: dict[str, Callable[[int], object]] = {
    "party_size": lambda n: n % 9 + 1,  # not searched: what an edit costs without the index
    "remark": "第{}次修改".format,
    "visitor_type": lambda n: KINDS[n % len(KINDS)],
    "visitor_name": "王小{}".format,
}
FIRST_USE = {"search": 15, "filter": 1_500, "sort": 2_500, "footer": 1_500}
"""Milliseconds of the first answer; a filter, a sort, a footer read the whole sheet once."""
WINDOW = 50


@dataclass(frozen=True)
class Found:
    """One question: milliseconds of the first answer, of the next ones, of those after edits."""

    name: str
    first: float
    again: Times
    changed: Times | None
    hits: int | None

    def line(self) -> str:
        changed = "" if self.changed is None else f"{self.changed.p50:.2f}"
        hits = "" if self.hits is None else f"{self.hits:,}"
        return f"  {self.name:<30}{self.first:>10.2f}{self.again.p50:>10.2f}{changed:>10}{hits:>12}"


def measure_finding(workspace: Path) -> tuple[list[Found], dict[str, Times]]:
    """On a copy, which is edited in between; the times of the edits themselves come last."""
    copy = CACHE / "finding"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(workspace, copy)
    ledger = Ledger.open(copy / "ledger.db", shipped(), clock=lambda: CLOCK)
    try:
        ledger.window(Window("visitors", search="一"))  # what is read once per process
        digits = str(ledger.window(Window("visitors", 0, 1)).rows[0]["phone"])[-4:]
        found = [_found(ledger, name, window) for name, window in _windows(digits)]
        found += [_counted(ledger, key) for key in COUNTED]
        found += [_summed(ledger, name, window) for name, window in SUMMED.items()]
        edits = {key: take(_edit(ledger, key, of), 200, warm=10) for key, of in WRITTEN.items()}
    finally:
        ledger.close()
        shutil.rmtree(copy)
    return found, edits


def _windows(digits: str) -> Iterator[tuple[str, Window]]:
    for name, text in {**SEARCHED, "last digits of a telephone": digits}.items():
        yield f"search, {name}", Window("visitors", search=text, early=True)
    yield "search, in June", Window("visitors", search="王", period="2026-06", early=True)
    for name, asked in FILTERED.items():
        yield name, Window("visitors", filter=asked)
    for name, sort in SORTED.items():
        yield name, Window("visitors", sort=sort)
    both = Window("visitors", sort=(("visitor_name", "asc"),), filter=FILTERED["filter, choice"])
    yield "filter and sort, page at 100,000", replace(both, start=100_000, end=100_100)


def _found(ledger: Ledger, name: str, window: Window) -> Found:
    """The first answer as a clerk gets it; then the whole selection is known."""
    asked = partial(ledger.window, window)
    first = take(asked, 1).p50
    hits = ledger.window(replace(window, early=False)).total
    again = take(asked, 15, warm=1)
    edit = _edit(ledger, "remark", "第{}次".format)
    return Found(name, first, again, take(asked, 10, before=edit), hits)


def _counted(ledger: Ledger, key: str) -> Found:
    asked = partial(ledger.values, Window("visitors"), key)
    return Found(f"values of {key}", take(asked, 1).p50, take(asked, 5), None, None)


def _summed(ledger: Ledger, name: str, window: Window) -> Found:
    asked = partial(ledger.sums, window, ("party_size",))
    first = take(asked, 1).p50
    edit = _edit(ledger, "party_size", lambda n: n % 9 + 1)
    return Found(name, first, take(asked, 15), take(asked, 10, before=edit), None)


def _edit(ledger: Ledger, key: str, value: Callable[[int], object]) -> Callable[[], None]:
    chance, number = random.Random(4), count()
    client = f"bench-{key}-{random.random()}"

    def edit() -> None:
        n = next(number)
        done = ledger.apply(
            [Set(n, "visitors", chance.randint(1, 9_000), key, value(n))],
            Actor.setup(),
            client=client,
        )
        assert done[0].error is None or done[0].error.code == "row_void", done[0].error

    return edit


def lines(found: list[Found], edits: dict[str, Times]) -> Iterator[str]:
    head = "".join(f"{name:>10}" for name in ("first", "again", "changed"))
    yield f"{'finding, within the process':<32}{head}{'rows':>12}"
    yield from (each.line() for each in found)
    for key, times in edits.items():
        a_second = 1000 / (sum(times.samples) / len(times.samples))
        yield f"  edit of {key:<22}{times.p50:>10.2f} ms p50{a_second:>10.0f} a second"


def aims(found: list[Found], rows: int) -> Iterator[Aim]:
    for each in found:
        size = f"{each.name}, {rows:,}"
        most = next((ms for kind, ms in FIRST_USE.items() if each.name.startswith(kind)), None)
        if most is not None:
            yield Aim(f"{size}, first", each.first, most, " ms")
        if each.changed is not None:
            yield Aim(f"{size}, just changed", each.changed.p50, WINDOW, " ms")
