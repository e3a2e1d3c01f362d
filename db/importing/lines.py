"""One row of the worksheet as an entry: every cell read, every fault noted with its place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from db.edits import Refusal
from db.importing.archive import column_letters
from db.importing.cells import Cells, Held, as_shown
from db.importing.choices import DAY, MONTH, YEAR
from db.importing.entries import Entry, Standing
from db.importing.remembering import Remembered
from db.importing.results import Note, Refused
from db.importing.structure import Heading
from db.importing.whole_lines import wrong_together
from db.importing.years import Years
from registers.book import Book
from registers.errors import BadValue
from registers.fields.base import Field, Stored
from registers.masking import looks_masked
from registers.model import Sheet
from registers.old_dates import read_written
from registers.old_paper import OldCell, Written


@dataclass
class LineReader:
    """Reads the lines of one worksheet from top to bottom."""

    book: Book
    sheet: Sheet
    heading: Heading
    cells: Cells
    base: OldCell
    day_first: Mapping[int, bool | None]
    answers: Mapping[str, object]
    soft: frozenset[str]
    """Fields whose unknown names are left out with a note: who wrote an old line is not here."""
    said: tuple[str, ...]
    """Fields the clerk has said something of; it counts where no column brings them."""
    looking: Remembered
    notes: list[Note] = field(default_factory=list)
    unknown: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    """Field and text of a choice nobody knows -> the rows with it."""
    day: str = ""
    """The day of the last day heading."""
    day_fault: Refusal | None = None
    _fields: dict[int, Field] = field(default_factory=dict)
    _known: dict[tuple[int, str, type, object, str, frozenset[str]], Stored] = field(
        default_factory=dict
    )

    @property
    def standing(self) -> Standing:
        """How the reader stands before its next row."""
        known, above = dict(self._years.last), self.cells.above
        return Standing(self.heading, self.day, self.day_fault, known, above)

    def stand(self, at: Standing) -> None:
        """Goes on from where a reader of the same worksheet stood."""
        self.follow(at.heading)
        self.day, self.day_fault = at.day, at.day_fault
        self._years.last = dict(at.last_day)
        self.cells.begin_anew(at.above)

    def __post_init__(self) -> None:
        self._years = Years(self.sheet)

    def follow(self, heading: Heading) -> None:
        """From here on the columns mean something else."""
        self.heading = heading
        self._fields.clear()
        self._known.clear()
        self._years.last.clear()
        self.cells.begin_anew()

    def taken_down(self) -> tuple[tuple[Note, ...], Mapping[tuple[str, str], list[int]]]:
        """The notes and unknown choices since this was last asked."""
        found = tuple(self.notes), self.unknown
        self.notes, self.unknown = [], {}
        return found

    def pass_void(self, row: int) -> None:
        """A void line is no entry; what stands in it may be meant by 同上 below."""
        columns = [c for c, meaning in self.heading.meanings.items() if meaning.field is not None]
        self.cells.pass_void(row, columns)

    def void_entry(self, row: int) -> Entry:
        """What can be read of a void line. Nobody is asked about it, and nothing follows from it
        but what 同上 below it means."""
        before, notes, unknown = self.standing, self.notes, self.unknown
        self.cells.is_void, self.notes, self.unknown = True, [], {}
        found = self.entry(row)
        self.cells.is_void, self.notes, self.unknown = False, notes, unknown
        self._years.last = dict(before.last_day)
        self.cells.begin_anew(before.above)
        self.pass_void(row)
        return found

    def begin_day(self, row: int, text: str) -> None:
        """A heading that dates the rows below it."""
        self.day, self.day_fault = "", None
        try:
            self.day = self._dated(0, text, self._cell(0, None)).day
        except (BadValue, Refusal) as bad:
            self.day_fault = Refusal(bad.code, self._period, **bad.params)
            self.notes.append(Note(bad.code, row, {"seen": text}))

    def entry(self, row: int) -> Entry:
        found = Entry(row, self.heading)
        held = dict(self._held(found))
        day = self._day_of(found, held)
        self._add_said(found, day)
        days = self._own_days()
        timed = [column for column in held if self._described(column).moment is not None]
        rest = sorted(
            (column for column in held if column not in timed),
            key=lambda column: self._described(column).unit_place is not None,
        )
        for column in [*rest, *self._in_order(timed)]:
            own = days.pop(self._described(column).key, None)
            if own is None:
                self._read(found, column, held[column], self._line_day(found, day))
            elif (named := self._named_day(found, own)) is not None:
                self._read(found, column, held[column], named)
        for key, column in days.items():
            self._refuse_lone_day(found, key, column)
        self._fill_period(found, day)
        for column, refusal in wrong_together(self.book, self.sheet, found):
            self._refuse(found, column, refusal)
        return found

    # --- cells ---------------------------------------------------------------------------------

    def _held(self, entry: Entry) -> Iterator[tuple[int, Held]]:
        for column, meaning in self.heading.meanings.items():
            if meaning.field is None or meaning.is_of_line or meaning.is_day:
                continue
            described = self._described(column)
            try:
                held = self.cells.held(entry.row, column, described, meaning.field)
            except Refusal as refusal:
                self._refuse(entry, column, refusal)
                continue
            if held.value is not None:
                entry.shown[meaning.field] = held.shown
                yield column, held

    def _add_said(self, entry: Entry, day: str) -> None:
        for key in self.said:
            text = self.cells.said(entry.row, key)
            if text and not entry.column_of(self.sheet.key, key):
                entry.shown[key] = text
                entry.added.append(key)
                self._read(entry, 0, Held(text, text), day, self.sheet.field(key))

    def _described(self, column: int) -> Field:
        found = self._fields.get(column)
        if found is None:
            meaning = self.heading.meanings[column]
            found = self.book.sheet(meaning.sheet).field(str(meaning.field))
            self._fields[column] = found
        return found

    def _in_order(self, columns: list[int]) -> list[int]:
        """The field that dates the line first: other times are of its day."""
        return sorted(columns, key=lambda c: self.heading.meanings[c].field != self._period)

    @property
    def _period(self) -> str:
        return self.sheet.period.field if self.sheet.period else ""

    def _cell(self, column: int, held: Held | None, day: str = "") -> OldCell:
        return replace(
            self.base,
            day=day,
            day_first=self.day_first.get(column),
            shown=held.zeros if held else "",
        )

    def _read(
        self, entry: Entry, column: int, held: Held, day: str, said: Field | None = None
    ) -> None:
        """`said` is the field where the clerk has said the value; `column` is 0 then."""
        sheet = self.heading.meanings[column].sheet if column else self.sheet.key
        described = said or self._described(column)
        key = described.key
        if isinstance(held.value, str) and looks_masked(held.value):
            entry.masked[key] = held.value
            return
        try:
            stored = self._stored(entry, column, described, held, day)
        except BadValue as bad:
            self._unreadable(entry, column, described, held, bad)
            return
        if stored is not None:
            entry.values.setdefault(sheet, {})[key] = stored

    def _stored(self, entry: Entry, column: int, described: Field, held: Held, day: str) -> Stored:
        answer = self.answers.get(f"choice/{described.key}/{held.value}")
        if answer is not None:
            return described.parse(answer, self.base)
        if described.moment is None:
            units = self._units(entry, described, held)
            known = column, described.key, type(held.value), held.value, held.zeros, units
            if known not in self._known:
                cell = replace(self.base, shown=held.zeros, units=units)
                self._known[known] = described.from_file(held.value, cell)
            return self._known[known]
        cell = self._cell(column, held, day)
        stored = self._years.read(
            entry,
            column,
            lambda asked: described.from_file(held.value, asked),
            lambda found: str(found)[:10],
            cell,
        )
        if stored is not None and not day:
            self._years.last[column] = date.fromisoformat(str(stored)[:10])
        return stored

    def _units(self, entry: Entry, described: Field, held: Held) -> frozenset[str]:
        """What the thing of the line is counted in, where a text may say so: 5包 of paper."""
        if described.unit_place is None or not isinstance(held.value, str):
            return frozenset()
        reference, key = described.unit_place
        row = entry.values.get(self.sheet.key, {}).get(reference)
        target = self.sheet.field(reference).target
        if not isinstance(row, int) or target is None:
            return frozenset()
        unit = self.book.sheet(target).by_key.get(key)
        if unit is None or not unit.is_stored:
            return frozenset()
        return unit.spellings(self.looking.cell(target, row, key))

    def _unreadable(
        self, entry: Entry, column: int, described: Field, held: Held, bad: BadValue
    ) -> None:
        if bad.code == "day_missing" and self._period in entry.blamed:
            return  # why there is no day is said already
        if described.key in self.soft:
            params = {"field": described.key, "seen": held.shown}
            self.notes.append(Note("name_left_out", entry.row, params))
            return
        likely = described.likely(held.value) if described.has_choices else ()
        if described.has_choices and described.reason(bad.code) == "choice_unknown":
            self.unknown.setdefault((described.key, str(held.value)), []).append(entry.row)
        suggestion = described.to_json(likely[0]) if likely else None
        self._refuse(entry, column, Refusal(bad.code, described.key, **bad.params), suggestion)

    # --- days ----------------------------------------------------------------------------------

    def _day_of(self, entry: Entry, held: Mapping[int, Held]) -> str:
        """The day of the line by its own column, or by the heading above it."""
        column = next((c for c, m in self.heading.meanings.items() if m.field == DAY), None)
        if column is not None:
            found = self._day_at(entry, column, self._period)
            if found is not None:
                return found
        if self.day_fault is not None and any(self._described(c).moment is not None for c in held):
            self._refuse(entry, 0, self.day_fault)
        return self.day

    def _day_at(self, entry: Entry, column: int, key: str) -> str | None:
        """The day in a column of days; None for an empty cell, nothing for a refused one."""
        meaning = self.heading.meanings[column]
        try:
            found = self.cells.held(entry.row, column, None, key)
            if found.value is None:
                return None
            entry.shown[DAY if meaning.field == DAY else f"{key}{DAY}"] = found.shown
            cell = self._cell(column, found)
            if meaning.is_of_line:
                cell = self._within_month(entry, cell)
            written = self._dated(column, found.value, cell, entry)
            if not written.day:
                raise BadValue("bad_date", seen=str(found.shown))
            if (
                written.time
                and meaning.is_of_line
                and not entry.column_of(self.sheet.key, self._period)
            ):
                moment = f"{written.day} {written.time}"
                entry.values.setdefault(self.sheet.key, {})[self._period] = moment
            return written.day
        except BadValue as bad:
            refusal = Refusal(bad.code, key, **bad.params)
        except Refusal as refused:
            refusal = refused
        if self.cells.typed(entry.row, key) is None:  # else the clerk has said it beside
            self._refuse(entry, column, refusal)
        return ""

    def _own_days(self) -> dict[str, int]:
        """Fields with a column for their day beside the one for their time."""
        return {str(m.field): c for c, m in self.heading.meanings.items() if m.is_day}

    def _named_day(self, entry: Entry, column: int) -> str | None:
        """The day beside a time; nothing where there is none, None where it is refused."""
        key = str(self.heading.meanings[column].field)
        found = self._day_at(entry, column, key)
        return None if key in entry.blamed else found or ""

    def _refuse_lone_day(self, entry: Entry, key: str, column: int) -> None:
        """A day whose time is not written down."""
        if key not in entry.blamed and (found := self._day_at(entry, column, key)):
            self._refuse(entry, column, Refusal("time_missing", key, seen=found))

    def _within_month(self, entry: Entry, cell: OldCell) -> OldCell:
        """The year and the month of a line that writes them in columns of their own."""
        known: dict[str, int] = {}
        for part, name in ((YEAR, "year"), (MONTH, "month")):
            column = next((c for c, m in self.heading.meanings.items() if m.field == part), None)
            if column is not None:
                found = self.cells.held(entry.row, column, None, self._period)
                digits = re.sub(r"\D", "", str(as_shown(found.value) or ""))
                if digits:
                    known[name] = int(digits[:4])
                    entry.shown[part] = found.shown
        if "month" in known and not 1 <= known["month"] <= 12:
            raise BadValue("bad_date", seen=str(known["month"]))
        year, month = known.get("year", cell.year), known.get("month", cell.month)
        return replace(cell, year=year, month=month)

    def _dated(
        self, column: int, value: object, cell: OldCell, entry: Entry | None = None
    ) -> Written:
        written = self._years.read(
            entry, column, lambda asked: read_written(value, asked), _day_in, cell
        )
        if written.day:
            self._years.last[column] = date.fromisoformat(written.day)
        return written

    def _line_day(self, entry: Entry, day: str) -> str:
        """The day other times of the line belong to."""
        if day:
            return day
        dated = entry.values.get(self.sheet.key, {}).get(self._period)
        return str(dated)[:10] if dated is not None else ""

    def _fill_period(self, entry: Entry, day: str) -> None:
        """A line dated by its day alone, where the sheet asks for no time; else it is missing."""
        if not self._period or not day:
            return
        described = self.sheet.field(self._period)
        own = entry.values.setdefault(self.sheet.key, {})
        if own.get(self._period) is not None or self._period in entry.blamed:
            return
        if described.moment == "date":
            own[self._period] = day
        else:
            column = next((c for c, m in self.heading.meanings.items() if m.field == DAY), 0)
            refusal = Refusal("time_missing", self._period, seen=day)
            self._refuse(entry, column, refusal)

    # --- the line as a whole -------------------------------------------------------------------

    def _refuse(
        self, entry: Entry, column: int, refusal: Refusal, suggestion: object = None
    ) -> None:
        meaning = self.heading.meanings.get(column)
        sheet = meaning.sheet if meaning is not None else self.sheet.key
        key = refusal.field or ""
        described = self.book.sheet(sheet).by_key.get(key)
        stands = as_shown(self.cells.layout.own(entry.row, column)) if column else None
        typed = entry.shown.get(key) if key in entry.added else self.cells.typed(entry.row, key)
        entry.faults.append(
            Refused(
                entry.row,
                key,
                column_letters(column) if column else "",
                described.reason(refusal.code) if described else refusal.code,
                stands if typed is None else typed,
                refusal,
                sheet,
                suggestion,
            )
        )


def _day_in(written: Written) -> str:
    return written.day
