"""Rows of other sheets made from the same line: an estate list of rooms also names their owners."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from db.importing.headings import is_link
from db.importing.reading import Entry, Values
from db.ledger import Ledger
from db.selection import Window
from registers.model import AlsoRow, Sheet

ROW = "row"


@dataclass(slots=True)
class Made:
    """What a line has become: the row of its own sheet under "row", others under their sheet."""

    entry: Entry
    ids: dict[str, int]


@dataclass(slots=True)
class Wanted:
    """One row to be made beside, for all the lines that mean the same one."""

    values: Values
    lines: list[Made] = field(default_factory=list)


def wanted_rows(sheet: Sheet, step: AlsoRow, made: Iterable[Made]) -> dict[Hashable, Wanted]:
    """The rows of one step: the owner of two rooms once, none for lines that say nothing."""
    found: dict[Hashable, Wanted] = {}
    for one in made:
        values = _values(sheet, step, one)
        if values is not None:
            found.setdefault(_identity(step, values, one), Wanted(values)).lines.append(one)
    return found


def _values(sheet: Sheet, step: AlsoRow, one: Made) -> Values | None:
    """The cells of the line and the links; None when there is nothing to say or to link to."""
    values = dict(one.entry.values.get(step.sheet, {}))
    links = {key: words[0] for key, words in step.values.items() if is_link(words, sheet)}
    if any(target not in one.ids for target in links.values()) or not (values or links):
        return None
    return values | {key: one.ids[target] for key, target in links.items()}


def _identity(step: AlsoRow, values: Mapping[str, object], one: Made) -> Hashable:
    if not step.match:
        return one.entry.line.row
    return tuple(str(values.get(key)) for key in step.match)


def existing_row(ledger: Ledger, step: AlsoRow, values: Values) -> int | None:
    """A row the ledger already has, the same in every field the step compares by."""
    if not step.match:
        return None
    asked = {
        key: {"op": "eq", "value": values[key]} if key in values else {"op": "empty", "value": None}
        for key in step.match
    }
    rows = ledger.window(Window(step.sheet, 0, 1, filter=asked)).rows
    return int(str(rows[0]["id"])) if rows else None
