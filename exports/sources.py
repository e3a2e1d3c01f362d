"""Where the values of a form come from: fields of its sheet, of rows it refers to, expressions."""

from dataclasses import dataclass

from db.paper import Reading
from db.slip import condition_name
from exports.figures import Counting
from registers.book import Book
from registers.expressions import Expression
from registers.fields.base import Field
from registers.form_model import ROW_NUMBER, Form
from registers.model import Sheet


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

    def reading(self, form: Form) -> Reading:
        """What the ledger has to read for the form."""
        counting = Counting(form, self.sheet)
        named = [name for column in form.table.columns for name in column.value]
        grouped = [tally.grouped.key for tally in counting if tally.grouped is not None]
        expressions = dict(pair for tally in counting for pair in tally.expressions)
        for place, column in enumerate(form.table.columns):
            if column.where is not None:
                expressions[condition_name(place)] = column.where
        return Reading(
            values=tuple(name for name in (*named, *grouped) if name != ROW_NUMBER),
            expressions={
                name: self.book.expression(self.sheet.key, text)
                for name, text in expressions.items()
            },
            where=self._expression(form.filter) if form.filter else None,
            order=form.order,
        )

    def _expression(self, text: str) -> Expression:
        return self.book.expression(self.sheet.key, text)
