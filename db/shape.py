"""How the rows of one sheet are read: its SELECT and its wire form, prepared once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from db.audit import Stored
from db.names import quoted
from db.tables import SYSTEM_COLUMNS
from registers.book import Book
from registers.fields import Field
from registers.model import Sheet

ROW = "t"
"""The alias of the sheet's own row in every query."""

_DEEPEST_LABEL = 3
_SYSTEM = tuple(name for name, _ in SYSTEM_COLUMNS)

Wire = dict[str, object]
Convert = Callable[[Stored], object]
ConvertReference = Callable[[Stored, str | None], object]


@dataclass(frozen=True)
class Shape:
    """One sheet, its columns as SQL and its rows as JSON."""

    book: Book
    sheet: Sheet

    @property
    def key(self) -> str:
        return self.sheet.key

    @property
    def table(self) -> str:
        return quoted(self.sheet.key)

    # --- columns as SQL --------------------------------------------------------------------

    def column(self, field: Field, alias: str = ROW) -> str:
        """The field's value: its column, or what it is computed from."""
        if field.is_stored or field.index or field.unique:
            return f"{alias}.{quoted(field.key)}"
        return f"({self.book.computed_sql(self.key, field.key, alias)})"

    def label(self, alias: str = ROW, depth: int = _DEEPEST_LABEL) -> str:
        """What a row of this sheet is called where another one refers to it."""
        field = self.display_field
        target = self._sheet_referred_to(field)
        if target is None or depth == 0:
            return self.column(field, alias)
        inner = f"{alias}_{depth}"
        label = Shape(self.book, target).label(inner, depth - 1)
        mine = self.column(field, alias)
        return (
            f"CASE WHEN typeof({mine}) = 'integer' THEN"
            f" (SELECT {label} FROM {quoted(target.key)} AS {inner} WHERE {inner}.id = {mine})"
            f" ELSE {mine} END"
        )

    @cached_property
    def display_field(self) -> Field:
        if self.sheet.display:
            return self.sheet.field(self.sheet.display)
        return self.sheet.number_field or self.sheet.fields[0]

    @cached_property
    def label_is_timed(self) -> bool:
        """Whether the label of a row may become another one by itself."""
        field = self.display_field
        if field.is_stored:
            return False
        computed = self.book.computed(self.key, field.key)
        return bool(computed.params or computed.sheets)

    @cached_property
    def label_parts(self) -> frozenset[tuple[str, str | None]]:
        """The sheets and fields on which the names of a row depend."""
        found: set[tuple[str, str | None]] = set()
        for field in (self.display_field, *map(self.sheet.field, self.sheet.lookup)):
            if field.is_stored:
                found.add((self.key, field.key))
            else:
                computed = self.book.computed(self.key, field.key)
                found |= {(self.key, key) for key in computed.fields}
                found |= {(sheet, None) for sheet in computed.sheets}
        target = self._sheet_referred_to(self.display_field)
        if target is not None:
            found |= {(target.key, None)}
        return frozenset(found)

    @cached_property
    def spoken_names(self) -> tuple[str, ...]:
        """All that a row of this sheet may be called: its label, then what it is looked up by."""
        others = (self.sheet.field(key) for key in self.sheet.lookup)
        columns = (self.column(field) for field in others if field.target is None)
        return tuple(dict.fromkeys((self.label(), *columns)))

    def _sheet_referred_to(self, field: Field) -> Sheet | None:
        """The target of a reference; None where it names a sheet this book does not have."""
        if field.target is None or not field.is_stored:
            return None
        return self.book.sheet(field.target) if self.book.has_sheet(field.target) else None

    @cached_property
    def references(self) -> Mapping[str, Sheet]:
        """The reference fields whose target is here, by key."""
        found = ((field.key, self._sheet_referred_to(field)) for field in self.sheet.fields)
        return {key: target for key, target in found if target is not None}

    def reference_label(self, field: Field) -> str:
        """The label of the row a reference points to, given the joins of `source`."""
        return Shape(self.book, self.references[field.key]).label(f"to_{field.key}")

    # --- whole rows ------------------------------------------------------------------------

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the columns of `select` are called: system columns, fields, labels."""
        return (
            *_SYSTEM,
            *(field.key for field in self.own_fields),
            *(f"{key}__label" for key in self.references),
        )

    @cached_property
    def own_fields(self) -> tuple[Field, ...]:
        """All fields but those that show a system column."""
        return tuple(field for field in self.sheet.fields if field.key not in _SYSTEM)

    @cached_property
    def select(self) -> str:
        by_key = self.sheet.by_key
        values = (
            *(f"{ROW}.{quoted(name)}" for name in _SYSTEM),
            *(self.column(field) for field in self.own_fields),
            *(self.reference_label(by_key[key]) for key in self.references),
        )
        return "SELECT " + ", ".join(values)

    @cached_property
    def joins(self) -> str:
        """One join for each reference; free words in a reference column point nowhere."""
        parts = []
        for key, target in self.references.items():
            mine, theirs = f"{ROW}.{quoted(key)}", f"to_{key}"
            is_id = (
                f" AND typeof({mine}) = 'integer'" if self.sheet.field(key).takes_free_text else ""
            )
            parts.append(
                f" LEFT JOIN {quoted(target.key)} AS {theirs} ON {theirs}.id = {mine}{is_id}"
            )
        return "".join(parts)

    @cached_property
    def source(self) -> str:
        return f" FROM {self.table} AS {ROW}{self.joins}"

    @cached_property
    def by_ids(self) -> str:
        """The rows whose ids stand in the JSON array `:ids`, in no promised order."""
        return f"{self.select}{self._mark_column}{self._picked}"

    def some(self, keys: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        """The id and some fields of those rows: what the columns are called, and the query."""
        fields = [self.sheet.field(key) for key in keys]
        labelled = [field for field in fields if field.key in self.references]
        names = ("id", *keys, *(f"{field.key}__label" for field in labelled))
        values = (
            f"{ROW}.id",
            *(self.column(field) for field in fields),
            *(self.reference_label(field) for field in labelled),
        )
        return names, f"SELECT {', '.join(values)}{self._picked}"

    @property
    def _picked(self) -> str:
        return (
            f" FROM json_each(:ids) AS pick"
            f" CROSS JOIN {self.table} AS {ROW} ON {ROW}.id = pick.value{self.joins}"
        )

    # --- marks -----------------------------------------------------------------------------

    @cached_property
    def mark(self) -> str:
        """Which of the sheet's marks a row has, counted from 0; none where it is void."""
        cases = (
            f" WHEN ({self.book.expression(self.key, mark.when).sql(ROW)}) THEN {place}"
            for place, mark in enumerate(self.sheet.marks)
        )
        return f"CASE WHEN {ROW}.voided_at IS NOT NULL THEN NULL{''.join(cases)} END"

    @property
    def _mark_column(self) -> str:
        return f", {self.mark}" if self.sheet.marks else ""

    # --- wire form -------------------------------------------------------------------------

    def wire(self, row: tuple[Stored, ...]) -> Wire:
        """A row of `by_ids` as JSON values: id, version, void, mark, every field by its key."""
        keys, values = self._sent_as_stored
        found: Wire = dict(zip(keys, values(row), strict=True))
        found["void"] = row[self._places["voided_at"]] is not None
        if self.sheet.marks:
            found["_mark"] = row[-1]
        for key, at, convert in self._converted:
            value = row[at]
            found[key] = None if value is None else convert(value)
        for key, at, label_at, to_reference in self._labelled:
            value = row[at]
            found[key] = None if value is None else to_reference(value, row[label_at])  # type: ignore[arg-type]
        return found

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {name: at for at, name in enumerate(self.names)}

    @cached_property
    def _sent_as_stored(self) -> tuple[tuple[str, ...], "itemgetter[tuple[object, ...]]"]:
        """Most fields travel as they are stored; taking those in one go halves a window's cost."""
        plain = (each.key for each in self.sheet.fields if _is_sent_as_stored(each))
        keys = ("id", "version", *plain)
        return keys, itemgetter(*(self._places[key] for key in keys))

    @cached_property
    def _converted(self) -> tuple[tuple[str, int, Convert], ...]:
        return tuple(
            (field.key, self._places[field.key], field.to_json)
            for field in self.sheet.fields
            if field.key not in self.references and not _is_sent_as_stored(field)
        )

    @cached_property
    def _labelled(self) -> tuple[tuple[str, int, int, ConvertReference], ...]:
        return tuple(
            (key, self._places[key], self._places[f"{key}__label"], self.sheet.field(key).to_json)
            for key in self.references
        )


def _is_sent_as_stored(field: Field) -> bool:
    return type(field).to_json is Field.to_json


def shapes_of(book: Book) -> dict[str, Shape]:
    return {sheet.key: Shape(book, sheet) for sheet in book.sheets}
