"""Several rows under one number: the lines of a paper slip, joined to it and held together."""

from dataclasses import dataclass

from db.audit import Stored
from db.edits import Refusal
from db.names import columns, quoted
from db.records import Row
from db.shape import Shape
from db.transaction import Transaction
from registers.numbers import Lines


@dataclass(frozen=True)
class Slips:
    """The slips of one sheet; does nothing where a number stands for one row."""

    shape: Shape

    @property
    def lines(self) -> Lines | None:
        number = self.shape.sheet.number
        return number.lines if number else None

    @property
    def number(self) -> str:
        field = self.shape.sheet.number_field
        assert field is not None  # the check of the schema has seen to it
        return field.key

    def join(self, transaction: Transaction, values: Row, *, is_old: bool) -> None:
        """The new row becomes the next line of the slip it names, with what the slip says.

        Refusal `unknown_slip` where there is no such slip, unless an `is_old` one is brought in;
        `same_on_slip` for what the slip says otherwise.
        """
        lines = self.lines
        if lines is None or values.get(self.number) is None:
            return
        shared = (*lines.same, *lines.carries)
        sql = (
            f"SELECT max({quoted(lines.field)}) OVER (), voided_at IS NULL, {columns(shared)}"
            f" FROM {self.shape.table} WHERE {quoted(self.number)} = ?"
            f" ORDER BY voided_at IS NULL DESC, {quoted(lines.field)} DESC LIMIT 1"
        )
        found = transaction.connection.execute(sql, (values[self.number],)).fetchone()
        if found is None or not found[1]:
            if is_old and found is None:
                return
            raise Refusal(
                "unknown_slip", self.number, sheet=self.shape.key, number=values[self.number]
            )
        last, _, *said = found
        slip: dict[str, Stored] = dict(zip(shared, said, strict=True))
        for key in lines.same:
            if values.get(key) not in (None, slip[key]):
                raise self._differs(key, values[self.number])
        for key in shared:
            if values.get(key) is None and slip[key] is not None:
                values[key] = slip[key]
        values[lines.field] = int(last) + 1

    def hold(self, transaction: Transaction, row: Row, changed: frozenset[str]) -> None:
        """Refuses to change on one line what is the same on all, while the slip has others."""
        lines = self.lines
        touched = [key for key in lines.same if key in changed] if lines else []
        if not touched or row[self.number] is None:
            return
        sql = (
            f"SELECT 1 FROM {self.shape.table}"
            f" WHERE {quoted(self.number)} = ? AND id <> ? AND voided_at IS NULL LIMIT 1"
        )
        others = transaction.connection.execute(sql, (row[self.number], row["id"]))
        if others.fetchone() is not None:
            raise self._differs(touched[0], row[self.number])

    def _differs(self, key: str, number: Stored) -> Refusal:
        return Refusal("same_on_slip", key, sheet=self.shape.key, number=number)
