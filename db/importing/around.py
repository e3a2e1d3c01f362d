"""The year and the month that a worksheet speaks of, for days written without them."""

import re
from collections.abc import Iterable, Iterator

from db.importing.layout import Layout
from registers.errors import BadValue
from registers.old_dates import named_in
from registers.old_paper import Around
from registers.search import folded

_PRINTED = re.compile("打印|列印|导出|制表日期|print|export")
"""When the paper was made says nothing about the days on it."""


def year_and_month(
    layout: Layout, heading_row: int, filename: str, asked: int | None
) -> tuple[int | None, int | None]:
    """What the clerk said, the titles, the worksheet's name or the file's: the first that knows.

    None where nobody says it, or where one of them names several.
    """
    titles = (
        text
        for row in range(1, heading_row)
        for text in layout.texts(row)
        if not _PRINTED.search(folded(text))
    )
    sources = [_named(titles), _named([layout.worksheet.name]), _named([_stem(filename)])]
    months = next((found.months for found in sources if found.months), frozenset())
    month = next(iter(months)) if len(months) == 1 else None
    if asked is not None:
        return asked, month
    for found in sources:
        if found.years:
            return (next(iter(found.years)) if len(found.years) == 1 else None), month
    return None, month


def _stem(filename: str) -> str:
    return filename.rpartition(".")[0] or filename


def _named(texts: Iterable[str]) -> Around:
    years: set[int] = set()
    months: set[int] = set()
    for found in _each(texts):
        years |= found.years
        months |= found.months
    return Around(frozenset(years), frozenset(months))


def _each(texts: Iterable[str]) -> Iterator[Around]:
    for text in texts:
        try:
            yield named_in(text)
        except BadValue:
            continue
