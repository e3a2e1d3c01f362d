"""Blank cards and the store room: what came in, what went out, what a count says."""

import pytest

from api.asking import office
from tests.scenarios.desks import Clerk, Clock, Row


def job(number: int = 1, **changes: object) -> dict[str, object]:
    return {
        "kind": "新办",
        "card_type": "业主卡",
        "room_id": "3-1-502",
        "holder": "唐样例",
        "new_card_no": f"C{number:05d}",
        **changes,
    }


def stock(clerk: Clerk, kind: str, qty: int, **more: object) -> Row:
    return clerk.write("ic_stock", **{"kind": kind, "qty": qty, **more})


def left(clerk: Clerk) -> object:
    lines = clerk.rows("ic_stock", sort=[{"field": "move_date", "dir": "asc"}])
    return max(lines, key=lambda line: (str(line["move_date"]), int(str(line["id"]))))[
        "balance_after"
    ]


def made(cards: Clerk, number: int, **changes: object) -> Row:
    row = cards.write("ic_business", **job(number, **changes))
    cards.press("ic_business", row, "make")
    return cards.press("ic_business", row, "check", checked_by="张发卡")


def november(cards: Clerk, clock: Clock) -> None:
    """Opening 120, bought 200, made 57, scrapped 3."""
    clock.set("2026-10-31 10:00")
    stock(cards, "新购", 120, unit_price="4.50")
    clock.set("2026-11-02 10:00")
    stock(cards, "新购", 200, unit_price="4.50")
    for number in range(57):
        made(cards, number)
    stock(cards, "报废空白卡", 3, reason="卡面划伤")


def test_f13_a_month_of_cards(cards: Clerk, supervisor: Clerk, clock: Clock) -> None:
    """F13 (without the late count). Opening 120, bought 200, made 57, scrapped 3 → 剩余 260.
    Physical count 260 → difference 0. With count 259 → difference −1, needs approval, closing 259
    after posting.
    """
    november(cards, clock)
    assert left(cards) == 260
    lines = cards.rows("ic_stock")
    assert sum(int(str(r["qty"])) for r in lines if r["kind"] == "made") == 57
    assert all(r["business_id"] for r in lines if r["kind"] == "made")
    clock.set("2026-11-30 16:00")
    difference = {"kind": "盘亏", "qty": 1, "reason": "实盘259"}
    error = cards.refused_write("ic_stock", **difference)
    assert error["field"] == "kind"
    assert "领班" in error["message"]
    posted = supervisor.write("ic_stock", **difference)
    assert posted["approved_by"]["label"] == "何领班"
    assert (posted["balance_after"], left(cards)) == (259, 259)
    report = cards.get("/api/reports/ic_month?period=2026-11")
    (thin,) = [row for row in report["rows"] if str(row["opening"]) == "120"]
    figures = {key: int(str(thin[key])) for key in ("bought", "made", "scrapped", "closing")}
    assert figures == {"bought": 200, "made": 57, "scrapped": 3, "closing": 259}
    assert all(check["holds"] for check in report["checks"])
    assert office().ledger.verify() == []


def test_f13_blanks_never_fall_below_nothing(cards: Clerk, clock: Clock) -> None:
    """F13. What is not there cannot be made into a card, nor made void afterwards."""
    clock.set("2026-11-02 10:00")
    bought = stock(cards, "新购", 1, unit_price="4.50")
    made(cards, 1)
    row = cards.write("ic_business", **job(2))
    cards.press("ic_business", row, "make")
    error = cards.refused_press("ic_business", row, "check", checked_by="张发卡")
    assert error["code"] == "balance_below_zero"
    assert cards.refused_void("ic_stock", bought, "填错")["code"] == "balance_below_zero"


def test_f13_a_misprint_scraps_a_blank(cards: Clerk, clock: Clock) -> None:
    """F13. Each misprint writes a scrap line of blanks."""
    clock.set("2026-11-02 10:00")
    stock(cards, "新购", 10, unit_price="4.50")
    row = cards.write("ic_business", **job())
    cards.press("ic_business", row, "make")
    again = cards.press("ic_business", row, "reprint")
    assert (again["status"], again["misprints"], left(cards)) == ("accepted", 1, 9)
    cards.press("ic_business", row, "make")
    cards.press("ic_business", row, "check", checked_by="张发卡")
    assert left(cards) == 8


def test_a_delivered_card_stands_in_the_file(cards: Clerk, clock: Clock) -> None:
    clock.set("2026-11-02 10:00")
    stock(cards, "新购", 10, unit_price="4.50")
    row = made(cards, 7, card_type="租户卡")
    clock.set("2026-11-02 10:12")
    done = cards.press("ic_business", row, "deliver")
    assert (done["service_minutes"], done["delivered_to"]) == (12, "唐样例")
    (card,) = cards.rows("ic_cards")
    assert (card["card_no"], card["status"], card["valid_to"]) == (
        "C00007",
        "active",
        "2027-11-02",
    )

    lost = {"kind": "补办(遗失)", "old_card": "C00007", "card_type": "租户卡"}
    error = cards.refused_write("ic_business", **job(8, **lost, fee="0.00"))
    assert error["field"] == "fee"
    error = cards.refused_write(
        "ic_business", **job(8, **lost, receipt_no="PJ1", room_id="1-1-101")
    )
    assert error["field"] == "old_card"
    again = made(cards, 8, **lost, receipt_no="PJ1")
    cards.press("ic_business", again, "deliver")
    assert {r["card_no"]: r["status"] for r in cards.rows("ic_cards")} == {
        "C00007": "cancelled",
        "C00008": "active",
    }

    clock.set("2027-11-03 00:10")
    office().ledger.run_clock()
    assert {r["status"] for r in cards.rows("ic_cards")} == {"cancelled", "expired"}


