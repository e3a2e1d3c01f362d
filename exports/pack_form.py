"""Draws a pack: a cover that ties every total to the ledger, then the forms one after the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from xlsxwriter import Workbook

from exports.cells import Heights, columns_of, paper_of
from exports.drawing import Drawing
from exports.layout import Layout, Summed
from exports.occasion import Occasion
from exports.shown import Row
from exports.styles import Styles
from locales import sentence
from registers.fields.base import Field, Stored
from registers.measures import Result
from registers.pack_model import Agreement, Pack
from registers.report_fields import plain_field

_SHOWN: Mapping[str, Result] = {"of_form": "money", "of_ledger": "money", "difference": "money"}


class Totals(Protocol):
    """What is known of a form of the pack once it is drawn."""

    def figure(self, name: str) -> Stored:
        """The total that has this name."""
        ...


class _Nothing:
    """A form that is not added up."""

    def figure(self, name: str) -> Stored:
        raise KeyError(name)


NOTHING = _Nothing()


class Cover:
    """The first sheet; it is begun before the forms and filled when their totals are known."""

    def __init__(self, book: Workbook, pack: Pack, occasion: Occasion) -> None:
        self._pack, self._occasion = pack, occasion
        self._layout = Layout(pack, occasion)
        self._drawing = Drawing(book, Styles(book, pack.page.font_size), self._layout.frame())

    def fill(self, rows: Sequence[Row]) -> None:
        """One line a figure, then whether all of them agree."""
        pack, drawing = self._pack, self._drawing
        body = drawing.frame.geometry.body
        paper = paper_of(pack.page, self._occasion, drawing.styles, body)
        columns = columns_of(pack.columns, cover_field, paper)
        heights = Heights.of(pack.page.row_height, pack.page.font_size)
        for row in rows:
            differs = row["difference"] != 0
            cells = [column.finished(row, void=False, bold=differs) for column in columns]
            height = heights.of_lines(max([cell.lines for cell in cells]))
            drawing.add(height, [cell.xml for cell in cells])
        drawing.close(list(self._layout.closing(_Compared(pack, rows))))


def cover_rows(
    pack: Pack, occasion: Occasion, totals: Sequence[Totals], counted: Mapping[str, Stored]
) -> Iterator[Row]:
    """Each figure as its form has it beside what was `counted` anew from the ledger."""
    figures = [
        (form, total, figure)
        for form, total, part in zip(pack.forms, totals, pack.parts, strict=True)
        for figure in part.figures
    ]
    for (form, total, figure), check in zip(figures, pack.counted_anew, strict=True):
        of_form, of_ledger = _fen(total.figure(figure.value)), _fen(counted[str(check.key)])
        yield {
            "source": form.title.text(occasion.lang),
            "figure": figure.label.text(occasion.lang),
            "of_form": of_form,
            "of_ledger": of_ledger,
            "difference": of_form - of_ledger,
            "agrees": occasion.word("agrees" if of_form == of_ledger else "differs"),
        }


def cover_field(name: str) -> Field:
    """How a column of the cover shows its values."""
    return plain_field(_SHOWN.get(name, "text"))


def _fen(value: Stored) -> int:
    return 0 if value is None else int(value)


@dataclass(frozen=True)
class _Compared:
    """The rows of the cover, as it closes with them."""

    pack: Pack
    compared: Sequence[Row]

    @property
    def rows(self) -> int:
        return len(self.compared)

    @property
    def sums(self) -> Mapping[int, Summed]:
        return {}

    def texts(self, at: int, lang: str) -> list[str]:
        if not isinstance(self.pack.blocks[at], Agreement):
            return []
        wrong = sum(row["difference"] != 0 for row in self.compared)
        word = "paper.figures_differ" if wrong else "paper.figures_agree"
        return [sentence(lang, word, n=self.rows, wrong=wrong)]
