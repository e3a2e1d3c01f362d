"""What becomes of every entry: a new row, a change of one, nothing new, or a refusal.

Each is decided by itself, and stays so while others are corrected; only what must stand once is
compared with the lines before it, in the end.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from db.actor import Actor
from db.audit import Stored
from db.edits import Refusal
from db.importing.archive import column_letters
from db.importing.choices import Choices
from db.importing.entries import Entry
from db.importing.judging import Judge, Judged, taken
from db.importing.lines import LineReader
from db.importing.matching import Found, Matching, changes, is_the_same
from db.importing.remembering import Remembered
from db.importing.results import Becomes, Change, Line, Note, Refused
from db.records import Row, as_column
from db.request import Desk
from db.shape import Shape


@dataclass(frozen=True, slots=True)
class Decided:
    """A line by itself. `once` are its values that must not stand in another line as well."""

    entry: Entry
    line: Line
    notes: tuple[Note, ...]
    once: Mapping[str, Stored]


@dataclass
class Deciding:
    """Compares entries of one worksheet with the ledger."""

    desk: Desk
    choices: Choices
    history: bool
    connection: sqlite3.Connection
    actor: Actor
    reader: LineReader
    mapped: Sequence[str]
    needed: tuple[str, ...]
    looking: Remembered
    _notes: list[Note] = field(default_factory=list)
    _once: dict[int, dict[str, Stored]] = field(default_factory=dict)

    def decide(self, entries: Sequence[Entry]) -> Iterator[Decided]:
        """What becomes of each entry, in their order."""
        self._work_out(entries)
        found = Matching(self.desk, self.choices.keys).find(self.connection, entries)
        asked = [entry for entry in entries if not self._settle(entry, found)]
        judged = self._judge(asked, found)
        for entry in entries:
            line = self.line(entry, found.get(entry.row), judged.get(entry.row))
            notes, self._notes = tuple(self._notes), []
            yield Decided(entry, line, notes, self._once.get(entry.row, {}))

    def compare(
        self, decided: Iterable[Decided], seen: dict[tuple[str, Stored], tuple[str, int]]
    ) -> Iterator[Line]:
        """The lines, refused where a line before them says what must stand once: as far as the
        whole file is concerned, `seen` are those lines, by worksheet and row."""
        worksheet = self.reader.cells.layout.worksheet.name
        for each in decided:
            own = worksheet, each.line.row
            twice = [
                self._refused(each.entry, self._not_once(key, value))
                for key, value in each.once.items()
                if seen.setdefault((key, value), own) != own
            ]
            yield replace(each.line, faults=(*each.line.faults, *twice)) if twice else each.line

    def _work_out(self, entries: Sequence[Entry]) -> None:
        """Computed fields that must be unique tell rows apart as well as typed ones do."""
        judge = Judge(self.desk, self.actor, self.reader_bound, self.history)
        if any(not each.is_stored for each in judge.unique):
            answers = judge.judge(self.connection, map(self.own, entries))
            for entry, answer in zip(entries, answers, strict=True):
                entry.worked_out.update(answer.unique)

    # --- which row a line means ----------------------------------------------------------------

    def _settle(self, entry: Entry, found: dict[int, Found]) -> bool:
        """Whether the line is refused as a whole; what it means is put right in `found`."""
        worksheet = self.reader.cells.layout.worksheet.name
        if (worksheet, entry.row) in self.choices.left_out:
            self._refuse(entry, Refusal("left_out"))
            return True
        same = found.get(entry.row)
        if same is not None and same.by_number and self.choices.mode != "update":
            own = self.choices.mode == "both" and is_the_same(self.desk, entry, same.row)
            if not own:
                self._refuse_number(entry)
                del found[entry.row]
                return True
        if same is not None and self.choices.mode == "insert":
            self._refuse(entry, Refusal("already_there", sheet=self.desk.key))
            del found[entry.row]
            return True
        if same is None and self.choices.mode == "update":
            self._refuse(entry, Refusal("row_not_found", sheet=self.desk.key))
            return True
        if same is not None:
            self._forgive_missing_time(entry, same.row)
        for key in entry.masked if same is None else ():
            self._refuse(entry, Refusal("masked_value", key, seen=entry.masked[key]))
        return False

    def _refuse_number(self, entry: Entry) -> None:
        number = self.desk.sheet.number_field
        key = number.key if number is not None else ""
        seen = entry.shown.get(key)
        self._refuse(entry, Refusal("duplicate_no", key, seen=seen, sheet=self.desk.key))

    def _forgive_missing_time(self, entry: Entry, row: Row) -> None:
        """A paper that shows the day only says nothing against the time the ledger has."""
        period = self.desk.sheet.period
        if period is None:
            return
        day = [f for f in entry.faults if f.field == period.field and f.reason == "time_missing"]
        kept = row.get(period.field)
        if day and kept is not None and str(kept).startswith(str(day[0].refusal.params["seen"])):
            entry.faults.remove(day[0])
            entry.values.setdefault(self.desk.key, {})[period.field] = kept

    # --- what the ledger would say -------------------------------------------------------------

    def _judge(self, entries: Sequence[Entry], found: Mapping[int, Found]) -> dict[int, Judged]:
        for entry in entries:
            if entry.row not in found:
                self._ask_for_needed(entry)
        bound = self.reader_bound
        judge = Judge(self.desk, self.actor, bound, self.history)
        new = [entry for entry in entries if entry.row not in found and not entry.faults]
        rows = [self._as_row(entry) for entry in new]
        judged = {
            entry.row: answer
            for entry, answer in zip(new, judge.judge(self.connection, rows), strict=True)
        }
        for entry in new:
            for refusal in judged[entry.row].refusals:
                self._refuse(entry, refusal)
        self._find_taken(judge, new, judged)
        return judged

    @property
    def reader_bound(self) -> Mapping[str, Stored]:
        now = self.looking.context.now
        return {"now": now, "today": now[:10], "actor": self.actor.staff_id, "begun": now}

    def _as_row(self, entry: Entry) -> Row:
        """The row as it would be written, with the defaults a new row gets."""
        own = self.own(entry)
        if self.history:
            return own
        values = dict(own)
        self.desk.defaults.put(values, self.reader_bound)
        state, first = self.desk.sheet.state_field, self.desk.sheet.initial_state
        if state is not None and first is not None:
            values.setdefault(state.key, first.key)
        return values | self.desk.defaults.worked_out(self.connection, values, self.reader_bound)

    def own(self, entry: Entry) -> Row:
        own = entry.values.get(self.desk.key, {})
        by_key = self.desk.sheet.by_key
        return {key: as_column(by_key[key].sql_type, value) for key, value in own.items()}

    def _ask_for_needed(self, entry: Entry) -> None:
        own = entry.values.get(self.desk.key, {})
        for key in self.needed:
            if own.get(key) is None and key not in entry.blamed and key not in entry.masked:
                self._refuse(entry, Refusal("required_missing", key, fields=[key]))

    def _find_taken(
        self, judge: Judge, entries: Sequence[Entry], judged: Mapping[int, Judged]
    ) -> None:
        """What must stand once only, and stands in the ledger already.

        Lines of one slip share its number; a slip the ledger has gets no line from a file.
        """
        for described in judge.unique:
            values = {entry.row: judged[entry.row].unique[described.key] for entry in entries}
            known = taken(self.connection, self.desk, described, values.values())
            for entry in entries:
                value = values[entry.row]
                if value is not None and value in known:
                    self._refuse(entry, self._not_once(described.key, value))
                elif value is not None and not self.is_shared(described.key):
                    self._once.setdefault(entry.row, {})[described.key] = value

    def is_shared(self, key: str) -> bool:
        """Whether it is the number of slips with several lines."""
        number, field = self.desk.sheet.number, self.desk.sheet.number_field
        return bool(field is not None and field.key == key and number and number.lines)

    def _not_once(self, key: str, value: Stored) -> Refusal:
        is_number = self.desk.sheet.field(key).is_number_series
        code = "duplicate_no" if is_number else "not_unique"
        return Refusal(code, key, seen=value, sheet=self.desk.key)

    # --- the line ------------------------------------------------------------------------------

    def line(self, entry: Entry, found: Found | None, judged: Judged | None) -> Line:
        values = self._wire(self.desk.shape, entry.values.get(self.desk.key, {}))
        beside = {
            sheet: self._wire(Shape(self.desk.shape.book, self.desk.shape.book.sheet(sheet)), cells)
            for sheet, cells in entry.values.items()
            if sheet != self.desk.key
        }
        becomes: Becomes = "new"
        differing: dict[str, Change] = {}
        row_id, version = None, 0
        if found is not None:
            differing = self._changes(entry, found)
            becomes = "update" if differing else "unchanged"
            row_id, version = int(found.row["id"] or 0), int(found.row["version"] or 0)
        return Line(
            row=entry.row,
            values=values,
            shown=entry.shown,
            becomes=becomes,
            row_id=row_id,
            version=version,
            changes=differing,
            faults=tuple(entry.faults),
            beside=beside,
            stored=self._to_write(entry, judged),
        )

    def _to_write(self, entry: Entry, judged: Judged | None) -> Row:
        own = self.own(entry)
        state = self.desk.sheet.state_field
        if self.history and state is not None and judged is not None and own.get(state.key) is None:
            own[state.key] = judged.state
        return own

    def _changes(self, entry: Entry, found: Found) -> dict[str, Change]:
        """The cells that differ, of the fields that can be changed."""
        differing: dict[str, Change] = {}
        blamed = entry.blamed
        self._compare_masked(entry, found.row)
        mapped = dict.fromkeys((*self.mapped, *entry.added))
        for key, (old, new) in changes(self.desk, entry, found.row, mapped).items():
            if key in blamed:
                continue
            if key not in self.desk.settable:
                self._notes.append(Note("read_only_change", entry.row, {"field": key}))
                continue
            wire = self._wire(self.desk.shape, {key: new}), self._wire(self.desk.shape, {key: old})
            differing[key] = Change(wire[1].get(key), wire[0].get(key))
        return differing

    def _compare_masked(self, entry: Entry, row: Row) -> None:
        """A hidden number is the same where what can be seen of it is."""
        for key, seen in entry.masked.items():
            described, old = self.desk.sheet.field(key), row[key]
            shown = (
                described.masked(described.show(old, self.actor.lang)) if old is not None else ""
            )
            if shown != seen and key not in entry.blamed:
                self._refuse(entry, Refusal("masked_value", key, seen=seen))

    def _wire(self, shape: Shape, values: Mapping[str, Stored]) -> dict[str, object]:
        told: dict[str, object] = {}
        for key, value in values.items():
            described = shape.sheet.field(key)
            label = None
            if described.target is not None and isinstance(value, int):
                target = Shape(shape.book, shape.book.sheet(described.target))
                label = self.looking.label(self.connection, target, value)
            told[key] = described.to_json(value, label)
        return told

    def _refuse(self, entry: Entry, refusal: Refusal) -> None:
        entry.faults.append(self._refused(entry, refusal))

    def _refused(self, entry: Entry, refusal: Refusal) -> Refused:
        key = refusal.field or ""
        column = entry.column_of(self.desk.key, key) if key else 0
        described = self.desk.sheet.by_key.get(key)
        return Refused(
            entry.row,
            key,
            column_letters(column) if column else "",
            described.reason(refusal.code) if described else refusal.code,
            entry.shown.get(key),
            refusal,
            self.desk.key,
        )
