"""On which pages a slip stands: copies side by side on one, or one copy on as many as it needs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exports.geometry import Geometry, fit, whole_pixels
from exports.lines import Line, Part, Ruler
from exports.pagination import Paginator
from exports.slip_layout import Side
from registers.form_model import Page

_STEP = 2  # per cent
_CUT_HEIGHT = 21.0
_SCISSORS = "✂"

Pages = tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Placed:
    """The pages of a slip and the scale they are printed at."""

    pages: Pages
    geometry: Geometry


def place(page: Page, ruler: Ruler, sides: Sequence[Side], copies: int) -> Placed:
    """At the largest scale at which so many copies fit on a page, else one copy of each side.

    A side that fits on no page even at the smallest scale goes on in the next page at the
    largest one.
    """
    geometries = list(_geometries(page, ruler))
    if copies > 1 and len(sides) == 1:
        together = _side_by_side(sides[0], copies, ruler)
        for geometry in geometries:
            if _height(together) <= geometry.body:
                return Placed((together,), geometry)
    for geometry in geometries:
        if all(_height(side) <= geometry.body for side in sides):
            return Placed(tuple(map(tuple, sides)), geometry)
    return Placed(tuple(_divided(sides, geometries[0].body)), geometries[0])


def _geometries(page: Page, ruler: Ruler) -> Iterator[Geometry]:
    for scale in range(page.max_scale, page.min_scale - 1, -_STEP):
        exactly = page.model_copy(update={"max_scale": scale, "min_scale": scale})
        yield fit(exactly, table=ruler.width, repeated=0)


def _height(lines: Sequence[Line]) -> float:
    return sum(line.height for line in lines)


def _side_by_side(side: Side, copies: int, ruler: Ruler) -> tuple[Line, ...]:
    """The copies one above the other with lines to cut along."""
    above = Line(whole_pixels(_CUT_HEIGHT), (ruler.whole(_SCISSORS, "cut"),))
    below = Line(whole_pixels(_CUT_HEIGHT), (Part(0, 0, "", "left"),))
    lines = list(side)
    for _ in range(copies - 1):
        lines += [above, below, *side]
    return tuple(lines)


def _divided(sides: Sequence[Side], room: float) -> Iterator[tuple[Line, ...]]:
    """Each side on pages of its own; the last lines of a side take some company with them."""
    for side in sides:
        *lines, last = side
        pages = Paginator(room, len(side), 0)
        for line in lines:
            pages.add(line.height)
        pages.finish(last.height)
        starts = [0, *pages.breaks, len(side)]
        yield from (tuple(side[first:after]) for first, after in pairwise(starts))
