"""Importing a file into one sheet: read, judged line by line, written as every other edit is."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from secrets import token_hex

from db.actor import Actor
from db.edits import Insert, Result
from db.importing.beside import ROW, Made, existing_row, wanted_rows
from db.importing.headings import Place, find_table
from db.importing.problems import Unreadable
from db.importing.reading import Entry, Reader
from db.importing.report import ImportReport
from db.importing.workbook import read_workbook
from db.ledger import Ledger
from registers.model import AlsoRow, Sheet

Progress = Callable[[int, int, str], None]

_BATCH = 500


def unwatched(_done: int, _total: int, _sheet: str) -> None:
    """For a caller who does not look on."""


def import_file(
    ledger: Ledger,
    sheet_key: str,
    content: bytes,
    actor: Actor,
    *,
    filename: str,
    dry_run: bool,
    progress: Progress,
) -> ImportReport:
    """Imports what is clear and reports the rest; Unreadable when nothing of the file can be taken.

    A dry run judges every line of the sheet itself as the ledger would, and writes nothing.
    """
    if not ledger.book.has_sheet(sheet_key):
        raise Unreadable("unknown_sheet", sheet=sheet_key)
    sheet = ledger.book.sheet(sheet_key)
    table = find_table(ledger.book, sheet, read_workbook(content, filename).worksheets)
    lines = list(table.lines())
    filled = [line for line in lines if not line.is_blank]
    with ledger.reading(today="") as context:
        reader = Reader(ledger.book, table, context)
        entries = [entry for line in filled if (entry := reader.entry(line)) is not None]
    writing = _Writing(ledger, sheet, reader, actor)
    if dry_run:
        writing.rehearse(entries)
    else:
        for done in writing.write(entries):
            progress(done, len(entries), sheet.key)
    progress(len(entries), len(entries), sheet.key)
    return ImportReport(
        worksheet=table.worksheet.name,
        inserted=writing.counted.pop(sheet.key, 0),
        refused=tuple(sorted(reader.refused, key=lambda refused: refused.row)),
        skipped=len(lines) - len(filled),
        ignored=table.unknown,
        beside=dict(writing.counted),
    )


@dataclass
class _Writing:
    """Brings entries to the ledger, counts the rows made, and notes which were refused."""

    ledger: Ledger
    sheet: Sheet
    reader: Reader
    actor: Actor
    counted: Counter[str] = field(default_factory=Counter)
    known: dict[tuple[str, Hashable], int] = field(default_factory=dict)
    name: str = field(default_factory=lambda: f"import {token_hex(8)}")
    """All batches are one step, and taken back as one."""

    def write(self, entries: Iterable[Entry]) -> Iterator[int]:
        """Writes batch after batch, and says after each how many lines have been dealt with."""
        steps = self.sheet.importing.also if self.sheet.importing else ()
        done = 0
        for batch in _batches(entries):
            made = [
                Made(entry, {ROW: row})
                for entry, row in zip(
                    batch, self._inserted(self._inserts(batch), batch), strict=True
                )
                if row is not None
            ]
            for step in steps:
                self._write_beside(step, made)
            done += len(batch)
            yield done

    def rehearse(self, entries: Sequence[Entry]) -> None:
        """All lines in one request that cannot succeed: judged with each other, then taken back."""
        impossible = Insert(0, "", {})
        edits = [*self._inserts(entries), impossible]
        results = self.ledger.apply(edits, self.actor, client="", atomic=True)
        for entry, result in zip(entries, results, strict=False):
            if result.error is not None and result.error.code != "not_applied":
                self._refuse(entry, self.sheet.key, result)
            else:
                self.counted[self.sheet.key] += 1

    def _write_beside(self, step: AlsoRow, made: Sequence[Made]) -> None:
        """The rows of one step that the ledger does not have yet; then every line knows its own."""
        wanted = wanted_rows(self.sheet, step, made)
        for identity, row in wanted.items():
            place = (step.sheet, identity)
            if place not in self.known and (found := existing_row(self.ledger, step, row.values)):
                self.known[place] = found
        new = {key: row for key, row in wanted.items() if (step.sheet, key) not in self.known}
        inserts = [
            Insert(at, step.sheet, row.values) for at, row in enumerate(new.values(), start=1)
        ]
        first_lines = [row.lines[0].entry for row in new.values()]
        for identity, number in zip(new, self._inserted(inserts, first_lines), strict=True):
            if number is not None:
                self.known[step.sheet, identity] = number
        for identity, row in wanted.items():
            for one in row.lines:
                if (step.sheet, identity) in self.known:
                    one.ids[step.sheet] = self.known[step.sheet, identity]

    def _inserts(self, entries: Iterable[Entry]) -> list[Insert]:
        key = self.sheet.key
        return [
            Insert(at, key, entry.values.get(key, {})) for at, entry in enumerate(entries, start=1)
        ]

    def _inserted(
        self, inserts: Sequence[Insert], entries: Sequence[Entry]
    ) -> Iterator[int | None]:
        """The number of each row written; None for one that was refused, which is noted."""
        step = (self.sheet.key, self.name)
        results = self.ledger.apply(inserts, self.actor, client="", step=step) if inserts else []
        for insert, entry, result in zip(inserts, entries, results, strict=True):
            if result.row is None:
                self._refuse(entry, insert.sheet, result)
                yield None
            else:
                self.counted[insert.sheet] += 1
                yield int(str(result.row["id"]))

    def _refuse(self, entry: Entry, sheet: str, result: Result) -> None:
        assert result.error is not None
        place = Place(sheet, result.error.field or "")
        self.reader.refuse(entry.line, place, result.error)


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while batch := list(islice(rest, _BATCH)):
        yield batch
