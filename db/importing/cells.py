"""What one cell of a line holds: its own value, that of the cell above, or a reason to refuse."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from db.edits import Refusal
from db.importing.layout import Layout
from db.importing.structure import VOID
from db.importing.workbook import Faulty, Place
from registers.fields.base import Field
from registers.search import folded

_DITTO = re.compile(
    r"同上(?:行)?|同前|同左上|〃|″|”|“|\"|''|′′|々|ditto|-do-|do\.?|id\.|仝上|、、|[″〃\"](?:\s*[″〃\"])+"
)
_LONGEST_DITTO = 12
_LIKE_DITTO = re.compile(r"(?:同上|同前|仝上).{0,8}")
_APOSTROPHE = re.compile(r"[’‘'`](?=[^’‘'`]+$)", re.DOTALL)
"""Excel's mark of a text; what is in quotes has another one."""


@dataclass(frozen=True, slots=True)
class Held:
    """The value to read, and what the clerk sees in the cell."""

    value: object
    shown: object
    zeros: str = ""
    """The number as Excel shows it, where that has zeros the number has not."""


@dataclass
class Cells:
    """Reads cells of the lines from top to bottom; remembers what stood above for 同上."""

    layout: Layout
    corrections: Mapping[tuple[int, str], str]
    for_all: Mapping[str, str] = field(default_factory=dict)
    is_void: bool = False
    """Whether the line being read is struck out as a whole: no stroke says anything of a cell."""
    _above: dict[int, Held | None] = field(default_factory=dict)

    def held(self, row: int, column: int, described: Field | None, key: str) -> Held:
        """Refusal where the cell cannot be taken as it is; then it is no source for the one below.

        `described` is None for a day: what the clerk types over the field is not meant for it.
        """
        typed = self.typed(row, key) if described is not None else None
        self._above[column], above = None, self._above.get(column)
        found = Held(typed, typed) if typed is not None else None
        found = found or self._found(row, column, described, key, above)
        self._above[column] = found
        return found

    @property
    def above(self) -> Mapping[int, Held | None]:
        """What stands above the next line, as far as it may be meant."""
        return dict(self._above)

    def begin_anew(self, above: Mapping[int, Held | None] | None = None) -> None:
        """Nothing above is meant any more but this."""
        self._above = dict(above or {})

    def typed(self, row: int, key: str) -> str | None:
        """What the clerk has typed over a cell of the preview."""
        return self.corrections.get((row, key))

    def said(self, row: int, key: str) -> str:
        """What the clerk has said of a field without a column, for the line or for all."""
        typed = self.typed(row, key)
        return self.for_all.get(key, "") if typed is None else typed

    def pass_void(self, row: int, columns: Iterable[int]) -> None:
        """A struck line is no entry, and yet what 同上 below it means."""
        for column in columns:
            value = self.layout.heading(row, column)
            if isinstance(value, str) and _DITTO.fullmatch(_close(value)):
                continue
            self._above[column] = None
            if isinstance(value, Faulty) or (row, column) in self._partly:
                continue
            if not (isinstance(value, str) and VOID.fullmatch(_close(value))):
                zeros = _zeros(value, self.layout.worksheet.formats.get((row, column), ""))
                self._above[column] = Held(value, as_shown(value), zeros)

    @property
    def _partly(self) -> frozenset[Place]:
        return self.layout.worksheet.partly_struck

    def _found(
        self, row: int, column: int, described: Field | None, key: str, above: Held | None
    ) -> Held:
        place = (row, column)
        value = self.layout.own(row, column)
        anchor = self.layout.above(row, column)
        if anchor is not None and value is None:
            place, value = anchor, self.layout.own(*anchor)
        if described is not None and value is not None and self.layout.is_tall(row, column):
            _refuse_shared_amount(described, value)
        if isinstance(value, Faulty):
            code = "formula_no_value" if value.is_formula else "error_cell"
            raise Refusal(code, key, seen=value.seen)
        worksheet = self.layout.worksheet
        if self.is_void and isinstance(value, str) and VOID.fullmatch(_close(value)):
            return Held(None, value)
        if place in self._partly or (place in worksheet.struck and not self.is_void):
            raise Refusal("struck_cell", key, seen=as_shown(value))
        if isinstance(value, str):
            return _text(value, key, above)
        return Held(value, as_shown(value), _zeros(value, worksheet.formats.get(place, "")))


def _text(value: str, key: str, above: Held | None) -> Held:
    """同上 under an empty cell says that this one is empty too."""
    plain = _close(value)
    if plain and _DITTO.fullmatch(plain):
        if above is None:
            raise Refusal("ditto_without_source", key, seen=value)
        return Held(above.value, value, above.zeros)
    if plain and _LIKE_DITTO.fullmatch(plain):
        raise Refusal("ditto_without_source", key, seen=value)
    return Held(value[1:] if _APOSTROPHE.match(value) else value, value)


def _close(value: str) -> str:
    """A short text without blanks in ordinary signs."""
    return "".join(folded(value).split()) if len(value) <= _LONGEST_DITTO else ""


def _refuse_shared_amount(described: Field, value: object) -> None:
    """One amount over several lines is the amount of none of them."""
    if described.places is not None and (described.has_total or described.required is True):
        raise Refusal("merged_amount", described.key, seen=as_shown(value))


def _zeros(value: object, shown: str) -> str:
    """The number by a format such as 0000 or 0.00."""
    if not shown or not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    whole = re.match(r"0{2,}$", shown)
    if whole is not None:
        return f"{int(value):0{len(shown)}d}" if value == int(value) else ""
    places = re.search(r"0\.(0+)", shown)
    return f"{value:.{len(places[1])}f}" if places else ""


def as_shown(cell: object) -> object:
    """What the clerk sees: every number of a workbook comes as one with decimals."""
    if isinstance(cell, Faulty):
        return cell.seen
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if cell is None or isinstance(cell, str | int | float):
        return cell
    return str(cell)
