"""Finished table rows, put straight into the row file that xlsxwriter streams to.

Byte for byte what the public calls write in `constant_memory` mode, several times faster. It
leans on private names of the pinned xlsxwriter; a test compares whole files with the public
calls and fails first when an upgrade changes them.
"""

import re
from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 16_383  # characters; Excel's 32,767 counts UTF-16 units, two for some of them

_ODD = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]|^\s|\s$|_x[0-9A-Fa-f]{4}_")
_PENDING = 500  # rows kept before they go to the file


class FastRows:
    """Appends rows below everything written so far to one constant_memory worksheet."""

    def __init__(self, sheet: Worksheet, first_row: int, columns: int) -> None:
        sheet._write_single_row(first_row)  # flushes the row before; ours come next in the file
        self._sheet = sheet
        self._next = first_row
        self._pending: list[str] = []
        cells = "".join(f'<c r="{xl_col_to_name(column)}%d" s="%s' for column in range(columns))
        self._template = f'<row r="%d" ht="%s" customHeight="1">{cells}</row>'

    def add(self, height: float, cells: Sequence[str]) -> None:
        """Write the next row from its finished cells."""
        number = self._next + 1
        parts: list[object] = [number, format(height, ".16g")]
        for cell in cells:
            parts += (number, cell)
        self._pending.append(self._template % tuple(parts))
        self._next += 1
        if len(self._pending) >= _PENDING:
            self._flush()

    def add_across(self, height: float, cells: Sequence[str]) -> None:
        """Write a row whose first cell stands over all its columns."""
        self._sheet.merge.append([self._next, 0, self._next, len(cells) - 1])
        self.add(height, cells)

    def close(self) -> int:
        """Hand the sheet back to xlsxwriter's own calls; returns the next free row."""
        self._flush()
        sheet = self._sheet
        sheet.previous_row = self._next
        sheet.dim_rowmax = max(sheet.dim_rowmax or 0, self._next - 1)
        return self._next

    def _flush(self) -> None:
        self._sheet.row_data_fh.write("".join(self._pending))
        self._pending.clear()


def blank_cell(look: Format) -> str:
    return f'{look._get_xf_index()}"/>'


def number_cell(look: Format, value: float) -> str:
    if value - value != 0:
        raise ValueError("an Excel cell holds no infinite or undefined number")
    return f'{look._get_xf_index()}"><v>{value:.16G}</v></c>'


def text_cell(look: Format, text: str) -> str:
    """A text as it is, whatever it begins with: never a formula, a link or markup."""
    text, space = text[:LONGEST_TEXT], ""
    if _ODD.search(text):
        text = Worksheet._escape_control_characters(text)
        if text[:1].isspace() or text[-1:].isspace():
            space = ' xml:space="preserve"'
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'{look._get_xf_index()}" t="inlineStr"><is><t{space}>{text}</t></is></c>'
