"""What helps a clerk begin a row: rows to pick from, previews, defaults, who has been here."""

import itertools

import pytest
from starlette.testclient import TestClient

from tests.values import visitor

SEQ = itertools.count()


def insert(client: TestClient, sheet: str, values: dict[str, object]) -> dict:
    edit = {"seq": next(SEQ), "op": "insert", "sheet": sheet, "values": values}
    answer = client.post("/api/edits", json={"client": "program", "edits": [edit]})
    (result,) = answer.json()["results"]
    assert result["ok"], result
    return result["row"]


def offers(desk: TestClient, sheet: str, text: str, near: str = "") -> list[tuple[str, str]]:
    asked = {"q": text, **({"near": near} if near else {})}
    rows = desk.get(f"/api/lookup/{sheet}", params=asked).json()["rows"]
    return [(row["label"], row["hint"]) for row in rows]


@pytest.fixture
def lived_in(desk: TestClient) -> TestClient:
    """Somebody owns 3-1-502 and lets it."""
    owner = insert(desk, "people", {"name": "王样例", "phone": "13812345678"})
    tenant = insert(desk, "people", {"name": "李试用", "phone": "13987654321"})
    gone = insert(desk, "people", {"name": "赵从前", "phone": "13600001111"})
    insert(desk, "occupancies", {"room_id": "3-1-502", "person_id": owner["id"], "role": "owner"})
    insert(desk, "occupancies", {"room_id": "3-1-502", "person_id": tenant["id"], "role": "tenant"})
    past = {"role": "tenant", "to_on": "2020-01-31"}
    insert(desk, "occupancies", {"room_id": "3-1-502", "person_id": gone["id"], **past})
    return desk


WAYS_TO_CALL_A_ROOM = [
    "3-1-502",
    "31502",
    "3栋1单元502",
    "3栋502",
    "３－１－５０２",
    "王样例",
    "wyl",
    "李试",
    "13987654321",
]


def test_a_room_is_found_however_it_is_called_and_shows_who_lives_there(
    lived_in: TestClient,
) -> None:
    for typed in WAYS_TO_CALL_A_ROOM:
        found = offers(lived_in, "rooms", typed)
        assert ("3-1-502", "业主 王样例、租户 李试用") in found, typed


def test_a_person_is_found_by_name_initials_and_end_of_the_phone(lived_in: TestClient) -> None:
    expected = ("王样例", "138 1234 5678 · 3-1-502 业主")
    for typed in ("王样", "wyl", "5678"):
        assert expected in offers(lived_in, "people", typed), typed


def test_whoever_lives_in_the_room_of_the_line_comes_first(lived_in: TestClient) -> None:
    (room,) = lived_in.get("/api/lookup/rooms?q=3-1-502").json()["rows"]
    names = [label for label, _ in offers(lived_in, "people", "", f"rooms:{room['id']}")]
    assert set(names[:2]) == {"王样例", "李试用"}
    assert offers(lived_in, "people", "ls", f"rooms:{room['id']}")[0][0] == "李试用"
    assert lived_in.get("/api/lookup/people?q=&near=rooms:x").status_code == 400


def test_a_complaint_is_found_by_its_room_and_by_what_it_is_about(lived_in: TestClient) -> None:
    insert(
        lived_in,
        "complaints",
        {
            "complainant": "王样例",
            "complainant_role": "owner",
            "room_id": "3-1-502",
            "phone": "13812345678",
            "channel": "visit",
            "nature": "complaint",
            "category": "noise",
            "severity": "ordinary",
            "description": "楼上深夜装修电钻声很大",
        },
    )
    for typed in ("3-1-502", "电钻"):
        ((label, hint),) = offers(lived_in, "complaints", typed)
        assert label.startswith("TS"), typed
        assert hint == "3-1-502 · 王样例 · 楼上深夜装修电钻声很大"


def test_a_key_is_found_by_its_room_and_cabinet_position(lived_in: TestClient, signed_in) -> None:
    signed_in("supervisor")
    insert(
        lived_in,
        "keys",
        {
            "key_no": "K-77",
            "key_class": "custody",
            "room_id": "3-1-502",
            "pieces": 2,
            "cabinet_pos": "B-07",
            "source": "owner",
            "consent": "standing",
        },
    )
    for typed in ("K-77", "3-1-502", "B-07"):
        assert offers(lived_in, "keys", typed)[0][0] == "K-77", typed


