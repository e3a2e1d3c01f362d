"""What every edit of a request shares: who asks, when, the sheets, and the open transaction."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

from db.actor import Actor
from db.audit import Author, Stored
from db.balances import Stock
from db.checks import Checks
from db.defaults import Defaults
from db.edits import Refusal
from db.numbering import Numbering
from db.records import Records, Row
from db.references import Namer, Offered, ReadingContext
from db.shape import ROW, Shape
from db.slips import Slips
from db.transaction import Transaction
from registers.errors import BadValue
from registers.expressions import Expression
from registers.fields import Field
from registers.model import Effects, Sheet


@dataclass(frozen=True)
class Desk:
    """All that is prepared for editing one sheet."""

    shape: Shape

    @property
    def key(self) -> str:
        return self.shape.key

    @property
    def sheet(self) -> Sheet:
        return self.shape.sheet

    @cached_property
    def records(self) -> Records:
        return Records(self.shape)

    @cached_property
    def checks(self) -> Checks:
        return Checks.of(self.shape)

    @cached_property
    def defaults(self) -> Defaults:
        return Defaults.of(self.shape)

    @cached_property
    def numbering(self) -> Numbering:
        return Numbering(self.shape)

    @cached_property
    def slips(self) -> Slips:
        return Slips(self.shape)

    @cached_property
    def stock(self) -> Stock | None:
        """The running stock the sheet's lines keep."""
        return Stock.of(self.shape.book, self.sheet)

    @cached_property
    def stable_ids(self) -> Mapping[str, str]:
        """The audit knows fields by these; keys may be renamed."""
        return {field.key: field.id for field in self.sheet.stored_fields}

    @cached_property
    def watched(self) -> tuple[tuple[Field, frozenset[str]], ...]:
        """Fields whose type looks at the rest of the row, with the fields they look at."""
        return tuple(
            (field, frozenset((field.key, *field.names_fields)))
            for field in self.sheet.stored_fields
            if type(field).check is not Field.check
        )

    def field(self, key: str) -> Field:
        if key not in self.sheet.by_key:
            raise Refusal("unknown_field", key, sheet=self.key)
        return self.sheet.field(key)

    @cached_property
    def settable(self) -> Mapping[str, Field]:
        """What a clerk may type into."""
        return {key: field for key, field in self.backfilled.items() if not field.readonly}

    @cached_property
    def begun_with(self) -> Mapping[str, Field]:
        """What a clerk may give a new row: also the number of the slip it is a line of."""
        if self.slips.lines is None:
            return self.settable
        return {**self.settable, self.slips.number: self.sheet.field(self.slips.number)}

    @cached_property
    def backfilled(self) -> Mapping[str, Field]:
        """What the program may give a new row: every field with a column of its own."""
        kept = self.sheet.kept_fields
        return {field.key: field for field in self.sheet.stored_fields if field.key not in kept}


@dataclass
class Request:
    transaction: Transaction
    actor: Actor
    author: Author
    context: ReadingContext
    bound: Mapping[str, Stored]
    """:now, :today and :actor for expressions."""
    batch: int
    desk: Callable[[str], Desk]
    """The desk of another sheet, where a row has consequences there."""
    depth: int = 0
    """How many consequences of consequences the edit at work is away from what was asked."""

    @classmethod
    def of(
        cls,
        transaction: Transaction,
        actor: Actor,
        client: str,
        *,
        namers: Mapping[str, Namer],
        desk: Callable[[str], Desk],
        written_at: datetime,
        as_of: datetime,
        offered: Offered,
    ) -> Self:
        """`as_of` is the time expressions mean by :now; the audit has the time of writing."""
        now = f"{as_of:%Y-%m-%d %H:%M}"
        at = f"{written_at:%Y-%m-%d %H:%M:%S}"
        return cls(
            transaction=transaction,
            actor=actor,
            author=Author(at, actor.user, actor.staff_id, actor.name, client),
            context=ReadingContext(transaction.connection, namers, now, now[:10], offered),
            bound={"now": now, "today": now[:10], "actor": actor.staff_id},
            batch=transaction.chain.seq + 1,
            desk=desk,
        )

    def read(self, field: Field, value: object) -> Stored:
        """A typed or sent value as stored; refused with the field to blame."""
        try:
            return field.parse(value, self.context)
        except BadValue as error:
            raise Refusal(error.code, field.key, **error.params) from error

    def look_over(self, desk: Desk, row: Row, changed: frozenset[str]) -> None:
        """Values that must go with others of their row, wherever one of them has changed."""
        for field, looks_at in desk.watched:
            if looks_at & changed:
                try:
                    field.check(row.get(field.key), row)
                except BadValue as error:
                    raise Refusal(error.code, field.key, **error.params) from error

    def examine(self, desk: Desk, row: int, changed: frozenset[str]) -> None:
        """Required cells and rules, of the row as it is now written."""
        desk.checks.examine(self.transaction.connection, row, changed, self.actor, self.bound)

    def examine_corrections(self, desk: Desk, row: int, corrected: Set[str]) -> None:
        """The rules for fields that held something else before."""
        if corrected:
            desk.checks.examine_corrections(
                self.transaction.connection, row, frozenset(corrected), self.actor, self.bound
            )

    def examine_void(self, desk: Desk, row: int) -> None:
        """The rules that must hold once the row does not count any more."""
        desk.checks.examine_void(self.transaction.connection, row, self.actor, self.bound)

    def evaluate(
        self, desk: Desk, row: int, expressions: Sequence[Expression]
    ) -> tuple[Stored, ...]:
        """The values of expressions over a row as it is now written."""
        wanted = ", ".join(each.sql(ROW) for each in expressions)
        found: tuple[Stored, ...] = self.transaction.connection.execute(
            f"SELECT {wanted} FROM {desk.shape.table} AS {ROW} WHERE {ROW}.id = :id",
            {**self.bound, "id": row},
        ).fetchone()
        return found

    def settle(self, desk: Desk, before: Row, after: Row, changed: frozenset[str]) -> Row:
        """What a written row brings about in its own sheet before it is judged.

        Numbers it has earned are written and returned, to be audited with the change; the running
        stock is brought up to date from this line on.
        """
        connection, row = self.transaction.connection, int(after["id"] or 0)
        earned = desk.numbering.earn(self.transaction, after, changed, {**self.bound, "id": row})
        if earned:
            desk.records.fill(connection, row, earned)
        if desk.stock is not None and desk.stock.inputs & changed:
            moved = desk.stock.follow(connection, before, {**after, **earned})
            self.transaction.tell(self.author, desk.key, moved)
        return earned

    def record_change(
        self, op: str, desk: Desk, before: Row, version: int, values: Row, note: str | None = None
    ) -> None:
        """One audit entry for every cell that has changed."""
        for key, new in values.items():
            self.transaction.record(
                self.author,
                op,
                desk.key,
                int(before["id"] or 0),
                version,
                batch=self.batch,
                field=(desk.sheet.field(key).id, key),
                old=before[key],
                new=new,
                note=note,
            )


Follow = Callable[[Request, Desk, int, Effects | None], None]
"""What brings the consequences of a written row about; see db/consequences.py."""
