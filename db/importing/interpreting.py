"""From an opened workbook and the clerk's choices to what every line would be. Never writes."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from db.actor import Actor
from db.audit import Stored
from db.importing import memory
from db.importing.around import Surroundings, surroundings
from db.importing.asked import Asked, asks_less
from db.importing.cells import Cells
from db.importing.choices import DAY, Choices
from db.importing.deciding import Decided, Deciding
from db.importing.entries import Entry
from db.importing.keeping_void import KeepingVoid
from db.importing.layout import Layout
from db.importing.lines import LineReader
from db.importing.mapping import Mapped, map_columns
from db.importing.remembering import Remembered
from db.importing.results import Line, Note, Question, Reading, Skipped, State, WorksheetReading
from db.importing.structure import Heading, Rows, find_heading
from db.importing.walking import Block, Needed, Unknown, Walk
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
    return Interpreter(office, sheet, workbook, actor).read(choices)


@dataclass
class Interpreter:
    """Reads one file as often as the clerk changes something.

    Where only cells are put right or lines left out, what that cannot change stays as it is.
    """

    office: Office
    sheet: str
    workbook: Workbook
    actor: Actor | None = None
    _earlier: "_Earlier | None" = None

    def read(self, choices: Choices) -> Reading:
        """`interpret` with other choices."""
        desk = self.office.ledger.desk(self.sheet)
        earlier, self._earlier = self._earlier, None
        if earlier is None or not earlier.differs_in_lines_only(desk, choices):
            words = words_of(
                self.office.book, desk.sheet, memory.headings(self.office.ledger, self.sheet)
            )
            earlier = _Earlier(desk, words, choices, {})
        is_history = choices.history and asks_less(desk)
        with self.office.ledger.reading(today="") as context:
            reader = _Interpreter(
                self.office, desk, earlier.words, choices, self.workbook.filename,
                Asked(desk, is_history), Remembered(context), context.connection,
                self.actor or Actor.setup(),
                earlier.tables, earlier.touched(choices),
            )  # fmt: skip
            found = reader.workbook(self.workbook)
        self._earlier = _Earlier(desk, earlier.words, choices, reader.tables)
        return Reading(self.sheet, self.workbook.filename, found, is_history, choices.history)


@dataclass(frozen=True)
class _Table:
    """A worksheet as it was read, and what a cell put right leaves as it is."""

    layout: Layout
    around: Surroundings
    mapped: Mapped
    day_first: Mapping[int, bool | None]
    blocks: tuple[Block, ...] = ()
    decided: Mapping[int, Decided] = field(default_factory=dict)
    """By row."""


@dataclass(frozen=True)
class _Earlier:
    """How a file was read before: with which choices, and its worksheets by place."""

    desk: Desk
    words: Words
    choices: Choices
    tables: Mapping[int, _Table]

    def differs_in_lines_only(self, desk: Desk, choices: Choices) -> bool:
        before = self.choices
        same = replace(choices, corrections=before.corrections, left_out=before.left_out)
        return desk is self.desk and same == before

    def touched(self, choices: Choices) -> Mapping[str, Set[int]]:
        """The rows put right or left out since, by worksheet."""
        before = self.choices
        typed = before.corrections.items() ^ choices.corrections.items()
        lines = {place[:2] for place, _ in typed} | (before.left_out ^ choices.left_out)
        found: dict[str, set[int]] = {}
        for worksheet, row in lines:
            found.setdefault(worksheet, set()).add(row)
        return found


@dataclass
class _Interpreter:
    office: Office
    desk: Desk
    words: Words
    choices: Choices
    filename: str
    asked: Asked
    looking: Remembered
    connection: sqlite3.Connection
    actor: Actor
    earlier: Mapping[int, _Table]
    touched: Mapping[str, Set[int]]
    tables: dict[int, _Table] = field(default_factory=dict)
    _seen: dict[tuple[str, Stored], tuple[str, int]] = field(default_factory=dict)
    """What must stand once, and the line that has it."""
    _void: dict[int, tuple[Deciding, Sequence[Entry]]] = field(default_factory=dict)
    """The lines struck out, by worksheet."""

    def workbook(self, workbook: Workbook) -> tuple[WorksheetReading, ...]:
        """All worksheets; what is struck out yields to every other line."""
        found = [self.worksheet(at, each) for at, each in enumerate(workbook.worksheets)]
        for at, (deciding, entries) in self._void.items() if self.asked.is_history else ():
            voided = tuple(KeepingVoid(deciding, self._seen).lines(entries))
            found[at] = replace(found[at], voided=voided)
        return tuple(found)

    # --- one worksheet -------------------------------------------------------------------------

    def worksheet(self, at: int, worksheet: Worksheet) -> WorksheetReading:
        """`at` is its place in the workbook."""
        if (known := self.earlier.get(at)) is not None:
            return self._read(at, known)
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
        around = surroundings(layout, heading.row, self.filename, self.choices.year)
        mapped = self._mapped(layout, heading, self._cell(layout, around), self.choices)
        table = _Table(layout, around, mapped, self._orders(layout, mapped.heading))
        return self._read(at, table)

    def _cell(self, layout: Layout, around: Surroundings) -> OldCell:
        return OldCell(
            self.looking,
            year=around.year,
            month=around.month,
            months=around.months,
            counts_from_1904=layout.worksheet.counts_from_1904,
            asks_less=self.asked.is_history,
        )

    def _mapped(self, layout: Layout, heading: Heading, cell: OldCell, choices: Choices) -> Mapped:
        return map_columns(
            self.desk.sheet,
            layout,
            heading,
            choices,
            importable=self.asked.importable,
            needed=self.asked.needed,
            cell=cell,
        )

    def _read(self, at: int, table: _Table) -> WorksheetReading:
        layout, heading = table.layout, table.mapped.heading
        cell = self._cell(layout, table.around)
        reader = self._reader(table, cell)
        if said := self.choices.for_all.get(DAY):
            reader.begin_day(0, said)
        of_all, _ = reader.taken_down()

        def again(other: Heading) -> tuple[Heading, Needed]:
            found = self._mapped(layout, other, cell, replace(self.choices, columns={})).heading
            return found, self.asked.needed_columns(found)

        rows = Rows(layout, heading, self.words, self.asked.needed_columns(heading))
        touched = self.touched.get(layout.worksheet.name, frozenset())
        blocks = Walk(layout, rows, reader, again).blocks(table.blocks, touched)
        entries = [entry for block in blocks for entry in block.entries]
        void = [entry for block in blocks for entry in block.void]
        skipped = [
            *(Skipped(row, kind) for row, kind in rows.before()),
            *(Skipped(row, "heading") for row in range(heading.row, heading.last_row + 1)),
            *(each for block in blocks for each in block.skipped),
        ]
        day = table.around.day or self.choices.for_all.get(DAY, "")
        missing = self.asked.missing(heading, entries, skipped, day, self.choices.for_all)
        if missing and len(missing) * 2 >= len(self.asked.needed):  # another table altogether
            skipped += [Skipped(entry.row, "column_missing") for entry in entries]
            entries = []
        deciding = self._deciding(reader, heading)
        self._void[at] = deciding, void
        kept = table.decided if not touched else _of_the_same(blocks, table)
        fresh = deciding.decide([entry for entry in entries if entry.row not in kept])
        decided = {**kept, **{each.line.row: each for each in fresh}}
        ordered = [decided[entry.row] for entry in entries]
        lines = tuple(deciding.compare(ordered, self._seen))
        self.tables[at] = replace(table, blocks=blocks, decided=decided)
        unknown = _together(block.unknown for block in blocks)
        return WorksheetReading(
            name=layout.worksheet.name,
            state=_state(missing, lines, unknown),
            heading_row=heading.row,
            columns=table.mapped.columns,
            lines=lines,
            void=tuple(entry.row for entry in void),
            skipped=tuple(sorted(skipped)),
            notes=(
                *table.mapped.notes,
                *_hidden_rows(layout, entries),
                *of_all,
                *(note for block in blocks for note in block.notes),
                *(note for each in ordered for note in each.notes),
            ),
            questions=tuple(self._questions(unknown, lines)),
            missing=tuple(missing),
        )

    def _deciding(self, reader: LineReader, heading: Heading) -> Deciding:
        mapped_fields = [
            str(meaning.field)
            for meaning in heading.meanings.values()
            if meaning.sheet == self.desk.key
            and meaning.field is not None
            and not (meaning.is_of_line or meaning.is_day)
        ]
        return Deciding(
            self.desk, self.choices, self.asked.is_history, self.connection, self.actor,
            reader, mapped_fields, self.asked.needed, self.looking,
        )  # fmt: skip

    def _orders(self, layout: Layout, heading: Heading) -> Mapping[int, bool | None]:
        """Of the columns with days whether the day stands before the month, where one proves it."""
        return {
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

    def _reader(self, table: _Table, cell: OldCell) -> LineReader:
        name = table.layout.worksheet.name
        corrections = {
            (row, key): text
            for (worksheet, row, key), text in self.choices.corrections.items()
            if worksheet == name
        }
        typed = {key for _, key in corrections}
        return LineReader(
            book=self.office.book,
            sheet=self.desk.sheet,
            heading=table.mapped.heading,
            cells=Cells(table.layout, corrections, self.choices.for_all),
            base=cell,
            day_first=table.day_first,
            answers=self.choices.answers,
            soft=self.asked.soft,
            said=tuple(sorted(self.asked.importable & {*self.choices.for_all, *typed})),
            looking=self.looking,
            day=table.around.day,
        )

    def _is_moment(self, sheet: str, key: str) -> bool:
        return self.office.book.sheet(sheet).field(key).moment is not None

    def _questions(self, unknown: Unknown, lines: tuple[Line, ...]) -> Iterator[Question]:
        for (key, seen), rows in unknown.items():
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


def _state(missing: list[str], lines: tuple[Line, ...], unknown: Unknown) -> State:
    if missing:
        return "column_missing"
    if unknown or any(f.refusal.code == "year_missing" for line in lines for f in line.faults):
        return "question"
    return "ready"


def _of_the_same(blocks: Sequence[Block], table: _Table) -> Mapping[int, Decided]:
    """What was decided of the lines that were not read again."""
    before = {id(block) for block in table.blocks}
    rows = (entry.row for block in blocks if id(block) in before for entry in block.entries)
    return {row: table.decided[row] for row in rows if row in table.decided}


def _together(found: Iterable[Unknown]) -> Unknown:
    unknown: dict[tuple[str, str], list[int]] = {}
    for each in found:
        for known, rows in each.items():
            unknown.setdefault(known, []).extend(rows)
    return unknown


def _hidden_rows(layout: Layout, entries: Sequence[Entry]) -> Iterator[Note]:
    """Rows nobody saw in Excel that are read all the same."""
    hidden = layout.worksheet.hidden_rows
    if shown := [entry.row for entry in entries if entry.row in hidden]:
        yield Note("hidden_rows", params={"rows": shown})
