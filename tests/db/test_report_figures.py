"""What the words of a report mean, on a little register with numbers counted by hand."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from db.actor import Actor
from db.edits import Insert, Void
from db.ledger import Ledger
from db.period import Span
from db.report import Report
from registers.book import Book, load

CLOCK = datetime(2026, 12, 31, 18, 0)

REGISTER = """\
key: jars
label: Jars
section: archive
sheets:
  - key: jars
    label: Jars
    display: name
    lookup: [name]
    fields:
      - {key: name, label: Name, type: text}
      - {key: shelf, label: Shelf, type: text}
  - key: moves
    label: Moves
    display: note
    period: {field: day}
    fields:
      - {key: day, label: Day, type: date}
      - {key: jar_id, label: Jar, type: ref, sheet: jars}
      - {key: kind, label: Kind, type: choice,
         options: [{key: in, label: In}, {key: out, label: Out},
                   {key: lent, label: Lent, active: no}]}
      - {key: qty, label: Quantity, type: int}
      - {key: price, label: Price, type: money}
      - {key: left, label: Left, type: int}
      - {key: note, label: Note, type: text}
      - {key: large, label: Large, type: computed, result: bool, expr: qty >= 10}
"""

# day, jar, kind, quantity, price, what was left in the jar
MOVES = [
    ("2026-10-05", "A", "in", 20, "2.00", 20),
    ("2026-10-20", "A", "out", 5, None, 15),
    ("2026-11-01", "A", "in", 10, "3.00", 25),
    ("2026-11-01", "B", "in", 7, "0.10", 7),
    ("2026-11-03", "A", "out", 4, None, 21),
    ("2026-11-03", "A", "out", 1, None, 20),
    ("2026-11-30", "B", "out", 7, None, 0),
    ("2026-12-01", "A", "in", 100, "9.99", 120),
]


@pytest.fixture(scope="module")
def book_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Book]:
    """The little register with one report whose middle is given."""

    def made(middle: str) -> Book:
        folder = tmp_path_factory.mktemp("schemas")
        (folder / "forms").mkdir()
        (folder / "jars.yaml").write_text(REGISTER, "utf-8")
        head = (
            "key: jar_report\ntitle: Jars\nsheet: moves\nkind: summary\nperiods: [month, quarter]\n"
        )
        (folder / "forms/jar_report.yaml").write_text(head + middle, "utf-8")
        book = load(folder)
        assert not book.faults, "\n".join(map(str, book.faults))
        return book

    return made


@pytest.fixture(scope="module")
def jars(
    book_of: Callable[[str], Book], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ledger]:
    folder: Path = tmp_path_factory.mktemp("jars")
    ledger = Ledger.open(folder / "ledger.db", book_of(DAYS), clock=lambda: CLOCK)
    names = [("A", "top"), ("B", "top"), ("C", "shelf 10"), ("D", "shelf 2")]
    _put(ledger, "jars", [{"name": name, "shelf": shelf} for name, shelf in names])
    keys = ("day", "jar_id", "kind", "qty", "price", "left")
    moves = [dict(zip(keys, move, strict=True)) for move in MOVES]
    ids = _put(ledger, "moves", [*moves, {**moves[2], "qty": 1000}])
    (voided,) = ledger.apply([Void(1, "moves", ids[-1], "twice")], Actor.setup(), client="")
    assert voided.ok
    yield ledger
    ledger.close()


def _put(ledger: Ledger, sheet: str, rows: list[dict[str, object]]) -> list[int]:
    edits = [Insert(number, sheet, values) for number, values in enumerate(rows)]
    results = ledger.apply(edits, Actor.setup(), client="")
    assert all(result.ok for result in results), [result.error for result in results]
    return [int(str(result.row["id"])) for result in results if result.row]


def table(columns: str, rows: str = "rows: {by: day}", after: str = "") -> str:
    return f"{rows}\nblocks:\n  - block: table\n    columns:\n{columns}{after}"


DAYS = table("""\
      - {label: Day, width: 9, value: row}
      - {key: moved, label: Moved, width: 9, sum: qty, total: sum}
      - {key: lines, label: Lines, width: 9, count: yes, total: sum}
      - {key: large, label: Large, width: 9, count: yes, where: large, total: sum}
      - {key: average, label: Average, width: 9, expr: "moved * 1.0 / nullif(lines, 0)",
         result: number, total: expr}
""")


@pytest.fixture
def report(jars: Ledger, book_of: Callable[[str], Book]) -> Callable[..., Report]:
    def asked(middle: str, period: str = "2026-11") -> Report:
        jars.take_up(book_of(middle))
        return jars.report(jars.book.reports[0], Span.parse(period))

    return asked


def figures(found: Report, *keys: str) -> dict[object, tuple[object, ...]]:
    """What each row says, by what it is called; the days without anything left out."""
    told = {
        row.get("row", row.get("row.name")): tuple(row[key] for key in keys) for row in found.rows
    }
    return {who: values for who, values in told.items() if any(values)}


def test_a_row_for_each_day_and_void_rows_never_count(report) -> None:
    found = report(DAYS)
    assert len(found.rows) == 30
    assert figures(found, "moved", "lines", "large", "average") == {
        "2026-11-01": (17, 2, 1, 8.5),
        "2026-11-03": (5, 2, 0, 2.5),
        "2026-11-30": (7, 1, 0, 7.0),
    }


def test_a_total_is_added_up_or_worked_out_over_the_totals(report) -> None:
    total = report(DAYS).total
    assert {key: total[key] for key in ("moved", "lines", "large")} == {
        "moved": 29, "lines": 5, "large": 1,
    }  # fmt: skip
    assert total["average"] == 29 / 5


def test_a_row_for_each_month_of_a_quarter(report) -> None:
    found = report(DAYS.replace("by: day", "by: month"), "2026-Q4")
    assert figures(found, "moved") == {"2026-10": (25,), "2026-11": (29,), "2026-12": (100,)}


STOCK = table(
    """\
      - {label: No., width: 9, value: row_number}
      - {label: Jar, width: 9, value: name}
      - {key: opening, label: Opening, width: 9, when: before,
         sum: "CASE kind WHEN 'in' THEN qty ELSE -qty END", total: sum}
      - {key: taken, label: In, width: 9, sum: qty, where: "kind = 'in'", total: sum}
      - {key: given, label: Out, width: 9, sum: qty, where: "kind = 'out'", total: sum}
      - {key: closing, label: Closing, width: 9, when: until, last: left, total: sum}
      - {key: newest, label: Newest, width: 9, when: until, max: day}
      - {key: spent, label: Spent, width: 9, sum: qty * price, result: money, total: sum}
