"""The single steps by which a ledger's tables follow a book, each to be printed or carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.edits import Refusal
from db.names import quoted
from db.tables import Column, Index, Table


@dataclass(frozen=True, slots=True)
class AddTable:
    table: Table

    def __str__(self) -> str:
        return f"add table {self.table.name} ({len(self.table.columns)} columns)"

    @property
    def statements(self) -> tuple[str, ...]:
        return (self.table.sql,)


@dataclass(frozen=True, slots=True)
class AddColumn:
    table: str
    column: Column

    def __str__(self) -> str:
        return f"add column {self.table}.{self.column.name} {self.column.declared}"

    @property
    def statements(self) -> tuple[str, ...]:
        what = f"{quoted(self.column.name)} {self.column.declared}"
        return (f"ALTER TABLE {quoted(self.table)} ADD COLUMN {what}",)


@dataclass(frozen=True, slots=True)
class RenameColumn:
    table: str
    field_id: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"rename column {self.table}.{self.old} to {self.new} (field {self.field_id})"

    @property
    def statements(self) -> tuple[str, ...]:
        names = f"{quoted(self.old)} TO {quoted(self.new)}"
        return (f"ALTER TABLE {quoted(self.table)} RENAME COLUMN {names}",)


@dataclass(frozen=True, slots=True)
class ReplaceFormula:
    """A computed column holds nothing of its own: it may be dropped and made again."""

    table: str
    column: Column

    def __str__(self) -> str:
        return f"compute column {self.table}.{self.column.name} as {self.column.generated}"

    @property
    def statements(self) -> tuple[str, ...]:
        table, name = quoted(self.table), quoted(self.column.name)
        return (
            f"ALTER TABLE {table} DROP COLUMN {name}",
            f"ALTER TABLE {table} ADD COLUMN {name} {self.column.declared}",
        )


@dataclass(frozen=True, slots=True)
class DropFormula:
    """A computed column that is not searched any more; its values are computed when read."""

    table: str
    name: str

    def __str__(self) -> str:
        return f"drop computed column {self.table}.{self.name}"

    @property
    def statements(self) -> tuple[str, ...]:
        return (f"ALTER TABLE {quoted(self.table)} DROP COLUMN {quoted(self.name)}",)


@dataclass(frozen=True, slots=True)
class AddIndex:
    index: Index

    def __str__(self) -> str:
        kind = "unique index" if self.index.unique else "index"
        return f"add {kind} on {self.index.table} ({', '.join(self.index.columns)})"

    @property
    def statements(self) -> tuple[str, ...]:
        return (self.index.sql,)


@dataclass(frozen=True, slots=True)
class DropIndex:
    table: str
    name: str

    def __str__(self) -> str:
        return f"drop index {self.name} of {self.table}"

    @property
    def statements(self) -> tuple[str, ...]:
        return (f"DROP INDEX {quoted(self.name)}",)


@dataclass(frozen=True, slots=True)
class NeedsHuman:
    """Nothing is done about it. `blocks` says that the sheet cannot be used until it is settled."""

    table: str
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    blocks: bool = False

    def __str__(self) -> str:
        details = "".join(f", {key}={value}" for key, value in self.params.items())
        return f"needs a decision: {self.code} {self.table}.{self.column}{details}"

    @property
    def statements(self) -> tuple[str, ...]:
        return ()

    @property
    def refusal(self) -> Refusal:
        return Refusal(self.code, self.column, sheet=self.table, **self.params)


Step = (
    AddTable
    | AddColumn
    | RenameColumn
    | ReplaceFormula
    | DropFormula
    | AddIndex
    | DropIndex
    | NeedsHuman
)
