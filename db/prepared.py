"""All that is derived from a book, made once and replaced as a whole when the book changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from db.actor import Actor
from db.balances import Stock
from db.edits import Refusal
from db.feed import FieldNames
from db.plan import Plan
from db.references import Namer, Offered, nothing_offered
from db.request import Desk, Request
from db.search_index import SearchIndex
from db.search_indexes import indexes_of
from db.shape import Shape, shapes_of
from db.stocks import stocks_of
from db.tables import Table, tables_of
from db.transaction import Transaction
from registers.book import Book


@dataclass(frozen=True)
class Prepared:
    """The sheets that can be used. Those whose columns wait for a decision are left out."""

    book: Book
    tables: tuple[Table, ...]
    held: frozenset[str]
    shapes: Mapping[str, Shape]
    namers: Mapping[str, Namer]
    desks: Mapping[str, Desk]
    names: FieldNames
    indexes: Mapping[str, SearchIndex]
    stocks: tuple[Stock, ...] = ()

    @classmethod
    def of(cls, book: Book, plan: Plan) -> "Prepared":
        held = plan.held
        shapes = {key: shape for key, shape in shapes_of(book).items() if key not in held}
        keys = {(sheet.key, each.id): each.key for sheet in book.sheets for each in sheet.fields}
        return cls(
            book=book,
            tables=tables_of(book),
            held=held,
            shapes=shapes,
            namers={key: Namer(shape) for key, shape in shapes.items()},
            desks={key: Desk(shape) for key, shape in shapes.items()},
            names=FieldNames(keys),
            indexes=indexes_of(shapes),
            stocks=stocks_of(book, held),
        )

    def shape(self, sheet: str) -> Shape:
        self.refuse_unusable(sheet)
        return self.shapes[sheet]

    def desk(self, sheet: str) -> Desk:
        self.refuse_unusable(sheet)
        return self.desks[sheet]

    def request(
        self,
        transaction: Transaction,
        actor: Actor,
        client: str,
        *,
        written_at: datetime,
        as_of: datetime | None = None,
        offered: Offered = nothing_offered,
    ) -> Request:
        """What a batch of writing works with; `as_of` is the time expressions mean by :now."""
        return Request.of(
            transaction,
            actor,
            client,
            namers=self.namers,
            desk=self.desk,
            written_at=written_at,
            as_of=as_of or written_at,
            offered=offered,
        )

    def refuse_unusable(self, sheet: str) -> None:
        if sheet not in self.shapes:
            raise Refusal("sheet_held" if sheet in self.held else "unknown_sheet", sheet=sheet)
