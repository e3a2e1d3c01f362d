"""Counts of the store room at the end of every month, and a few of today that nobody approved."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

from db.sample.days import Stretch
from db.sample.office import Staff

_ITEMS_A_COUNT = 6
_MISSING_SHARE = 0.08
_COMES_IN = ("opening", "purchase", "returned", "surplus")

Line = dict[str, object]


def counts(
    moves: Sequence[Line], staff: Staff, span: Stretch, chance: Random
) -> tuple[list[Line], list[Line]]:
    """The counts by day, and the moves that wait for approval with what was found today.

    Nothing is missing but today: what a count of an earlier month found would have been posted.
    """
    days = [*(day for day in span.days() if _ends_month(day)), span.today]
    found: list[Line] = []
    for day in dict.fromkeys(days):
        book = _book(moves, day)
        items = chance.sample(sorted(book), min(_ITEMS_A_COUNT, len(book)))
        found += [_count(day, item, book[item], staff, span, chance) for item in items]
    return found, [_spoilt(book, staff, span)]


def _ends_month(day: date) -> bool:
    return day.day == 28


def _book(moves: Sequence[Line], day: date) -> Counter[int]:
    """What the books say is there at the end of the day."""
    book: Counter[int] = Counter()
    for move in moves:
        if str(move["move_date"]) <= day.isoformat():
            sign = 1 if move["kind"] in _COMES_IN else -1
            book[int(str(move["item_id"]))] += sign * int(str(move["qty"]))
    return book


def _count(day: date, item: int, book: int, staff: Staff, span: Stretch, chance: Random) -> Line:
    is_new = day == span.today
    missing = is_new and book > 0 and chance.random() < max(_MISSING_SHARE, 0.3)
    return {
        "count_date": day.isoformat(),
        "item_id": item,
        "book_qty": book,
        "counted": book - missing,
        "reason": "少一件,待查领用记录" if missing else None,
        "counted_by": staff["archive"],
        "witness": staff["supervisor"],
        "status": "counted" if is_new else "approved",
    }


def _spoilt(book: Counter[int], staff: Staff, span: Stretch) -> Line:
    """Something that is to be thrown away, if the supervisor agrees."""
    item = max(sorted(book), key=lambda each: book[each])
    return {
        "move_date": span.today.isoformat(),
        "kind": "scrap",
        "item_id": item,
        "qty": 1,
        "remark": "受潮",
        "handled_by": staff["archive"],
        "status": "pending",
    }
