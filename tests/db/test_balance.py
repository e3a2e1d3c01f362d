"""A running stock: kept line by line, from the first changed line on, and never below zero."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.edits import Insert
from db.ledger import Ledger
from db.selection import Window
from registers.book import load
from tests.db.storeroom import BOOK, Store
from tests.db.workshop import CLERK

KEPT = ("balance_after", "amount", "value_after")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path)
    opened.add("items", name="复印纸")
    opened.add("items", name="墨盒")
    yield opened
    opened.ledger.close()


def test_lines_in_and_out_keep_quantity_and_moving_average(store: Store) -> None:
    store.stock("opening", 10, unit_price="10.00")
    store.stock("bought", 5, unit_price="13.00")
    store.stock("used", 4)
    store.stock("used", 11)
    assert store.rows("moves", *KEPT) == [
        (10, 100_00, 100_00),
        (15, 65_00, 165_00),
        (11, 44_00, 121_00),
        (0, 121_00, 0),
    ]


def test_half_a_fen_is_rounded_up_and_the_last_unit_takes_the_rest(store: Store) -> None:
    store.stock("bought", 2, unit_price="0.01")
    store.stock("bought", 1, unit_price="0.00")
    store.stock("bought", 1, unit_price="0.00")
    for _ in range(4):
        store.stock("used", 1)
    amounts = [row[1] for row in store.rows("moves", *KEPT)][-4:]
    assert amounts == [1, 0, 1, 0]
    assert store.rows("moves", *KEPT)[-1] == (0, 0, 0)


def test_a_line_in_without_a_price_comes_at_the_average(store: Store) -> None:
    store.stock("bought", 3, unit_price="10.00")
    store.stock("back", 2)
    assert store.rows("moves", *KEPT)[-1] == (5, 20_00, 50_00)


def test_a_line_that_moves_nothing_counts_for_nothing(store: Store) -> None:
    store.stock("bought", 3, unit_price="10.00")
    store.stock("broken", 2)
    assert store.rows("moves", *KEPT)[-1] == (3, 0, 30_00)


def test_a_back_dated_line_moves_all_that_follow(store: Store) -> None:
    store.stock("bought", 10, "2026-11-01", unit_price="1.00")
    store.stock("used", 5, "2026-11-10")
    store.stock("bought", 10, "2026-10-20", unit_price="2.00")
    assert store.rows("moves", "move_date", *KEPT) == [
        ("2026-11-01", 20, 10_00, 30_00),
        ("2026-11-10", 15, 7_50, 22_50),
        ("2026-10-20", 10, 20_00, 20_00),
    ]
    item = store.ledger.row("items", 1)
    assert item is not None
    assert (item["on_hand"], item["at_month_end"]) == (15, 10)


def test_a_date_an_item_and_a_quantity_may_be_corrected(store: Store) -> None:
    store.stock("bought", 10, "2026-11-01", unit_price="1.00")
    late = store.stock("bought", 5, "2026-11-05", unit_price="1.00")
    store.stock("used", 2, "2026-11-03")
    store.change("moves", late["id"], "move_date", "2026-11-02")
    assert [row[0] for row in store.rows("moves", *KEPT)] == [10, 15, 13]
    store.change("moves", late["id"], "item_id", 2)
    assert [row[0] for row in store.rows("moves", *KEPT)] == [10, 5, 8]
    store.change("moves", late["id"], "qty", 7)
    assert [row[0] for row in store.rows("moves", *KEPT)] == [10, 7, 8]
    assert store.ledger.verify() == []


def test_nothing_is_taken_that_is_not_there(store: Store) -> None:
    store.stock("bought", 3, "2026-11-05", unit_price="1.00")
    early = store.not_added("moves", kind="used", qty=1, item_id=1, move_date="2026-11-04")
    assert (early.code, early.field) == ("balance_below_zero", "qty")
    assert (early.params["on_date"], early.params["qty"]) == ("2026-11-04", -1)
    more = store.not_added("moves", kind="used", qty=4, item_id=1, move_date="2026-11-06")
    assert more.params["qty"] == -1
    assert store.rows("moves", *KEPT) == [(3, 3_00, 3_00)]


def test_what_has_been_used_since_cannot_be_taken_out_of_the_past(store: Store) -> None:
    bought = store.stock("bought", 3, "2026-11-01", unit_price="1.00")
    store.stock("used", 3, "2026-11-09")
    for refusal in (
        store.not_voided("moves", bought["id"]),
        store.not_changed("moves", bought["id"], "qty", 2),
        store.not_changed("moves", bought["id"], "move_date", "2026-11-10"),
        store.not_changed("moves", bought["id"], "item_id", 2),
        store.not_pressed("moves", bought["id"], "take_back"),
    ):
        assert (refusal.code, refusal.params["on_date"]) == ("balance_below_zero", "2026-11-09")
    assert [row[0] for row in store.rows("moves", *KEPT)] == [3, 0]
    assert store.ledger.verify() == []


def test_void_lines_and_drafts_do_not_count(store: Store) -> None:
    store.stock("bought", 10, unit_price="1.00")
    used = store.stock("used", 3)
    draft = store.stock("used", 2)
    store.press("moves", draft["id"], "take_back")
    assert store.void("moves", used["id"])["balance_after"] is None
    assert [row[0] for row in store.rows("moves", *KEPT)] == [10, None, None]
    store.press("moves", draft["id"], "issue")
    assert [row[0] for row in store.rows("moves", *KEPT)] == [10, None, 8]
    assert store.ledger.verify() == []


def test_nobody_types_what_the_ledger_keeps(store: Store) -> None:
    line = store.stock("bought", 1, unit_price="1.00")
    assert store.not_changed("moves", line["id"], "balance_after", 9).code == "read_only"
    assert store.not_added("moves", kind="bought", qty=1, item_id=1, amount="1").code == "read_only"


def test_the_audit_tells_of_typed_cells_only(store: Store) -> None:
    line = store.stock("bought", 5, unit_price="1.00")
    store.change("moves", line["id"], "qty", 6)
    told = store.ledger.history("moves", int(str(line["id"])))
    assert [entry["field"] for entry in told if entry["op"] == "set"] == ["qty"]


def test_rows_that_read_differently_are_told_to_open_grids(store: Store) -> None:
    later = store.stock("bought", 5, "2026-11-09", unit_price="1.00")
    heard: list[tuple[str, int]] = []
    store.ledger.subscribe(lambda changes: heard.extend((one.op, one.row) for one in changes))
    store.stock("bought", 1, "2026-11-01", unit_price="1.00")
    assert ("balance", later["id"]) in heard


def test_a_balance_tampered_with_is_found(store: Store) -> None:
    line = store.stock("bought", 5, unit_price="1.00")

    def tamper(transaction: object) -> None:
        transaction.connection.execute("UPDATE moves SET balance_after = 50")  # type: ignore[attr-defined]

    store.ledger.write(tamper).result()
    (found,) = store.ledger.verify()
    assert (found.code, found.field) == ("balance_wrong", "balance_after")
    assert (found.params["row"], found.params["counted"], found.params["found"]) == (
        line["id"],
        5,
        50,
    )


def test_a_stock_kept_in_another_way_is_counted_anew(store: Store, tmp_path: Path) -> None:
    store.stock("bought", 5, unit_price="1.00")
    store.stock("broken", 2)
    text = (Path(__file__).with_name("store") / "store.yaml").read_text("utf-8")
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "store.yaml").write_text(text.replace("then 0 else -1", "then -1 else -1"), "utf-8")
    store.ledger.take_up(load(folder))
    assert store.rows("moves", *KEPT) == [(5, 5_00, 5_00), (3, 2_00, 3_00)]
    before, _, rest = text.partition("    balance:\n")
    without = before + rest[rest.index("    fields:") :]
    (folder / "store.yaml").write_text(without, "utf-8")
    store.ledger.take_up(load(folder))
    assert store.rows("moves", *KEPT) == [(None, None, None)] * 2
    assert store.ledger.verify() == []


def test_a_filter_by_what_is_left_follows_every_change(store: Store) -> None:
    store.stock("bought", 5, "2026-11-09", unit_price="1.00")
    query = Window("moves", filter={"balance_after": {"op": "ge", "value": 6}})
    assert store.ledger.window(query).total == 0
    first = store.stock("bought", 1, "2026-11-01", unit_price="1.00")
    assert store.ledger.window(query).total == 1
    store.change("moves", first["id"], "qty", 9)
    assert store.ledger.window(query).total == 2


def test_a_line_at_the_end_looks_at_its_own_stock_only(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.add("items", name="甲")
    bought = {"kind": "bought", "qty": 1, "item_id": 1, "unit_price": "1"}
    edits = [
        Insert(n, "moves", {**bought, "move_date": f"2026-{n % 10 + 1:02d}-01"}) for n in range(200)
    ]
    assert all(result.ok for result in store.ledger.apply(edits, CLERK, client="s"))
    plan = store.ledger.select(
        "EXPLAIN QUERY PLAN SELECT balance_after FROM moves WHERE item_id = 1"
        " AND (move_date, id) < ('2026-11-01', 5) AND balance_after IS NOT NULL"
        " AND voided_at IS NULL ORDER BY move_date DESC, id DESC LIMIT 1"
    )
    assert [str(row["detail"]) for row in plan] == [
        "SEARCH moves USING INDEX _ix_moves_item_id_move_date (item_id=? AND move_date<?)"
    ]
    store.ledger.close()
    again = Ledger.open(tmp_path / "ledger.db", BOOK)
    assert again.verify() == []
    again.close()
