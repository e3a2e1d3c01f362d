"""Where the values of a form come from: fields of its sheet, of rows it refers to, expressions."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.paper import Reading
from db.paper_lists import condition_name
from db.report import BOLD
from exports.figures import Counting
from exports.shown import Eyes, Row
from locales import placeholders
from registers.book import Book
from registers.expressions import Expression
from registers.fields.base import Field
from registers.form_model import ROW_NUMBER, Apart, Column, Form, PaperForm
from registers.model import Sheet
from registers.slip_model import Grid, Slip

READY = "_ready"
"""Under this name a row says whether its slip may be printed."""


@dataclass(frozen=True)
class Sources:
    """The fields a form names, found in the book."""

    book: Book
    sheet: Sheet

    def field(self, name: str) -> Field:
        """The field called `deposit`, or the one `item_id.spec` reaches through a reference."""
        own, _, theirs = name.partition(".")
        found = self.sheet.field(own)
        return self.book.sheet(str(found.target)).field(theirs) if theirs else found

    def headings(self, form: Form) -> tuple[Column, ...]:
        """What stands over its rows, as columns where rows stand alone."""
        labels = ((name, self.field(name).label) for name in form.heading)
        return tuple(Column(label=label, width=10, value=(name,)) for name, label in labels)

    def reading(self, form: Form, part: Apart | None = None) -> Reading:
        """What the ledger has to read for the form, or for the part of it printed apart."""
        counting = Counting(form, self.sheet)
        named = [*form.values, *form.group]
        grouped = [tally.grouped.key for tally in counting if tally.grouped is not None]
        expressions = dict(pair for tally in counting for pair in tally.expressions)
        for place, column in enumerate(form.table.columns):
            if column.where is not None:
                expressions[condition_name(place)] = column.where
        if form.table.bold is not None:
            expressions[BOLD] = form.table.bold
        return Reading(
            values=tuple(name for name in (*named, *grouped) if name != ROW_NUMBER),
            expressions={
                name: self.book.expression(self.sheet.key, text)
                for name, text in expressions.items()
            },
            where=self._where(form, part),
            order=(*form.group, *form.order),
        )

    def _where(self, form: Form, part: Apart | None) -> Expression | None:
        asked = [form.filter, part.where if part else None]
        asked.append("voided_at IS NULL" if form.group else None)
        terms = [f"({term})" for term in asked if term is not None]
        return self._expression(" AND ".join(terms)) if terms else None

    def of_slip(self, slip: Slip) -> Reading:
        """What the ledger has to read of the row of a slip."""
        expressions = {
            cell_name(at, place): cell.expr
            for at, block in enumerate(slip.blocks)
            if isinstance(block, Grid)
            for place, cell in enumerate(block.cells)
            if cell.expr is not None
        }
        if slip.ready is not None:
            expressions[READY] = slip.ready.check
        return Reading(
            values=tuple(dict.fromkeys((*slip.values, *self.named_in(slip)))),
            expressions={name: self._expression(text) for name, text in expressions.items()},
        )

    def _expression(self, text: str) -> Expression:
        return self.book.expression(self.sheet.key, text)

    def named_in(self, form: PaperForm) -> tuple[str, ...]:
        """The fields of the sheet that texts of the form name in braces."""
        texts = str(form.model_dump(mode="json", include={"blocks"}))
        return tuple(sorted(placeholders(texts) & self.sheet.by_key.keys()))

    def texts(self, row: Row, names: Sequence[str], eyes: Eyes) -> dict[str, str]:
        """What these fields of a row show."""
        return {name: eyes.text_of(row, (name,), self.field) for name in names}


def cell_name(block: int, place: int) -> str:
    """Under this name a row carries what the expression of a cell came to."""
    return f"cell_{block}_{place}"