@pytest.mark.parametrize(
    ("kind", "reusable", "status", "blanks"),
    [
        ("挂失", None, "lost", 9),
        ("退卡", True, "returned", 10),
        ("退卡", False, "returned", 9),
        ("注销", True, "cancelled", 10),
    ],
)
def test_what_is_done_with_a_card(
    cards: Clerk, clock: Clock, kind: str, reusable: bool | None, status: str, blanks: int
) -> None:
    clock.set("2026-11-02 10:00")
    stock(cards, "新购", 10, unit_price="4.50")
    cards.press("ic_business", made(cards, 7), "deliver")
    row = cards.write(
        "ic_business",
        **job(kind=kind, new_card_no=None, old_card="C00007", return_reusable=reusable),
    )
    assert cards.press("ic_business", row, "finish")["status"] == "done"
    assert [card["status"] for card in cards.rows("ic_cards")] == [status]
    assert left(cards) == blanks


def test_an_extension_makes_no_card(cards: Clerk, clock: Clock) -> None:
    clock.set("2026-11-02 10:00")
    stock(cards, "新购", 10, unit_price="4.50")
    cards.press("ic_business", made(cards, 7, card_type="租户卡"), "deliver")
    clock.set("2027-06-01 10:00")
    longer = made(cards, 8, kind="延期", card_type="租户卡", new_card_no=None, old_card="C00007")
    cards.press("ic_business", longer, "deliver")
    (card,) = cards.rows("ic_cards")
    assert (card["status"], card["valid_to"], left(cards)) == ("active", "2028-11-02", 9)


# --- the store room ----------------------------------------------------------------------------


@pytest.fixture
def paper(archive: Clerk, clock: Clock) -> Row:
    """Ten packs of paper, half of them dearer: 3 at 10.00, 7 at 12.00."""
    clock.set("2026-11-02 10:00")
    goods = {"item_no": "WP-001", "name": "样例纸", "unit": "包", "category": "纸品"}
    item = archive.write("supply_items", **goods, min_qty=2, max_qty=20)
    for qty, price in ((3, "10.00"), (7, "12.00")):
        bought = {"kind": "采购入库", "qty": qty, "unit_price": price, "supplier": "示例店"}
        row = archive.write("supply_moves", item_id=item["id"], **bought)
        archive.press("supply_moves", row, "issue")
    return archive.row("supply_items", item["id"])


def take(archive: Clerk, item: Row, qty: int) -> Row:
    values = {"kind": "领用", "qty": qty, "dept": "工程部", "person": "赵工程"}
    return archive.write("supply_moves", item_id=item["id"], **values)


def test_what_goes_out_is_worth_the_average(archive: Clerk, paper: Row) -> None:
    """(30.00 + 84.00) ÷ 10 = 11.40; the last pack takes the rest."""
    assert (paper["on_hand"], paper["avg_cost"]) == (10, 11.4)
    first = archive.press("supply_moves", take(archive, paper, 3), "issue")
    assert (first["amount"], first["balance_after"], first["value_after"]) == ("34.20", 7, "79.80")
    rest = archive.press("supply_moves", take(archive, paper, 7), "issue")
    assert (rest["amount"], rest["balance_after"], rest["value_after"]) == ("79.80", 0, "0.00")
    empty = archive.row("supply_items", paper["id"])
    assert (empty["on_hand"], empty["avg_cost"], empty["shortage"]) == (0, None, True)
    assert archive.refused_press("supply_moves", take(archive, paper, 1), "issue")["code"] == (
        "balance_below_zero"
    )


@pytest.mark.parametrize(("counted", "kind"), [(9, "loss"), (12, "surplus")])
def test_a_count_is_posted_once_it_is_approved(
    archive: Clerk, supervisor: Clerk, paper: Row, counted: int, kind: str
) -> None:
    count = {"item_id": paper["id"], "counted": counted}
    assert archive.refused_write("supply_counts", **count, witness="何领班")["field"] == "reason"
    count["reason"] = "实盘"
    assert archive.refused_write("supply_counts", **count, witness="李资料")["field"] == "witness"
    row = archive.write("supply_counts", **count, witness="何领班")
    assert (row["doc_no"], row["book_qty"], row["difference"]) == (
        "PD-202611-01",
        10,
        counted - 10,
    )
    assert archive.refused_press("supply_counts", row, "approve")["code"] == "not_allowed"
    supervisor.press("supply_counts", row, "approve")
    (posted,) = [line for line in archive.rows("supply_moves") if line["kind"] == kind]
    assert (posted["status"], posted["approved_by"]["label"], posted["balance_after"]) == (
        "issued",
        "何领班",
        counted,
    )
    after = archive.row("supply_items", paper["id"])
    assert (after["on_hand"], after["avg_cost"]) == (counted, 11.4)
    assert archive.row("supply_counts", row["id"])["difference"] == counted - 10


def test_a_count_that_agrees_posts_nothing(archive: Clerk, supervisor: Clerk, paper: Row) -> None:
    row = archive.write("supply_counts", item_id=paper["id"], counted=10, witness="何领班")
    supervisor.press("supply_counts", row, "approve")
    assert len(archive.rows("supply_moves")) == 2


def test_scrapped_goods_wait_for_the_supervisor(
    archive: Clerk, supervisor: Clerk, paper: Row
) -> None:
    row = archive.write("supply_moves", item_id=paper["id"], kind="报废", qty=1)
    assert archive.refused_press("supply_moves", row, "issue")["field"] == "kind"
    archive.press("supply_moves", row, "submit")
    posted = supervisor.press("supply_moves", row, "approve")
    assert (posted["status"], posted["amount"], posted["balance_after"]) == ("issued", "11.40", 9)
