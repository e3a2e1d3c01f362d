"""Days, stored as YYYY-MM-DD."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import ClassVar

from registers.dates import read_date, weekday
from registers.errors import BadValue
from registers.fields.base import Cell, Example, Field, ParseContext, Stored
from registers.old_dates import read_written
from registers.old_paper import NOT_YET, NOTHING, OldCell


class Date(Field):
    """A day. Reads 2026/11/3, 11月3日, 二〇二六年十一月三日, 今天, 3 (of this month)."""

    type_name: ClassVar[str] = "date"
    moment: ClassVar = "date"
    editor: ClassVar[str] = "date"
    filter_kind: ClassVar[str] = "date"
    mono: ClassVar[bool] = True
    is_copied: ClassVar[bool] = False
    usual_width: ClassVar[int] = 105
    nothing: ClassVar[frozenset[str]] = NOTHING | NOT_YET
    examples: ClassVar[tuple[Example, ...]] = (
        Example("2026-11-03", "2026-11-03", "2026-11-03", "2026-11-03"),
        Example("2026/11/3", "2026-11-03", "2026-11-03", "2026-11-03"),
        Example("11月3日", "2026-11-03", "2026-11-03", "2026-11-03"),
        Example("今天", "2026-11-22", "2026-11-22", "2026-11-22"),
        Example("3", "2026-11-03", "2026-11-03", "2026-11-03"),
        Example(datetime.date(2026, 2, 28), "2026-02-28", "2026-02-28", "2026-02-28"),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("2026-02-30", "bad_date"),
        ("大约月底", "bad_date"),
        ("2026-11-03 14:05", "date_has_time"),
        (46000.5, "bad_date"),
        (True, "bad_date"),
    )

    def read(self, value: object, ctx: ParseContext) -> Stored:
        return read_date(value, ctx.today)

    def read_old(self, value: object, cell: OldCell) -> Stored:
        """The day; a time written behind it says nothing here."""
        written = read_written(value, replace(cell, day=""))
        if not written.day:
            raise BadValue("bad_date", seen=str(value))
        return written.day

    def preview(self, stored: Stored, lang: str) -> str:
        return "" if stored is None else f"{stored} {weekday(str(stored), lang)}"

    def filled_cell(self, stored: Stored, lang: str, label: str | None) -> Cell:
        return Cell("date", datetime.date.fromisoformat(str(stored)[:10]))
