"""Windows of rows: periods, order, filters, search, and that no answer is ever stale."""

from collections.abc import Sequence

import pytest

from db.edits import Refusal, Set, Void
from db.ledger import Ledger
from db.selection import Window
from tests.db.conftest import Lend
from tests.db.workshop import BOSS, Clock, one

DAYS = (
    "2026-10-31 23:59",
    "2026-11-02 08:00",
    "2026-11-01 00:00",
    "2026-11-30 23:59",
    "2026-12-01 00:00",
)
NAMES = ("陈师傅", "wang li", "陳師傅", "王丽_50%", "Chen")
TOOLS = (1, 2, 3, 2, 1)
HELPERS = ("自带", 1, None, 2, "2")
DEPOSITS = ("10", None, "5.50", "100", "10.00")


@pytest.fixture
def loans(tools: Ledger, lend: Lend) -> Ledger:
    given = zip(DAYS, NAMES, TOOLS, HELPERS, DEPOSITS, strict=True)
    for day, name, tool, helper, deposit in given:
        lend(lent_at=day, borrower=name, tool_id=tool, helper=helper, deposit=deposit)
    return tools


def ids(ledger: Ledger, sheet: str = "loans", **asked: object) -> list[object]:
    page = ledger.window(Window(sheet, **asked))  # type: ignore[arg-type]
    assert page.total == len(page.rows)
    return [row["id"] for row in page.rows]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("2026-11", [3, 2, 4]),
        ("2026-10", [1]),
        ("2026", [1, 3, 2, 4, 5]),
        ("2026-Q4", [1, 3, 2, 4, 5]),
        ("2026-Q3", []),
        ("2026-11-30", [4]),
    ],
)
def test_a_period_holds_its_rows_in_the_order_of_their_dates(
    loans: Ledger, period: str, expected: list[int]
) -> None:
    assert ids(loans, period=period) == expected


@pytest.mark.parametrize("period", ["", "2026-11"])
@pytest.mark.parametrize("sort", [(), (("borrower", "asc"),)])
def test_pages_put_together_are_the_whole(
    loans: Ledger, period: str, sort: tuple[tuple[str, str], ...]
) -> None:
    whole = [row["id"] for row in loans.window(Window("loans", 0, 9, sort, period=period)).rows]
    pages = [loans.window(Window("loans", n, n + 2, sort, period=period)) for n in (0, 2, 4, 6)]
    assert [row["id"] for page in pages for row in page.rows] == whole
    assert {page.total for page in pages} == {len(whole)}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"borrower": {"op": "contains", "value": "师傅"}}, [1]),
        ({"borrower": {"op": "contains", "value": "_5"}}, [4]),
        ({"borrower": {"op": "starts", "value": "CHEN"}}, [5]),
        ({"deposit": {"op": "eq", "value": "10.00"}}, [1, 5]),
        ({"deposit": {"op": "between", "value": ["5", "10"]}}, [1, 3, 5]),
        ({"deposit": {"op": "empty"}}, [2]),
        ({"lent_at": {"op": "eq", "value": "2026-11-30"}}, [4]),
        ({"tool_id": {"op": "eq", "value": {"id": 2, "label": ""}}}, [2, 4]),
        ({"tool_id": {"op": "contains", "value": "电"}}, [2, 3, 4]),
        ({"helper": {"op": "contains", "value": "梯"}}, [2]),
        ({"helper": {"op": "contains", "value": "电钻"}}, [4]),
        ({"helper": {"op": "contains", "value": "自"}}, [1]),
        ({"helper": {"op": "eq", "value": "2"}}, [5]),
        ({"status": {"op": "in", "value": ["lent", "back"]}}, [1, 2, 3, 4, 5]),
        ({"status": {"op": "eq", "value": "已还"}}, []),
        ({"days": {"op": "ge", "value": 21}}, [1, 3]),
        ({"deposit": {"op": "gt", "value": 6}, "tool_id": {"op": "eq", "value": 1}}, [1, 5]),
    ],
)
def test_filters_choose_rows(
    loans: Ledger, filters: dict[str, dict[str, object]], expected: list[int]
) -> None:
    assert ids(loans, filter=filters) == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("陈", [1, 3]), ("li WANG", [2, 4]), ("电钻", [2, 4]), ("t2 王", [4]), ("手电 陳", [3]),
        ("202611", [2, 3, 4]), ("50%", [4]), ("_", []), ("没有", []), ("自带", [1]),
        ("  ", [1, 2, 3, 4, 5]),
    ],
)  # fmt: skip
def test_every_word_of_a_search_must_stand_somewhere(
    loans: Ledger, search: str, expected: list[int]
) -> None:
    assert ids(loans, search=search) == expected


