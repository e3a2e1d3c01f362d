"""Rows of other sheets made from the same line: an estate list of rooms also names their owners."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson

from db.edits import Insert, Made
from db.importing.results import Line, WorksheetReading
from db.importing.words import is_link
from db.ledger import Ledger
from db.names import columns, quoted
from registers.model import AlsoRow, Sheet

ROW = "row"

Values = dict[str, object]
Source = tuple[WorksheetReading, Line]
Row = int | Made
"""The id of a row the ledger has, or one that is made in the same request."""


class BesideEdit(NamedTuple):
    """A row of `sheet` made beside a line: the first of those that mean it."""

    line: Source
    edit: Insert
    sheet: str


@dataclass(slots=True)
class Meant:
    """What a line means: the row of its own sheet under "row", others under their sheet."""

    source: Source
    rows: dict[str, Row]


@dataclass(slots=True)
class Wanted:
    """One row to be made beside, for all the lines that mean the same one."""

    values: Values
    lines: list[Meant] = field(default_factory=list)


@dataclass
class Beside:
    """The edits that make the rows beside the lines of one import; their numbers follow `seq`."""

    ledger: Ledger
    sheet: Sheet
    seq: int
    _known: dict[tuple[str, Hashable], Row] = field(default_factory=dict)

    def edits(
        self, lines: Iterable[Source], made: Mapping[tuple[str, int], int]
    ) -> Iterator[BesideEdit]:
        """`made` are the edits that write the lines, by worksheet and row."""
        steps = self.sheet.importing.also if self.sheet.importing else ()
        meant = []
        for worksheet, line in lines if steps else ():
            seq = made.get((worksheet.name, line.row))
            row = Made(seq) if seq is not None else line.row_id
            if row is not None:
                meant.append(Meant((worksheet, line), {ROW: row}))
        for step in steps:
            yield from self._step(step, meant)

    def _step(self, step: AlsoRow, meant: Sequence[Meant]) -> Iterator[BesideEdit]:
        """The rows of one step that the ledger does not have yet; then every line knows its own."""
        wanted = wanted_rows(self.sheet, step, meant)
        for identity, row in existing_rows(self.ledger, step, wanted.values()).items():
            self._known.setdefault((step.sheet, identity), row)
        for identity, each in wanted.items():
            place = step.sheet, identity
            if place not in self._known:
                self.seq += 1
                beside = () if any(_is_there(one) for one in each.lines) else _makers(each.lines)
                edit = Insert(self.seq, step.sheet, each.values, beside=beside)
                self._known[place] = Made(self.seq)
                yield BesideEdit(each.lines[0].source, edit, step.sheet)
            for one in each.lines:
                one.rows[step.sheet] = self._known[place]


def _is_there(one: Meant) -> bool:
    """Whether the line's own row is in the ledger already."""
    return isinstance(one.rows[ROW], int)


def _makers(lines: Iterable[Meant]) -> tuple[int, ...]:
    """The edits that make the lines' own rows."""
    rows = (one.rows[ROW] for one in lines)
    return tuple(row.seq for row in rows if isinstance(row, Made))


def wanted_rows(sheet: Sheet, step: AlsoRow, meant: Iterable[Meant]) -> dict[Hashable, Wanted]:
    """The rows of one step: the owner of two rooms once, none for lines that say nothing."""
    links = {key: words[0] for key, words in step.values.items() if is_link(words, sheet)}
    found: dict[Hashable, Wanted] = {}
    for one in meant:
        values = dict(one.source[1].beside.get(step.sheet, {}))
        if all(target in one.rows for target in links.values()) and (values or links):
            values = {key: _id(value) for key, value in values.items()}
            values |= {key: one.rows[target] for key, target in links.items()}
            found.setdefault(_identity(step, values, one), Wanted(values)).lines.append(one)
    return found


def _id(value: object) -> object:
    """A row another one refers to, without its label."""
    return value["id"] if isinstance(value, Mapping) else value


def _identity(step: AlsoRow, values: Mapping[str, object], one: Meant) -> Hashable:
    if not step.match:
        return one.source[0].name, one.source[1].row
    return tuple(str(values.get(key)) for key in step.match)


def existing_rows(
    ledger: Ledger, step: AlsoRow, wanted: Iterable[Wanted]
) -> Mapping[Hashable, int]:
    """Rows the ledger already has, the same in every field the step compares by."""
    if not step.match:
        return {}
    first = step.match[0]
    values = {each.values.get(first) for each in wanted}
    asked = [value for value in values if isinstance(value, str | int)]
    found = ledger.select(
        f"SELECT id, {columns(step.match)} FROM {quoted(step.sheet)}"
        f" WHERE voided_at IS NULL AND {quoted(first)} IN (SELECT value FROM json_each(?))"
        " ORDER BY id DESC",
        (orjson.dumps(asked).decode(),),
    )
    return {tuple(str(row[key]) for key in step.match): int(str(row["id"])) for row in found}
