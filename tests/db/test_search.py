"""The search index follows every write, and answers as the rows do."""

import random
from pathlib import Path

import pytest

from db.backup import restore
from db.edits import Act, Insert, Refusal, Set, Void
from db.ledger import Ledger
from db.selection import Window
from registers.book import Book
from tests.db.conftest import Lend
from tests.db.workshop import BOSS, CLERK, Clock, one, tool_book_of

NAMES = "王李张陈單吕娜明伟漏水梯子电钻"


def found(ledger: Ledger, search: str, sheet: str = "loans", **asked: object) -> list[object]:
    window = Window(sheet, search=search, **asked)  # type: ignore[arg-type]
    return [row["id"] for row in ledger.window(window).rows]


def test_a_row_is_found_as_soon_as_it_is_written_and_by_what_it_says_now(
    tools: Ledger, lend: Lend
) -> None:
    row = lend(borrower="王小明", remark="备用钥匙")
    assert found(tools, "wxm") == found(tools, "王小明 钥匙") == [row]
    one(tools, Set(1, "loans", row, "borrower", "陳美"))
    assert found(tools, "王小明") == []
    assert found(tools, "chenmei") == found(tools, "陈美") == [row]
    one(tools, Set(2, "loans", row, "remark", None))
    assert found(tools, "钥匙") == []
    assert tools.verify() == []


def test_what_was_refused_is_not_found(tools: Ledger, lend: Lend) -> None:
    row = lend(borrower="王小明")
    edits = [
        Set(1, "loans", row, "borrower", "改名"),
        Set(2, "loans", row, "id_number", "1" * 31),
    ]
    assert not any(result.ok for result in tools.apply(edits, CLERK, client="x", atomic=True))
    assert (found(tools, "改名"), found(tools, "王小明")) == ([], [row])


def test_a_void_row_is_still_found_and_by_its_reason_too(tools: Ledger, lend: Lend) -> None:
    row = lend(borrower="王小明")
    one(tools, Void(1, "loans", row, "写错了人"), BOSS)
    assert found(tools, "王小明 写错") == [row]
    assert tools.verify() == []


def test_a_button_leaves_the_row_findable(tools: Ledger, lend: Lend) -> None:
    row = lend(borrower="王小明")
    one(tools, Act(1, "loans", row, "return", {"remark": "已还清"}))
    assert found(tools, "已还清 王") == [row]


def test_rows_are_found_by_the_new_name_of_what_they_refer_to(tools: Ledger, lend: Lend) -> None:
    rows = [lend(tool_id=2), lend(tool_id=1, helper=2), lend(tool_id=1, helper="电钻师傅")]
    assert found(tools, "电钻") == rows
    one(tools, Set(1, "tools", 2, "name", "冲击鑽"))
    assert found(tools, "电钻") == rows[2:]
    assert found(tools, "冲击钻") == found(tools, "chongjizuan") == found(tools, "T2") == rows[:2]
    assert [each["id"] for each in tools.lookup("tools", "cjz")] == [2]


def test_words_may_stand_in_different_places_and_stay_within_a_cell(
    tools: Ledger, lend: Lend
) -> None:
    row = lend(tool_id=1, borrower="王小", remark="明天还")
    assert found(tools, "明天 王 梯") == [row]
    assert found(tools, "小明") == []


def test_the_index_is_made_for_a_ledger_that_has_none(
    tools: Ledger, lend: Lend, tool_book: Book, clock: Clock
) -> None:
    row = lend(borrower="王小明")
    tools.write(lambda t: t.connection.execute('DROP TABLE "_search_loans"')).result()
    assert [each.code for each in tools.verify()] == ["search_missing"]
    tools.close()
    told: list[tuple[int, int, str]] = []
    again = Ledger.open(tools.path, tool_book, clock=clock, advance=lambda *so: told.append(so))
    assert told == [(1, 1, "loans")]
    assert found(again, "wxm") == [row]
    assert again.verify() == []
    again.close()


