"""The stretch of time a sample office covers, ending now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first day to this minute; nothing of the sample lies outside it."""

    first: date
    now: datetime

    @classmethod
    def ending(cls, now: datetime, months: int) -> "Stretch":
        """The last `months` months: from the same day of the month, as far as that month has it."""
        year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
        first = date(year, month + 1, min(now.day, 28))
        return cls(first, now.replace(second=0, microsecond=0))

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def length(self) -> int:
        """How many days, today included."""
        return (self.today - self.first).days + 1

    def days(self) -> Iterator[date]:
        for offset in range(self.length):
            yield self.first + timedelta(days=offset)

    def has(self, moment: datetime) -> bool:
        return moment <= self.now


def at(day: date, minute: float) -> datetime:
    """A moment by the minute of its day: 552 is 09:12."""
    return datetime.combine(day, time()) + timedelta(minutes=int(minute))


def written(moment: datetime | None) -> str | None:
    """A time as the ledger is given it."""
    return None if moment is None else moment.strftime("%Y-%m-%d %H:%M")


def read(text: object) -> datetime:
    """A time as it was written for the ledger."""
    return datetime.strptime(str(text), "%Y-%m-%d %H:%M")


def is_workday(day: date) -> bool:
    """The office is closed on Sundays only."""
    return day.isoweekday() != 7
