"""The lines above and below the table of a form: what stands in them, how high they are.

Blocks of the form become lines of parts here, without a workbook, so that whatever shows a form
shows the same lines.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Literal

from exports import metrics
from exports.geometry import CELL_PADDING, column_points, lines_height, whole_pixels
from exports.styles import INDENT, INDENTED, LARGE, title_factor
from locales import sentence
from registers.form_model import Column, Header, Note, Signatures, Space
from registers.labels import Label

Say = Callable[[Label], str]

Look = Literal[
    "estate", "title", "left", "right", "head", "none", "sum", "figures", "signature",
    "label", "value", "written", "listed", "section", "large", "cut", "void",
]  # fmt: skip

ALL_ROUND = "tblr"

_WIDER: dict[str, float] = {
    "head": metrics.BOLD,
    "figures": metrics.BOLD,
    "section": metrics.BOLD,
    "void": metrics.BOLD,
    "large": LARGE * metrics.BOLD,
}
_ESTATE_HEIGHT, _TITLE_HEIGHT, _LEAST_HEIGHT = 24.0, 20.0, 16.5
_SIGNATURE_GAP, _SIGNATURE_HEIGHT = 8.25, 24.0
_BETWEEN_PEOPLE = " " * 3
_HAND = 1.25  # how much larger people write than a form is printed


@dataclass(frozen=True)
class Part:
    """One text or number over the columns `first` to `last`; `kind` formats a number.

    `shown` is what the eye sees of a number, `edges` where the part has a frame besides that of
    its look: of `t`, `b`, `l` and `r`. What belongs to a void row is `struck` through.
    """

    first: int
    last: int
    value: str | float
    look: Look
    kind: str = ""
    shown: str = ""
    edges: str = ""
    struck: bool = False

    @property
    def text(self) -> str:
        return self.shown or str(self.value)


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

    def line(self, *parts: Part, least: float = _LEAST_HEIGHT) -> Line:
        """A line as high as its highest part needs, and at least so many points."""
        needed = max(self.height(part) for part in parts)
        return Line(max(whole_pixels(least), needed), parts)

    def height(self, part: Part) -> float:
        """The points that a part needs."""
        wider = _WIDER.get(part.look, 1)
        large = LARGE if part.look == "large" else 1
        lines = metrics.lines_needed(part.text, self.room(part), self.size * wider)
        return lines_height(lines, self.size * large)

    def shortened(self, part: Part, lines: int, ending: str) -> Part:
        """The part, or as much of its text as fits into so many lines."""
        if not isinstance(part.value, str):
            return part
        size = self.size * _WIDER.get(part.look, 1)
        text = metrics.shortened(
            part.value, lines=lines, room_pt=self.room(part), size_pt=size, ending=ending
        )
        return replace(part, value=text)

    def room(self, part: Part) -> float:
        """The points between the paddings of a part."""
        indent = INDENT if part.look in INDENTED else 0
        return sum(self.widths[part.first : part.last + 1]) - CELL_PADDING - indent

    def fits(self, part: Part) -> bool:
        """Whether a part stands on one line."""
        size = self.size * _WIDER.get(part.look, 1)
        return metrics.lines_needed(part.text, self.room(part), size) == 1

    def whole(self, text: str, look: Look) -> Part:
        return Part(0, self.last, text, look)

    def edges(self, count: int) -> list[int]:
        """First columns of `count` stretches of about the same width, and one past the last.

        `count` is at most the number of columns.
        """
        return self.shared_by([1.0] * count)

    def shared_by(self, shares: Sequence[float]) -> list[int]:
        """The same for stretches of about these shares of the width."""
        starts, asked = [0.0, *accumulate(self.widths)], [0.0, *accumulate(shares)]
        edges = [0]
        for number in range(1, len(shares)):
            wished = self.width * asked[number] / asked[-1]
            possible = range(edges[-1] + 1, len(self.widths) - len(shares) + number + 1)
            edges.append(min(possible, key=lambda column: abs(starts[column] - wished)))
        return [*edges, len(self.widths)]


def title_lines(ruler: Ruler, estate: str, title: str) -> list[Line]:
    larger = title_factor(ruler.size)
    return [
        Line(whole_pixels(_ESTATE_HEIGHT * larger), (ruler.whole(estate, "estate"),)),
        Line(whole_pixels(_TITLE_HEIGHT * larger), (ruler.whole(title, "title"),)),
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


def space_lines(block: Space, ruler: Ruler, lang: str) -> list[Line]:
    """A frame to write in, as high as so many lines."""
    label = ruler.whole(block.label.text(lang), "written")
    return [Line(lines_height(block.lines, ruler.size * _HAND), (replace(label, edges=ALL_ROUND),))]


def signature_lines(block: Signatures, ruler: Ruler, lang: str) -> list[Line]:
    """A little air and the names with lines to sign on, as many side by side as there is room."""
    lines = [Line(whole_pixels(_SIGNATURE_GAP), (Part(0, 0, "", "left"),))]
    for side_by_side in _rows_of(block.people, ruler, lang):
        lines.append(Line(whole_pixels(_SIGNATURE_HEIGHT), side_by_side))
    return lines


def _rows_of(people: Sequence[Label], ruler: Ruler, lang: str) -> list[tuple[Part, ...]]:
    """The people side by side under the columns, or, where these are too few, running on."""
    texts = [sentence(lang, "paper.sign", person=person) for person in people]
    if len(texts) <= len(ruler.widths):
        edges = ruler.edges(len(texts))
        parts = tuple(
            Part(first, after - 1, text, "signature")
            for text, (first, after) in zip(texts, pairwise(edges), strict=True)
        )
        if all(ruler.fits(part) for part in parts):
            return [parts]
    for rows in range(1, len(texts)):
        a_row = -(-len(texts) // rows)
        together = [
            ruler.whole(_BETWEEN_PEOPLE.join(texts[start : start + a_row]), "signature")
            for start in range(0, len(texts), a_row)
        ]
        if all(map(ruler.fits, together)):
            return [(part,) for part in together]
    return [(ruler.whole(text, "signature"),) for text in texts]
