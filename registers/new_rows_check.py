"""What a sheet says about rows that are picked and begun, checked at load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registers.expressions import parse_expression
from registers.new_rows import Beside, Recognise
from registers.numbers import Lines
from registers.yaml_lines import YamlPath

if TYPE_CHECKING:
    from registers.checks import SheetCheck


def check_new_rows(check: SheetCheck) -> None:
    for place, beside in enumerate(check.sheet.shows):
        _check_beside(check, ("shows", place), beside)
    if check.sheet.recognise is not None:
        _check_recognise(check, ("recognise",), check.sheet.recognise)


def _check_beside(check: SheetCheck, path: YamlPath, beside: Beside) -> None:
    if beside.sheet is None:
        for key in beside.fields:
            check.known_field(path, key)
        return
    theirs = check.sheets.get(beside.sheet)
    if theirs is None:
        code = "broken_sheet" if beside.sheet in check.broken else "unknown_sheet"
        check.fault((*path, "sheet"), code, sheet=beside.sheet)
        return
    if not any(each.target == check.sheet.key and each.is_stored for each in theirs.values()):
        check.fault((*path, "sheet"), "not_tied", sheet=beside.sheet)
    for key in beside.fields:
        if key not in theirs:
            check.fault((*path, "fields"), "unknown_field", field=key, sheet=beside.sheet)
    if (where := beside.where) is not None:
        sheet = beside.sheet
        check.checked(
            (*path, "where"),
            lambda: parse_expression(where, theirs, sheet=sheet, sheets=check.sheets),
        )


def _check_recognise(check: SheetCheck, path: YamlPath, recognise: Recognise) -> None:
    """What is recognised by must have an index: it is looked for while the clerk types."""
    for key in recognise.by:
        found = check.known_field((*path, "by"), key)
        if found is not None and not (found.is_stored and (found.index or found.unique)):
            check.fault((*path, "by"), "recognise_index", field=key)
    for key in recognise.fills:
        found = check.known_field((*path, "fills"), key)
        if found is not None and (found.readonly or not found.is_stored):
            check.fault((*path, "fills"), "not_writable", field=key)
    for key in recognise.tells:
        check.known_field((*path, "tells"), key)


def check_lines(check: SheetCheck, path: YamlPath, lines: Lines) -> None:
    """The lines are counted by the ledger alone; what they share must be written on each."""
    counted = check.known_field((*path, "field"), lines.field)
    if counted is not None and not (counted.is_stored and counted.sql_type == "INTEGER"):
        check.fault((*path, "field"), "not_a_count", field=lines.field)
    for word in ("same", "carries"):
        for key in getattr(lines, word):
            found = check.known_field((*path, word), key)
            if found is not None and (found.readonly or not found.is_stored):
                check.fault((*path, word), "not_writable", field=key)
