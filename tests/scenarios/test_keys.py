"""The key cabinet: what is there, who has it, and what the evening's count says."""

import pytest

from api.asking import office
from tests.scenarios.desks import Clerk, Clock, Row


def loan(key: object, **changes: object) -> dict[str, object]:
    return {
        "key_id": key,
        "borrower_type": "工程维修",
        "borrower": "周样例",
        "borrower_org": "工程部",
        "phone": "15400000001",
        "purpose": "维修漏水",
        "authorised_by": "业主电话同意",
        **changes,
    }


def put_in(clerk: Clerk, number: str, sets: int, **changes: object) -> Row:
    """A key of the file with so many sets left in custody."""
    values = {"key_no": number, "key_class": "未收楼(空置)", "room_id": "3-1-502"}
    key = clerk.write("keys", **{**values, "source": "发展商移交", **changes})
    clerk.write("key_custody", key_id=key["id"], kind="留置(入)", sets=sets, person_name="发展商")
    return clerk.row("keys", key["id"])


def sets(clerk: Clerk, key: Row) -> tuple[object, object, object]:
    row = clerk.row("keys", key["id"])
    return row["sets_held"], row["sets_out"], row["sets_on_hand"]


def test_f10_too_many_keys(archive: Clerk, clock: Clock) -> None:
    """F10. Key `A-03-1201` with 2 sets, both lent → third loan refused “在库 0”. Partial return
    of 1 → state 部分归还, on hand 1.
    """
    clock.set("2026-11-20 09:00")
    key = put_in(archive, "A-03-1201", 2)
    assert (key["sets_held"], key["sets_on_hand"]) == (2, 2)
    both = archive.write("key_loans", **loan(key["id"], sets=2))
    assert sets(archive, key) == (2, 2, 0)
    error = archive.refused_write("key_loans", **loan(key["id"], phone="15400000002"))
    assert error["field"] == "sets"
    assert "在库 0" in error["message"]
    part = archive.press("key_loans", both, "return_part", sets_returned=1)
    assert part["status"] == "part_returned"
    assert sets(archive, key) == (2, 1, 1)
    archive.press("key_loans", both, "return")
    assert sets(archive, key) == (2, 0, 2)


@pytest.mark.parametrize("back", [0, 2])
def test_f10_a_part_is_less_than_all(archive: Clerk, clock: Clock, back: int) -> None:
    """F10. A partial return is neither nothing nor everything."""
    clock.set("2026-11-20 09:00")
    key = put_in(archive, "A-03-1201", 2)
    row = archive.write("key_loans", **loan(key["id"], sets=2))
    assert archive.refused_press("key_loans", row, "return_part", sets_returned=back)["field"] == (
        "sets_returned"
    )


def test_what_is_out_cannot_be_taken_back_by_its_owner(archive: Clerk, clock: Clock) -> None:
    """Custody out: never more than is on hand; the owner's number is written down."""
    clock.set("2026-11-20 09:00")
    key = put_in(archive, "A-03-1201", 2)
    archive.write("key_loans", **loan(key["id"]))
    out = {"key_id": key["id"], "kind": "领回(出)", "person_name": "唐样例"}
    assert archive.refused_write("key_custody", **out)["field"] == "id_number"
    out["id_number"] = "440106198803151235"
    error = archive.refused_write("key_custody", **out, sets=2)
    assert error["field"] == "sets"
    assert "在库 1" in error["message"]
    row = archive.write("key_custody", **out, sets=1)
    assert row["doc_no"] == "LZ-202611-002"
    assert sets(archive, key) == (1, 1, 0)


