"""The tables a book asks for, as values: columns, indexes and triggers."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from db.names import columns, quoted
from registers.book import Book
from registers.fields import Field
from registers.model import Rollup, Sheet

SYSTEM_COLUMNS = (
    ("id", "INTEGER"),
    ("version", "INTEGER"),
    ("created_by", "INTEGER"),
    ("created_at", "TEXT"),
    ("updated_by", "INTEGER"),
    ("updated_at", "TEXT"),
    ("voided_at", "TEXT"),
    ("void_reason", "TEXT"),
)
_SYSTEM_DDL = (
    '"id" INTEGER PRIMARY KEY',
    '"version" INTEGER NOT NULL',
    '"created_by" INTEGER',
    '"created_at" TEXT NOT NULL',
    '"updated_by" INTEGER',
    '"updated_at" TEXT NOT NULL',
    '"voided_at" TEXT',
    '"void_reason" TEXT',
    "CHECK (voided_at IS NULL OR length(trim(void_reason)) > 0)",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A field's column. `generated` is the expression of an indexed computed field."""

    name: str
    sql_type: str
    field_id: str
    generated: str | None = None

    @property
    def declared(self) -> str:
        if self.generated is None:
            return self.sql_type
        return f"{self.sql_type} GENERATED ALWAYS AS ({self.generated}) VIRTUAL"


@dataclass(frozen=True, slots=True)
class Index:
    table: str
    columns: tuple[str, ...]
    unique: bool = False
    ever: bool = False
    """Unique among void rows too: a document number is never given twice."""

    @property
    def name(self) -> str:
        return f"_{'ux' if self.unique else 'ix'}_{self.table}_{'_'.join(self.columns)}"

    @property
    def sql(self) -> str:
        """Empty cells and void rows never stand in the way of a unique value."""
        start = f"CREATE {'UNIQUE ' if self.unique else ''}INDEX {quoted(self.name)}"
        over = f"ON {quoted(self.table)} ({columns(self.columns)})"
        return f"{start} {over}{self.condition}"

    @property
    def condition(self) -> str:
        if not self.unique:
            return ""
        terms = [f"{quoted(name)} IS NOT NULL" for name in self.columns]
        return " WHERE " + " AND ".join(terms if self.ever else [*terms, "voided_at IS NULL"])


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...]
    numbers: tuple[tuple[str, str], ...] = ()
    """The counters of the sheet, each with the column that holds its numbers."""

    @property
    def sql(self) -> str:
        fields = (f"{quoted(column.name)} {column.declared}" for column in self.columns)
        *system, check = _SYSTEM_DDL
        body = ",\n  ".join((*system, *fields, check))
        return f"CREATE TABLE {quoted(self.name)} (\n  {body}\n) STRICT"

    @property
    def triggers(self) -> dict[str, str]:
        """Rows are never deleted or renumbered, void rows never touched, by whatever program.

        Only voiding itself can be taken back, as the entry of the audit just written says.
        """
        return {
            **append_only(self.name, "id"),
            **_guard(
                self.name, "frozen", "UPDATE", f"OLD.voided_at IS NOT NULL AND NOT {self._restored}"
            ),
            **_guard(self.name, "same_id", "UPDATE OF id", "NEW.id IS NOT OLD.id"),
        }

    @property
    def _restored(self) -> str:
        return (
            "(NEW.voided_at IS NULL AND NEW.void_reason IS NULL AND coalesce("
            f"(SELECT op = 'restore' AND sheet = '{self.name}' AND row = OLD.id"
            " AND version = NEW.version AND version = OLD.version + 1"
            " FROM _audit ORDER BY seq DESC LIMIT 1), 0))"
        )


def append_only(table: str, key: str) -> dict[str, str]:
    """Triggers that refuse DELETE, and the REPLACE that would be one."""
    taken = f"EXISTS (SELECT 1 FROM {quoted(table)} AS kept WHERE kept.{key} = NEW.{key})"
    return {
        **_guard(table, "no_delete", "DELETE"),
        **_guard(table, "no_replace", "INSERT", taken),
    }


def audit_triggers() -> dict[str, str]:
    return {**append_only("_audit", "seq"), **_guard("_audit", "no_update", "UPDATE")}


