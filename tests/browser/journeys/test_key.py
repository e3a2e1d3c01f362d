"""A key lent, partly returned, and the evening's count that misses one set."""

import re
from collections.abc import Callable

import httpx
from playwright.sync_api import expect

from tests.browser.journeys.workplace import Workplace, insert, label, only_row


def test_a_key_lent_partly_returned_and_missed_at_the_count(
    desk: Callable[[str], Workplace], office: httpx.Client
) -> None:
    key = insert(
        office,
        "keys",
        key_no="A-03-502",
        key_class="未收楼(空置)",
        room_id="3-1-502",
        source="发展商移交",
    )
    insert(office, "key_custody", key_id=key["id"], kind="留置(入)", sets=3, person_name="发展商")

    archive = desk("archive").go("keys", "key_loans")
    archive.type_line(
        key_id="A-03-502",
        sets="2",
        borrower_type="工程维修",
        borrower="周样例",
        borrower_org="工程部",
        phone="15400000001",
        purpose="维修漏水",
        authorised_by="业主电话同意",
    )
    archive.saved()
    assert only_row(office, "keys")["sets_on_hand"] == 1

    archive.record()
    expect(archive.state).to_have_text("借出")
    archive.press_button("return_part", sets_returned="1")
    archive.shot("key-1-one-of-two-comes-back")
    archive.confirm()
    expect(archive.state).to_have_text("部分归还")
    archive.shot("key-2-part-returned")
    archive.press("Escape")
    archive.tab("keys")
    assert [archive.text(0, each) for each in ("sets_held", "sets_out", "sets_on_hand")] == [
        "3",
        "1",
        "2",
    ]
    archive.shot("key-3-on-hand")

    archive.tab("key_counts")
    line = archive.type_line(key_class="未收楼(空置)", counted="1")
    archive.saved()
    archive.marks("1 行未填完")
    expect(archive.cell(line, "reason")).to_have_class(re.compile("tz-needed"), timeout=15_000)
    archive.at(line, "reason")
    archive.shot("key-4-difference-unexplained")
    archive.type("一套去向待查")
    archive.press("Enter")
    archive.saved()
    assert archive.text(line, "difference") == "-1"

    supervisor = desk("supervisor").go("keys", "key_counts")
    supervisor.at(0, "checked_by").type("何领班")
    supervisor.press("Enter")
    supervisor.saved()
    expect(archive.cell(line, "checked_by")).to_have_text("何领班")
    archive.shot("key-5-count-signed")

    count = only_row(office, "key_counts")
    assert (count["book_on_hand"], count["counted"], count["difference"]) == (2, 1, -1)
    assert count["reason"] == "一套去向待查"
    assert (label(count["counted_by"]), label(count["checked_by"])) == ("李资料", "何领班")
    loan = only_row(office, "key_loans")
    assert (loan["status"], loan["sets"], loan["sets_returned"]) == ("part_returned", 2, 1)
    assert label(loan["room_id"]) == "3-1-502"
    held = only_row(office, "keys")
    assert (held["sets_held"], held["sets_out"], held["sets_on_hand"]) == (3, 1, 2)