def test_custody_that_is_lent_cannot_be_made_void(
    archive: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-11-20 09:00")
    key = put_in(archive, "A-03-1201", 1)
    archive.write("key_loans", **loan(key["id"]))
    (custody,) = archive.rows("key_custody")
    assert supervisor.refused_void("key_custody", custody, "填错")["field"] == "sets"


def test_a_lost_key_leaves_custody(archive: Clerk, supervisor: Clerk, clock: Clock) -> None:
    clock.set("2026-11-20 09:00")
    key = put_in(archive, "A-03-1201", 2)
    row = archive.write("key_loans", **loan(key["id"]))
    assert archive.refused_press("key_loans", row, "lose")["code"] == "not_allowed"
    supervisor.press("key_loans", row, "lose")
    assert sets(archive, key) == (1, 0, 1)
    lost = archive.rows("key_custody")[-1]
    assert {lost["kind"], *(r["kind"] for r in archive.rows("key_custody"))} == {"lost", "in"}


def test_f8_the_day_ends_with_a_count(archive: Clerk, supervisor: Clerk, clock: Clock) -> None:
    """F8. 86 sets in custody. During the day 5 lent, 4 back. 17:30: book on hand 85, on loan 1.
    Count 84 → difference −1; saving without explanation is refused; the second signature must be
    another user. Next morning the missing return is 逾期 since 17:30; lending the same borrower
    another key needs the supervisor.
    """
    clock.set("2026-11-20 09:00")
    ring = put_in(archive, "G-001", 80, key_class="公共区域", area="天台", room_id=None)
    more = put_in(archive, "G-002", 6, key_class="公共区域", area="会所", room_id=None)
    loans = [
        archive.write("key_loans", **loan(ring["id"], phone=f"1540000000{place}"))
        for place in range(5)
    ]
    assert loans[-1]["due_at"] == "2026-11-20 17:30"
    clock.set("2026-11-20 15:00")
    for row in loans[:4]:
        archive.press("key_loans", row, "return")

    clock.set("2026-11-20 17:30")
    day = {"key_class": "公共区域", "counted": 84}
    foreseen = archive.post("/api/foresee/key_counts", {"values": day})["values"]
    assert foreseen["book_on_hand"] == 85
    error = archive.refused_write("key_counts", **day)
    assert (error["code"], error["field"]) == ("required_missing", "reason")
    count = archive.write("key_counts", **day, reason="一套去向待查")
    assert (count["book_on_hand"], count["difference"]) == (85, -1)
    assert sets(archive, ring)[1] == 1
    error = archive.refused_change("key_counts", count, "checked_by", "李资料")
    assert error["field"] == "checked_by"
    archive.change("key_counts", count, "checked_by", "何领班")
    again = archive.refused_write("key_counts", **day, reason="再点一次")
    assert again["code"] == "not_unique"

    clock.set("2026-11-21 08:30")
    office().ledger.run_clock()
    late = archive.row("key_loans", loans[4]["id"])
    assert (late["status"], late["overdue"], late["due_at"]) == (
        "overdue",
        True,
        "2026-11-20 17:30",
    )
    assert archive.listed("keys_overdue", "key_loans") == [late["id"]]
    another = loan(more["id"], phone="15400000004")
    error = archive.refused_write("key_loans", **another)
    assert error["field"] == "borrower"
    assert "领班" in error["message"]
    supervisor.write("key_loans", **another)
    # the count of the evening stands as it was signed
    assert archive.rows("key_counts")[0]["book_on_hand"] == 85


def test_f8_what_comes_back_late_is_explained(archive: Clerk, clock: Clock) -> None:
    """F8. The return of the next morning needs its reason."""
    clock.set("2026-11-20 09:00")
    key = put_in(archive, "A-03-1201", 1)
    row = archive.write("key_loans", **loan(key["id"]))
    clock.set("2026-11-21 08:30")
    assert archive.refused_press("key_loans", row, "return")["field"] == "overdue_reason"
    back = archive.press("key_loans", row, "return", overdue_reason="现场工作未完")
    assert (back["status"], back["overdue"]) == ("returned", True)


def test_a_key_of_the_owner_only_is_lent_to_the_owner(archive: Clerk, clock: Clock) -> None:
    clock.set("2026-11-20 09:00")
    key = put_in(archive, "A-03-1201", 1, key_class="业主托管", consent="仅本人")
    assert archive.refused_write("key_loans", **loan(key["id"]))["field"] == "borrower_type"
    owner = {"borrower_type": "业主", "borrower_org": None, "authorised_by": None}
    archive.write("key_loans", **loan(key["id"], **owner))
