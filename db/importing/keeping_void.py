"""Lines struck out on paper that are kept as void rows: their numbers would be missing else.

Nothing of them is asked and no fault of theirs is in anybody's way: what cannot be read is left
out, and a line that the ledger would not take is only listed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from db.audit import Stored
from db.importing.deciding import Deciding
from db.importing.entries import Entry
from db.importing.judging import Judge, taken
from db.importing.results import Line
from db.importing.structure import VOID
from db.names import quoted
from locales import sentence
from registers.search import folded

_LONGEST_REASON = 200

Seen = dict[tuple[str, Stored], tuple[str, int]]


@dataclass(frozen=True)
class KeepingVoid:
    """`seen` are the values that must stand once, with the lines of the file that have them."""

    deciding: Deciding
    seen: Seen

    def lines(self, entries: Sequence[Entry]) -> Iterator[Line]:
        """Those of the void lines that have a day and a number, or all that is needed; new ones."""
        deciding, desk = self.deciding, self.deciding.desk
        telling = [entry for entry in entries if self._says_enough(entry)]
        rows = [deciding.own(entry) for entry in telling]
        judge = Judge(desk, deciding.actor, deciding.reader_bound, history=True)
        judged = [*judge.judge(deciding.connection, rows)]
        known = {
            each.key: taken(
                deciding.connection, desk, each, (one.unique[each.key] for one in judged)
            )
            for each in judge.unique
        }
        for entry, one in zip(telling, judged, strict=True):
            values = {key: value for key, value in one.unique.items() if value is not None}
            is_there = any(value in known[key] for key, value in values.items())
            if one.refusals or is_there or self._stands(entry, values) or self._is_kept(entry):
                continue
            line = deciding.line(entry, None, one)
            yield replace(line, faults=(), void=self._reason(entry.row))

    def _says_enough(self, entry: Entry) -> bool:
        sheet, own = self.deciding.desk.sheet, self.deciding.own(entry)
        if sheet.period is not None and own.get(sheet.period.field) is None:
            return False
        if sheet.number_field is not None and own.get(sheet.number_field.key) is not None:
            return True
        needed = self.deciding.needed
        return bool(needed) and all(own.get(key) is not None for key in needed)

    def _stands(self, entry: Entry, values: Mapping[str, Stored]) -> bool:
        """Whether another line of the file says what must stand once; lines of a slip may."""
        worksheet = self.deciding.reader.cells.layout.worksheet.name
        alone = {k: v for k, v in values.items() if not self.deciding.is_shared(k)}
        if any((key, value) in self.seen for key, value in alone.items()):
            return True
        self.seen.update(dict.fromkeys(alone.items(), (worksheet, entry.row)))
        return False

    def _is_kept(self, entry: Entry) -> bool:
        """Whether the ledger has the same void row of an earlier reading."""
        desk, own = self.deciding.desk, self.deciding.own(entry)
        terms = " AND ".join(f"{quoted(key)} IS ?" for key in own)
        sql = f"SELECT 1 FROM {desk.shape.table} WHERE voided_at IS NOT NULL AND {terms}"
        return self.deciding.connection.execute(sql, (*own.values(),)).fetchone() is not None

    def _reason(self, row: int) -> str:
        """The words beside the stroke, or that there was one."""
        texts = self.deciding.reader.cells.layout.texts(row)
        words = [text for text in texts if VOID.fullmatch("".join(folded(text).split()))]
        said = sentence(self.deciding.actor.lang, "ui.struck_on_paper")
        return ("; ".join(words) or said)[:_LONGEST_REASON]
