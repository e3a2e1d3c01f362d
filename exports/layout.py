"""Lays a form's blocks out: what stands above the table on every page, what closes the last one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Protocol

from exports.geometry import fit
from exports.lines import (
    Line,
    Part,
    Ruler,
    head_line,
    header_line,
    note_line,
    signature_lines,
    space_lines,
    title_lines,
)
from exports.listing import Listed
from exports.occasion import Occasion
from exports.sheet import Frame
from registers.fields.base import Cell
from registers.form_model import Apart, Header, Note, PaperForm, Signatures, Space, Title
from registers.parts import SchemaPart

_BETWEEN_FIGURES = " " * 4


class Summed(Protocol):
    """The total under one column."""

    def cell(self) -> Cell: ...


class Counted(Protocol):
    """What is known of the rows of a form once all of them have gone by."""

    @property
    def rows(self) -> int: ...

    @property
    def sums(self) -> Mapping[int, Summed]: ...

    def texts(self, at: int, lang: str) -> list[str]:
        """The figures of the block at this place of the form; none for other blocks."""
        ...


@dataclass(frozen=True)
class Layout:
    """One form on one occasion."""

    form: PaperForm
    occasion: Occasion
    part: Apart | None = None

    @property
    def title(self) -> str:
        """The form's name, with that of the part printed apart."""
        lang = self.occasion.lang
        title = self.form.title.text(lang)
        if self.part is None:
            return title
        return self.occasion.word("part", title=title, part=self.part.label)

    @property
    def ruler(self) -> Ruler:
        return Ruler.of(self.form.columns, self.form.page.font_size)

    def frame(self) -> Frame:
        """The page, its scale, and the lines that every page begins with."""
        ruler = self.ruler
        top = tuple(self._top(ruler))
        repeated = sum(line.height for line in top)
        return Frame(
            title=self.title,
            footer=self.occasion.word("pages", page="&P", pages="&N"),
            page=self.form.page,
            widths=tuple(column.width for column in self.form.columns),
            top=top,
            geometry=fit(self.form.page, table=ruler.width, repeated=repeated),
        )

    def closing(
        self, counting: Counted, lists: Mapping[int, Listed] = MappingProxyType({})
    ) -> Iterator[Line]:
        """What comes after the rows; a sentence where there are none."""
        ruler = self.ruler
        if not counting.rows:
            yield ruler.line(ruler.whole(self.occasion.word("empty"), "none"))
        if counting.sums:
            yield self._sum_line(counting, ruler)
        for at, block in self.form.after_table:
            if texts := counting.texts(at, self.occasion.lang):
                yield ruler.line(ruler.whole(_BETWEEN_FIGURES.join(texts), "figures"))
            elif at in lists:
                yield from lists[at].lines(ruler, self.form.page.row_height)
            else:
                yield from self._lines(block, ruler)

    def _top(self, ruler: Ruler) -> Iterator[Line]:
        for _, block in self.form.before_table:
            yield from self._lines(block, ruler)
        lang = self.occasion.lang
        yield head_line([column.label.text(lang) for column in self.form.columns], ruler)

    def _lines(self, block: SchemaPart, ruler: Ruler) -> Iterator[Line]:
        occasion = self.occasion
        match block:
            case Title():
                yield from title_lines(ruler, occasion.estate, self.title)
            case Header():
                if block.only in (None, "period" if occasion.fields is None else "row"):
                    yield header_line(block, ruler, occasion.say)
            case Note():
                yield note_line(block, ruler, occasion.say)
            case Space():
                yield from space_lines(block, ruler, occasion.lang)
            case Signatures():
                yield from signature_lines(block, ruler, occasion.lang)

    def _sum_line(self, counting: Counted, ruler: Ruler) -> Line:
        """合计 before the first sum, then each sum under its column, as numbers."""
        first = min(counting.sums)
        parts = [Part(0, first - 1, self.occasion.word("total"), "sum")] if first else []
        for place in range(first, ruler.last + 1):
            if place in counting.sums:
                parts.append(_sum_part(place, counting.sums[place].cell()))
            else:
                parts.append(Part(place, place, "", "sum"))
        return Line(self.form.page.row_height, tuple(parts))


def _sum_part(place: int, cell: Cell) -> Part:
    if isinstance(cell.value, int | float | Decimal):
        return Part(place, place, float(cell.value), "sum", cell.kind)
    return Part(place, place, "" if cell.value is None else str(cell.value), "sum")
