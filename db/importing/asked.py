"""What a sheet asks of the lines of a file, and what they may fill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.importing.choices import DAY
from db.importing.entries import Entry
from db.importing.results import Skipped
from db.importing.structure import Heading
from db.importing.walking import Needed
from db.request import Desk


def asks_less(desk: Desk) -> bool:
    """Whether old lines of the sheet are asked for less: it is dated, and says what is needed."""
    hint = desk.sheet.importing
    return bool(hint and hint.required and desk.sheet.period)


@dataclass(frozen=True)
class Asked:
    """`is_history` where the lines are of an old ledger."""

    desk: Desk
    is_history: bool

    @property
    def importable(self) -> frozenset[str]:
        """Fields a line may fill; of an old one also the number, the state and who wrote it."""
        fields = self.desk.backfilled if self.is_history else self.desk.settable
        number = self.desk.sheet.number_field
        return frozenset(fields) | ({number.key} if number is not None else set())

    @property
    def needed(self) -> tuple[str, ...]:
        """Fields without which no row can be made: named by the import, or always required."""
        hint = self.desk.sheet.importing
        named = hint.required if hint else ()
        if self.is_history:
            return named
        fields = self.desk.sheet.by_key
        always = (f.key for f in fields.values() if f.required is True and not f.readonly)
        return tuple(key for key in dict.fromkeys((*named, *always)) if fields[key].default is None)

    @property
    def soft(self) -> frozenset[str]:
        """Fields whose unknown names are left out: who wrote an old line is not here any more."""
        fields = self.desk.sheet.stored_fields
        return frozenset(each.key for each in fields if each.readonly and each.target is not None)

    def missing(
        self,
        heading: Heading,
        entries: Sequence[Entry],
        skipped: Sequence[Skipped],
        day: str,
        for_all: Mapping[str, str],
    ) -> list[str]:
        """Needed fields that no column can bring; a column of days may bring the period's.

        `day` is the day of lines without one, `for_all` what the clerk says of every line.
        """
        period, number = self.desk.sheet.period, self.desk.sheet.number_field
        if number is not None and any(number.key in entry.shown for entry in entries):
            return []  # rows the ledger has are found by their number, whatever else is there
        dated = (
            bool(day)
            or (self.desk.key, DAY) in heading.columns
            or any(each.kind == "day_heading" for each in skipped)
        )
        return [
            key
            for key in self.needed
            if (self.desk.key, key) not in heading.columns
            and key not in for_all
            and not (dated and period is not None and key == period.field)
        ]

    def needed_columns(self, heading: Heading) -> Needed:
        columns = heading.columns
        return tuple(
            columns[self.desk.key, key][0] for key in self.needed if (self.desk.key, key) in columns
        )
