"""How far the drawing of a form is, told to whoever waits for it."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Told how many rows are done, of how many."""

_STEP = 100  # rows between two reports


def nobody(_done: int, _total: int) -> None:
    """Nobody asked how far it is."""


def counted(rows: Iterable[T], total: int, progress: Progress) -> Iterator[T]:
    """The rows, reported on as they go by."""
    for number, row in enumerate(rows, 1):
        yield row
        if number % _STEP == 0:
            progress(number, total)
    progress(total, total)


def after(before: int, total: int, progress: Progress) -> Progress:
    """For one of several forms: `before` rows of `total` are done when it begins."""
    return lambda done, _total: progress(before + done, total)
