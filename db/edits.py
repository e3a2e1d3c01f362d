"""Edits as values: what a clerk, a paste or an import asks the ledger to do, and the answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final


class _Unseen(Enum):
    UNSEEN = "unseen"


UNSEEN: Final = _Unseen.UNSEEN
"""The value of `Set.was` when the sender has not looked: such an edit never conflicts."""


_A_DAY = 24 * 60 * 60


class Refusal(Exception):
    """An edit (or a request) that was not done: a code, the field to blame, and parameters.

    The sentence a clerk reads is made at the edge from `error.<code>`.
    """

    def __init__(self, code: str, field: str | None = None, **params: object) -> None:
        super().__init__(code, field, params)
        self.code = code
        self.field = field
        self.params: dict[str, object] = params

    def __str__(self) -> str:
        shown = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.code}({self.field or ''}{': ' if shown else ''}{shown})"


@dataclass(frozen=True, slots=True)
class Made:
    """In the values of an Insert: the row that an earlier edit of the same request makes."""

    seq: int


@dataclass(frozen=True, slots=True)
class Insert:
    """A new row. `age` is how many seconds ago its first cell was filled."""

    seq: int
    sheet: str
    values: Mapping[str, object]
    age: int = 0
    step: int | None = None
    """Edits of a client with the same number here are one action, taken back together."""
    beside: tuple[int, ...] = ()
    """Earlier edits of the request: where none of their rows is made, neither is this one."""


@dataclass(frozen=True, slots=True)
class Set:
    """Change one cell. `was` is what the clerk saw (wire form); another value now conflicts."""

    seq: int
    sheet: str
    row: int
    field: str
    value: object
    was: object = UNSEEN
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Press one of the sheet's state buttons; `values` fills what the transition asks for."""

    seq: int
    sheet: str
    row: int
    action: str
    values: Mapping[str, object] = field(default_factory=dict)
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Void:
    seq: int
    sheet: str
    row: int
    reason: str
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """An old line as its file says it, in stored values: a row that nobody types.

    Only the import makes these; it has read and judged every cell. `note` stands in the history.
    With `void`, the reason, it is a line that does not count: struck out on paper.
    """

    seq: int
    sheet: str
    values: Mapping[str, int | float | str | None]
    note: str
    void: str = ""
    step: int | None = None


Edit = Insert | Set | Act | Void | Filed


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Undo the sender's last step in a sheet, or do again what was last undone there."""

    seq: int
    sheet: str
    redo: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one edit: the row as it now is (wire form), or why it was refused."""

    seq: int
    ok: bool
    row: dict[str, object] | None = None
    error: Refusal | None = None
    is_step: bool = False
    """Whether the ledger has something of the numbered step it belongs to, to be taken back."""


def edit_from_json(found: object) -> Edit:
    """One edit of the HTTP contract; anything else is refused as `bad_edit`."""
    if not isinstance(found, Mapping):
        raise Refusal("bad_edit")
    seq, sheet = _whole(found, "seq"), _text(found, "sheet")
    step = None if found.get("step") is None else _whole(found, "step")
    match found.get("op"):
        case "insert":
            return Insert(seq, sheet, _values(found), _age(found), step)
        case "set":
            return Set(
                seq,
                sheet,
                _whole(found, "row"),
                _text(found, "field"),
                _present(found, "value"),
                found.get("was", UNSEEN),
                step,
            )
        case "act":
            row, action = _whole(found, "row"), _text(found, "action")
            return Act(seq, sheet, row, action, _values(found), step)
        case "void":
            reason = str(found.get("reason") or "")
            return Void(seq, sheet, _whole(found, "row"), reason, step)
        case _:
            raise Refusal("bad_edit", place="op")


def _age(found: Mapping[object, object]) -> int:
    """Seconds since the row was begun; a line left lying for longer than a day says nothing."""
    age = _whole(found, "age") if "age" in found else 0
    return age if 0 <= age <= _A_DAY else 0


def _whole(found: Mapping[object, object], key: str) -> int:
    number = found.get(key)
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**53:
        raise Refusal("bad_edit", place=key)
    return number


def _text(found: Mapping[object, object], key: str) -> str:
    text = found.get(key)
    if not isinstance(text, str):
        raise Refusal("bad_edit", place=key)
    return text


def _present(found: Mapping[object, object], key: str) -> object:
    if key not in found:
        raise Refusal("bad_edit", place=key)
    return found[key]


def _values(found: Mapping[object, object]) -> dict[str, object]:
    values = found.get("values", {})
    if not isinstance(values, Mapping):
        raise Refusal("bad_edit", place="values")
    return {str(key): value for key, value in values.items()}
