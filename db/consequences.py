"""What follows from a row in other sheets: rows written and buttons pressed, or all of it refused.

A consequence goes the way of every other edit, with its numbers, rules and audit, in the savepoint
of the edit it follows from. Its post is not asked: whoever may press the button may bring it about.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from db.acting import act
from db.audit import Stored
from db.edits import Act, Insert, Refusal
from db.inserting import insert
from db.records import as_column
from db.request import Desk, Request
from registers.model import Effects, RowAct, RowWrite

MOST_ROWS = 1_000
DEEPEST = 8


def follow(request: Request, desk: Desk, row: int, effects: Effects | None) -> None:
    """Brings the consequences of a written row about, in the order its schema names them."""
    if effects is None or not (effects.writes or effects.acts):
        return
    for write in effects.writes:
        _write(request, desk, row, write)
    for press in effects.acts:
        _press(request, desk, row, press)


def _write(request: Request, desk: Desk, row: int, write: RowWrite) -> None:
    when, repeat, *values = _evaluate(
        request, desk, row, (write.when or "1", write.repeat or "1", *write.values.values())
    )
    times = int(repeat or 0) if when else 0
    if times > MOST_ROWS:
        raise Refusal("too_many_rows", sheet=write.sheet, max=MOST_ROWS)
    for _ in range(times):
        with within(request, write.sheet) as there:
            given = _as_sent(there, dict(zip(write.values, values, strict=True)))
            insert(request, there, Insert(0, write.sheet, given), follow=follow, asked=False)


def _press(request: Request, desk: Desk, row: int, press: RowAct) -> None:
    when, target, *values = _evaluate(
        request, desk, row, (press.when or "1", press.row, *press.values.values())
    )
    if not when or not isinstance(target, int):
        return
    with within(request, press.sheet) as there:
        given = _as_sent(there, dict(zip(press.values, values, strict=True)))
        edit = Act(0, press.sheet, target, press.action, given)
        act(request, there, edit, follow=follow, asked=False)


def _evaluate(request: Request, desk: Desk, row: int, texts: tuple[str, ...]) -> tuple[Stored, ...]:
    book = desk.shape.book
    return request.evaluate(desk, row, [book.expression(desk.key, text) for text in texts])


def _as_sent(desk: Desk, values: Mapping[str, Stored]) -> dict[str, object]:
    """Stored values in the form a clerk's edit has them, to be read like those."""
    fields = {key: desk.field(key) for key in values}
    return {
        key: field.to_json(as_column(field.sql_type, values[key])) for key, field in fields.items()
    }


@contextmanager
def within(request: Request, sheet: str) -> Iterator[Desk]:
    """The desk of another sheet; what is refused there says so in `in_sheet`."""
    if request.depth >= DEEPEST:
        raise Refusal("endless_consequences", sheet=sheet)
    request.depth += 1
    try:
        yield request.desk(sheet)
    except Refusal as refusal:
        refusal.params.setdefault("in_sheet", sheet)
        raise
    finally:
        request.depth -= 1