def test_rows_written_past_the_ledger_are_noticed_and_indexed_anew(
    tools: Ledger, lend: Lend, tool_book: Book, clock: Clock
) -> None:
    row = lend(borrower="王小明")
    change = "UPDATE loans SET borrower = '李四'"
    tools.write(lambda t: t.connection.execute(change)).result()
    assert "search_wrong" in {each.code for each in tools.verify()}
    tools.close()
    again = Ledger.open(tools.path, tool_book, clock=clock, reindex=True)
    assert found(again, "李四") == [row]
    assert {each.code for each in again.verify()} == {"row_changed"}
    again.close()


def test_another_register_of_the_same_rows_is_searched_by_its_own_fields(
    tools: Ledger, lend: Lend, tmp_path: Path
) -> None:
    row = lend(borrower="王小明", reason="下雨")
    source = Path(__file__).with_name("schemas") / "tools.yaml"
    changed = source.read_text("utf-8").replace("key: borrower", "key: taken_by, id: borrower", 1)
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "tools.yaml").write_text(changed, "utf-8")
    tools.take_up(tool_book_of(folder))
    assert found(tools, "wxm 下雨") == [row]
    one(tools, Set(1, "loans", row, "taken_by", "李四"))
    assert found(tools, "李四") == [row]
    assert tools.verify() == []


def test_a_restored_ledger_is_searched_as_it_was(
    tools: Ledger, lend: Lend, tool_book: Book, clock: Clock, tmp_path: Path
) -> None:
    row = lend(borrower="王小明")
    copy = tools.back_up()
    one(tools, Set(1, "loans", row, "borrower", "李四"))
    tools.close()
    restore(tools.path, copy, tmp_path / "kept", clock())
    again = Ledger.open(tools.path, tool_book, clock=clock)
    assert (found(again, "wxm"), found(again, "李四")) == ([row], [])
    assert again.verify() == []
    again.close()


def test_another_program_beside_this_one_is_found_too(
    tools: Ledger, tool_book: Book, clock: Clock
) -> None:
    beside = Ledger.open(tools.path, tool_book, clock=clock)
    row = one(beside, Insert(1, "loans", {"tool_id": 1, "borrower": "王小明"}), client="b")["id"]
    beside.close()
    assert found(tools, "wxm") == [row]


