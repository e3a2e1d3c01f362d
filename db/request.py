"""What every edit of a request shares: who asks, when, the sheets, and the open transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from db.actor import Actor
from db.audit import Author, Stored
from db.checks import Checks
from db.defaults import Defaults
from db.edits import Refusal
from db.records import Records, Row
from db.references import ReadingContext
from db.shape import Shape
from db.transaction import Transaction
from registers.errors import BadValue
from registers.fields import Field
from registers.model import Sheet


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
    def backfilled(self) -> Mapping[str, Field]:
        """What the program may give a new row: every field with a column of its own."""
        return {field.key: field for field in self.sheet.stored_fields}


@dataclass
class Request:
    transaction: Transaction
    actor: Actor
    author: Author
    context: ReadingContext
    bound: Mapping[str, Stored]
    """:now, :today and :actor for expressions."""
    batch: int

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
