"""What was measured, what was aimed at, and both as text."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.clock import NONE, Times

EDIT = "edit of one cell"
FIRST = "window, first page"
DEEP = "window, page at 90 %"
JUNE = "window, June"
JUNE_END = "window, end of June"
COURIERS = "window, June, couriers"
SEARCH = "search"
SEARCH_JUNE = "search in June"
SUMS = "sums below the grid"
SUMS_JUNE = "sums, June, couriers"
EXPORT = "June on paper, 9,000 rows"
TODAY = "all lists of the day"
TOGETHER = "window, June, while 8 clients edit"
TYPED = "typed cell in the browser"
PASTED = "10,000 cells pasted"

COLUMNS = ("HTTP p50", "p95", "changed", "inside", "bare")
HEAD = "".join(f"{name:>10}" for name in COLUMNS) + f"{'ratio':>8}"


@dataclass
class Measured:
    """One ledger's times by name.

    Over HTTP, over HTTP when the sheet has just been changed and nothing is remembered of it,
    within the process, and bare.
    """

    rows: int
    http: dict[str, Times] = field(default_factory=dict)
    changed: dict[str, Times] = field(default_factory=dict)
    inside: dict[str, Times] = field(default_factory=dict)
    bare: dict[str, Times] = field(default_factory=dict)
    together: Times = NONE
    """A window over HTTP while eight clients edit."""
    edits_a_second: int = 0
    """What those eight got acknowledged meanwhile."""
    browser: dict[str, Times] = field(default_factory=dict)
    """From the key press, in Chromium, until the ledger has it."""

    def ratio(self, name: str) -> float:
        return self.http[name].p50 / self.bare[name].p50

    def lines(self) -> Iterator[str]:
        yield f"{f'{self.rows:,} visitors':<28}{HEAD}"
        for name, http in self.http.items():
            beside = (one.get(name) for one in (self.changed, self.inside, self.bare))
            found = (http.p50, http.p95, *(times and times.p50 for times in beside))
            shown = "".join(f"{'' if ms is None else f'{ms:.2f}':>10}" for ms in found)
            yield f"  {name:<26}{shown}{self.ratio(name):>7.1f}×"
        for name, times in {TOGETHER: self.together, **self.browser}.items():
            yield f"  {name:<36}{times.p50:>10.2f}{times.p95:>10.2f}"
        yield f"  edits acknowledged meanwhile{self.edits_a_second:>18} a second"


@dataclass(frozen=True)
class Aim:
    """A number that should not be passed."""

    name: str
    found: float
    most: float
    unit: str

    def line(self) -> str:
        verdict = "kept" if self.found <= self.most else "MISSED"
        found, most = f"{self.found:.2f}{self.unit}", f"≤ {self.most:g}{self.unit}"
        return f"  {self.name:<46}{found:>12}   aim {most:<10}{verdict}"


def aims(measured: list[Measured]) -> Iterator[Aim]:
    for one in measured:
        size = f"{one.rows:,}"
        yield Aim(f"{EDIT}, {size}, p50", one.http[EDIT].p50, 3, " ms")
        yield Aim(f"{EDIT}, {size}, to bare", one.ratio(EDIT), 6, "×")
        for name in (JUNE, JUNE_END):
            yield Aim(f"{name}, {size}, p50", one.http[name].p50, 8, " ms")
            yield Aim(f"{name}, {size}, just changed", one.changed[name].p50, 8, " ms")
        yield Aim(f"{TOGETHER}, {size}, p95", one.together.p95, 50, " ms")
        for name in (SUMS, SUMS_JUNE):
            yield Aim(f"{name}, {size}, p50", one.http[name].p50, 50, " ms")
        yield Aim(f"{TODAY}, {size}, p50", one.inside[TODAY].p50, 1_000, " ms")
        yield Aim(f"{EXPORT}, {size}, to bare", one.ratio(EXPORT), 1.3, "×")
        if one.browser:
            yield Aim(f"{TYPED}, {size}, p50", one.browser[TYPED].p50, 40, " ms")
            yield Aim(f"{PASTED}, {size}, p50", one.browser[PASTED].p50, 2_500, " ms")
    small, large = measured[0], measured[-1]
    if small is not large:
        for name in (JUNE, JUNE_END):
            growth = large.http[name].p50 / small.http[name].p50
            yield Aim(f"{name}, {large.rows:,} to {small.rows:,}", growth, 1.5, "×")
