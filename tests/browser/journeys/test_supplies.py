"""Paper bought, issued with lamps on the same slip, and counted with one pack missing."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import expect

from tests.browser.journeys.workplace import Workplace, insert, label, only_row
from tests.browser.window import ledger_rows


def test_supplies_bought_issued_and_counted(
    desk: Callable[[str], Workplace], office: httpx.Client
) -> None:
    goods = {"item_no": "WP-001", "name": "样例纸", "unit": "包", "category": "纸品"}
    insert(office, "supply_items", **goods, min_qty=2, max_qty=20)
    insert(office, "supply_items", **{**goods, "item_no": "WP-002", "name": "样例灯"},
           min_qty=0, max_qty=20)  # fmt: skip

    archive = desk("archive").go("supplies", "supply_moves")
    archive.type_line(
        kind="采购入库", item_id="样例纸", qty="10", unit_price="11.40", supplier="示例店"
    )
    archive.saved()
    archive.record().press_button("issue")
    expect(archive.state).to_have_text("已出库/已入库")
    archive.press("Escape")

    archive.type_line(kind="领用", item_id="样例纸", qty="3", dept="工程部", person="赵工程")
    archive.saved()
    archive.record().press_button("issue")
    expect(archive.state).to_have_text("已出库/已入库")
    archive.shot("supplies-1-issued")
    archive.press("Escape")
    issued = list(ledger_rows(office, "supply_moves").values())[-1]
    assert (issued["kind"], issued["amount"], issued["balance_after"]) == ("issue", "34.20", 7)

    archive.tab("supply_counts")
    line = archive.type_line(item_id="样例纸", counted="6", witness="何领班")
    archive.saved()
    expect(archive.cell(line, "reason")).to_have_class(re.compile("tz-needed"), timeout=15_000)
    archive.at(line, "reason").type("少一包,原因待查")
    archive.press("Enter")
    archive.saved()
    assert (archive.text(line, "book_qty"), archive.text(line, "difference")) == ("7", "-1")
    archive.shot("supplies-2-counted")

    supervisor = desk("supervisor").go("supplies", "supply_counts").record()
    supervisor.shot("supplies-3-count-to-approve")
    supervisor.press_button("approve")
    expect(supervisor.state).to_have_text("已批准入账")
    expect(archive.cell(line, "status")).to_have_text("已批准入账")
    archive.tab("supply_items")
    assert archive.text(0, "on_hand") == "6"
    archive.shot("supplies-4-on-hand")

    archive.tab("supply_moves").at(1, "qty")
    archive.press("Shift+F10")
    archive.frame.locator(".tz-row-menu [data-action='add_line']").click()
    archive.settle()
    assert archive.focused == [archive.blank_line - 1, "item_id"]
    archive.shot("supplies-5-further-line")
    archive.type("样例灯")
    archive.press("Enter")
    archive.at(archive.blank_line - 1, "qty").type("2")
    archive.press("Enter")
    archive.saved()
    further = list(ledger_rows(office, "supply_moves").values())[-1]
    assert (further["doc_no"], further["line"]) == (issued["doc_no"], 2)
    assert (further["kind"], label(further["person"]), further["qty"]) == ("issue", "赵工程", 2)

    count = only_row(office, "supply_counts")
    assert (count["status"], count["difference"]) == ("approved", -1)
    moves = [
        (move["kind"], move["status"], move["qty"], move["amount"], move["balance_after"])
        for move in list(ledger_rows(office, "supply_moves").values())[:3]
    ]
    assert moves == [
        ("purchase", "issued", 10, "114.00", 10),
        ("issue", "issued", 3, "34.20", 7),
        ("loss", "issued", 1, "11.40", 6),
    ]
    loss = list(ledger_rows(office, "supply_moves").values())[2]
    assert label(loss["approved_by"]) == "何领班"
    item = ledger_rows(office, "supply_items")[1]
    assert (item["on_hand"], item["avg_cost"]) == (6, 11.4)
