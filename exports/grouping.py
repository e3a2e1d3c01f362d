"""Rows that share some values become one line, with what their columns say about all of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from exports.shown import Row
from registers.fields.base import Stored
from registers.form_model import Column

_BETWEEN = "\n"


def merged(
    rows: Iterable[Row],
    keys: Sequence[str],
    columns: Sequence[Column],
    text: Callable[[Column, Row], str],
) -> Iterator[Row]:
    """One row for each run of rows with the same values of `keys`; they come in that order.

    `text` says what a column shows of a row, for columns whose texts are joined.
    """
    for _, together in groupby(rows, key=lambda row: tuple(row[key] for key in keys)):
        group = list(together)
        first: dict[str, Stored] = dict(group[0])
        for column in columns:
            if column.merge is not None:
                name = column.value[0]
                first[name] = _merged(column, name, group, text)
                first.pop(f"{name}__label", None)
        yield first


def _merged(
    column: Column, name: str, group: Sequence[Row], text: Callable[[Column, Row], str]
) -> Stored:
    match column.merge:
        case "sum":
            return sum(value for row in group if isinstance(value := row[name], int | float))
        case "count":
            return sum(row[name] is not None for row in group)
        case _:
            different = list(dict.fromkeys(filter(None, (text(column, row) for row in group))))
            if len(different) < 2:
                return "".join(different) or None
            return _BETWEEN.join(f"{at}. {one}" for at, one in enumerate(different, 1))
