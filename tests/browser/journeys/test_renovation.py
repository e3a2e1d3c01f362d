"""A renovation from the application to the refund, with an extension and a violation."""

from collections.abc import Callable
from datetime import date, timedelta

import httpx
from playwright.sync_api import expect

from tests.browser.journeys.workplace import Workplace, only_row
from tests.browser.window import ledger_rows

PAPERS = ["申请表", "业主证件", "营业执照", "装修合同", "负责人身份证", "施工人员身份证及照片"]


def after(days: int) -> str:
    return (date.today() + timedelta(days)).isoformat()


def test_a_renovation_from_application_to_refund(
    desk: Callable[[str], Workplace], office: httpx.Client
) -> None:
    clerk = desk("clerk").go("renovations", "renovations")
    clerk.type_line(
        room_id="3-1-502",
        owner_id="唐样例",
        contractor="示范装饰工程部",
        leader="郑样例",
        leader_phone="15400000003",
        planned_start=after(0),
        planned_end=after(40),
        applicant="唐样例",
        id_number="440199198803151239",
        phone="15400000002",
        leader_id="440199198803151239",
        scope=["油漆", "地板"],
        documents=PAPERS,
    )
    clerk.saved()
    clerk.shot("renovation-1-written-down")
    clerk.record().press_button("submit")
    expect(clerk.state).to_have_text("已申报")

    supervisor = desk("supervisor").go("renovations", "renovations").record()
    supervisor.press_button("approve", deposit_receipt="YJ-001")
    supervisor.shot("renovation-2-approving")
    supervisor.confirm()
    expect(supervisor.state).to_have_text("已批准")

    expect(clerk.state).to_have_text("已批准")
    clerk.press_button("start")
    expect(clerk.state).to_have_text("施工中")
    clerk.add_child("renovation_events", kind="延期", new_end=after(60), reason="材料晚到")
    expect(clerk.value("permit_to")).to_contain_text(after(60)[5:])
    clerk.shot("renovation-3-extended")

    engineer = desk("engineer").go("renovations", "renovations").record()
    inspections = engineer.add_child(
        "renovation_inspections",
        stage="铺地板",
        items=["消防器材", "垃圾"],
        violation="垃圾堆放走廊",
        severity="一般",
        fix_by=after(3),
    )
    engineer.shot("renovation-4-violation")
    clerk.press_button("request_exit")
    expect(engineer.state).to_have_text("申请退场")
    engineer.press_button("accept", accept_result="整改后合格")
    engineer.form.locator("button[type='submit']").click()
    expect(engineer.form).to_contain_text("还有 1 项违章未整改")
    engineer.shot("renovation-5-not-accepted")
    engineer.form.get_by_text("取消").click()
    expect(engineer.form).to_have_count(0)

    inspections.locator("tbody tr").click()
    expect(engineer.panel.locator("h2")).to_contain_text("装修巡查")
    engineer.fill(engineer.panel, "fixed_at", after(0))
    engineer.saved()
    engineer.panel.locator("button[title='返回']").click()
    expect(engineer.state).to_have_text("申请退场")
    engineer.press_button("accept", accept_result="整改后合格").confirm()
    expect(engineer.state).to_have_text("验收合格")

    finance = desk("finance").go("renovations", "renovations").record()
    finance.add_child(
        "renovation_money", kind="扣款", amount="350.50", receipt_no="KK-1", note="走廊清理"
    )
    expect(finance.value("refund")).to_contain_text("2649.50")
    finance.press_button("refund")
    expect(finance.state).to_have_text("已退场(押金已退)")
    finance.shot("renovation-6-refunded")

    row = only_row(office, "renovations")
    assert (row["status"], row["accept_result"]) == ("closed", "passed_after_repair")
    assert (row["permit_to"], row["refunded_at"]) == (after(60), after(0))
    assert (row["deductions"], row["refund"]) == ("350.50", "2649.50")
    event = only_row(office, "renovation_events")
    assert (event["kind"], event["permit_before"]) == ("extend", after(40))
    inspection = only_row(office, "renovation_inspections")
    assert (inspection["fixed_at"], str(inspection["notice_no"])[:3]) == (after(0), "ZG-")
    lines = ledger_rows(office, "renovation_money").values()
    assert {line["kind"]: line["amount"] for line in lines} == {
        "deposit": "3000.00",
        "deduction": "350.50",
        "refund": "2649.50",
    }
