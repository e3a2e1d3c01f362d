"""Turns stored values into finished cells of the table, and says how many lines they take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple, Protocol

from db.paper_lists import condition_name
from exports import metrics
from exports.fast_rows import blank_cell, number_cell, text_cell
from exports.figures import Row
from exports.geometry import (
    CELL_PADDING,
    HIGHEST_ROW,
    column_points,
    lines_height,
    lines_in,
    whole_pixels,
)
from exports.occasion import Occasion
from exports.shown import Eyes, serial
from exports.styles import Styles
from registers.fields.base import Cell, Field, Stored
from registers.form_model import ROW_NUMBER, Column, Page

_REMEMBERED = 1000  # finished cells a column keeps; choices, names and rooms come again
_HIGHEST_SHARE = 0.5  # of a page: a higher row would leave the closing lines no room beside it
_LEAST_SHRINK = 0.8  # a text that had to shrink further is folded into lines instead


class Finished(NamedTuple):
    """A cell as it goes into the file and the lines its text needs."""

    xml: str
    lines: int


class ColumnCells(Protocol):
    """Makes the cells of one column from top to bottom."""

    def finished(self, row: Row, *, void: bool, bold: bool = False) -> Finished: ...


@dataclass(frozen=True)
class Paper:
    """What all columns of a form share."""

    styles: Styles
    eyes: Eyes
    size: float
    most_lines: int
    too_long: str  # ends a text that was cut: see the original
    void_words: str  # 作废:{reason}


def columns_of(
    columns: Sequence[Column], field_of: Callable[[str], Field], paper: Paper
) -> list[ColumnCells]:
    """One maker of cells for each column of a form's table."""
    return [_column(column, place, field_of, paper) for place, column in enumerate(columns)]


def _column(
    column: Column, place: int, field_of: Callable[[str], Field], paper: Paper
) -> ColumnCells:
    if not column.value:
        return BlankColumn(paper)
    if column.value == (ROW_NUMBER,):
        return NumberColumn(paper)
    sources = tuple((name, f"{name}__label", field_of(name)) for name in column.value)
    condition = condition_name(place) if column.where else ""
    return FieldColumn(column, sources, condition, paper, column.bold)


@dataclass
class BlankColumn:
    """Cells for a signature or a remark by hand."""

    paper: Paper

    def finished(self, row: Row, *, void: bool, bold: bool = False) -> Finished:
        return Finished(blank_cell(self.paper.styles.cell("text", void=void, bold=bold)), 1)


@dataclass
class NumberColumn:
    """1, 2, 3 … down the table; a void row keeps its number."""

    paper: Paper
    _last: int = 0

    def finished(self, row: Row, *, void: bool, bold: bool = False) -> Finished:
        self._last += 1
        return Finished(
            number_cell(self.paper.styles.cell("int", void=void, bold=bold), self._last), 1
        )


@dataclass
class FieldColumn:
    """What a field shows of each row; of several fields the first that is filled."""

    column: Column
    sources: tuple[tuple[str, str, Field], ...]  # name of the value, name of its label, field
    condition: str
    paper: Paper
    is_bold: bool = False
    _made: dict[tuple[str, Stored, Stored, bool, bool], Finished] = field(default_factory=dict)

    def finished(self, row: Row, *, void: bool, bold: bool = False) -> Finished:
        name, label_name, source = self.sources[0]
        stored = row[name]
        if stored is None and len(self.sources) > 1:
            name, label_name, source = self._source(row)
            stored = row[name]
        label = row.get(label_name)
        if self.condition and not row[self.condition]:
            stored = label = None
        if void and self.column.shows_void:
            return self._reason(
                str(row["void_reason"]), self.paper.eyes.text(source, stored, label)
            )
        bold = bold or self.is_bold
        key = (name, stored, label, void, bold)
        known = self._made.get(key)
        if known is None:
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            cell = self.paper.eyes.cell(source, stored, label)
            known = self._made[key] = self._make(cell, void=void, bold=bold)
        return known

    @cached_property
    def _room(self) -> float:
        """Points between the paddings of the column."""
        return column_points(self.column.width) - CELL_PADDING

    def _source(self, row: Row) -> tuple[str, str, Field]:
        for source in self.sources:
            if row[source[0]] is not None:
                return source
        return self.sources[0]

    def _make(self, cell: Cell, *, void: bool, bold: bool) -> Finished:
        kind = self._kind(cell)
        look = self.paper.styles.cell(kind, void=void, bold=bold)
        match cell.value:
            case None | "":
                shown = self.column.blank
                return Finished(text_cell(look, shown) if shown else blank_cell(look), 1)
            case datetime() | date() as day:
                return Finished(number_cell(look, serial(day, whole=kind == "date")), 1)
            case str() as text:
                return self._text(text, kind, void=void, bold=bold)
            case number:
                return Finished(number_cell(look, float(str(number))), 1)

    def _kind(self, cell: Cell) -> str:
        if isinstance(cell.value, date | float):
            return self.column.format or cell.kind
        if isinstance(cell.value, str) or cell.kind == "empty":
            return "wrap" if self.column.wrap else "text"
        return cell.kind

    def _text(self, text: str, kind: str, *, void: bool, bold: bool = False) -> Finished:
        """A text on one line where it is legible so, otherwise on as many as it needs."""
        size = self.paper.size * (metrics.BOLD if bold else 1)
        room = self._room
        if kind == "text":
            if "\n" in text:
                text = " ".join(text.split("\n"))
            if metrics.width(text) * size * _LEAST_SHRINK <= room * 1000:
                look = self.paper.styles.cell("text", void=void, bold=bold)
                return Finished(text_cell(look, text), 1)
            kind = "folded"
        lines = self.paper.most_lines
        text = metrics.shortened(
            text, lines=lines, room_pt=room, size_pt=size, ending=self.paper.too_long
        )
        xml = text_cell(self.paper.styles.cell(kind, void=void, bold=bold), text)
        return Finished(xml, metrics.lines_needed(text, room, size))

    def _reason(self, reason: str, shown: str) -> Finished:
        words = self.paper.void_words.replace("{reason}", reason)
        return self._text(" ".join(filter(None, (words, shown))), "wrap", void=False)


@dataclass(frozen=True)
class Heights:
    """How high a row of the table is: the form's own height, or what its longest text needs."""

    least: float
    size: float

    @classmethod
    def of(cls, row_height: float, size: float) -> "Heights":
        return cls(whole_pixels(row_height), size)

    def of_lines(self, lines: int) -> float:
        return self.least if lines == 1 else max(self.least, lines_height(lines, self.size))

    def most_lines(self, highest: float) -> int:
        return lines_in(highest, self.size)


def paper_of(page: Page, occasion: Occasion, styles: Styles, body: float) -> Paper:
    """What the columns of a form share on this page, of which `body` points are for rows."""
    highest = min(HIGHEST_ROW, body * _HIGHEST_SHARE)
    return Paper(
        styles=styles,
        eyes=Eyes(occasion.lang, occasion.is_full),
        size=page.font_size,
        most_lines=Heights.of(page.row_height, page.font_size).most_lines(highest),
        too_long=occasion.word("too_long"),
        void_words=occasion.word("void"),
    )
