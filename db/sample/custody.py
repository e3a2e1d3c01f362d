"""Sets of keys coming into custody and leaving it, and the count at the end of every day."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from db.sample.days import Stretch, at, is_workday, read, written
from db.sample.keys import Key
from db.sample.names import person_name
from db.sample.office import Staff
from db.sample.papers import id_number

_OPENING = 8 * 60 + 30
_CLOSING = 17 * 60 + 30
_TWO_SETS_SHARE = 0.35
_TAKEN_BACK_SHARE = 0.3  # of the second sets
_MISCOUNT_SHARE = 0.01

Line = dict[str, object]


def custody(keys: Sequence[Key], staff: Staff, span: Stretch, chance: Random) -> list[Line]:
    """All slips by date: what was taken over on the first day, and second sets taken back."""
    lines = [line for key in keys for line in _slips(key, staff, span, chance)]
    return sorted(lines, key=lambda line: str(line["at"]))


def _slips(key: Key, staff: Staff, span: Stretch, chance: Random) -> Iterator[Line]:
    opened = min(at(span.first, _OPENING), span.now)
    sets = 2 if chance.random() < _TWO_SETS_SHARE else 1
    giver = person_name(chance) if key.room is not None else "发展商"
    yield _slip(key, "in", opened, sets, giver, staff)
    if sets == 2 and key.room is not None and chance.random() < _TAKEN_BACK_SHARE:
        taken = at(span.first + timedelta(days=chance.randrange(1, span.length)), 620)
        if span.has(taken):
            kind = "out" if key.key_class == "custody" else "handover"
            yield {**_slip(key, kind, taken, 1, giver, staff), "id_number": id_number(chance)}


def _slip(key: Key, kind: str, moment: datetime, sets: int, person: str, staff: Staff) -> Line:
    return {
        "key_id": key.id,
        "at": written(moment),
        "kind": kind,
        "sets": sets,
        "person_name": person,
        "started_at": written(moment - timedelta(minutes=4)),
        "finished_at": written(moment),
        "handled_by": staff["archive"],
    }


def counts(
    keys: Sequence[Key],
    slips: Sequence[Line],
    loans: Sequence[Line],
    staff: Staff,
    span: Stretch,
    chance: Random,
) -> list[Line]:
    """The count of every class at half past five, on working days; hardly ever one set is off."""
    classes = {key.id: key.key_class for key in keys}
    moves = sorted(_moves(slips, loans, classes))
    here: Counter[str] = Counter()
    lines: list[Line] = []
    place = 0
    for day in (day for day in span.days() if is_workday(day)):
        moment = at(day, _CLOSING)
        if not span.has(moment):
            break
        while place < len(moves) and moves[place][0] <= moment:
            here[moves[place][1]] += moves[place][2]
            place += 1
        lines += [_count(day, each, here[each], staff, chance) for each in sorted(here)]
    return lines


def _moves(
    slips: Sequence[Line], loans: Sequence[Line], classes: dict[int, str]
) -> Iterator[tuple[datetime, str, int]]:
    for slip in slips:
        sets = int(str(slip["sets"]))
        yield read(slip["at"]), _class(slip, classes), sets if slip["kind"] == "in" else -sets
    for loan in loans:
        yield read(loan["lent_at"]), _class(loan, classes), -1
        if loan.get("returned_at"):
            yield read(loan["returned_at"]), _class(loan, classes), 1


def _class(line: Line, classes: dict[int, str]) -> str:
    return classes[int(str(line["key_id"]))]


def _count(day: date, key_class: str, book: int, staff: Staff, chance: Random) -> Line:
    off = book > 0 and chance.random() < _MISCOUNT_SHARE
    return {
        "count_date": day.isoformat(),
        "key_class": key_class,
        "book_on_hand": book,
        "counted": book - off,
        "reason": "一套放错柜位,次日找到" if off else None,
        "counted_by": staff["archive"],
        "checked_by": staff["supervisor"],
    }
