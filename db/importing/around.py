"""The times that a worksheet speaks of, for lines written without their year, month or day."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from db.importing.layout import Layout
from registers.errors import BadValue
from registers.named_times import named_in
from registers.old_paper import Around, OldCell
from registers.search import folded

_PRINTED = re.compile("打印|列印|导出|制表日期|print|export")
"""When the paper was made says nothing about the days on it."""
_OTHER_DAY = re.compile(
    "打印|列印|导出|制表|填表|编制|报送|上报|报表日|存档|归档|审核|更新|截止|截至|生成|修订|版本|实施|生效"
    "|print|export|version|updated|revised"
)
"""Words beside a day that is not the day of the lines."""


@dataclass(frozen=True)
class Surroundings:
    """What is known before any line is read. `month` and `year` are None where nobody says them
    or somebody names several, then `months` may know the year of each; `day` is empty likewise."""

    year: int | None
    month: int | None
    months: frozenset[tuple[int, int]]
    day: str = ""

    def year_of(self, month: int) -> int | None:
        return OldCell(year=self.year, months=self.months).year_of(month)


def surroundings(
    layout: Layout, heading_row: int, filename: str, asked: int | None
) -> Surroundings:
    """What the clerk said, the titles, the worksheet's name or the file's: the first that knows."""
    titles = [
        text
        for row in range(1, heading_row)
        for text in layout.texts(row)
        if not _PRINTED.search(folded(text))
    ]
    sources = [_named(titles), _named([layout.worksheet.name]), _named([_stem(filename)])]
    dated = [_named(_with_label(layout, heading_row)), *sources[1:]]
    months = next((found.months for found in sources if found.months), frozenset())
    month = next(iter(months)) if len(months) == 1 else None
    named = next((found for found in sources if found.years), Around())
    year = asked or (next(iter(named.years)) if len(named.years) == 1 else None)
    pairs = frozenset() if asked else named.dated
    found = Surroundings(year, month, pairs)
    return replace(found, day=_day(dated, found))


def _day(sources: Iterable[Around], known: Surroundings) -> str:
    """The one day of the nearest text that names any; its year and month may stand elsewhere."""
    days = next((found.days for found in sources if found.days), frozenset())
    if len(days) != 1:
        return ""
    year, month, day = next(iter(days))
    month = month or known.month or 0
    year = year or known.year_of(month) or 0
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _with_label(layout: Layout, heading_row: int) -> Iterator[str]:
    """The texts above the headings without those that name a day of something else."""
    for row in range(1, heading_row):
        before = ""
        for text in layout.texts(row):
            if not _OTHER_DAY.search(folded(f"{before} {text}")):
                yield text
            before = text if len(text) <= _LABEL else ""


_LABEL = 8


def _stem(filename: str) -> str:
    return filename.rpartition(".")[0] or filename


def _named(texts: Iterable[str]) -> Around:
    found = Around()
    for text in texts:
        try:
            found |= named_in(text)
        except BadValue:
            continue
    return found
