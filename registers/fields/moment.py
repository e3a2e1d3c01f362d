"""Days with a time, local, to the minute, stored as YYYY-MM-DD HH:MM."""

from __future__ import annotations

import datetime
from typing import ClassVar

from registers.dates import read_day_or_moment, read_moment, weekday
from registers.errors import BadValue
from registers.fields.base import Cell, Example, Field, ParseContext, Stored
from registers.old_dates import read_written
from registers.old_paper import NOT_YET, NOTHING, OldCell
from registers.typed import is_blank


class DateTime(Field):
    """A day with its time. Reads 2026/11/3 14:05, 14:05 as today's, 昨天下午2点半, 现在."""

    type_name: ClassVar[str] = "datetime"
    moment: ClassVar = "datetime"
    editor: ClassVar[str] = "datetime"
    filter_kind: ClassVar[str] = "date"
    mono: ClassVar[bool] = True
    is_copied: ClassVar[bool] = False
    usual_width: ClassVar[int] = 140
    nothing: ClassVar[frozenset[str]] = NOTHING | NOT_YET
    examples: ClassVar[tuple[Example, ...]] = (
        Example("2026-11-03 14:05", *["2026-11-03 14:05"] * 3),
        Example("2026/11/3 9:07", *["2026-11-03 09:07"] * 3),
        Example("14:05", *["2026-11-22 14:05"] * 3),
        Example("昨天下午2点半", *["2026-11-21 14:30"] * 3),
        Example("现在", *["2026-11-22 09:12"] * 3),
        Example("2026-11-03T14:05:00", *["2026-11-03 14:05"] * 3),
        Example(datetime.datetime(2026, 11, 3, 14, 19, 59, 808_000), *["2026-11-03 14:20"] * 3),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("2026-11-03 25:00", "bad_datetime"),
        ("2026-11-03", "time_missing"),
        ("14:5", "bad_datetime"),
        ("一会儿", "bad_datetime"),
        (46000.5, "bad_datetime"),
    )

    def read(self, value: object, ctx: ParseContext) -> Stored:
        return read_moment(value, ctx.now, ctx.today)

    def read_old(self, value: object, cell: OldCell) -> Stored:
        """The minute; a time alone is of the line's day, a day alone is refused."""
        written = read_written(value, cell)
        day = written.day or cell.day
        if not written.time:
            raise BadValue("time_missing", seen=str(value))
        if not day:
            raise BadValue("day_missing", seen=str(value))
        return f"{day} {written.time}"

    def bounds(self, value: object, ctx: ParseContext) -> tuple[Stored, Stored]:
        """A day typed into a filter stands for all its minutes."""
        if is_blank(value):
            return None, None
        found = read_day_or_moment(value, ctx.now, ctx.today)
        return (found, found) if " " in found else (f"{found} 00:00", f"{found} 23:59")

    def preview(self, stored: Stored, lang: str) -> str:
        return "" if stored is None else f"{stored} {weekday(str(stored), lang)}"

    def filled_cell(self, stored: Stored, lang: str, label: str | None) -> Cell:
        return Cell("datetime", datetime.datetime.fromisoformat(str(stored)))
