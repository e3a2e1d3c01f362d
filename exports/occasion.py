"""For whom, about when and in which language a form is printed, and what of that it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from db.period import Span
from locales import fill, sentence
from registers.labels import Label

BLANK = "_" * 12


@dataclass(frozen=True)
class Occasion:
    """What is the same on all pages of one printing."""

    estate: str
    span: Span
    lang: str
    printed_on: date
    is_full: bool = False
    """Whether telephones, plates and documents are printed in full."""
    seal: str = ""
    """The seal over the whole history of the ledger, 64 hexadecimal digits."""
    fields: Mapping[str, str] | None = None
    """What the fields of the row show that the form is made for; None where it is for a period."""
    selection: str = ""
    """What the form was narrowed down to, in words."""
    is_blank: bool = False
    """Whether it is printed to be filled in by hand."""
    is_undated: bool = False
    """Whether the period is filled in by hand as well."""

    def say(self, label: Label) -> str:
        """A text of the form with its placeholders filled in."""
        values = {
            "estate": self.estate,
            "period": self.period,
            "from": self.span.first.isoformat(),
            "to": (self.span.after - timedelta(days=1)).isoformat(),
            "printed_on": self.printed_on.isoformat(),
            "seal": self.seal,
            "selection": self.selection,
        }
        if self.is_undated:
            values |= dict.fromkeys(("period", "from", "to", "printed_on"), BLANK)
        if self.fields is not None:
            values = {**self.fields, **values}
        return fill(label.text(self.lang), self.lang, values).rstrip()

    def word(self, name: str, **values: object) -> str:
        return sentence(self.lang, f"paper.{name}", **values)

    @property
    def period(self) -> str:
        """`2026年11月`, as people write it."""
        first = self.span.first
        return self.word(
            self.span.kind,
            year=first.year,
            quarter=(first.month + 2) // 3,
            month=first.month,
            day=first.day,
            iso=first.isoformat()[: 7 if self.span.kind == "month" else 10],
        )