""",
    "rows: {each: jars, order: name, keep: opening <> 0 OR taken <> 0}",
    """\
  - block: checks
    lines:
      - {label: agrees, expr: opening + taken - given - closing}
      - {label: never out, expr: given}
  - block: memo
    figures:
      - {key: ever, label: Ever, count: yes, when: always}
      - {key: double, label: Double, expr: taken * 2 + ever}
""",
)


def test_opening_closing_and_what_happened_between(report) -> None:
    found = report(STOCK)
    assert figures(found, "opening", "taken", "given", "closing", "newest", "spent") == {
        "A": (15, 10, 5, 20, "2026-11-03", 3000),
        "B": (0, 7, 7, 0, "2026-11-30", 70),
    }
    assert [found.total[key] for key in ("opening", "taken", "given", "closing", "spent")] == [
        15, 17, 12, 20, 3070,
    ]  # fmt: skip


def test_the_closing_of_a_month_is_the_opening_of_the_next(report) -> None:
    for before, after in (("2026-10", "2026-11"), ("2026-11", "2026-12")):
        closing = {row["row.name"]: row["closing"] for row in report(STOCK, before).rows}
        opening = {row["row.name"]: row["opening"] for row in report(STOCK, after).rows}
        assert {who: left for who, left in closing.items() if left} == {
            who: left for who, left in opening.items() if left
        }


def test_a_check_holds_where_nothing_is_left_over(report) -> None:
    agrees, never_out = report(STOCK).checks
    assert (agrees.holds, agrees.left, agrees.wrong_rows) == (True, 0, 0)
    assert (never_out.holds, never_out.left, never_out.wrong_rows) == (False, 12, 2)


def test_differences_of_rows_that_cancel_out_are_seen(report) -> None:
    one_up = "CASE jar_id WHEN 1 THEN 1 ELSE -1 END"
    (check,) = report(
        STOCK.replace(
            "sum: qty * price, result: money", f'sum: "{one_up}", where: "day = \'2026-11-01\'"'
        )
        .replace("      - {label: never out, expr: given}\n", "")
        .replace("opening + taken - given - closing", "spent")
    ).checks
    assert (check.holds, check.left, check.wrong_rows) == (False, 0, 2)


def test_memo_figures_belong_to_no_row(report) -> None:
    total = report(STOCK).total
    assert (total["ever"], total["double"]) == (8, 17 * 2 + 8)


CHOICES = table(
    """\
      - {label: Kind, width: 9, value: row}
      - {key: lines, label: Lines, width: 9, count: yes, total: sum}
      - {key: last, label: Last month, width: 9, count: yes, when: previous, total: sum}
      - {key: share, label: Share, width: 9, percent: [lines, ":total_lines"], total: expr}
      - {key: rate, label: Rate, width: 9, percent: [last, lines], total: expr}
""",
    "rows: {choice: kind}",
)


def test_a_row_for_each_choice_even_where_nothing_happened(report) -> None:
    found = report(CHOICES)
    assert [row["row"] for row in found.rows] == ["in", "out"]
    assert figures(found, "lines", "last") == {"in": (2, 1), "out": (3, 1)}
    assert [row["row"] for row in report(CHOICES, "2026-12").rows] == ["in", "out"]


def test_a_share_is_cut_and_never_rounded_up(report) -> None:
    found = report(CHOICES)
    assert figures(found, "share", "rate") == {"in": (40.0, 50.0), "out": (60.0, 33.33)}
    assert (found.total["share"], found.total["rate"]) == (100.0, 40.0)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (285_000_00, 300_000_00, 95.0),
        (284_985_00, 300_000_00, 94.99),
        (2, 3, 66.66),
        (299_999, 300_000, 99.99),
        (0, 7, 0.0),
        (5, 0, None),
    ],
)
def test_shares_are_exact(report, part: int, whole: int, shown: float | None) -> None:
    found = report(CHOICES.replace('[lines, ":total_lines"]', f'["{part} + 0 * lines", "{whole}"]'))
    assert {row["share"] for row in found.rows} == {shown}


def test_rows_may_be_the_values_of_an_expression_counted_as_people_count(report) -> None:
    found = report(
        table(
            """\
      - {label: Shelf, width: 9, value: row}
      - {key: jars, label: Jars, width: 9, of: jars, count: yes, when: always, total: sum}
      - {key: moved, label: Moved, width: 9, by: jar_id.shelf, sum: qty, total: sum}
""",
            "rows: {each: jars, group: shelf}",
        )
    )
    assert [(row["row"], row["jars"], row["moved"]) for row in found.rows] == [
        ("shelf 2", 1, 0), ("shelf 10", 1, 0), ("top", 2, 29),
    ]  # fmt: skip
