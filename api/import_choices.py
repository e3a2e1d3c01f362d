"""A clerk's choices about a file, from the JSON of a request."""

from collections.abc import Mapping
from dataclasses import replace

from api.problems import Problem
from db.importing import MODES, Choices

LONGEST_CELL = 5_000
MOST_CELLS = 500
ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")

MOST_SAID = 50

Line = tuple[str, int]
"""Worksheet and row."""
Place = tuple[str, int, str]
"""And the field."""


def changed(choices: Choices, asked: Mapping[str, object]) -> Choices:
    """The choices with the request's in their place; Problem `bad_request` names a wrong one."""
    found = choices
    for name, take in _TAKERS.items():
        if name in asked:
            found = take(found, asked[name])
    return found


def corrected(asked: Mapping[str, object]) -> dict[Place, str]:
    """The cells a request puts right, with what is typed; a field beside by its own key."""
    cells = asked.get("cells")
    if not isinstance(cells, list) or not 0 < len(cells) <= MOST_CELLS:
        raise Problem("bad_request", detail="cells")
    return dict(_cell(_mapping(each, "cells")) for each in cells)


def left_out(asked: Mapping[str, object]) -> tuple[frozenset[Line], bool]:
    """The lines a request means, and whether they are to be left out or taken in again."""
    lines, is_out = asked.get("lines"), asked.get("out")
    if not isinstance(lines, list) or not 0 < len(lines) <= MOST_CELLS:
        raise Problem("bad_request", detail="lines")
    if not isinstance(is_out, bool):
        raise Problem("bad_request", detail="out")
    return frozenset(_line(_mapping(each, "lines")) for each in lines), is_out


def _line(asked: Mapping[str, object]) -> Line:
    worksheet, row = asked.get("worksheet"), asked.get("row")
    if not isinstance(worksheet, str) or not _is_whole(row):
        raise Problem("bad_request", detail="worksheet, row")
    return worksheet, int(str(row))


def _cell(asked: Mapping[str, object]) -> tuple[Place, str]:
    field, value = asked.get("field"), asked.get("value")
    if not isinstance(field, str) or not _is_cell(value):
        raise Problem("bad_request", detail="field, value")
    return (*_line(asked), field.rpartition(".")[2]), str(value)


def _worksheets(choices: Choices, found: object) -> Choices:
    if found is not None and not (
        isinstance(found, list) and all(isinstance(n, str) for n in found)
    ):
        raise Problem("bad_request", detail="worksheets")
    return replace(choices, worksheets=None if found is None else tuple(found))


def _columns(choices: Choices, found: object) -> Choices:
    """One column at a time: the meaning another column had is taken from it."""
    columns = dict(choices.columns)
    for name, meanings in _mapping(found, "columns").items():
        kept = dict(columns.get(name, {}))
        for number, field in _mapping(meanings, "columns").items():
            if not number.isdecimal() or not isinstance(field, str | None):
                raise Problem("bad_request", detail="columns")
            kept = {n: f for n, f in kept.items() if f != field or f is None}
            kept[int(number)] = field
        columns[name] = kept
    return replace(choices, columns=columns)


def _heading_row(choices: Choices, found: object) -> Choices:
    rows = _mapping(found, "heading_row")
    if not all(_is_whole(row) for row in rows.values()):
        raise Problem("bad_request", detail="heading_row")
    said = {name: int(str(row)) for name, row in rows.items()}
    kept = {name: columns for name, columns in choices.columns.items() if name not in said}
    return replace(choices, heading_row={**choices.heading_row, **said}, columns=kept)


def _year(choices: Choices, found: object) -> Choices:
    if found is not None and not (_is_whole(found) and 1900 <= int(str(found)) <= 2200):
        raise Problem("bad_request", detail="year")
    return replace(choices, year=None if found is None else int(str(found)))


def _encoding(choices: Choices, found: object) -> Choices:
    if found not in ENCODINGS:
        raise Problem("bad_request", detail="encoding")
    return replace(choices, encoding=str(found))


def _answers(choices: Choices, found: object) -> Choices:
    answers = {**choices.answers, **_mapping(found, "answers")}
    return replace(
        choices, answers={key: each for key, each in answers.items() if each is not None}
    )


def _mode(choices: Choices, found: object) -> Choices:
    for mode in MODES:
        if mode == found:
            return replace(choices, mode=mode)
    raise Problem("bad_request", detail="mode")


def _keys(choices: Choices, found: object) -> Choices:
    if found is not None and not (
        isinstance(found, list) and all(isinstance(n, str) for n in found)
    ):
        raise Problem("bad_request", detail="keys")
    return replace(choices, keys=None if found is None else tuple(found))


def _for_all(choices: Choices, found: object) -> Choices:
    """One field at a time; null takes back what was said of it."""
    said = {**choices.for_all, **_mapping(found, "for_all")}
    kept = {key: str(text) for key, text in said.items() if text is not None}
    if len(kept) > MOST_SAID or not all(text is None or _is_cell(text) for text in said.values()):
        raise Problem("bad_request", detail="for_all")
    return replace(choices, for_all=kept)


def _history(choices: Choices, found: object) -> Choices:
    if not isinstance(found, bool):
        raise Problem("bad_request", detail="history")
    return replace(choices, history=found)


_TAKERS = {
    "worksheets": _worksheets,
    "heading_row": _heading_row,
    "columns": _columns,
    "year": _year,
    "encoding": _encoding,
    "answers": _answers,
    "for_all": _for_all,
    "mode": _mode,
    "keys": _keys,
    "history": _history,
}


def _mapping(found: object, name: str) -> Mapping[str, object]:
    if not isinstance(found, Mapping) or not all(isinstance(key, str) for key in found):
        raise Problem("bad_request", detail=name)
    return found


def _is_cell(found: object) -> bool:
    return isinstance(found, str) and len(found) <= LONGEST_CELL


def _is_whole(found: object) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 10**6
