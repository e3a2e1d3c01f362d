"""Sums and counts over a selection: exact, never stale, void rows left out."""

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.edits import Insert, Refusal, Set, Void
from db.ledger import Ledger
from db.selection import Window
from db.summing import ColumnSum, Sums, summed_fields
from tests.db.conftest import Lend
from tests.db.workshop import BOSS, SCHEMAS, Clock, accepted, one, tool_book_of

BOOK = tool_book_of(SCHEMAS)

FEN = st.one_of(st.none(), st.integers(-(10**13), 10**13), st.integers(-300, 300))
ROWS = st.lists(
    st.tuples(st.integers(1, 5), FEN, st.sampled_from("甲乙丙"), st.booleans()), max_size=9
)


def yuan(fen: int) -> str:
    return f"{Decimal(fen).scaleb(-2):.2f}"


def write(ledger: Ledger, rows: list[tuple[int, int | None, str, bool]]) -> None:
    tool = Insert(1, "tools", {"tool_no": "T1", "name": "梯子"})
    loans = [
        Insert(
            n,
            "loans",
            {
                "tool_id": 1,
                "borrower": who,
                "sets": sets,
                "deposit": None if fen is None else yuan(fen),
            },
        )
        for n, (sets, fen, who, _) in enumerate(rows, 2)
    ]
    accepted(ledger.apply([tool, *loans], BOSS, client="rows"))
    voids = [Void(100 + n, "loans", n, "错") for n, row in enumerate(rows, 1) if row[3]]
    accepted(ledger.apply(voids, BOSS, client="voids"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, start=st.integers(0, 9), length=st.integers(0, 9), who=st.sampled_from("甲乙"))
def test_sums_are_those_of_a_list(
    rows: list[tuple[int, int | None, str, bool]], start: int, length: int, who: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.open(Path(folder) / "ledger.db", BOOK, clock=Clock())
        try:
            write(ledger, rows)
            asked = ("sets", "deposit", "borrower")
            by_name = {"borrower": {"op": "eq", "value": who}}
            everything = ledger.sums(Window("loans"), asked)
            filtered = ledger.sums(Window("loans", filter=by_name), asked)
            sort = (("deposit", "desc"), ("sets", "asc"))
            part = Window("loans", start, start + length, sort)
            some = ledger.sums(part, asked, whole=False)
        finally:
            ledger.close()
    assert everything == expected(rows)
    assert filtered == expected([row for row in rows if row[2] == who])
    # SQLite puts nothing before everything, so last when descending.
    ordered = sorted(rows, key=lambda row: row[0])
    ordered.sort(key=lambda row: row[1] if row[1] is not None else -(10**18), reverse=True)
    assert some == expected(ordered[start : start + length])


def expected(rows: list[tuple[int, int | None, str, bool]]) -> Sums:
    counted = [row for row in rows if not row[3]]
    fen = [row[1] for row in counted if row[1] is not None]
    return Sums(
        len(counted),
        {
            "sets": ColumnSum(len(counted), str(sum(row[0] for row in counted))),
            "deposit": ColumnSum(len(fen), yuan(sum(fen))),
            "borrower": ColumnSum(len(counted), None),
        },
    )


def test_an_edit_is_in_the_next_answer(tools: Ledger, lend: Lend) -> None:
    row = lend(deposit="10")

    def sums() -> list[str | None]:
        found = tools.sums(Window("loans"), ["deposit", "sets"]).columns
        return [found["deposit"].sum, found["sets"].sum]

    assert sums() == ["10.00", "1"]
    one(tools, Set(1, "loans", row, "deposit", "12.50"))
    assert sums() == ["12.50", "1"]
    lend(deposit="0.05", sets=2)
    assert sums() == ["12.55", "3"]
    tools.apply([Void(2, "loans", row, "错")], BOSS, client="v")
    assert sums() == ["0.05", "2"]


def test_computed_numbers_follow_the_clock(tools: Ledger, lend: Lend, clock: Clock) -> None:
    lend()
    lend()
    for days in (0, 2, 4):
        found = tools.sums(Window("loans"), ["days"]).columns["days"]
        assert found == ColumnSum(2, str(days))
        clock.go(days=1)


def test_decimals_are_added_as_whole_numbers(ledger: Ledger) -> None:
    areas = ledger.sums(Window("rooms"), ["area"])
    assert areas.columns["area"].sum == f"{Decimal('89.5') * areas.rows:.2f}"


def test_which_columns_have_a_sum_by_themselves(tools: Ledger) -> None:
    assert summed_fields(tools.book.sheet("loans")) == ("sets", "deposit")
    with pytest.raises(Refusal) as refusal:
        tools.sums(Window("loans"), ["ghost"])
    assert refusal.value.code == "unknown_field"
