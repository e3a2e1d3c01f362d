"""Tables follow the registers: planned first, applied together, nothing ever dropped."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from db.edits import Insert, Set
from db.ledger import Ledger
from db.selection import Window
from registers.book import Book
from tests.db.workshop import CLERK, SCHEMAS, one, refused, tool_book_of

Rewrite = Callable[..., Book]


@pytest.fixture
def rewritten(tmp_path: Path) -> Rewrite:
    """The register of tools with some of its text replaced."""

    def rewrite(**replacements: str) -> Book:
        text = (SCHEMAS / "tools.yaml").read_text("utf-8")
        for old, new in replacements.items():
            assert LINES[old] in text
            text = text.replace(LINES[old], new)
        folder = tmp_path / f"schemas{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        (folder / "tools.yaml").write_text(text, "utf-8")
        return tool_book_of(folder)

    return rewrite


LINES = {
    "place": "- {key: place, label: 位置, type: text}",
    "title": "expr: \"tool_no || ' ' || name\", index: true",
    "remark": "- {key: remark, label: 备注, type: text, max: 200}",
    "tool_no": "- {key: tool_no, label: 工具号, type: text, unique: true}",
    "name": "- {key: name, label: 名称, type: text, required: true}",
}


def opened(path: Path, book: Book) -> Ledger:
    return Ledger.open(path / "ledger.db", book)


def shape(path: Path) -> dict[str, object]:
    """Everything that makes two ledgers' tables the same, whatever way they came to be."""
    connection = sqlite3.connect(path / "ledger.db")
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    found: dict[str, object] = {
        name: {
            (column[1], column[2], column[3], column[6])
            for column in connection.execute(f'PRAGMA table_xinfo("{name}")')
        }
        for (name,) in tables
    }
    others = "SELECT name, sql FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL"
    found["others"] = set(connection.execute(others).fetchall())
    found["fields"] = set(connection.execute("SELECT * FROM _fields").fetchall())
    connection.close()
    return found


def test_a_ledger_that_fits_is_left_alone(tools: Ledger, tool_book: Book) -> None:
    assert Ledger.planned(tools.path, tool_book).changes == ()


CHANGES: dict[str, dict[str, str]] = {
    "a new field": {
        "place": LINES["place"] + "\n      - {key: colour, label: 颜色, type: text, index: true}"
    },
    "a new key under the same id": {
        "place": "- {key: shelf, id: place, label: 位置, type: text, index: true}"
    },
    "another formula": {"title": 'expr: "name || tool_no", index: true'},
    "a formula not searched any more": {"title": "expr: \"tool_no || ' ' || name\""},
    "a whole number computed": {"title": 'expr: "length(name)", index: true'},
    "unique no more": {"tool_no": "- {key: tool_no, label: 工具号, type: text}"},
    "unique from now on": {
        "name": "- {key: name, label: 名称, type: text, required: true, unique: true}"
    },
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_migrated_ledger_equals_a_fresh_one(
    tool_book: Book, rewritten: Rewrite, tmp_path: Path, change: str
) -> None:
    book = rewritten(**CHANGES[change])
    old = opened(tmp_path / "old", tool_book)
    one(old, Insert(1, "tools", {"tool_no": "T1", "name": "梯子", "place": "一楼"}))
    old.close()
    migrated, fresh = opened(tmp_path / "old", book), opened(tmp_path / "fresh", book)
    assert migrated.plan.changes
    assert migrated.verify() == []
    for ledger in (migrated, fresh):
        ledger.close()
    assert shape(tmp_path / "old") == shape(tmp_path / "fresh")
    assert len(list((tmp_path / "old" / "backups").glob("ledger-*.db"))) == 1


def test_a_renamed_field_keeps_its_values_and_its_history(
    tool_book: Book, rewritten: Rewrite, tmp_path: Path
) -> None:
    before = opened(tmp_path, tool_book)
    one(before, Insert(1, "tools", {"tool_no": "T1", "name": "梯子", "place": "一楼"}))
    before.close()
    book = rewritten(place="- {key: shelf, id: place, label: 位置, type: text}")
    assert [str(step) for step in Ledger.planned(tmp_path / "ledger.db", book).changes] == [
        "rename column tools.place to shelf (field place)"
    ]
    after = opened(tmp_path, book)
    assert after.row("tools", 1)["shelf"] == "一楼"  # type: ignore[index]
    one(after, Set(2, "tools", 1, "shelf", "二楼"))
    told = after.history("tools", 1)
    assert told[0]["values"]["shelf"] == "一楼"  # type: ignore[index]
    assert (told[1]["field"], told[1]["new"]) == ("shelf", "二楼")
    assert after.verify() == []
    after.close()


def test_a_field_that_left_the_register_is_kept_in_the_table(
    tool_book: Book, rewritten: Rewrite, tmp_path: Path
) -> None:
    before = opened(tmp_path, tool_book)
    one(before, Insert(1, "tools", {"tool_no": "T1", "name": "梯子", "place": "一楼"}))
    before.close()
    after = opened(tmp_path, rewritten(place=""))
    assert [str(step) for step in after.plan.steps] == ["needs a decision: column_kept tools.place"]
    assert "place" not in after.row("tools", 1)  # type: ignore[operator]
    assert after.select("SELECT place FROM tools") == [{"place": "一楼"}]
    assert after.verify() == []
    after.close()
    again = opened(tmp_path, tool_book)
    assert again.row("tools", 1)["place"] == "一楼"  # type: ignore[index]
    again.close()


def test_a_field_of_another_type_holds_its_sheet_and_no_other(
    tool_book: Book, rewritten: Rewrite, tmp_path: Path
) -> None:
    opened(tmp_path, tool_book).close()
    held = opened(tmp_path, rewritten(place="- {key: place, label: 位置, type: int}"))
    assert held.plan.held == {"tools"}
    assert refused(held, Insert(1, "tools", {"name": "梯子"})).code == "sheet_held"
    assert held.window(Window("loans")).total == 0
    assert held.verify() == []
    held.close()


def test_values_given_twice_keep_a_unique_index_away(
    tool_book: Book, rewritten: Rewrite, tmp_path: Path
) -> None:
    before = opened(tmp_path, tool_book)
    for n in (1, 2):
        one(before, Insert(n, "tools", {"name": "梯子"}), client="x")
    before.close()
    unique = "- {key: name, label: 名称, type: text, required: true, unique: true}"
    after = opened(tmp_path, rewritten(name=unique))
    assert [str(step) for step in after.plan.questions] == [
        "needs a decision: values_given_twice tools.name, count=1"
    ]
    one(after, Insert(3, "tools", {"name": "电钻"}))
    after.close()


def test_an_open_ledger_takes_up_new_registers(tools: Ledger, rewritten: Rewrite) -> None:
    book = rewritten(place=LINES["place"] + "\n      - {key: colour, label: 颜色, type: text}")
    tools.take_up(book)
    assert one(tools, Set(1, "tools", 1, "colour", "红"), CLERK)["colour"] == "红"
    assert tools.verify() == []
