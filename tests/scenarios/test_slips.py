"""One slip of the store room with several lines: one number, one day, one kind."""

import pytest

from api.asking import office
from tests.scenarios.desks import Clerk, Clock, Row

ISSUE = {"kind": "领用", "dept": "工程部", "person": "赵工程", "purpose": "修灯"}


@pytest.fixture
def goods(archive: Clerk, clock: Clock) -> list[int]:
    """Paper and lamps, ten of each."""
    clock.set("2026-11-02 10:00")
    made = []
    for number, name in enumerate(("样例纸", "样例灯")):
        item = archive.write(
            "supply_items", item_no=f"WP-{number}", name=name, unit="个", category="其他",
            min_qty=0, max_qty=20,
        )  # fmt: skip
        made.append(int(str(item["id"])))
    return made


def bought(archive: Clerk, item: int, **slip: object) -> Row:
    price = {"kind": "采购入库", "qty": 10, "unit_price": "2.00", "supplier": "示例店"}
    return archive.write("supply_moves", item_id=item, **{**price, **slip})


def test_a_slip_has_as_many_lines_as_there_are_goods(
    archive: Clerk, supervisor: Clerk, goods: list[int]
) -> None:
    paper, lamp = goods
    first = bought(archive, paper)
    second = bought(archive, lamp, doc_no=first["doc_no"], kind=None, supplier=None)
    assert [(row["doc_no"], row["line"]) for row in (first, second)] == [
        ("RK-202611-001", 1),
        ("RK-202611-001", 2),
    ]
    assert (second["kind"], second["supplier"]) == ("purchase", "示例店")
    for row in (first, second):
        archive.press("supply_moves", row, "issue")
    issue = archive.write("supply_moves", item_id=paper, qty=3, **ISSUE)
    further = archive.write("supply_moves", item_id=lamp, qty=4, doc_no=issue["doc_no"])
    assert (further["doc_no"], further["line"]) == ("LY-202611-001", 2)
    said = (further["kind"], further["dept"]["label"], further["person"]["label"])
    assert said == ("issue", "工程部", "赵工程")
    assert further["purpose"] == "修灯"
    for row in (issue, further):
        archive.press("supply_moves", row, "issue")
    assert [archive.row("supply_items", item)["on_hand"] for item in goods] == [7, 6]

    supervisor.void("supply_moves", further, "填错")
    assert [archive.row("supply_items", item)["on_hand"] for item in goods] == [7, 10]
    third = archive.write("supply_moves", item_id=lamp, qty=1, doc_no=issue["doc_no"])
    assert third["line"] == 3  # a void line keeps its place
    assert bought(archive, lamp)["doc_no"] == "RK-202611-002"
    assert office().ledger.verify() == []


def test_what_a_slip_says_is_the_same_on_all_its_lines(
    archive: Clerk, clock: Clock, goods: list[int]
) -> None:
    paper, lamp = goods
    slip = bought(archive, paper)
    number = slip["doc_no"]
    line = {"item_id": lamp, "qty": 1, "unit_price": "1.00"}
    for key, other in (("kind", "领用"), ("move_date", "2026-11-01")):
        error = archive.refused_write("supply_moves", doc_no=number, **{**line, key: other})
        assert (error["code"], error["field"]) == ("same_on_slip", key)
        assert str(number) in error["message"]
    archive.change("supply_moves", slip, "move_date", "2026-11-01")  # it is alone yet
    archive.change("supply_moves", slip, "move_date", "2026-11-02")
    second = bought(archive, lamp, doc_no=number)
    assert archive.refused_change("supply_moves", slip, "move_date", "2026-11-01")["code"] == (
        "same_on_slip"
    )
    archive.change("supply_moves", second, "qty", 7)
    error = archive.refused_write("supply_moves", doc_no="RK-202611-009", **line)
    assert (error["code"], error["field"]) == ("unknown_slip", "doc_no")


def test_a_number_of_one_row_is_nobodys_to_give(archive: Clerk, goods: list[int]) -> None:
    count = {"item_id": goods[0], "counted": 0, "witness": "何领班", "doc_no": "PD-202611-01"}
    assert archive.refused_write("supply_counts", **count)["code"] == "read_only"


def test_the_grid_is_told_what_a_further_line_takes_over(archive: Clerk) -> None:
    assert archive.get("/api/sheets/supply_moves")["slip"] == [
        "doc_no", "move_date", "kind", "dept", "person", "purpose", "supplier",
    ]  # fmt: skip
    assert archive.get("/api/sheets/supply_counts")["slip"] == []
