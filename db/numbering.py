"""Numbers counted without gaps: the document number of a row, and the further ones it earns."""

from dataclasses import dataclass
from functools import cached_property

from db.audit import Stored
from db.names import quoted
from db.records import Row
from db.shape import ROW, Shape
from db.tables import series_of
from db.transaction import Transaction
from registers.expressions import Expression
from registers.fields import Field
from registers.model import Number

_NEXT = """
    INSERT INTO _numbers (series, period, last) VALUES (?, ?, 1)
    ON CONFLICT (series, period) DO UPDATE SET last = last + 1 RETURNING last
"""


@dataclass(frozen=True)
class Earned:
    """A number a row gets once its condition is true; at once, where it has none."""

    field: Field
    number: Number
    when: Expression | None


@dataclass(frozen=True)
class Numbering:
    """All numbers of one sheet."""

    shape: Shape

    def put(self, transaction: Transaction, values: Row, now: str) -> None:
        """The next number of the sheet's series, unless an old paper already has one.

        Numbers that came with old papers are passed over where the series reaches them.
        """
        number, field = self.shape.sheet.number, self.shape.sheet.number_field
        if number is None or field is None or values.get(field.key) is not None:
            return
        taken = f"SELECT 1 FROM {self.shape.table} WHERE {quoted(field.key)} = ? LIMIT 1"
        while True:
            given = self._next(transaction, self.shape.key, number, values, now)
            if given is None or not transaction.connection.execute(taken, (given,)).fetchone():
                break
        values[field.key] = given

    @cached_property
    def earned(self) -> tuple[Earned, ...]:
        sheet, book = self.shape.sheet, self.shape.book
        return tuple(
            Earned(
                field,
                own.number,
                book.expression(sheet.key, own.given_when) if own.given_when else None,
            )
            for field, own in sheet.own_numbers
        )

    def earn(
        self,
        transaction: Transaction,
        row: Row,
        changed: frozenset[str],
        bound: dict[str, Stored],
    ) -> Row:
        """The numbers the row, as it is now written, has just earned; not written yet."""
        given: Row = {}
        for each in self.earned:
            if row.get(each.field.key) is None and self._is_due(transaction, each, changed, bound):
                series = series_of(self.shape.key, each.field)
                now = str(bound["now"])
                given[each.field.key] = self._next(transaction, series, each.number, row, now)
        return given

    def _is_due(
        self,
        transaction: Transaction,
        earned: Earned,
        changed: frozenset[str],
        bound: dict[str, Stored],
    ) -> bool:
        if earned.when is None:
            return True
        if not earned.when.touched_by(self.shape.key) & changed:
            return False
        sql = f"SELECT {earned.when.sql(ROW)} FROM {self.shape.table} AS {ROW} WHERE {ROW}.id = :id"
        return bool(transaction.connection.execute(sql, bound).fetchone()[0])

    def _next(
        self, transaction: Transaction, series: str, number: Number, row: Row, now: str
    ) -> str | None:
        def look_up(field: Field, referred: object, name: str) -> str:
            return _of_a_row(transaction, str(field.target), referred, name)

        pattern = self.shape.sheet.number_series(row, number, look_up)
        if pattern is None:
            return None
        dated: Stored = row.get(number.date) if number.date else None
        day = str(dated or now)
        last = transaction.connection.execute(_NEXT, (series, pattern.period(day))).fetchone()[0]
        return pattern.format(day, last)


def _of_a_row(transaction: Transaction, sheet: str, row: object, name: str) -> str:
    sql = f"SELECT {quoted(name)} FROM {quoted(sheet)} WHERE id = ?"
    found = transaction.connection.execute(sql, (row,)).fetchone()
    return "" if found is None or found[0] is None else str(found[0])
