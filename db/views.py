"""How each clerk has arranged the sheets, and the named views the office shares."""

from dataclasses import dataclass
from typing import Any

import orjson

from db.actor import Actor
from db.edits import Refusal
from db.ledger import Ledger
from db.settings import author_of
from db.transaction import Transaction
from db.view_state import State, cleaned
from registers.model import Sheet

LONGEST_NAME = 40
MOST_VIEWS = 50

_OWN = "SELECT state FROM _layouts WHERE user = :user AND sheet = :sheet"
_KEEP_OWN = """
    INSERT INTO _layouts (user, sheet, state, changed_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (user, sheet) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
"""
_FORGET_OWN = "DELETE FROM _layouts WHERE user = ? AND sheet = ?"
_SHARED = "SELECT id, name, state, made_by, maker FROM _views WHERE sheet = :sheet ORDER BY name"
_ONE = "SELECT name, made_by FROM _views WHERE sheet = ? AND id = ?"
_NAMED = "SELECT id FROM _views WHERE sheet = ? AND name = ? AND id <> ?"
_COUNT = "SELECT count(*) FROM _views WHERE sheet = ?"
_SHARE = (
    "INSERT INTO _views (sheet, name, state, made_by, maker, made_at) VALUES (?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class SharedView:
    """A named view of the office; `made_by` is the user name, `maker` what they are called."""

    id: int
    name: str
    state: State
    made_by: str
    maker: str

    def may_be_changed_by(self, actor: Actor) -> bool:
        return _may_change(actor, self.made_by)


def _may_change(actor: Actor, made_by: str) -> bool:
    return actor.user == made_by or actor.may_everything or actor.role == "supervisor"


class Views:
    """A clerk's own arrangement is theirs alone and not audited; what the office shares is."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    # --- a clerk's own -------------------------------------------------------------------------

    def own(self, sheet: Sheet, actor: Actor) -> State | None:
        """As this clerk last left the sheet, or None; fields that are gone are left out."""
        found = self._ledger.select(_OWN, {"user": actor.user, "sheet": sheet.key})
        return cleaned(sheet, _read(found[0]["state"])) if found else None

    def keep_own(self, sheet: Sheet, actor: Actor, state: object | None) -> None:
        """None goes back to the usual columns."""
        text = None if state is None else _written(cleaned(sheet, state))
        at = f"{self._ledger.clock():%Y-%m-%d %H:%M:%S}"

        def job(transaction: Transaction) -> None:
            if text is None:
                transaction.connection.execute(_FORGET_OWN, (actor.user, sheet.key))
            else:
                transaction.connection.execute(_KEEP_OWN, (actor.user, sheet.key, text, at))

        self._ledger.write(job).result()

    # --- the office's ----------------------------------------------------------------------------

    def shared(self, sheet: Sheet) -> list[SharedView]:
        found = self._ledger.select(_SHARED, {"sheet": sheet.key})
        return [
            SharedView(
                id=int(row["id"] or 0),
                name=str(row["name"]),
                state=cleaned(sheet, _read(row["state"])),
                made_by=str(row["made_by"]),
                maker=str(row["maker"]),
            )
            for row in found
        ]

    def share(self, sheet: Sheet, actor: Actor, name: object, state: object) -> int:
        """A new named view; its id.

        Refused: `bad_view`, `bad_view_name`, `view_name_taken`, `too_many_views`.
        """
        called, text = _name(name), _written(cleaned(sheet, state))
        author = author_of(actor, self._ledger.clock())

        def job(transaction: Transaction) -> int:
            _refuse_taken(transaction, sheet, called, 0)
            held = transaction.connection.execute(_COUNT, (sheet.key,)).fetchone()[0]
            if held >= MOST_VIEWS:
                raise Refusal("too_many_views", max=MOST_VIEWS)
            row = (sheet.key, called, text, actor.user, actor.name, author.at)
            made = transaction.connection.execute(_SHARE, row).lastrowid
            transaction.note(author, "view", subject=sheet.key, note=f"+ {called}: {text}")
            return int(made or 0)

        return self._ledger.write(job).result()

    def change(
        self, sheet: Sheet, actor: Actor, view: int, *, name: object = None, state: object = None
    ) -> None:
        """Another name, another arrangement, or both."""
        called = None if name is None else _name(name)
        text = None if state is None else _written(cleaned(sheet, state))
        author = author_of(actor, self._ledger.clock())

        def job(transaction: Transaction) -> None:
            before = _changeable(transaction, sheet, actor, view)
            if called is not None:
                _refuse_taken(transaction, sheet, called, view)
            transaction.connection.execute(
                "UPDATE _views SET name = coalesce(?, name), state = coalesce(?, state)"
                " WHERE id = ?",
                (called, text, view),
            )
            note = f"{before} → {called or before}" + (f": {text}" if text else "")
            transaction.note(author, "view", subject=sheet.key, note=note)

        self._ledger.write(job).result()

    def remove(self, sheet: Sheet, actor: Actor, view: int) -> None:
        author = author_of(actor, self._ledger.clock())

        def job(transaction: Transaction) -> None:
            name = _changeable(transaction, sheet, actor, view)
            transaction.connection.execute("DELETE FROM _views WHERE id = ?", (view,))
            transaction.note(author, "view", subject=sheet.key, note=f"- {name}")

        self._ledger.write(job).result()


def _read(text: object) -> Any:
    return orjson.loads(str(text))


def _written(state: State) -> str:
    return orjson.dumps(state).decode()


def _name(found: object) -> str:
    name = " ".join(str(found).split()) if isinstance(found, str) else ""
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refusal("bad_view_name", max=LONGEST_NAME)
    return name


def _refuse_taken(transaction: Transaction, sheet: Sheet, name: str, view: int) -> None:
    if transaction.connection.execute(_NAMED, (sheet.key, name, view)).fetchone():
        raise Refusal("view_name_taken", name=name)


def _changeable(transaction: Transaction, sheet: Sheet, actor: Actor, view: int) -> str:
    """The view's name; refused where it is gone or another clerk's."""
    found = transaction.connection.execute(_ONE, (sheet.key, view)).fetchone()
    if found is None:
        raise Refusal("view_gone")
    name, made_by = found
    if not _may_change(actor, made_by):
        raise Refusal("view_not_yours", name=name)
    return str(name)
