"""Settings, attachments, backups and the office as a whole."""

import stat
from pathlib import Path

import pytest

from db import backup
from db.attachments import Attachments
from db.edits import Insert, Refusal
from db.ledger import Ledger
from db.office import current, open_office
from db.settings import Settings
from registers.book import Book
from tests.db.conftest import Lend
from tests.db.workshop import CLERK, SCHEMAS, Clock, one


def test_settings_are_kept_and_audited(tools: Ledger) -> None:
    settings = Settings(tools)
    assert settings.get("estate_name", "?") == "?"
    settings.set("estate_name", "样例花园", CLERK)
    settings.set("hours", {"to": "17:30"})
    assert settings.all() == {"estate_name": "样例花园", "hours": {"to": "17:30"}}
    told = tools.select(
        "SELECT name, note FROM _audit WHERE op = 'setting' AND sheet = 'estate_name'"
    )
    assert told == [{"name": "李前台", "note": '"样例花园"'}]


def test_an_attachment_lies_under_its_hash_and_is_checked_when_read(
    tools: Ledger, tmp_path: Path
) -> None:
    attachments = Attachments(tools, tmp_path / "attachments")
    first = attachments.add("../../etc/来信.pdf", b"%PDF-1", "application/pdf", CLERK)
    second = attachments.add("另一个.pdf", b"%PDF-1", "application/pdf")
    found = attachments.read(first)
    assert (found.name, found.mime, found.content) == ("来信.pdf", "application/pdf", b"%PDF-1")
    (file,) = [path for path in (tmp_path / "attachments").rglob("*") if path.is_file()]
    assert len(file.name) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"%PDF-2")
    with pytest.raises(Refusal, match="attachment_damaged"):
        attachments.read(second)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\x00b", "dir/"])
def test_a_file_needs_a_name_that_can_be_shown(tools: Ledger, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal, match="bad_file_name"):
        Attachments(tools, tmp_path).add(name, b"x", "text/plain")


def test_a_backup_bears_the_head_of_the_audit_and_can_be_restored(
    tools: Ledger, lend: Lend, tool_book: Book, tmp_path: Path, clock: Clock
) -> None:
    lend(remark="在备份里")
    copy = tools.back_up()
    assert copy.name == f"ledger-20261122-091200-{tools.head_hash[:12]}.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    lend(remark="在备份之后")
    with pytest.raises(Refusal, match="ledger_in_use"):
        backup.restore(tools.path, copy, tmp_path / "old", clock())
    tools.close()
    backup.restore(tools.path, copy, tmp_path / "old", clock())
    restored = Ledger.open(tools.path, tool_book)
    assert [row["remark"] for row in restored.each("loans")] == ["在备份里"]
    assert restored.verify() == []
    one(restored, Insert(1, "tools", {"name": "新"}), client="after")
    restored.close()
    assert list((tmp_path / "old").glob("replaced-*.db"))


def test_a_damaged_backup_is_not_put_in_place(
    tools: Ledger, tool_book: Book, tmp_path: Path, clock: Clock
) -> None:
    copy = tools.backup(tmp_path / "copy.db")
    tools.close()
    content = copy.read_bytes()
    copy.write_bytes(content.replace("梯子".encode(), "桌子".encode()))
    for bad in (copy, tmp_path / "missing.db"):
        with pytest.raises(Refusal):
            backup.restore(tools.path, bad, tmp_path / "old", clock())
    reopened = Ledger.open(tools.path, tool_book)
    assert reopened.verify() == []
    reopened.close()


def test_a_file_that_is_no_ledger_is_refused(tool_book: Book, tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"no database" * 1000)
    with pytest.raises(Refusal, match="ledger_unreadable"):
        Ledger.open(tmp_path / "ledger.db", tool_book)


def test_an_office_lays_its_own_registers_over_the_shipped_ones(tmp_path: Path) -> None:
    office = open_office(tmp_path / "office")
    assert current() is office
    assert not office.book.has_sheet("loans")
    (office.workspace / "schemas" / "tools.yaml").write_bytes((SCHEMAS / "tools.yaml").read_bytes())
    assert office.reload_schemas().has_sheet("loans")
    one(office.ledger, Insert(1, "tools", {"name": "梯子"}))
    for path in office.workspace.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    office.close()
    with pytest.raises(Refusal, match="office_closed"):
        current()