def test_a_word_that_fits_very_many_other_rows_is_found_all_the_same(
    tools: Ledger, lend: Lend, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [lend(tool_id=n, borrower="王") for n in (1, 2, 3)] + [lend(helper=2, borrower="王")]
    expected = found(tools, "T 王"), found(tools, "T2"), found(tools, "梯子 T")
    monkeypatch.setattr("db.searching._MOST_REFERRED", 0)
    tools._windows.forget()
    assert (found(tools, "T 王"), found(tools, "T2"), found(tools, "梯子 T")) == expected
    assert expected[0] == rows


def test_first_rows_come_before_all_are_counted(
    tools: Ledger, lend: Lend, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [lend(borrower="王小明") for _ in range(9)]
    monkeypatch.setattr("db.windows._CHUNK", 2)
    monkeypatch.setattr("db.windows._QUICK_SECONDS", 0.0)
    early = tools.window(Window("loans", 0, 3, search="王", early=True))
    assert ([row["id"] for row in early.rows], early.is_counted) == (rows[:3], False)
    assert 3 <= early.total < 9
    whole = tools.window(Window("loans", 0, 3, search="王"))
    assert (whole.total, whole.is_counted) == (9, True)
    again = tools.window(Window("loans", 0, 3, search="王", early=True))
    assert (again.total, again.is_counted) == (9, True)


WINDOWS = (
    Window("loans", search="王"),
    Window("loans", search="梯"),
    Window("loans", search="王", sort=(("borrower", "desc"),)),
    Window("loans", sort=(("borrower", "asc"), ("deposit", "desc"))),
    Window("loans", sort=(("tool_id", "desc"), ("remark", "asc"))),
    Window("loans", period="2026-11", sort=(("deposit", "desc"),)),
    Window("loans", filter={"borrower": {"op": "contains", "value": "明"}}),
    Window("loans", filter={"deposit": {"op": "between", "value": ["1", None]}}),
    Window("loans", filter={"tool_id": {"op": "in", "value": [1, {"id": 2, "label": ""}]}}),
    Window("loans", filter={"tool_id": {"op": "contains", "value": "梯"}}),
)


@pytest.mark.parametrize("seed", range(3))
def test_remembered_orders_stay_what_sqlite_would_say(tools: Ledger, lend: Lend, seed: int) -> None:
    """Edits in between, each window asked after every one, then all of them from the beginning."""
    chance = random.Random(seed)
    rows = [lend(borrower="王明") for _ in range(5)]
    for number in range(60):
        text = "".join(chance.sample(NAMES, chance.randint(1, 4)))
        row = chance.choice(rows)
        match chance.randrange(8):
            case 0:
                rows.append(lend(borrower=text, tool_id=chance.randint(1, 3)))
            case 1:
                edit = Set(number, "loans", row, "tool_id", chance.randint(1, 3))
                tools.apply([edit], CLERK, client="r")
            case 2:
                edit = Set(number, "tools", chance.randint(1, 3), "name", text)
                tools.apply([edit], CLERK, client="r")
            case 3:
                edit = Set(number, "loans", row, "deposit", chance.choice([None, 1, "2.50", 30]))
                tools.apply([edit], CLERK, client="r")
            case _:
                field = chance.choice(("borrower", "remark"))
                tools.apply([Set(number, "loans", row, field, text)], CLERK, client="r")
        for window in chance.sample(WINDOWS, 4):
            tools.window(window)
    remembered = [_ids(tools, window) for window in WINDOWS]
    tools._windows.forget()
    assert remembered == [_ids(tools, window) for window in WINDOWS]
    assert tools.verify() == []


def _ids(ledger: Ledger, window: Window) -> list[object]:
    return [row["id"] for row in ledger.window(window).rows]


def test_values_are_counted_within_everything_but_their_own_filter(
    tools: Ledger, lend: Lend
) -> None:
    for tool, name, kind in ((1, "王", "id_card"), (2, "王", "other"), (2, "李", None)):
        lend(tool_id=tool, borrower=name, kind=kind)
    own = {"kind": {"op": "in", "value": ["other"]}}

    def counts(field: str, **asked: object) -> list[tuple[object, object, int]]:
        found = tools.values(Window("loans", **asked), field)  # type: ignore[arg-type]
        return [(each.value, each.label, each.rows) for each in found]

    assert sorted(counts("kind", filter=own), key=str) == [
        ("id_card", None, 1), ("other", None, 1), (None, None, 1),
    ]  # fmt: skip
    assert counts("kind", search="李") == [(None, None, 1)]
    assert counts("tool_id") == [(2, "T2 电钻", 2), (1, "T1 梯子", 1)]
    assert counts("tool_id", filter=own) == [(2, "T2 电钻", 1)]
    lend(tool_id=2)
    assert counts("tool_id")[0] == (2, "T2 电钻", 3)
    assert refusal_of(tools, "borrower") == "bad_filter"
    assert refusal_of(tools, "nothing") == "unknown_field"


def refusal_of(ledger: Ledger, field: str) -> str:
    with pytest.raises(Refusal) as refusal:
        ledger.values(Window("loans"), field)
    return refusal.value.code


def test_spans_of_days_follow_the_day(tools: Ledger, lend: Lend, clock: Clock) -> None:
    days = ("2026-10-31", "2026-11-01", "2026-11-15", "2026-11-16", "2026-11-21", "2026-11-22")
    for day in days:
        lend(lent_at=f"{day} 08:00")
    clock.now = clock.now.replace(day=22, hour=9)

    def within(span: str) -> list[object]:
        return found(tools, "", filter={"lent_at": {"op": "span", "value": span}})

    assert (within("today"), within("yesterday")) == ([6], [5])
    assert (within("this_week"), within("last_week")) == ([4, 5, 6], [3])
    assert (within("this_month"), within("last_month")) == ([2, 3, 4, 5, 6], [1])
    clock.go(days=1)
    assert (within("today"), within("yesterday"), within("this_week")) == ([], [6], [])


def test_void_references_can_be_filtered_for(tools: Ledger, lend: Lend) -> None:
    row = lend(tool_id=3)
    one(tools, Void(1, "tools", 3, "坏了"), BOSS)
    assert found(tools, "", filter={"tool_id": {"op": "in", "value": [3]}}) == [row]
