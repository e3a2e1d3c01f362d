"""One row with its buttons and the rows around it, as the panel gets it."""

from collections.abc import Callable, Mapping
from itertools import count

import pytest
from starlette.testclient import TestClient

from tests.values import visitor

SignedIn = Callable[[str], TestClient]


NUMBERS = count(1)


def add(desk: TestClient, sheet: str, values: Mapping[str, object]) -> dict:
    """The row of an insert that must be accepted."""
    edit = {"seq": next(NUMBERS), "op": "insert", "sheet": sheet, "values": values}
    answer = desk.post("/api/edits", json={"client": "adds", "edits": [edit]})
    (result,) = answer.json()["results"]
    assert result["ok"], result["error"]
    return result["row"]


def complaint(desk: TestClient, **changes: object) -> dict:
    values = {
        "complainant": "匿名",
        "category": "facilities",
        "description": "电梯按键不亮",
        **changes,
    }
    return add(desk, "complaints", values)


@pytest.fixture
def boss(signed_in: SignedIn) -> TestClient:
    return signed_in("admin")


def record(desk: TestClient, sheet: str, row: object) -> dict:
    answer = desk.get(f"/api/record/{sheet}/{row}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def keys(found: list[Mapping[str, object]], name: str = "key") -> list[object]:
    return [each[name] for each in found]


def test_a_record_is_the_row_its_name_its_state_and_every_column(desk: TestClient) -> None:
    row = add(desk, "visitors", visitor())
    told = record(desk, "visitors", row["id"])
    assert told["row"] == row
    assert told["title"] == row["doc_no"]
    assert told["state"]["key"] == row["status"]
    assert told["state"]["label"]
    assert told["fields"] == desk.get("/api/sheets/visitors").json()["fields"]
    assert told["may"]["write"] is True


def test_only_buttons_of_this_state_and_this_post_are_offered(
    desk: TestClient, signed_in: SignedIn
) -> None:
    row = complaint(signed_in("clerk"))["id"]
    offered = record(desk, "complaints", row)["actions"]
    assert keys(offered) == ["dispatch", "close_at_once"]
    assert offered[0]["require"] == ["dept"]
    assert offered[1]["tone"] == "good"
    assert "reject" in keys(record(signed_in("supervisor"), "complaints", row)["actions"])


def test_a_button_asks_only_for_what_is_missing(signed_in: SignedIn) -> None:
    dept = add(signed_in("admin"), "depts", {"name": "工程部"})
    row = complaint(signed_in("clerk"), dept=dept["id"])["id"]
    (dispatch, *_) = record(signed_in("clerk"), "complaints", row)["actions"]
    assert dispatch["require"] == []


def test_a_void_row_has_no_buttons(signed_in: SignedIn) -> None:
    desk = signed_in("clerk")
    row = complaint(desk)["id"]
    edit = {"seq": 1, "op": "void", "sheet": "complaints", "row": row, "reason": "重复登记"}
    desk.post("/api/edits", json={"client": "voids", "edits": [edit]})
    told = record(desk, "complaints", row)
    assert told["row"]["void"] is True
    assert told["actions"] == []


def test_rows_that_refer_here_are_children_and_those_of_the_register_can_be_added(
    signed_in: SignedIn,
) -> None:
    desk = signed_in("clerk")
    room = desk.post("/api/rows/rooms", json={}).json()["rows"][0]
    add(desk, "visitors", visitor(room_id=room["id"]))
    add(desk, "visitors", visitor(room_id=room["id"]))
    told = record(desk, "rooms", room["id"])
    (visits,) = [each for each in told["children"] if each["sheet"] == "visitors"]
    assert (visits["field"], visits["total"], visits["add"]) == ("room_id", 2, False)
    assert "room_id" not in keys(visits["fields"])
    shown = [field for field in visits["fields"] if field["shown"]]
    assert 0 < len(shown) <= 5
    assert told["title"] == room[told["display"]]


def test_only_the_rows_of_a_parent_are_listed(signed_in: SignedIn) -> None:
    desk = signed_in("clerk")
    first, second = desk.post("/api/rows/rooms", json={}).json()["rows"][:2]
    mine = add(desk, "visitors", visitor(room_id=first["id"]))
    add(desk, "visitors", visitor(room_id=second["id"]))
    asked = {"parent": {"field": "room_id", "row": first["id"]}}
    page = desk.post("/api/rows/visitors", json=asked).json()
    assert (page["total"], keys(page["rows"], "id")) == (1, [mine["id"]])
    add(desk, "visitors", visitor(room_id=first["id"]))
    assert desk.post("/api/rows/visitors", json=asked).json()["total"] == 2
    other = {"parent": {"field": "room_id", "row": 999}}
    assert desk.post("/api/rows/visitors", json=other).json()["total"] == 0


@pytest.mark.parametrize(
    ("parent", "code"),
    [
        ("room_id", "bad_request"),
        ({"field": "room_id"}, "bad_request"),
        ({"field": "room_id", "row": "1"}, "bad_request"),
        ({"row": 1}, "bad_request"),
        ({"field": "nothing", "row": 1}, "unknown_field"),
        ({"field": "purpose", "row": 1}, "bad_filter"),
    ],
)
def test_a_parent_that_cannot_be_is_refused(desk: TestClient, parent: object, code: str) -> None:
    answer = desk.post("/api/rows/visitors", json={"parent": parent})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == code


def test_what_the_row_refers_to_is_linked(desk: TestClient) -> None:
    row = add(desk, "visitors", visitor())
    links = record(desk, "visitors", row["id"])["links"]
    assert {
        "label": "被访房号",
        "sheet": "rooms",
        "row": row["room_id"]["id"],
        "text": "3-1-502",
    } in links


def test_what_is_not_there_is_said(desk: TestClient) -> None:
    assert desk.get("/api/record/visitors/99").json()["error"]["code"] == "unknown_row"
    assert desk.get("/api/record/visitors/99").status_code == 404
    assert desk.get("/api/record/nothing/1").json()["error"]["code"] == "unknown_sheet"
    assert desk.get("/api/record/visitors/one").status_code == 404
