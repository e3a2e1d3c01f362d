"""A complaint from the call to its closing, with the evening's chase and the call-back."""

from collections.abc import Callable

import httpx
from playwright.sync_api import expect

from tests.browser.journeys.workplace import Workplace, label, only_row


def test_a_complaint_from_call_to_closing(
    desk: Callable[[str], Workplace], office: httpx.Client
) -> None:
    clerk = desk("clerk").go("complaints", "complaints")
    clerk.type_line(
        complainant="唐样例",
        room_id="3-1-502",
        phone="15400000002",
        category="工程维修",
        description="卫生间天花板渗水",
        dept="工程部",
    )
    clerk.saved()
    clerk.shot("complaint-1-written-down")
    row = only_row(office, "complaints")
    assert (row["status"], row["channel"], row["chased_today"]) == ("registered", "phone", False)

    clerk.record()
    expect(clerk.state).to_have_text("已登记")
    clerk.press_button("dispatch")
    expect(clerk.state).to_have_text("处理中")
    clerk.add_child("complaint_followups", content="追问工程部,下午上门")
    clerk.shot("complaint-2-chased")
    assert only_row(office, "complaints")["chased_today"] is True
    assert only_row(office, "complaint_followups")["kind"] == "chase"

    engineer = desk("engineer").go("complaints", "complaints").record()
    engineer.press_button("return", action_taken="重做防水,试水无渗漏", handler="赵工程")
    engineer.shot("complaint-3-slip-returned")
    engineer.confirm()
    expect(engineer.state).to_have_text("已交还")

    expect(clerk.state).to_have_text("已交还")
    clerk.press_button("call_back", satisfaction="满意").confirm()
    expect(clerk.state).to_have_text("已回访")
    clerk.press_button("close", valid="有效", cause="防水层老化")
    clerk.shot("complaint-4-closing")
    clerk.confirm()
    expect(clerk.state).to_have_text("已结案")
    clerk.shot("complaint-5-closed")

    row = only_row(office, "complaints")
    assert (row["status"], row["satisfaction"], row["valid"]) == ("closed", "satisfied", "valid")
    assert row["cause"] == "防水层老化"
    assert row["action_taken"] == "重做防水,试水无渗漏"
    assert (label(row["handler"]), label(row["callback_by"])) == ("赵工程", "林小满")
    assert all(row[at] for at in ("dispatched_at", "returned_at", "callback_at", "closed_at"))
