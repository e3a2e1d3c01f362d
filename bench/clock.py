"""Taking times, and what a list of them says."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """Milliseconds of one kind of work, repeated."""

    samples: tuple[float, ...]

    @property
    def p50(self) -> float:
        return self.at(0.50)

    @property
    def p95(self) -> float:
        return self.at(0.95)

    def at(self, share: float) -> float:
        ordered = sorted(self.samples)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    def __add__(self, other: "Times") -> "Times":
        return Times(self.samples + other.samples)


NONE = Times(())


def nothing() -> None:
    """What comes before a run unless said."""


def take(
    work: Callable[[], object],
    times: int,
    *,
    warm: int = 0,
    before: Callable[[], object] = nothing,
) -> Times:
    """The milliseconds of each run, without what is done `before` it and without `warm` runs."""
    for _ in range(warm):
        work()
    samples = []
    gc.collect()
    for _ in range(times):
        before()
        began = time.perf_counter()
        work()
        samples.append((time.perf_counter() - began) * 1000)
    return Times(tuple(samples))
