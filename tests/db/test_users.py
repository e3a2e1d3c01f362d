"""Accounts, log-ins, locks and sessions."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.actor import Actor
from db.edits import Insert, Refusal
from db.ledger import Ledger
from db.users import User, Users
from registers.book import Book
from tests.db.workshop import tool_book_of

PASSWORD = "correct horse 9"

STAFF = """
key: people_of_the_office
label: 员工
section: master
sheets:
  - key: staff
    label: 员工
    display: name
    fields:
      - {key: name, label: 姓名, type: text, required: true}
      - {key: login, label: 登录名, type: text, unique: true}
      - {key: post, label: 岗位, type: text}
      - {key: active, label: 在职, type: bool}
      - {key: phone, label: 电话, type: phone}
"""


class Seconds:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def staff_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("schemas")
    (folder / "staff.yaml").write_text(STAFF, "utf-8")
    return tool_book_of(folder)


@pytest.fixture
def staffed(staff_book: Book, tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger.open(tmp_path / "ledger.db", staff_book)
    yield ledger
    ledger.close()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def users(staffed: Ledger, seconds: Seconds) -> Users:
    return Users(staffed, seconds=seconds)


@pytest.fixture
def wang(users: Users) -> User:
    return users.create("wang", PASSWORD, "front_desk", name="王芳")


def why(call: object, *args: object) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        call(*args)  # type: ignore[operator]
    return refusal.value


def test_a_new_user_has_a_row_among_the_staff(users: Users, wang: User, staffed: Ledger) -> None:
    assert users.count() == 1
    assert wang == User("wang", "front_desk", "王芳", 1, "zh_CN", active=True)
    row = staffed.row("staff", 1)
    assert row is not None
    assert (row["login"], row["name"], row["post"], row["active"]) == (
        "wang",
        "王芳",
        "front_desk",
        True,
    )


def test_a_user_takes_over_the_staff_row_with_the_same_login(users: Users, staffed: Ledger) -> None:
    staffed.apply([Insert(1, "staff", {"name": "旧名", "login": "li"})], Actor.setup(), client="")
    user = users.create("li", PASSWORD, "gate", name="李门岗")
    row = staffed.row("staff", 1)
    assert row is not None
    assert (user.staff_id, row["name"], row["post"]) == (1, "李门岗", "gate")


@pytest.mark.parametrize(
    ("name", "password", "role", "code"),
    [
        ("wang", PASSWORD, "gate", "user_exists"),
        ("new", "short", "gate", "password_length"),
        ("new", PASSWORD, "king", "unknown_role"),
        (" ", PASSWORD, "gate", "bad_user_name"),
        ("a\nb", PASSWORD, "gate", "bad_user_name"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    users: Users, wang: User, name: str, password: str, role: str, code: str
) -> None:
    assert why(users.create, name, password, role).code == code
    assert users.count() == 1


def test_passwords_are_kept_as_argon2_hashes_only(
    users: Users, wang: User, staffed: Ledger
) -> None:
    kept = str(staffed.select("SELECT password FROM _users")[0]["password"])
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_five_failures_lock_for_a_minute_and_then_twice_as_long(
    users: Users, wang: User, seconds: Seconds, staffed: Ledger
) -> None:
    for _ in range(4):
        assert why(users.verify, "wang", "wrong", "10.0.0.1").code == "login_failed"
    locked = why(users.verify, "wang", "wrong", "10.0.0.1")
    assert (locked.code, locked.params["seconds"]) == ("login_locked", 60)
    assert why(users.verify, "wang", PASSWORD, "10.0.0.9").code == "login_locked"
    seconds.now += 61
    for _ in range(4):
        why(users.verify, "wang", "wrong", "10.0.0.2")
    assert why(users.verify, "wang", "wrong", "10.0.0.2").params["seconds"] == 120
    seconds.now += 121
    assert users.verify("wang", PASSWORD, "10.0.0.2") == wang
    told = staffed.select("SELECT op, note FROM _audit WHERE op LIKE 'login%' ORDER BY seq DESC")
    assert [entry["op"] for entry in told[:2]] == ["login", "login_locked"]


def test_an_address_that_tries_many_names_is_locked_too(users: Users, wang: User) -> None:
    codes = [why(users.verify, f"guess{n}", "x", "10.0.0.1").code for n in range(6)]
    assert codes == ["login_failed"] * 4 + ["login_locked"] * 2
    assert why(users.verify, "wang", PASSWORD, "10.0.0.1").code == "login_locked"
    assert users.verify("wang", PASSWORD, "10.0.0.2") == wang


def test_a_session_is_known_by_an_opaque_token_whose_hash_is_kept(
    users: Users, wang: User, staffed: Ledger
) -> None:
    first, second = users.open_session(wang), users.open_session(wang)
    assert first != second
    assert len(first) >= 43
    assert users.session(first) == wang.actor
    kept = staffed.select("SELECT hex(token) AS token FROM _sessions")
    assert all(first.encode().hex().upper() not in str(row["token"]) for row in kept)
    users.close_session(first)
    assert users.session(first) is None
    assert users.session(second) == wang.actor
    assert users.session("made up") is None


def test_a_session_ends_after_half_an_hour_without_use(
    users: Users, wang: User, seconds: Seconds
) -> None:
    token = users.open_session(wang)
    for _ in range(3):
        seconds.now += 29 * 60
        assert users.session(token)
    seconds.now += 31 * 60
    assert users.session(token) is None


def test_a_session_ends_after_twelve_hours_in_any_case(
    users: Users, wang: User, seconds: Seconds
) -> None:
    token = users.open_session(wang)
    for _ in range(36):
        seconds.now += 20 * 60
        assert users.session(token)
    seconds.now += 20 * 60
    assert users.session(token) is None


def test_a_session_outlives_a_restart_of_the_program(
    users: Users, wang: User, staffed: Ledger, seconds: Seconds
) -> None:
    token = users.open_session(wang)
    assert Users(staffed, seconds=seconds).session(token) == wang.actor
    seconds.now += 31 * 60
    assert Users(staffed, seconds=seconds).session(token) is None


def test_what_a_user_is_changes_at_once_for_open_sessions(users: Users, wang: User) -> None:
    token = users.open_session(wang)
    users.set_role("wang", "supervisor")
    users.set_lang("wang", "en")
    actor = users.session(token)
    assert actor is not None
    assert (actor.role, actor.lang) == ("supervisor", "en")
    users.set_active("wang", active=False)
    assert users.session(token) is None
    assert why(users.verify, "wang", PASSWORD, "10.0.0.1").code == "login_failed"


def test_a_new_password_ends_every_session(users: Users, wang: User) -> None:
    token = users.open_session(wang)
    users.set_password("wang", "another horse 9")
    assert users.session(token) is None
    assert users.verify("wang", "another horse 9", "10.0.0.1") == wang