@pytest.mark.parametrize(
    ("sheet", "field", "typed", "shown"),
    [
        ("visitors", "phone", "13812345678", "138 1234 5678"),
        ("visitors", "id_number", "44010619880315123x", "440106 19880315 123X"),
        ("visitors", "plate_no", "粤a·12345", "粤A12345"),
        ("visitors", "arrived_at", "2026-11-3 9:05", "2026-11-03 09:05 周二"),
        ("renovation_money", "amount", "￥1,234.5", "¥1,234.50"),
        ("renovations", "planned_start", "2026/11/3", "2026-11-03 周二"),
        ("visitors", "party_size", "１２", "12"),
    ],
)
def test_what_is_typed_is_shown_as_it_will_be_stored(
    desk: TestClient, sheet: str, field: str, typed: str, shown: str
) -> None:
    answer = desk.post(f"/api/parse/{sheet}/{field}", json={"value": typed})
    assert answer.json()["shown"] == shown


def test_half_a_value_is_an_answer_and_not_a_mistake(desk: TestClient) -> None:
    answer = desk.post("/api/parse/visitors/arrived_at", json={"value": "昨天"})
    assert answer.status_code == 200
    assert answer.json()["error"]["code"] == "time_missing"
    assert desk.post("/api/parse/visitors/nothing", json={"value": "1"}).status_code == 400
    assert desk.post("/api/parse/visitors/phone", json={"value": 1}).status_code == 400


def test_a_line_begun_is_told_its_defaults_and_those_that_follow_from_them(
    desk: TestClient,
) -> None:
    told = desk.post("/api/foresee/visitors", json={"values": {"visitor_name": "甲"}}).json()
    assert told["values"]["desk"] == "front_desk"
    assert told["values"]["party_size"] == 1
    assert told["values"]["status"] == "waiting"
    assert told["held"] == ["arrived_at"]
    typed = {"received_at": "2026-11-03 09:00", "severity": "major"}
    told = desk.post("/api/foresee/complaints", json={"values": typed}).json()
    assert told["values"]["due_at"] == "2026-11-03 13:00"


def test_the_desk_is_that_of_the_clerks_own_last_row(desk: TestClient, signed_in) -> None:
    def foreseen() -> object:
        answer = desk.post("/api/foresee/visitors", json={"values": {}})
        return answer.json()["values"]["desk"]

    insert(desk, "visitors", visitor(desk="east_gate"))
    assert foreseen() == "east_gate"
    assert insert(desk, "visitors", without(visitor(), "desk"))["desk"] == "east_gate"
    signed_in("clerk2")
    assert foreseen() == "front_desk"


def without(values: dict[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in values.items() if name != key}


def test_somebody_who_comes_again_is_recognised_by_phone_or_document(desk: TestClient) -> None:
    known = visitor(
        visitor_name="张再来", phone="13811112222", id_type="passport", id_number="P7654321"
    )
    insert(desk, "visitors", known)
    row = insert(desk, "visitors", {**known, "purpose": "第二次来"})

    def recognised(field: str, value: str) -> dict | None:
        asked = {"field": field, "value": value}
        return desk.post("/api/recognise/visitors", json=asked).json()["known"]

    found = recognised("phone", "138 1111 2222")
    assert found is not None
    assert found["row"] == row["id"]
    day = str(row["arrived_at"])[5:10]
    assert found["text"] == f"张再来 · 上次 {day} · 3-1-502"
    assert found["values"]["purpose"] == "第二次来"
    assert found["values"]["id_number"] == "P7654321"
    assert "arrived_at" not in found["values"]
    assert recognised("id_number", "p7654321") == found
    assert recognised("phone", "1381111") is None
    assert recognised("purpose", "第二次来") is None


def test_only_who_may_write_is_told_of_anybody(desk: TestClient, signed_in) -> None:
    signed_in("clerk")
    told = desk.post("/api/recognise/staff", json={"field": "phone", "value": "13811112222"})
    assert told.status_code == 403


def test_a_copy_takes_over_what_belongs_to_no_one_moment(desk: TestClient) -> None:
    fields = desk.get("/api/sheets/visitors").json()["fields"]
    copied = {field["key"] for field in fields if field["copied"]}
    assert {"visitor_name", "party_size", "visitor_type", "id_number", "room_id"} <= copied
    for key in ("doc_no", "status", "arrived_at", "admitted_at", "left_at", "handled_by"):
        assert key not in copied
