"""From an opened workbook and the clerk's choices to what every line would be. Never writes."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from db.actor import Actor
from db.importing import memory
from db.importing.around import surroundings
from db.importing.cells import Cells
from db.importing.choices import DAY, Choices
from db.importing.deciding import Deciding
from db.importing.entries import Entry
from db.importing.layout import Layout
from db.importing.lines import LineReader
from db.importing.mapping import Mapped, map_columns
from db.importing.remembering import Remembered
from db.importing.results import Line, Note, Question, Reading, Skipped, State, WorksheetReading
from db.importing.structure import Heading, Rows, find_heading
from db.importing.words import Words, words_of
from db.importing.workbook import Workbook, Worksheet
from db.office import Office
from db.request import Desk
from registers.old_dates import proves_day_first
from registers.old_paper import OldCell


def interpret(
    office: Office,
    sheet: str,
    workbook: Workbook,
    choices: Choices,
    actor: Actor | None = None,
) -> Reading:
    """Reads every worksheet for the sheet; Refusal `unknown_sheet` or `sheet_held`.

    `actor` is whoever would write it: some rules yield to some posts.
    """
    desk = office.ledger.desk(sheet)
    words = words_of(office.book, desk.sheet, memory.headings(office.ledger, sheet))
    is_history = choices.history and asks_less(desk)
    with office.ledger.reading(today="") as context:
        looking = Remembered(context)
        reader = _Interpreter(
            office, desk, words, choices, workbook.filename, is_history, looking,
            context.connection, actor or Actor.setup(),
        )  # fmt: skip
        found = tuple(reader.worksheet(each) for each in workbook.worksheets)
    return Reading(sheet, workbook.filename, found, is_history, choices.history)


def asks_less(desk: Desk) -> bool:
    """Whether old lines of the sheet are asked for less: it is dated, and says what is needed."""
    hint = desk.sheet.importing
    return bool(hint and hint.required and desk.sheet.period)


@dataclass
class _Interpreter:
    office: Office
    desk: Desk
    words: Words
    choices: Choices
    filename: str
    is_history: bool
    looking: Remembered
    connection: sqlite3.Connection
    actor: Actor

    # --- one worksheet -------------------------------------------------------------------------

    def worksheet(self, worksheet: Worksheet) -> WorksheetReading:
        asked = self.choices.worksheets
        if asked is not None and worksheet.name not in asked:
            return _left(worksheet, "left_out")
        if asked is None and not worksheet.is_visible:
            return _left(worksheet, "hidden")
        if asked is None and worksheet.name in self.office.book.further_titles:
            return _left(worksheet, "left_out")
        layout = Layout(worksheet)
        if not any(cell is not None for row in worksheet.rows for cell in row):
            return _left(worksheet, "empty")
        heading = find_heading(layout, self.words, self.choices.heading_row.get(worksheet.name))
        if heading is None:
            return replace(_left(worksheet, "no_heading"), skipped=tuple(_all_skipped(layout)))
        return self._table(layout, heading)

    def _table(self, layout: Layout, heading: Heading) -> WorksheetReading:
        known = surroundings(layout, heading.row, self.filename, self.choices.year)
        cell = OldCell(
            self.looking,
            year=known.year,
            month=known.month,
            months=known.months,
            counts_from_1904=layout.worksheet.counts_from_1904,
        )

        def map_as(heading: Heading, choices: Choices) -> Mapped:
            return map_columns(
                self.desk.sheet,
                layout,
                heading,
                choices,
                importable=self.importable,
                needed=self.needed,
                cell=cell,
            )

        def again(heading: Heading) -> tuple[Heading, tuple[int, ...]]:
            found = map_as(heading, replace(self.choices, columns={}))
            return found.heading, self._needed_columns(found.heading)

        mapped = map_as(heading, self.choices)
        reader = self._reader(layout, mapped, cell, known.day)
        if said := self.choices.for_all.get(DAY):
            reader.begin_day(0, said)
        walked = _Walked.of(
            layout, mapped.heading, self.words, self._needed_columns(mapped.heading), reader, again
        )
        missing = self._missing(mapped.heading, walked, known.day)
        mapped_fields = [
            str(meaning.field)
            for meaning in mapped.heading.meanings.values()
            if meaning.sheet == self.desk.key
            and meaning.field is not None
            and not (meaning.is_of_line or meaning.is_day)
        ]
        deciding = Deciding(
            self.desk, self.choices, self.is_history, self.connection, self.actor,
            reader, mapped_fields, self.needed, self.looking,
        )  # fmt: skip
        is_another_table = bool(missing) and len(missing) * 2 >= len(self.needed)
        entries = [] if is_another_table else walked.entries
        lines = tuple(deciding.lines(entries))
        unread = [Skipped(e.row, "column_missing") for e in walked.entries if is_another_table]
        return WorksheetReading(
            name=layout.worksheet.name,
            state=_state(missing, lines, reader),
            heading_row=heading.row,
            columns=mapped.columns,
            lines=lines,
            void=tuple(walked.void),
            skipped=tuple(sorted([*walked.skipped, *unread])),
            notes=(*mapped.notes, *walked.notes, *reader.notes, *deciding.notes),
            questions=tuple(self._questions(reader, lines)),
            missing=tuple(missing),
        )

    def _reader(self, layout: Layout, mapped: Mapped, cell: OldCell, day: str) -> LineReader:
        name = layout.worksheet.name
        corrections = {
            (row, key): text
            for (worksheet, row, key), text in self.choices.corrections.items()
            if worksheet == name
        }
        typed = {key for _, key in corrections}
        heading = mapped.heading
        orders = {
            column: proves_day_first(
                [
                    str(layout.own(row, column))
                    for row in range(heading.last_row + 1, layout.height + 1)
                    if isinstance(layout.own(row, column), str)
                ]
            )
            for column, meaning in heading.meanings.items()
            if meaning.field is not None
            and (meaning.is_of_line or self._is_moment(meaning.sheet, meaning.field))
        }
        return LineReader(
            book=self.office.book,
            sheet=self.desk.sheet,
            heading=heading,
            cells=Cells(layout, corrections, self.choices.for_all),
            base=cell,
            day_first=orders,
            answers=self.choices.answers,
            soft=self._soft,
            said=tuple(sorted(self.importable & {*self.choices.for_all, *typed})),
            looking=self.looking,
            day=day,
        )

    def _is_moment(self, sheet: str, key: str) -> bool:
        return self.office.book.sheet(sheet).field(key).moment is not None

    # --- what the sheet asks ------------------------------------------------------------------

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
    def _soft(self) -> frozenset[str]:
        fields = self.desk.sheet.stored_fields
        return frozenset(each.key for each in fields if each.readonly and each.target is not None)

    def _missing(self, heading: Heading, walked: "_Walked", day: str) -> list[str]:
        """Needed fields that no column can bring; a column of days may bring the period's."""
        period, number = self.desk.sheet.period, self.desk.sheet.number_field
        if number is not None and any(number.key in entry.shown for entry in walked.entries):
            return []  # rows the ledger has are found by their number, whatever else is there
        dated = (
            bool(day or self.choices.for_all.get(DAY))
            or (self.desk.key, DAY) in heading.columns
            or any(skipped.kind == "day_heading" for skipped in walked.skipped)
        )
        return [
            key
            for key in self.needed
            if (self.desk.key, key) not in heading.columns
            and key not in self.choices.for_all
            and not (dated and period is not None and key == period.field)
        ]

    def _needed_columns(self, heading: Heading) -> tuple[int, ...]:
        columns = heading.columns
        return tuple(
            columns[self.desk.key, key][0] for key in self.needed if (self.desk.key, key) in columns
        )

    def _questions(self, reader: LineReader, lines: tuple[Line, ...]) -> Iterator[Question]:
        for (key, seen), rows in reader.unknown.items():
            described = self.desk.sheet.by_key.get(key)
            likely = described.likely(seen) if described is not None else ()
            yield Question(f"choice/{key}/{seen}", "choice", key, seen, likely, tuple(rows))
        waiting = {
            fault.row: fault.field
            for line in lines
            for fault in line.faults
            if fault.refusal.code == "year_missing"
        }
        if waiting:
            field = next(iter(waiting.values()))
            yield Question("year", "year", field, None, (), tuple(waiting))