def _guard(table: str, name: str, event: str, condition: str = "") -> dict[str, str]:
    full = f"_{table}_{name}"
    when = f" WHEN {condition}" if condition else ""
    body = f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
    return {full: f"CREATE TRIGGER {quoted(full)} BEFORE {event} ON {quoted(table)}{when} {body}"}


def tables_of(book: Book) -> tuple[Table, ...]:
    """One table per sheet, in the book's order."""
    wanted = _indexes_by_table(book)
    return tuple(
        Table(sheet.key, tuple(_columns(book, sheet)), tuple(wanted[sheet.key]), _numbers(sheet))
        for sheet in book.sheets
    )


def _columns(book: Book, sheet: Sheet) -> Iterator[Column]:
    for field in sheet.stored_fields:
        yield Column(field.key, field.sql_type, field.id)
    for field in sheet.computed_fields:
        if field.index or field.unique:
            formula = book.computed_sql(sheet.key, field.key, "")
            yield Column(field.key, "ANY", field.id, generated=formula)


def _numbers(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    first = sheet.number_field
    own = tuple((series_of(sheet.key, field), field.key) for field, _ in sheet.own_numbers)
    return ((sheet.key, first.key), *own) if first is not None else own


def series_of(sheet: str, field: Field) -> str:
    """The counter of a field's own numbers; no sheet's key holds a dot."""
    return f"{sheet}.{field.id}"


def _indexes_by_table(book: Book) -> dict[str, list[Index]]:
    """What is searched often: unique, indexed and reference fields, states, periods, rollups."""
    found: dict[str, dict[tuple[str, ...], Index]] = {sheet.key: {} for sheet in book.sheets}
    for sheet in book.sheets:
        wanted = (*_own_indexes(sheet), *_wanted_elsewhere(book, sheet), *_listed(book, sheet))
        for index in wanted:
            if index.table in found:
                known = found[index.table].setdefault(index.columns, index)
                if index.unique and not known.unique:
                    found[index.table][index.columns] = index
    return {table: list(indexes.values()) for table, indexes in found.items()}


def _own_indexes(sheet: Sheet) -> Iterator[Index]:
    for field in sheet.fields:
        if field.unique or field.is_number_series:
            yield Index(
                sheet.key,
                (field.key, *_counted_lines(sheet, field)),
                unique=True,
                ever=field.is_number_series,
            )
        elif field.index or field.is_state:
            yield Index(sheet.key, (field.key, *_dated(sheet, field)))
        elif field.target is not None and field.is_stored:
            yield Index(sheet.key, (field.key,))
    if sheet.period:
        yield Index(sheet.key, (sheet.period.field,))
    if sheet.balance:
        yield Index(sheet.key, (*sheet.balance.per, sheet.balance.order))


def _counted_lines(sheet: Sheet, field: Field) -> tuple[str, ...]:
    """Where a number has several lines, no line of it is given twice."""
    number = sheet.number
    if number is None or number.lines is None or field is not sheet.number_field:
        return ()
    return (number.lines.field,)


def _dated(sheet: Sheet, field: Field) -> tuple[str, ...]:
    """Within a value rows lie by date: the last 30 days of one telephone are found at once."""
    return (sheet.period.field,) if sheet.period and sheet.period.field != field.key else ()


def _wanted_elsewhere(book: Book, sheet: Sheet) -> Iterator[Index]:
    """Indexes this sheet needs on others: the rows it rolls up, the names its references go by."""
    for field in sheet.fields:
        if field.formula and (rollup := field.formula.rollup) and rollup.match:
            order = _stored_order(book, rollup)
            yield Index(rollup.sheet, tuple(dict.fromkeys((*rollup.match, *order))))
        if field.target is not None and book.has_sheet(field.target):
            other = book.sheet(field.target)
            stored = {each.key for each in other.stored_fields}
            for key in dict.fromkeys((other.display, *other.lookup)):
                if key in stored:
                    yield Index(other.key, (key,))


def _stored_order(book: Book, rollup: Rollup) -> Iterator[str]:
    """As much of the order as columns hold: the last row is then the last of the index."""
    stored = {each.key for each in book.sheet(rollup.sheet).stored_fields}
    return takewhile(stored.__contains__, rollup.order)


def _listed(book: Book, sheet: Sheet) -> Iterator[Index]:
    """What the lists of the day begin to look from."""
    for each in book.today:
        if each.sheet == sheet.key:
            yield from (Index(sheet.key, (key,)) for key in each.index)
