"""The facts of an old .xls, as far as its own library can tell them."""

import io
from typing import Any

from db.importing.opening.facts import Facts
from db.importing.opening.xlsx_facts import tells_zeros

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"}
_NA = "#N/A"
_NUMBER, _ERROR, _EMPTY = 2, 5, (0, 6)


def xls_facts(content: bytes) -> dict[str, Facts]:
    """By the name of the worksheet."""
    import xlrd

    with io.StringIO() as complaints:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=complaints)
        return {sheet.name: _facts(book, sheet) for sheet in book.sheets()}


def _facts(book: Any, sheet: Any) -> Facts:
    facts = Facts(counts_from_1904=bool(book.datemode))
    for row, told in sheet.rowinfo_map.items():
        if told.hidden:
            facts.hidden_rows.append(row)
    for column, told in sheet.colinfo_map.items():
        if told.hidden:
            facts.hidden_columns.append(column)
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            if kind in _EMPTY:
                continue
            look = book.xf_list[sheet.cell_xf_index(row, column)]
            if book.font_list[look.font_index].struck_out:
                facts.struck.append((row, column))
            if kind == _ERROR:
                code = int(sheet.cell_value(row, column))
                facts.faulty[row, column] = ["error", _ERRORS.get(code, _NA)]
            elif kind == _NUMBER:
                shown = book.format_map[look.format_key].format_str
                if tells_zeros(shown):
                    facts.formats.append((row, column, shown))
    return facts
