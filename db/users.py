"""The office's users: accounts, log-ins and what they may be."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from db.actor import Actor
from db.audit import Stored
from db.edits import Insert, Refusal, Set
from db.ledger import Ledger
from db.lockout import Lockout
from db.passwords import Passwords
from db.sessions import Sessions
from db.settings import author_of
from db.transaction import Transaction
from registers.labels import LANGUAGES
from registers.roles import ROLES

STAFF = "staff"
"""The sheet whose rows are the people behind the accounts; a book may do without it."""

_LONGEST_NAME = 40
_PROGRAM = frozenset((Actor.clock().user, Actor.setup().user))
"""Names under which the program writes; nobody else's."""
_ADD = """
    INSERT INTO _users (name, password, role, shown_name, staff, lang, active, created_at)
    VALUES (?, ?, ?, ?, ?, ?, 1, ?)
"""
_FIND = "SELECT * FROM _users WHERE name = ?"


@dataclass(frozen=True, slots=True)
class User:
    name: str
    role: str
    shown_name: str
    staff_id: int | None
    lang: str
    active: bool

    @property
    def actor(self) -> Actor:
        return Actor(self.name, self.staff_id, self.role, self.shown_name, self.lang)


class Users:
    """Changes of role, name or state hold at once, for open sessions too."""

    def __init__(self, ledger: Ledger, *, seconds: Callable[[], float] = time.time) -> None:
        self._ledger = ledger
        self._passwords = Passwords()
        self._lockout = Lockout(seconds)
        self._sessions = Sessions(ledger, self._active_actor, seconds)

    # --- accounts --------------------------------------------------------------------------

    def create(
        self, name: str, password: str, role: str, /, *, lang: str = "zh_CN", **staff: object
    ) -> User:
        """A new account, and the staff row it belongs to: found by its login, or written.

        `staff` are fields of the staff sheet (`name`, `phone`, …).
        """
        login = name.strip()
        if not login or len(login) > _LONGEST_NAME or not login.isprintable():
            raise Refusal("bad_user_name", "username", max=_LONGEST_NAME)
        _refuse_unknown_role(role)
        if login in _PROGRAM or self.find(login) is not None:
            raise Refusal("user_exists", "username", name=login)
        hashed = self._passwords.hash(password)
        staff_id = self._staff_row(login, role, staff)
        user = User(login, role, str(staff.get("name") or login), staff_id, lang, active=True)
        self._ledger.write(self._adding(user, hashed)).result()
        return user

    def find(self, name: str) -> User | None:
        found = self._ledger.select(_FIND, (name,))
        return _user(found[0]) if found else None

    def all(self) -> list[User]:
        return [_user(row) for row in self._ledger.select("SELECT * FROM _users ORDER BY name")]

    def acting(self, name: str | None) -> Actor:
        """Whoever a command is run as: the active user named, or else the first administrator; in
        an office that has none, the program itself. Refusal `unknown_user`."""
        active = [user for user in self.all() if user.active]
        if name is None:
            admins = (user.actor for user in active if user.role == "admin")
            return next(admins, Actor.setup())
        for user in active:
            if user.name == name:
                return user.actor
        raise Refusal("unknown_user", name=name)

    def count(self) -> int:
        found = self._ledger.select("SELECT count(*) AS n FROM _users")
        return int(found[0]["n"] or 0)

    def set_lang(self, user: str, lang: str) -> None:
        if lang not in LANGUAGES:
            raise Refusal("unknown_language", "lang", value=lang)
        self._change(user, "lang", lang)

    def set_role(self, user: str, role: str) -> None:
        _refuse_unknown_role(role)
        self._change(user, "role", role)

    def set_active(self, user: str, *, active: bool) -> None:
        """An account that is not active cannot log in, and its sessions end."""
        self._change(user, "active", int(active))
        if not active:
            self._sessions.end_all_of(user)

    def set_password(self, user: str, password: str) -> None:
        """Ends the user's sessions everywhere."""
        self._change(user, "password", self._passwords.hash(password))
        self._sessions.end_all_of(user)

    # --- logging in ------------------------------------------------------------------------

    def verify(self, name: str, password: str, ip: str) -> User:
        """The user, or `login_failed`; after five failures `login_locked` with the seconds left."""
        login, subjects = name.strip(), (f"user {name.strip()}", f"ip {ip}")
        wait = self._lockout.wait(*subjects)
        if wait > 0:
            raise Refusal("login_locked", seconds=int(wait) + 1)
        found = self._ledger.select(_FIND, (login,))
        hashed = str(found[0]["password"]) if found and found[0]["active"] else None
        if not self._passwords.fits(hashed, password):
            self._note("login_failed", login if found else "", ip)
            seconds = self._lockout.failed(*subjects)
            if seconds > 0:
                self._note("login_locked", login if found else "", ip)
                raise Refusal("login_locked", seconds=int(seconds))
            raise Refusal("login_failed")
        self._lockout.succeeded(subjects[0])
        self._note("login", login, ip)
        return _user(found[0])

    def open_session(self, user: User) -> str:
        """A new opaque token for a cookie."""
        return self._sessions.open(user.actor)

    def session(self, token: str) -> Actor | None:
        return self._sessions.actor(token)

    def is_signed_in(self, token: str) -> bool:
        """Like `session`, without counting as use: for what runs while nobody does anything."""
        return self._sessions.is_good(token)

    def close_session(self, token: str) -> None:
        self._sessions.close(token)

    # --- how ---------------------------------------------------------------------------------

    def _active_actor(self, name: str) -> Actor | None:
        user = self.find(name)
        return user.actor if user is not None and user.active else None

    def _adding(self, user: User, hashed: str) -> Callable[[Transaction], None]:
        author = author_of(Actor.setup(), self._ledger.clock())
        row = (user.name, hashed, user.role, user.shown_name, user.staff_id, user.lang, author.at)

        def job(transaction: Transaction) -> None:
            connection = transaction.connection
            if connection.execute("SELECT 1 FROM _users WHERE name = ?", (user.name,)).fetchone():
                raise Refusal("user_exists", "username", name=user.name)
            connection.execute(_ADD, row)
            transaction.note(author, "user_created", subject=user.name, note=user.role)

        return job

    def _change(self, name: str, column: str, value: Stored) -> None:
        author = author_of(Actor.setup(), self._ledger.clock())
        shown = "" if column == "password" else str(value)

        def job(transaction: Transaction) -> None:
            changed = transaction.connection.execute(
                f'UPDATE _users SET "{column}" = ? WHERE name = ?', (value, name)
            )
            if changed.rowcount == 0:
                raise Refusal("unknown_user", "username", name=name)
            transaction.note(author, f"user_{column}", subject=name, note=shown)

        self._ledger.write(job).result()
        user = self.find(name)
        if user is not None:
            self._sessions.refresh(user.actor)

    def _note(self, op: str, name: str, ip: str) -> None:
        author = replace(author_of(Actor.clock(), self._ledger.clock()), user=name or "unknown")
        self._ledger.write(
            lambda transaction: transaction.note(author, op, subject=name, note=ip)
        ).result()

    def _staff_row(self, login: str, role: str, given: dict[str, object]) -> int | None:
        """The row of the staff sheet with this login, completed; a new one where there is none."""
        if not self._ledger.book.has_sheet(STAFF):
            return None
        sheet = self._ledger.book.sheet(STAFF)
        values = {"login": login, "name": login, "post": role, "active": True, **given}
        known = {key: value for key, value in values.items() if key in sheet.by_key}
        found = self._ledger.select(
            f'SELECT id FROM "{STAFF}" WHERE login = ? AND voided_at IS NULL', (login,)
        )
        if not found:
            result = self._ledger.apply([Insert(0, STAFF, known)], Actor.setup(), client="")[0]
        else:
            row = int(found[0]["id"] or 0)
            edits = [
                Set(n, STAFF, row, key, known[key])
                for n, key in enumerate(("post", *given))
                if key in known
            ]
            results = self._ledger.apply(edits, Actor.setup(), client="", atomic=True)
            result = next((one for one in results if not one.ok), results[0])
        if result.error is not None:
            raise result.error
        assert result.row is not None
        return int(str(result.row["id"]))


def _refuse_unknown_role(role: str) -> None:
    if role not in ROLES:
        raise Refusal("unknown_role", "role", value=role)


def _user(row: dict[str, Stored]) -> User:
    return User(
        name=str(row["name"]),
        role=str(row["role"]),
        shown_name=str(row["shown_name"]),
        staff_id=None if row["staff"] is None else int(row["staff"]),
        lang=str(row["lang"]),
        active=bool(row["active"]),
    )
