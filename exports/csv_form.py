"""A form's table as comma-separated text, for whoever wants to reckon on.

UTF-8 with a byte-order mark, so that Excel reads it as such. A text that a spreadsheet would take
for a formula gets an apostrophe in front, and so does one that begins with an apostrophe: whoever
drops one leading apostrophe has every text exactly as it was. Numbers are no texts and stay.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from db.paper_lists import condition_name
from exports.occasion import Occasion
from exports.shown import Eyes, FieldOf, Row, spelled
from registers.fields.base import Cell
from registers.form_model import ROW_NUMBER, Column

_BEGINS_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
    "'",
)
_DECIMALS = {"money": 2, "0.0": 1, "0.00": 2}


@dataclass(frozen=True)
class Table:
    """The rows of a form as they stand under its columns, read once."""

    columns: Sequence[Column]
    rows: Iterable[Row]
    field_of: FieldOf
    holds_void: bool = False
    """Whether void rows are among them."""


def write(table: Table, occasion: Occasion, out: BinaryIO) -> None:
    """Labels, then the rows; why a row is void stands where the form says it, or in the end."""
    out.write(b"\xef\xbb\xbf")
    lines = csv.writer(_Encoded(out))
    labels = [column.label.text(occasion.lang) for column in table.columns]
    is_told = table.holds_void and not any(column.shows_void for column in table.columns)
    if is_told:
        labels.append(occasion.word("void_column"))
    lines.writerow(map(guarded, labels))
    for number, row in enumerate(table.rows, 1):
        cells = list(_Line(table, occasion, row, number).cells())
        lines.writerow([*cells, guarded(_reason(row, occasion))] if is_told else cells)


def guarded(text: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text


@dataclass(frozen=True)
class _Line:
    table: Table
    occasion: Occasion
    row: Row
    number: int

    def cells(self) -> Iterator[str]:
        for place, column in enumerate(self.table.columns):
            if column.value == (ROW_NUMBER,):
                yield str(self.number)
            elif not column.value:
                yield ""
            else:
                is_shown = column.where is None or self.row[condition_name(place)]
                text = self._text(column) if is_shown else guarded(column.blank)
                yield self._with_reason(text) if column.shows_void else text

    def _with_reason(self, text: str) -> str:
        reason = _reason(self.row, self.occasion)
        return guarded(" ".join(filter(None, (reason, text)))) if reason else text

    def _text(self, column: Column) -> str:
        eyes = Eyes(self.occasion.lang, self.occasion.is_full)
        cell = eyes.cell_of(self.row, column.value, self.table.field_of)
        match cell.value:
            case None | "":
                return guarded(column.blank)
            case str() as text:
                return guarded(text)
            case date() as day:
                return spelled(day, column.format or cell.kind)
            case int() | float() | Decimal() as number:
                return _number(number, column, cell)
        raise TypeError(cell)


def _number(number: float | Decimal, column: Column, cell: Cell) -> str:
    kind = column.format if isinstance(number, float) and column.format else cell.kind
    exact = Decimal(str(number))
    if kind in _DECIMALS:
        return f"{exact:.{_DECIMALS[kind]}f}"
    return f"{exact:f}"


def _reason(row: Row, occasion: Occasion) -> str:
    if row.get("voided_at") is None:
        return ""
    return occasion.word("void", reason=str(row["void_reason"]))


class _Encoded:
    """What csv writes to: bytes are passed on, nothing is kept."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())
