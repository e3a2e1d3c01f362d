"""Lays a slip out: cells of label and value side by side, lists, frames and signatures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from db.paper_lists import Slip as Found
from exports import metrics
from exports.geometry import lines_height
from exports.lines import (
    ALL_ROUND,
    Line,
    Look,
    Part,
    Ruler,
    header_line,
    note_line,
    signature_lines,
    title_lines,
)
from exports.listing import Listed, typed_part
from exports.occasion import Occasion
from exports.shown import Blank, Eyes, FieldOf, Row
from exports.sources import Sources, cell_name
from registers.form_model import Header, Listing, Note, Signatures, Title
from registers.parts import SchemaPart
from registers.slip_model import Grid, Slip, SlipCell, TurnOver

_MOST_LINES = 18  # of one row of the sheet; a longer text goes on in the next row
TICKED, NOT_TICKED = "☑", "□"
_BETWEEN_TICKS = "  "

Side = list[Line]


@dataclass(frozen=True)
class SlipLayout:
    """One slip on one occasion; without a row it is laid out for the hand."""

    slip: Slip
    sources: Sources
    occasion: Occasion
    row: Row
    lists: Mapping[int, tuple[Row, ...]]

    @classmethod
    def of(
        cls, slip: Slip, sources: Sources, occasion: Occasion, found: Found | None
    ) -> "SlipLayout":
        row: Row = Blank() if found is None or found.row is None else found.row
        return cls(slip, sources, occasion, row, found.lists if found is not None else {})

    @property
    def ruler(self) -> Ruler:
        return Ruler.of(self.slip.columns, self.slip.page.font_size)

    def sides(self) -> list[Side]:
        """The lines of each side of the paper."""
        sides: list[Side] = [[]]
        for at, block in enumerate(self.slip.blocks):
            if isinstance(block, TurnOver):
                sides.append([])
            else:
                sides[-1] += self._lines(at, block)
        return sides

    def _lines(self, at: int, block: SchemaPart) -> Iterator[Line]:
        occasion, ruler = self.occasion, self.ruler
        match block:
            case Title():
                title = self.slip.title.text(occasion.lang)
                yield from title_lines(ruler, occasion.estate, title)
                if self._is_void:
                    reason = occasion.word("void", reason=self.row["void_reason"])
                    yield ruler.line(ruler.whole(reason, "void"))
            case Header():
                yield header_line(block, ruler, occasion.say)
            case Note():
                yield note_line(block, ruler, occasion.say)
            case Signatures():
                yield from signature_lines(block, ruler, occasion.lang)
            case Listing():
                listed = Listed(block, self.lists.get(at, ()), self._fields_of(block), occasion)
                yield from listed.lines(ruler, self.slip.page.row_height)
            case Grid():
                yield from self._grid(at, block)

    def _fields_of(self, block: Listing) -> FieldOf:
        return Sources(self.sources.book, self.sources.book.sheet(block.sheet)).field

    @property
    def _is_void(self) -> bool:
        return self.row["voided_at"] is not None

    # --- cells -------------------------------------------------------------------------------

    def _grid(self, at: int, grid: Grid) -> Iterator[Line]:
        if grid.title is not None:
            title = self.ruler.whole(grid.title.text(self.occasion.lang), "section")
            yield self.ruler.line(replace(title, edges=ALL_ROUND), least=self._least)
        for side_by_side in self._in_lines(grid.cells):
            yield from self._line(at, side_by_side)

    @property
    def _least(self) -> float:
        return self.slip.page.row_height

    def _in_lines(self, cells: tuple[SlipCell, ...]) -> Iterator[list[tuple[int, SlipCell]]]:
        """The cells that stand on a line together, each with its place among all."""
        pairs = len(self.slip.widths) // 2
        line: list[tuple[int, SlipCell]] = []
        for place, cell in enumerate(cells):
            line.append((place, cell))
            if cell.wide or len(line) == pairs:
                yield line
                line = []
        if line:
            yield line

    def _line(self, at: int, cells: list[tuple[int, SlipCell]]) -> Iterator[Line]:
        """The cells of a line; a text too long for one row of the sheet goes on in the next."""
        parts: list[Part] = []
        least = self._least
        for number, (place, cell) in enumerate(cells):
            first = number * 2
            is_last = number == len(cells) - 1
            last = self.ruler.last if is_last else first + 1
            if cell.label is not None:
                label = cell.label.text(self.occasion.lang)
                parts.append(Part(first, first, label, "label", edges=ALL_ROUND))
                first += 1
            part = replace(self._value(at, place, cell), first=first, last=last)
            parts.append(self._folded(part) if cell.ticks else part)
            if cell.lines > 1:
                least = max(least, lines_height(cell.lines, self.slip.page.font_size))
        yield from self._in_rows(parts, least)

    def _in_rows(self, parts: list[Part], least: float) -> Iterator[Line]:
        rests = [_halves(part, self.ruler) for part in parts]
        while any(rest for _, rest in rests):
            shown = [replace(part, edges=_open_below(part.edges)) for part, _ in rests]
            yield self.ruler.line(*shown, least=min(least, max(map(self.ruler.height, shown))))
            rests = [
                _halves(replace(part, value=rest, edges=_open_above(part.edges)), self.ruler)
                for part, rest in rests
            ]
        yield self.ruler.line(*(part for part, _ in rests), least=least)

    def _value(self, at: int, place: int, cell: SlipCell) -> Part:
        look: Look = "large" if cell.large else "written" if cell.lines > 1 else "value"
        said = "" if cell.text is None else self.occasion.say(cell.text)
        if cell.text is not None and cell.expr is None:
            return Part(0, 0, said, look, edges=ALL_ROUND)
        if cell.ticks is not None:
            return Part(
                0, 0, _BETWEEN_TICKS.join(self._ticks(cell.ticks)), "value", edges=ALL_ROUND
            )
        if cell.expr is not None:
            shown = self.row[cell_name(at, place)]
            text = said if shown in (None, "") else str(shown)
            return Part(0, 0, text, look, edges=ALL_ROUND, struck=self._is_void)
        if not cell.value or isinstance(self.row, Blank):
            return Part(0, 0, "", look, edges=ALL_ROUND)
        eyes = Eyes(self.occasion.lang, self.occasion.is_full)
        held = eyes.cell_of(self.row, cell.value, self.sources.field)
        shown = eyes.text_of(self.row, cell.value, self.sources.field)
        return replace(typed_part(held, cell.format, shown, look), struck=self._is_void)

    def _ticks(self, key: str) -> list[str]:
        """All choices of a field that are in use, and those that are ticked."""
        field = self.sources.field(key)
        stored = self.row[key]
        ticked = set() if stored is None else set(field.parts(stored))
        lang = self.occasion.lang
        return [
            f"{TICKED if choice.key in ticked else NOT_TICKED}{choice.label.text(lang)}"
            for choice in field.choices
            if choice.active or choice.key in ticked
        ]

    def _folded(self, part: Part) -> Part:
        """The ticks in lines, none of them torn from its word."""
        lines = [""]
        for tick in str(part.value).split(_BETWEEN_TICKS):
            longer = f"{lines[-1]}{_BETWEEN_TICKS}{tick}" if lines[-1] else tick
            if lines[-1] and not self.ruler.fits(replace(part, value=longer)):
                lines.append(tick)
            else:
                lines[-1] = longer
        return replace(part, value="\n".join(lines))


def _halves(part: Part, ruler: Ruler) -> tuple[Part, str]:
    """What of a part stands in one row of the sheet, and what is left for the next."""
    text = part.value if isinstance(part.value, str) else ""
    size = ruler.size
    shown = metrics.shortened(
        text, lines=_MOST_LINES, room_pt=ruler.room(part), size_pt=size, ending=""
    )
    if len(shown) == len(text):
        return part, ""
    return replace(part, value=shown), text[len(shown) :].lstrip("\n")


def _open_below(edges: str) -> str:
    return edges.replace("b", "")


def _open_above(edges: str) -> str:
    return (edges + "b").replace("t", "").replace("bb", "b")
