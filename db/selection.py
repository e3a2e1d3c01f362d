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
from registers.today import TodayList

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
    list: str = ""
    """The key of a list of the day: only its rows, in its order unless `sort` says another."""
    parent: tuple[str, int] | None = None
    """A reference field and a row: only the rows that belong to it."""

    @property
    def is_plain(self) -> bool:
        """The sheet in its own order with nothing left out but other periods."""
        return not (self.sort or self.filter or self.search.strip() or self.list or self.parent)


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

    def _use(self, found: Field) -> None:
        if found.is_stored:
            # What the ledger keeps by itself may change with any cell of any line.
            is_kept = found.key in self.shape.sheet.kept_fields
            self.parts.add((self.shape.key, None if is_kept else found.key))
            return
        computed = self.shape.book.computed(self.shape.key, found.key)
        kept = self.shape.sheet.kept_fields
        self.parts |= {(self.shape.key, None if k in kept else k) for k in computed.fields}
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
    listed = found.listed_in(window.list)
    found.sorted_by(window.sort or (listed.sorting if listed else ()))
    found.belonging_to(window.parent)
    found.filtered_by(window.filter)
    found.searched_for(window.search)
    return found
