"""The lines of a list inside a form: its title, its labels, its rows, blank lines for the hand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from db.paper_lists import condition_name
from exports.grouping import merged
from exports.lines import ALL_ROUND, Line, Look, Part, Ruler
from exports.occasion import Occasion
from exports.shown import Blank, Eyes, FieldOf, Row, serial, spelled
from registers.fields.base import Cell
from registers.form_model import ROW_NUMBER, CellFormat, Column, Listing

_MOST_LINES = 18  # of one cell; what is longer stands in the original


@dataclass(frozen=True)
class Listed:
    """A list with the rows that were found for it."""

    block: Listing
    rows: Sequence[Row]
    field_of: FieldOf
    occasion: Occasion

    def lines(self, ruler: Ruler, row_height: float) -> Iterator[Line]:
        lang, block = self.occasion.lang, self.block
        edges = ruler.shared_by([column.width for column in block.columns])
        places = list(pairwise(edges))
        if block.title is not None:
            yield ruler.line(
                Part(0, ruler.last, block.title.text(lang), "section", edges=ALL_ROUND),
                least=row_height,
            )
        labels = (column.label.text(lang) for column in block.columns)
        yield ruler.line(
            *(
                Part(first, after - 1, label, "head")
                for (first, after), label in zip(places, labels, strict=True)
            ),
            least=row_height,
        )
        for number, row in enumerate(self._shown, 1):
            parts = (
                self._part(column, row, number, place, ruler)
                for column, place in zip(block.columns, places, strict=True)
            )
            yield ruler.line(*parts, least=row_height)

    @property
    def _shown(self) -> list[Row]:
        """The rows, and blank ones up to the number there should at least be."""
        rows: Iterable[Row] = self.rows
        if self.block.group:
            rows = merged(rows, self.block.group, self.block.columns, self._text)
        found = list(rows)
        return [*found, *([Blank()] * (self.block.least - len(found)))]

    def _text(self, column: Column, row: Row) -> str:
        return self._eyes.text_of(row, column.value, self.field_of)

    @property
    def _eyes(self) -> Eyes:
        return Eyes(self.occasion.lang, self.occasion.is_full)

    def _part(
        self, column: Column, row: Row, number: int, place: tuple[int, int], ruler: Ruler
    ) -> Part:
        first, last = place[0], place[1] - 1
        if column.value == (ROW_NUMBER,):
            return Part(first, last, number, "listed", "int", edges=ALL_ROUND)
        has_condition = column.where is not None and not isinstance(row, Blank)
        at = self.block.columns.index(column)
        if not column.value or (has_condition and not row[condition_name(at)]):
            return Part(first, last, "", "listed", edges=ALL_ROUND)
        cell = self._eyes.cell_of(row, column.value, self.field_of)
        look: Look = "value" if column.wrap else "listed"
        part = typed_part(cell, column.format, self._text(column, row), look)
        part = replace(
            part, first=first, last=last, value=column.blank if part.value == "" else part.value
        )
        return ruler.shortened(part, _MOST_LINES, self.occasion.word("too_long"))


def typed_part(cell: Cell, shape: CellFormat | None, shown: str, look: Look) -> Part:
    """A framed part with what a cell holds: numbers and days stay numbers."""
    kind = shape or cell.kind
    match cell.value:
        case None:
            return Part(0, 0, "", look, edges=ALL_ROUND)
        case date() as day:
            value = serial(day, whole=kind == "date")
            return Part(0, 0, value, look, kind, spelled(day, kind), ALL_ROUND)
        case str() as text:
            return Part(0, 0, text, look, edges=ALL_ROUND)
        case number:
            return Part(0, 0, float(str(number)), look, kind, shown, ALL_ROUND)
