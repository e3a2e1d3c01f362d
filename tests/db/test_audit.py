"""Whatever is changed behind the ledger's back is found."""

import sqlite3
from pathlib import Path

import pytest

from db.edits import Act, Set, Void
from db.ledger import Ledger
from registers.book import Book
from tests.db.conftest import Lend
from tests.db.workshop import BOSS, CLERK, one

STRANGER = "INSERT INTO tools (version, created_at, updated_at, name) VALUES (1, '', '', 'x')"


@pytest.fixture
def used(tools: Ledger, lend: Lend) -> Ledger:
    """A ledger with a bit of everything in it."""
    for sets in (1, 2, 3):
        lend(sets=sets, helper="自带", deposit="12.50")
    one(tools, Set(1, "loans", 1, "remark", "看过"))
    one(tools, Set(2, "loans", 1, "helper", 2))
    one(tools, Act(3, "loans", 2, "return"))
    one(tools, Void(4, "loans", 3, "填错"), BOSS)
    return tools


def without_guards(path: Path, *statements: str) -> None:
    """What somebody with the file and any SQLite program could do."""
    connection = sqlite3.connect(path, isolation_level=None)
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    sql = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        connection.execute(statement)
    for (text,) in sql:
        connection.execute(text)
    connection.close()


def codes(ledger: Ledger) -> set[str]:
    return {problem.code for problem in ledger.verify()}


def test_a_ledger_written_through_the_ledger_is_sound(used: Ledger) -> None:
    assert used.verify() == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE loans SET deposit = 1 WHERE id = 2", "row_changed"),
        ("UPDATE loans SET remark = NULL WHERE id = 1", "row_changed"),
        ("UPDATE loans SET version = 9 WHERE id = 1", "row_changed"),
        ("UPDATE loans SET created_by = 99 WHERE id = 1", "row_changed"),
        ("UPDATE loans SET void_reason = '别的' WHERE id = 3", "row_changed"),
        ("UPDATE loans SET voided_at = NULL WHERE id = 3", "row_changed"),
        ("UPDATE loans SET helper = '2' WHERE id = 1", "row_changed"),
        ("DELETE FROM loans WHERE id = 2", "row_missing"),
        ("UPDATE loans SET id = 9 WHERE id = 3", "row_unknown"),
        (STRANGER, "row_unknown"),
        ("UPDATE loans SET doc_no = 'GJ-202611-009' WHERE id = 1", "number_missing"),
        ("UPDATE _audit SET new = 99 WHERE op = 'set'", "audit_changed"),
        ("UPDATE _audit SET name = '别人' WHERE seq = 5", "audit_changed"),
        ("UPDATE _audit SET at = '2020-01-01 00:00:00' WHERE seq = 1", "audit_changed"),
        ("UPDATE _audit SET hash = zeroblob(32) WHERE seq = 5", "audit_changed"),
        ("DELETE FROM _audit WHERE seq = 5", "audit_gap"),
        ("UPDATE _numbers SET last = 4", "number_missing"),
    ],
)  # fmt: skip
def test_a_change_behind_its_back_is_found(used: Ledger, statement: str, code: str) -> None:
    without_guards(used.path, statement)
    assert code in codes(used)


def test_a_byte_changed_in_the_file_is_found(used: Ledger, tool_book: Book) -> None:
    used.close()
    content = used.path.read_bytes()
    assert content.count("李前台".encode()) > 3
    used.path.write_bytes(content.replace("李前台".encode(), "季前台".encode(), 1))
    reopened = Ledger.open(used.path, tool_book)
    assert codes(reopened)
    reopened.close()


def test_a_cut_off_end_shows_against_the_head_kept_elsewhere(used: Ledger, tool_book: Book) -> None:
    head = used.head_hash
    used.close()
    last = "(SELECT max(seq) FROM _audit)"
    without_guards(used.path, f"DELETE FROM _audit WHERE seq = {last}")
    reopened = Ledger.open(used.path, tool_book)
    assert reopened.head_hash != head
    reopened.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM loans WHERE id = 1",
        "INSERT OR REPLACE INTO loans (id, version, created_at, updated_at) VALUES (1, 1, '', '')",
        "UPDATE loans SET id = 77 WHERE id = 1",
        "UPDATE loans SET remark = 'x' WHERE id = 3",
        "UPDATE _audit SET name = 'x'",
        "DELETE FROM _audit",
        "INSERT OR REPLACE INTO _audit SELECT * FROM _audit WHERE seq = 1",
        "UPDATE loans SET voided_at = '2026-11-22', void_reason = ' ' WHERE id = 1",
    ],
)
def test_the_tables_refuse_it_from_any_program(used: Ledger, statement: str) -> None:
    connection = sqlite3.connect(used.path, isolation_level=None)
    connection.execute("PRAGMA recursive_triggers = OFF")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()
    assert used.verify() == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DROP TRIGGER _loans_frozen", "trigger_missing"),
        ("CREATE TRIGGER spy AFTER INSERT ON loans BEGIN SELECT 1; END", "trigger_unknown"),
    ],
)
def test_a_missing_guard_is_put_back_and_told(
    used: Ledger, tool_book: Book, statement: str, code: str
) -> None:
    connection = sqlite3.connect(used.path, isolation_level=None)
    connection.execute(statement)
    connection.close()
    assert code in codes(used)
    used.close()
    reopened = Ledger.open(used.path, tool_book)
    assert codes(reopened) == {code}
    reopened.close()
    again = Ledger.open(used.path, tool_book)
    assert again.verify() == []
    again.close()


def test_the_history_of_a_row_tells_who_when_and_what(used: Ledger) -> None:
    first, second, third = used.history("loans", 1)
    assert (first["op"], first["by"], first["at"]) == ("insert", "李前台", "2026-11-22 09:12:00")
    assert first["values"]["tool_id"] == {"id": 1, "label": "T1 梯子"}  # type: ignore[index]
    assert (second["field"], second["old"], second["new"]) == ("remark", None, "看过")
    assert third["old"] == {"id": None, "label": "自带"}
    assert third["new"] == {"id": 2, "label": "T2 电钻"}
    assert used.history("loans", 3)[1]["note"] == "填错"


def test_every_entry_of_one_request_has_the_same_batch(tools: Ledger) -> None:
    edits = [Set(n, "tools", n, "place", "一楼") for n in (1, 2, 3)]
    tools.apply(edits, CLERK, client="paste")
    batches = tools.select("SELECT DISTINCT batch FROM _audit WHERE client = 'paste'")
    assert len(batches) == 1
