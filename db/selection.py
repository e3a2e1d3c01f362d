"""Which rows of a sheet a clerk wants to see, and in which order, as SQL."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from db.audit import Stored
from db.edits import Refusal
from db.generations import Part
from db.names import quoted
from db.period import Span
from db.references import ReadingContext
from db.shape import ROW, Shape
from registers.conditions import contains
from registers.errors import BadValue
from registers.fields import Field

Sorting = tuple[tuple[str, str], ...]
Filters = Mapping[str, Mapping[str, object]]

_COLUMN = "\x00"
_MOST_WORDS = 8


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

    @property
    def is_plain(self) -> bool:
        """The sheet in its own order with nothing left out but other periods."""
        return not (self.sort or self.filter or self.search.strip())


@dataclass
class Selection:
    """WHERE and ORDER BY of a query over the sheet's rows, with what they bind and depend on."""

    shape: Shape
    context: ReadingContext
    terms: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    bound: dict[str, Stored] = field(default_factory=dict)
    parts: set[Part] = field(default_factory=set)
    joined: bool = False
    """Whether the terms or the order need the joined rows of references."""
    timed: bool = False
    """Whether the time takes part: the same rows may be another selection a minute later."""

    @property
    def where(self) -> str:
        return " WHERE " + " AND ".join(self.terms) if self.terms else ""

    @property
    def order_by(self) -> str:
        return " ORDER BY " + ", ".join(self.order)

    @property
    def source(self) -> str:
        return self.shape.source if self.joined else f" FROM {self.shape.table} AS {ROW}"

    @property
    def ids(self) -> str:
        return f"SELECT {ROW}.id{self.source}{self.where}{self.order_by}"

    # --- what is asked for -----------------------------------------------------------------

    def within(self, period: str) -> None:
        """Only rows of the period, in the order of their dates; all, where there is none."""
        kept_by = self.shape.sheet.period
        if period and kept_by:
            span = Span.parse(period)
            column = f"{ROW}.{quoted(kept_by.field)}"
            self.terms.append(f"{column} >= :period_start AND {column} < :period_end")
            self.bound |= {"period_start": span.start, "period_end": span.end}
            self.order.append(column)
            self.parts.add((self.shape.key, kept_by.field))
        self.order.append(f"{ROW}.id")

    def sorted_by(self, sorting: Sorting) -> None:
        """The given order first; references go by their labels."""
        first = []
        for key, direction in sorting:
            if direction not in ("asc", "desc"):
                raise Refusal("bad_sort", key, value=direction)
            first.append(f"{self._shown(self._field(key))} {direction.upper()}")
        self.order[:0] = first

    def filtered_by(self, filters: Filters) -> None:
        for key, asked in filters.items():
            found = self._field(key)
            op, value = str(asked.get("op", "")), asked.get("value")
            self._use(found)
            self.terms.append(self._condition(found, op, value))

    def searched_for(self, text: str) -> None:
        """Rows in which every word stands somewhere: in a text, a number, a reference's label."""
        for word in text.split()[:_MOST_WORDS]:
            parts = [self._found_in(each, word) for each in self.shape.sheet.fields]
            self.terms.append(f"({' OR '.join(filter(None, parts)) or '0'})")

    # --- how it is said --------------------------------------------------------------------

    def _field(self, key: str) -> Field:
        if key not in self.shape.sheet.by_key:
            raise Refusal("unknown_field", key, sheet=self.shape.key)
        return self.shape.sheet.field(key)

    def _use(self, found: Field) -> None:
        if found.is_stored:
            self.parts.add((self.shape.key, found.key))
            return
        computed = self.shape.book.computed(self.shape.key, found.key)
        self.parts |= {(self.shape.key, key) for key in computed.fields}
        self.parts |= {(sheet, None) for sheet in computed.sheets}
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
        target = self.shape.references[found.key]
        self.parts.add((target.key, None))
        self.timed = self.timed or Shape(self.shape.book, target).label_is_timed

    def _condition(self, found: Field, op: str, value: object) -> str:
        if found.key in self.shape.references:
            self._use_target(found)
        try:
            fragment, values = found.condition(_COLUMN, op, value, self.context)
        except BadValue as error:
            raise Refusal(error.code, found.key, **error.params) from error
        return self._bind(fragment, values, self.shape.column(found))

    def _found_in(self, found: Field, word: str) -> str:
        if not _searchable(found, self.shape):
            return ""
        self._use(found)
        fragment, values = contains(_COLUMN, word)
        column = self.shape.column(found)
        mine = self._bind(fragment, values, column)
        if found.key not in self.shape.references:
            return mine
        self._use_target(found)
        target = Shape(self.shape.book, self.shape.references[found.key])
        theirs = [self._bind(fragment, values, name) for name in target.spoken_names]
        ids = f"SELECT {ROW}.id FROM {target.table} AS {ROW} WHERE {' OR '.join(theirs)}"
        if not found.takes_free_text:
            return f"{column} IN ({ids})"
        # The word '12' must not be taken for the row 12, which IN alone would do.
        by_row = f"(typeof({column}) = 'integer' AND {column} IN ({ids}))"
        return f"{by_row} OR (typeof({column}) = 'text' AND {mine})"

    def _bind(self, fragment: str, values: list[Stored], column: str) -> str:
        """The fragment over the column, its question marks turned into named parameters."""
        waiting = iter(values)

        def name(_: re.Match[str]) -> str:
            key = f"v{len(self.bound)}"
            self.bound[key] = next(waiting)
            return f":{key}"

        return re.sub(r"\?", name, fragment).replace(_COLUMN, column)


def _searchable(found: Field, shape: Shape) -> bool:
    """Texts and references; of the computed ones those that are quick, or made for looking up."""
    is_quick = found.is_stored or found.index or found.unique or found.key in shape.sheet.lookup
    return found.filter_kind == "text" and not found.has_choices and is_quick


def select(shape: Shape, window: Window, context: ReadingContext) -> Selection:
    """The window's rows and order, without its limits; refuses unknown fields and bad values."""
    found = Selection(
        shape, context, bound={"now": context.now, "today": context.today, "actor": None}
    )
    found.within(window.period)
    found.sorted_by(window.sort)
    found.filtered_by(window.filter)
    found.searched_for(window.search)
    return found
