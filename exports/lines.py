"""The lines above and below the table of a form: what stands in them, how high they are.

Blocks of the form become lines of parts here, without a workbook, so that whatever shows a form
shows the same lines.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from exports import metrics
from exports.geometry import CELL_PADDING, column_points, lines_height, whole_pixels
from locales import sentence
from registers.form_model import Column, Header, Note, Signatures
from registers.labels import Label

Say = Callable[[Label], str]

Look = Literal["estate", "title", "left", "right", "head", "none", "sum", "figures", "signature"]

_BOLD = ("head", "figures")
_ESTATE_HEIGHT, _TITLE_HEIGHT, _LEAST_HEIGHT = 24.0, 20.0, 16.5
_SIGNATURE_GAP, _SIGNATURE_HEIGHT = 8.25, 24.0


@dataclass(frozen=True)
class Part:
    """One text or number over the columns `first` to `last`; `kind` formats a number."""

    first: int
    last: int
    value: str | float
    look: Look
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """One row of the sheet; it has at least one part, or xlsxwriter forgets its height."""

    height: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Ruler:
    """Knows how many columns a line has, how wide they are, and the size of its letters."""

    widths: tuple[float, ...]  # points
    size: float

    @classmethod
    def of(cls, columns: Sequence[Column], size: float) -> "Ruler":
        return cls(tuple(column_points(column.width) for column in columns), size)

    @property
    def last(self) -> int:
        return len(self.widths) - 1

    @property
    def width(self) -> float:
        return sum(self.widths)

    def line(self, *parts: Part) -> Line:
        """A line as high as its longest part needs."""
        needed = max(self._lines(part) for part in parts)
        return Line(max(whole_pixels(_LEAST_HEIGHT), lines_height(needed, self.size)), parts)

    def _lines(self, part: Part) -> int:
        room = sum(self.widths[part.first : part.last + 1]) - CELL_PADDING
        wider = metrics.BOLD if part.look in _BOLD else 1
        return metrics.lines_needed(str(part.value), room, self.size * wider)

    def whole(self, text: str, look: Look) -> Part:
        return Part(0, self.last, text, look)

    def edges(self, count: int) -> list[int]:
        """First columns of `count` stretches of about the same width, and one past the last.

        `count` is at most the number of columns.
        """
        starts = [0.0, *accumulate(self.widths)]
        edges = [0]
        for number in range(1, count):
            wished = self.width * number / count
            possible = range(edges[-1] + 1, len(self.widths) - count + number + 1)
            edges.append(min(possible, key=lambda column: abs(starts[column] - wished)))
        return [*edges, len(self.widths)]


def title_lines(ruler: Ruler, estate: str, title: str) -> list[Line]:
    return [
        Line(whole_pixels(_ESTATE_HEIGHT), (ruler.whole(estate, "estate"),)),
        Line(whole_pixels(_TITLE_HEIGHT), (ruler.whole(title, "title"),)),
    ]


def header_line(block: Header, ruler: Ruler, say: Say) -> Line:
    """The texts at both ends; one alone has the whole width."""
    if block.left is not None and block.right is not None:
        middle = ruler.edges(2)[1]
        return ruler.line(
            Part(0, middle - 1, say(block.left), "left"),
            Part(middle, ruler.last, say(block.right), "right"),
        )
    if block.right is not None:
        return ruler.line(ruler.whole(say(block.right), "right"))
    return ruler.line(ruler.whole(say(block.left) if block.left else "", "left"))


def head_line(labels: Sequence[str], ruler: Ruler) -> Line:
    """The labels of the columns."""
    return ruler.line(*(Part(i, i, label, "head") for i, label in enumerate(labels)))


def note_line(block: Note, ruler: Ruler, say: Say) -> Line:
    return ruler.line(ruler.whole(say(block.text), "left"))


def signature_lines(block: Signatures, ruler: Ruler, lang: str) -> list[Line]:
    """A little air and the names with lines to sign on."""
    edges = ruler.edges(len(block.people))
    parts = tuple(
        Part(first, after - 1, sentence(lang, "paper.sign", person=person), "signature")
        for person, first, after in zip(block.people, edges, edges[1:], strict=False)
    )
    return [
        Line(whole_pixels(_SIGNATURE_GAP), (Part(0, 0, "", "left"),)),
        Line(whole_pixels(_SIGNATURE_HEIGHT), parts),
    ]