def _left(worksheet: Worksheet, state: State) -> WorksheetReading:
    notes = () if state != "hidden" else (Note("hidden_worksheet"),)
    return WorksheetReading(worksheet.name, state, notes=notes)


def _all_skipped(layout: Layout) -> Iterator[Skipped]:
    for row in range(1, layout.height + 1):
        yield Skipped(row, "no_heading" if layout.filled(row) else "blank")


def _state(missing: list[str], lines: tuple[Line, ...], reader: LineReader) -> State:
    if missing:
        return "column_missing"
    if reader.unknown or any(
        f.refusal.code == "year_missing" for line in lines for f in line.faults
    ):
        return "question"
    return "ready"


@dataclass
class _Walked:
    """The rows of a worksheet, gone through from top to bottom."""

    entries: list[Entry]
    void: list[int]
    skipped: list[Skipped]
    notes: list[Note]

    @classmethod
    def of(
        cls,
        layout: Layout,
        heading: Heading,
        words: Words,
        needed: tuple[int, ...],
        reader: LineReader,
        again: Callable[[Heading], tuple[Heading, tuple[int, ...]]],
    ) -> "_Walked":
        """`again` gives headings that stand in another order further down their meanings."""
        rows = Rows(layout, heading, words, needed)
        found = cls([], [], [Skipped(row, kind) for row, kind in rows.before()], [])
        found.skipped += [
            Skipped(row, "heading") for row in range(heading.row, heading.last_row + 1)
        ]
        for row in range(heading.last_row + 1, _last(layout) + 1):
            kind = rows.kind(row)
            match kind:
                case "data":
                    found.entries.append(reader.entry(row))
                case "void":
                    reader.pass_void(row)
                    found.void.append(row)
                case _:
                    if kind == "day_heading":
                        reader.begin_day(row, str(rows.day(row)))
                    other = rows.other_order(row) if kind == "repeated_heading" else None
                    if other is not None:
                        rows.follow(*(again(other) if other is not rows.first else (other, needed)))
                        reader.follow(rows.heading)
                    found.skipped.append(Skipped(row, kind))
        hidden = sorted(row for row in layout.worksheet.hidden_rows if row > heading.last_row)
        read = {entry.row for entry in found.entries}
        if shown := [row for row in hidden if row in read]:
            found.notes.append(Note("hidden_rows", params={"rows": shown}))
        return found


def _last(layout: Layout) -> int:
    """The last row that holds anything."""
    return max((row for row in range(1, layout.height + 1) if layout.filled(row)), default=0)
