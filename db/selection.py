"""Which rows of a sheet a clerk wants to see, and in which order, as SQL."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from db.audit import Stored
from db.edits import Refusal
from db.generations import Part
from db.names import quoted
from db.period import Span
from db.prepared import Prepared
from db.references import ReadingContext
from db.searching import Asked, Searching
from db.shape import ROW, Shape
from registers.errors import BadValue
from registers.fields import Field
from registers.today import TodayList

Sorting = tuple[tuple[str, str], ...]
Filters = Mapping[str, Mapping[str, object]]

_COLUMN = "\x00"


@dataclass(frozen=True, slots=True)
class Window:
    """The rows `start` up to, but without, `end` of a sheet, as a grid asks for them."""

    sheet: str
    start: int = 0
    end: int = 100
    sort: Sorting = ()
    filter: Filters = field(default_factory=dict)
    search: str = ""
    period: str = ""
    early: bool = False
    """Whether the first rows may be given before all are counted."""
    list: str = ""
    """The key of a list of the day: only its rows, in its order unless `sort` says another."""
    parent: tuple[str, int] | None = None
    """A reference field and a row: only the rows that belong to it."""

    @property
    def is_plain(self) -> bool:
        """The sheet in its own order with nothing left out but other periods."""
        return not (self.sort or self.filter or self.search.strip() or self.list or self.parent)


@dataclass(frozen=True, slots=True)
class Term:
    """One expression of an order."""

    sql: str
    is_falling: bool = False

    def __str__(self) -> str:
        return f"{self.sql} {'DESC' if self.is_falling else 'ASC'}"


@dataclass
class Selection:
    """Source, WHERE and ORDER BY of a query over the sheet's rows, with what they depend on."""

    shape: Shape
    context: ReadingContext
    searching: Searching
    terms: list[str] = field(default_factory=list)
    order: list[Term] = field(default_factory=list)
    bound: dict[str, Stored] = field(default_factory=dict)
    parts: set[Part] = field(default_factory=set)
    question: str = ""
    joined: bool = False
    """Whether the terms or the order need the joined rows of references."""
    timed: bool = False
    """Whether the time takes part: the same rows may be another selection a minute later."""
    is_local: bool = True
    """Whether a row stands where it stands for what it holds itself, or a row it refers to."""
    _period: str = ""

    @cached_property
    def asked(self) -> Asked | None:
        """What is searched for; looked up in the references' indexes when it is first needed."""
        return self.searching.asked(self.shape.key, self.question) if self.question else None

    @property
    def params(self) -> dict[str, Stored]:
        if self.asked is None:
            return self.bound
        return {**self.bound, **self.asked.bound, "asked": self.asked.expression}

    @property
    def where(self) -> str:
        terms = [*self.terms, *self._search_terms()]
        return " WHERE " + " AND ".join(terms) if terms else ""

    def _search_terms(self) -> Iterator[str]:
        if self.asked is None:
            return
        yield from self.asked.terms
        if self.asked.is_empty:
            yield "0"
        if self.asked.match:
            yield f"{self._index} MATCH :asked"
            if self._period:
                # Rows of a period lie together: the index need not be read outside of them.
                edges = f"FROM {self.shape.table} AS {ROW} WHERE {self._period}"
                first, last = (f"(SELECT {f}({ROW}.id) {edges})" for f in ("min", "max"))
                yield f"{self._index}.rowid BETWEEN {first} AND {last}"

    @property
    def order_by(self) -> str:
        return " ORDER BY " + ", ".join(map(str, self.order))

    @property
    def source(self) -> str:
        """The rows, found by the search index first where there is a question."""
        own = self.shape.source if self.joined else f" FROM {self.shape.table} AS {ROW}"
        if self.asked is None or not self.asked.match:
            return own
        rows = f" CROSS JOIN {self.shape.table} AS {ROW} ON {ROW}.id = {self._index}.rowid"
        return f" FROM {self._index}{rows}{self.shape.joins if self.joined else ''}"

    @property
    def _index(self) -> str:
        return self.searching.indexes[self.shape.key].table

    @property
    def row_id(self) -> str:
        """The row's id where it is looked for by it."""
        return f"{self._index}.rowid" if self.asked and self.asked.match else f"{ROW}.id"

    @property
    def ids(self) -> str:
        if self._is_the_question_alone:
            index = self._index
            return f"SELECT rowid FROM {index} WHERE {index} MATCH :asked ORDER BY rowid"
        return f"SELECT {ROW}.id{self.source}{self.where}{self.order_by}"

    @property
    def _is_the_question_alone(self) -> bool:
        """Whether the index says it all, in the order of the sheet: its first rows come at once."""
        if self.asked is None or self.terms or self.asked.terms or self.asked.is_empty:
            return False
        return self.order == [Term(f"{ROW}.id")]

    # --- what is asked for -----------------------------------------------------------------

    def within(self, period: str) -> None:
        """Only rows of the period, in the order of their dates; all, where there is none."""
        kept_by = self.shape.sheet.period
        if period and kept_by:
            span = Span.parse(period)
            column = f"{ROW}.{quoted(kept_by.field)}"
            self._period = f"{column} >= :period_start AND {column} < :period_end"
            self.terms.append(self._period)
            self.bound |= {"period_start": span.start, "period_end": span.end}
            self.order.append(Term(column))
            self.parts.add((self.shape.key, kept_by.field))
        self.order.append(Term(f"{ROW}.id"))

    def sorted_by(self, sorting: Sorting) -> None:
        """The given order first; references go by their labels."""
        first = []
        for key, direction in sorting:
            if direction not in ("asc", "desc"):
                raise Refusal("bad_sort", key, value=direction)
            first.append(Term(self._shown(self._field(key)), direction == "desc"))
        self.order[:0] = first

    def filtered_by(self, filters: Filters) -> None:
        for key, asked in filters.items():
            found = self._field(key)
            op, value = str(asked.get("op", "")), asked.get("value")
            self._use(found)
            self.terms.append(self._condition(found, op, value))

    def searched_for(self, text: str) -> None:
        """Rows in which every word stands somewhere; see db/searching.py."""
        self.question = text.strip()
        if not self.question:
            return
        self.parts |= set(self.searching.parts(self.shape.key))
        own = self.shape.sheet
        self.is_local = self.is_local and own not in self.shape.references.values()

    def listed_in(self, key: str) -> TodayList | None:
        """Only the rows of a list of the day, void ones never."""
        if not key:
            return None
        found = self.shape.book.today_list(key) if key in self._lists else None
        if found is None:
            raise Refusal("unknown_list", list=key)
        condition = self.shape.book.expression(self.shape.key, found.where)
        self.terms += [f"({condition.sql(ROW)})", f"{ROW}.voided_at IS NULL"]
        self.parts.add((self.shape.key, None))
        self.parts |= {(sheet, None) for sheet in condition.sheets}
        self.is_local = self.is_local and not condition.sheets
        self.timed = self.timed or bool(condition.params)
        return found

    @property
    def _lists(self) -> frozenset[str]:
        book = self.shape.book
        return frozenset(each.key for each in book.today if each.sheet == self.shape.key)

    def belonging_to(self, parent: tuple[str, int] | None) -> None:
        """Only rows that refer to this one; free words in the column refer to nothing."""
        if parent is None:
            return
        found, row = self._field(parent[0]), parent[1]
        if found.key not in self.shape.references:
            raise Refusal("bad_filter", found.key, op="parent")
        self.terms.append(f"{self.shape.column(found)} = :parent_row")
        self.bound["parent_row"] = row
        self.parts.add((self.shape.key, found.key))

    def reading(self, found: Field) -> str:
        """The field's stored or computed value as SQL; what it depends on is noted."""
        self._use(found)
        return self.shape.column(found)

    # --- how it is said --------------------------------------------------------------------

    def _field(self, key: str) -> Field:
        if key not in self.shape.sheet.by_key:
            raise Refusal("unknown_field", key, sheet=self.shape.key)
        return self.shape.sheet.field(key)

    def depends_on(self, found: Field) -> None:
        """The field is read of the rows besides: what is remembered of them depends on it too."""
        self._use(found)
        if found.key in self.shape.references:
            self._use_target(found)

    def _use(self, found: Field) -> None:
        if found.is_stored:
            # What the ledger keeps by itself may change with any cell of any line.
            is_kept = found.key in self.shape.sheet.kept_fields
            self.parts.add((self.shape.key, None if is_kept else found.key))
            self.is_local = self.is_local and not is_kept
            return
        computed = self.shape.book.computed(self.shape.key, found.key)
        kept = self.shape.sheet.kept_fields
        self.parts |= {(self.shape.key, None if k in kept else k) for k in computed.fields}
        self.parts |= {(sheet, None) for sheet in computed.sheets}
        self.is_local = self.is_local and not computed.sheets and not kept & computed.fields
        self.timed = self.timed or bool(computed.params)

    def _shown(self, found: Field) -> str:
        self._use(found)
        if found.key not in self.shape.references:
            return self.shape.column(found)
        self.joined = True
        self._use_target(found)
        mine = self.shape.column(found)
        return f"coalesce({self.shape.reference_label(found)}, {mine})"

    def _use_target(self, found: Field) -> None:
        target = Shape(self.shape.book, self.shape.references[found.key])
        self.parts |= target.label_parts
        self.is_local = self.is_local and target.key != self.shape.key
        self.timed = self.timed or target.label_is_timed

    def _condition(self, found: Field, op: str, value: object) -> str:
        if found.key in self.shape.references:
            self._use_target(found)
        try:
            fragment, values = found.condition(_COLUMN, op, value, self.context)
        except BadValue as error:
            raise Refusal(error.code, found.key, **error.params) from error
        return self._bind(fragment, values, self.shape.column(found))

    def _bind(self, fragment: str, values: list[Stored], column: str) -> str:
        """The fragment over the column, its question marks turned into named parameters."""
        waiting = iter(values)

        def name(_: re.Match[str]) -> str:
            key = f"v{len(self.bound)}"
            self.bound[key] = next(waiting)
            return f":{key}"

        return re.sub(r"\?", name, fragment).replace(_COLUMN, column)


def select(prepared: Prepared, window: Window, context: ReadingContext) -> Selection:
    """The window's rows and order, without its limits; refuses unknown fields and bad values."""
    found = Selection(
        prepared.shape(window.sheet),
        context,
        Searching(context.connection, prepared.indexes),
        bound={"now": context.now, "today": context.today, "actor": None},
    )
    found.within(window.period)
    listed = found.listed_in(window.list)
    found.sorted_by(window.sort or (listed.sorting if listed else ()))
    found.belonging_to(window.parent)
    found.filtered_by(window.filter)
    found.searched_for(window.search)
    return found
