"""Every form an office has, each with what it is printed for in tests: taken from the schemas."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from db.office import Office
from exports import render
from registers.book import load
from registers.form_model import PaperForm
from tests.server import HOUSE

BOOK = load(HOUSE / "schemas")
PERIODS = {"day": "2026-11-05", "month": "2026-11", "quarter": "2026-Q4", "year": "2026"}
ROWS = {"complaints": 5, "renovations": 9}
"""A row of every sheet that has a slip: a long complaint, a renovation that is under way."""


@dataclass(frozen=True)
class Wanted:
    """One printing of a form."""

    form: PaperForm
    period: str = ""
    row: int | None = None
    empty: bool = False
    lang: str = "zh_CN"

    def __str__(self) -> str:
        about = self.period or (f"row{self.row}" if self.row else "undated")
        return f"{self.form.key}-{about}-{'empty-' if self.empty else ''}{self.lang}"

    def draw(self, office: Office, out, **others) -> None:
        render(
            office, self.form, self.period, self.lang, out, row=self.row, empty=self.empty, **others
        )

    def content(self, office: Office, **others) -> bytes:
        out = BytesIO()
        self.draw(office, out, **others)
        return out.getvalue()


def usual(form: PaperForm, lang: str = "zh_CN") -> Wanted:
    """The form as it is printed most: for its first kind of period, or for a row."""
    if form.periods:
        return Wanted(form, PERIODS[form.periods[-1]], lang=lang)
    return Wanted(form, row=ROWS[form.sheet], lang=lang)


def every() -> Iterator[Wanted]:
    """Every form in its usual printing, and every other way it can be asked for."""
    for form in BOOK.forms:
        yield usual(form)
        if form.may_be_empty:
            yield Wanted(form, empty=True)
        about = BOOK.row_sheet(form)
        if form.periods and about is not None:
            yield Wanted(form, row=ROWS[about])
        for kind in form.periods[:-1]:
            yield Wanted(form, PERIODS[kind])


USUAL = tuple(usual(form) for form in BOOK.forms)
EVERY = tuple(every())
TABLES = tuple(one for one in EVERY if one.form.periods)
