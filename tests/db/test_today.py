"""The lists of the day over the register of tools: counted, shown, and as windows of the grid."""

import re
import shutil

import pytest

from db.actor import Actor
from db.edits import Act, Refusal, Void
from db.ledger import Ledger
from db.selection import Window
from db.today import lists_of, waiting
from registers.book import Book
from tests.db.conftest import Lend
from tests.db.workshop import BOSS, CLERK, GATE, SCHEMAS, Clock, one, tool_book_of

OUT = """\
key: out
label: 在外的工具
hint: 催还
sheet: loans
where: "status = 'lent' AND due_at < add_days(:today, 2)"
columns: [doc_no, tool_id, borrower]
order: [due_at desc]
roles: [front_desk]
limit: 2
due: "17:00"
tone: soon
"""
PLACES = """\
key: kinds
label: 今日未见的证件
hint: 逐类登记
sheet: loans
where: "lent_at >= :today"
columns: [doc_no]
missing: kind
"""
DEAR = """\
key: dear
label: 有押金的
hint: 复核
sheet: loans
where: "deposit > 0 AND tool_id.out > 0"
columns: [doc_no]
index: deposit
"""


@pytest.fixture(scope="module")
def tool_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The tools with three lists of the day, as an office would add them."""
    folder = tmp_path_factory.mktemp("schemas")
    shutil.copytree(SCHEMAS, folder, dirs_exist_ok=True)
    (folder / "today").mkdir()
    for name, text in {"out": OUT, "kinds": PLACES, "dear": DEAR}.items():
        (folder / "today" / f"{name}.yaml").write_text(text, "utf-8")
    return tool_book_of(folder)


def counts(ledger: Ledger, actor: Actor = CLERK) -> dict[str, int]:
    return {each.asked.key: each.count for each in waiting(ledger, actor, with_rows=False)}


def rows(ledger: Ledger, window: Window) -> list[object]:
    return [row["id"] for row in ledger.window(window).rows]


def test_a_list_counts_all_and_shows_its_first_rows_in_its_order(tools: Ledger, lend: Lend) -> None:
    first, second, third = lend(), lend(due_at="2026-11-22 18:00"), lend(due_at="2026-11-23 12:00")
    lend(due_at="2026-11-24 08:00")
    found = next(each for each in waiting(tools, CLERK, with_rows=True) if each.asked.key == "out")
    assert (found.count, found.tone) == (3, "soon")
    assert [row["id"] for row in found.rows] == [third, first]
    assert found.rows[0]["tool_id__label"] == "T1 梯子"
    assert rows(tools, Window("loans", list="out")) == [third, first, second]


def test_a_row_leaves_the_list_when_the_work_is_done_or_it_is_void(
    tools: Ledger, lend: Lend
) -> None:
    first, second = lend(), lend()
    assert counts(tools)["out"] == 2
    one(tools, Act(1, "loans", first, "return"), client="x")
    assert counts(tools)["out"] == 1
    one(tools, Void(2, "loans", second, "登错"), BOSS, client="x")
    assert counts(tools)["out"] == 0


def test_a_list_follows_the_clock(tools: Ledger, lend: Lend, clock: Clock) -> None:
    lend(due_at="2026-11-25 08:00")
    assert counts(tools)["out"] == 0
    clock.go(days=2)
    assert counts(tools)["out"] == 1
    clock.go(hours=8)
    assert {e.asked.key: e.tone for e in waiting(tools, CLERK, with_rows=False)}["out"] == "late"


def test_what_is_missing_waits_until_every_choice_has_its_row(
    tools: Ledger, lend: Lend, clock: Clock
) -> None:
    assert counts(tools)["kinds"] == 2
    lend(kind="other")
    lend(kind="other")
    found = next(
        each for each in waiting(tools, CLERK, with_rows=True) if each.asked.key == "kinds"
    )
    assert ([choice.key for choice in found.missing], found.rows) == (["id_card"], [])
    clock.go(days=1)
    assert counts(tools)["kinds"] == 2


def test_a_list_looks_through_references_and_hears_of_their_changes(
    tools: Ledger, lend: Lend
) -> None:
    first = lend(deposit="20")
    assert counts(tools)["dear"] == 1
    one(tools, Act(1, "loans", first, "return"), client="x")
    assert counts(tools)["dear"] == 0


def test_a_clerk_sees_the_lists_of_the_post_only(tools: Ledger) -> None:
    assert [each.key for each in lists_of(tools, CLERK)] == ["dear", "kinds", "out"]
    assert [each.key for each in lists_of(tools, GATE)] == ["dear", "kinds"]


def test_a_window_of_a_list_can_be_sorted_filtered_and_searched_further(
    tools: Ledger, lend: Lend
) -> None:
    first, second = lend(borrower="甲"), lend(borrower="乙", due_at="2026-11-22 20:00")
    lend(borrower="甲", due_at="2027-01-01 08:00")
    assert rows(tools, Window("loans", list="out", sort=(("due_at", "asc"),))) == [second, first]
    assert rows(tools, Window("loans", list="out", search="甲")) == [first]
    named = {"borrower": {"op": "eq", "value": "乙"}}
    assert rows(tools, Window("loans", list="out", filter=named)) == [second]
    assert rows(tools, Window("loans", list="out", period="2026-10")) == []


@pytest.mark.parametrize(("sheet", "key"), [("loans", "nothing"), ("tools", "out")])
def test_a_list_of_another_sheet_is_refused(tools: Ledger, sheet: str, key: str) -> None:
    with pytest.raises(Refusal) as refusal:
        tools.window(Window(sheet, list=key))
    assert refusal.value.code == "unknown_list"


def plan(ledger: Ledger, sheet: str, where: str) -> str:
    sql = ledger.book.expression(sheet, where).sql("t")
    query = f'EXPLAIN QUERY PLAN SELECT t.id FROM "{sheet}" AS t WHERE {sql}'
    clock = {"now": "2026-11-22 09:12", "today": "2026-11-22", "actor": None}
    return "\n".join(str(row["detail"]) for row in ledger.select(query, clock))


def test_states_and_what_a_list_names_are_found_without_reading_the_table(tools: Ledger) -> None:
    assert re.search(r"SEARCH t USING .*\(status=\?\)", plan(tools, "loans", "status = 'lent'"))
    dear = tools.book.today_list("dear").where
    assert re.search(r"SEARCH t USING .*\(deposit>\?\)", plan(tools, "loans", dear))