def test_a_search_stays_within_its_period(loans: Ledger) -> None:
    assert ids(loans, search="梯子", period="2026-12") == [5]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ([("deposit", "desc")], [4, 1, 5, 3, 2]),
        ([("deposit", "asc"), ("lent_at", "desc")], [2, 3, 5, 1, 4]),
        ([("tool_id", "desc")], [3, 2, 4, 1, 5]),
        ([("helper", "asc")], [3, 5, 2, 4, 1]),
        ([("days", "asc")], [5, 4, 2, 3, 1]),
    ],
)
def test_rows_are_sorted_by_what_is_shown(
    loans: Ledger, sort: Sequence[tuple[str, str]], expected: list[int]
) -> None:
    assert ids(loans, sort=tuple(sort)) == expected


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": (("borrower", "asc"),)},
        {"filter": {"tool_id": {"op": "contains", "value": "电"}}},
        {"search": "电"},
        {"period": "2026-11"},
        {"period": "2026-11", "filter": {"days": {"op": "lt", "value": 30}}},
        {},
    ],
)
def test_an_answer_is_never_older_than_the_last_acknowledged_edit(
    loans: Ledger, lend: Lend, asked: dict[str, object]
) -> None:
    ids(loans, **asked)
    row = lend(borrower="A", lent_at="2026-11-15 08:00", tool_id=2)
    assert row in ids(loans, **asked)
    one(loans, Set(1, "tools", 1, "name", "电梯子"))
    if "filter" in asked or "search" in asked:
        fresh = Ledger.open(loans.path, loans.book, clock=loans.clock)
        assert ids(loans, **asked) == ids(fresh, **asked)
        fresh.close()


def test_a_value_that_depends_on_the_time_is_not_remembered(loans: Ledger, clock: Clock) -> None:
    filters = {"days": {"op": "ge", "value": 21}}
    assert ids(loans, filter=filters) == [1, 3]
    clock.go(days=1)
    assert ids(loans, filter=filters) == [1, 2, 3]


def test_void_rows_stay_in_view(loans: Ledger) -> None:
    one(loans, Void(1, "loans", 2, "填错"), BOSS)
    rows = loans.window(Window("loans", period="2026-11")).rows
    assert [(row["id"], row["void"]) for row in rows] == [(3, False), (2, True), (4, False)]
    assert [row["id"] for row in loans.each("loans", "2026-11", void=False)] == [3, 4]


def test_a_window_says_which_change_it_is_as_of(loans: Ledger) -> None:
    assert loans.window(Window("loans")).seq == loans.head


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"sheet": "ghosts"}, "unknown_sheet"),
        ({"start": 5, "end": 1}, "bad_window"),
        ({"start": -1}, "bad_window"),
        ({"end": 100_000}, "bad_window"),
        ({"sort": (("ghost", "asc"),)}, "unknown_field"),
        ({"sort": (("sets", "1; DROP TABLE loans"),)}, "bad_sort"),
        ({"filter": {"ghost": {"op": "eq", "value": 1}}}, "unknown_field"),
        ({"filter": {"sets": {"op": "like", "value": 1}}}, "bad_filter"),
        ({"filter": {"sets": {"op": "eq", "value": "百"}}}, "not_a_number"),
        ({"period": "november"}, "bad_period"),
    ],
)
def test_a_window_that_cannot_be_is_refused(
    loans: Ledger, asked: dict[str, object], code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        loans.window(Window(**{"sheet": "loans", **asked}))  # type: ignore[arg-type]
    assert refusal.value.code == code


def test_exports_get_stored_values_labels_and_computed_ones(loans: Ledger) -> None:
    row = next(loans.each("loans", "2026-10", order=["borrower"]))
    assert {key: row[key] for key in ("id", "deposit", "tool_id", "tool_id__label", "days")} == {
        "id": 1, "deposit": 1000, "tool_id": 1, "tool_id__label": "T1 梯子", "days": 22,
    }  # fmt: skip


def test_a_reader_of_forms_cannot_write(loans: Ledger) -> None:
    assert loans.select(
        "SELECT sum(sets) AS n FROM loans WHERE lent_at >= :from", {"from": "2026-12"}
    ) == [{"n": 1}]
    with pytest.raises(Exception, match="readonly"):
        loans.select("UPDATE loans SET sets = 9")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("T", ["T1 梯子", "T2 电钻", "T3 手电"]),
        ("电", ["T2 电钻", "T3 手电"]),
        ("手电", ["T3 手电"]),
        ("ｔ２", ["T2 电钻"]),
        ("%", []),
        ("", ["T1 梯子", "T2 电钻", "T3 手电"]),
    ],
)
def test_a_row_is_picked_by_typing_part_of_a_name(
    tools: Ledger, text: str, labels: list[str]
) -> None:
    assert [offer["label"] for offer in tools.lookup("tools", text)] == labels


def test_a_pick_shows_the_other_names_as_a_hint(tools: Ledger) -> None:
    assert tools.lookup("tools", "T2", limit=1) == [
        {"id": 2, "label": "T2 电钻", "hint": "T2 · 电钻"}
    ]


def test_rows_near_the_one_at_hand_are_offered_first(loans: Ledger) -> None:
    offers = loans.lookup("loans", "GJ-202611", near={"tool_id": 3})
    assert [offer["id"] for offer in offers] == [3, 2, 4]
