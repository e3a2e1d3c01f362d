"""A card that is misprinted once, made again, checked and handed out."""

from collections.abc import Callable

import httpx
from playwright.sync_api import expect

from tests.browser.journeys.workplace import Workplace, insert, label, only_row
from tests.browser.window import ledger_rows


def test_a_card_made_with_a_misprint(
    desk: Callable[[str], Workplace], office: httpx.Client
) -> None:
    insert(office, "ic_stock", kind="新购", qty=10, unit_price="4.50")
    cards = desk("cards").go("ic_cards", "ic_business")
    cards.type_line(card_type="业主卡", room_id="3-1-502", holder="唐样例", new_card_no="C00001")
    cards.saved()
    cards.record()
    expect(cards.state).to_have_text("受理")
    cards.press_button("make")
    expect(cards.state).to_have_text("已制卡")
    cards.press_button("reprint")
    expect(cards.state).to_have_text("受理")
    cards.shot("card-1-misprinted")
    cards.press_button("make")
    expect(cards.state).to_have_text("已制卡")
    cards.press_button("check", checked_by="何领班")
    cards.shot("card-2-checking")
    cards.confirm()
    expect(cards.state).to_have_text("已核对")
    cards.press_button("deliver")
    expect(cards.state).to_have_text("已领取")
    cards.shot("card-3-delivered")
    cards.press("Escape")
    cards.tab("ic_stock")
    cards.shot("card-4-stock")

    job = only_row(office, "ic_business")
    assert (job["status"], job["misprints"], job["delivered_to"]) == ("delivered", 1, "唐样例")
    assert label(job["checked_by"]) == "何领班"
    card = only_row(office, "ic_cards")
    assert (card["card_no"], card["status"], card["holder"]) == ("C00001", "active", "唐样例")
    lines = [
        (line["kind"], line["qty"], line["balance_after"])
        for line in ledger_rows(office, "ic_stock").values()
    ]
    assert lines == [("purchase", 10, 10), ("scrap_blank", 1, 9), ("made", 1, 8)]
