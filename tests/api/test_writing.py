"""Rows written and read over HTTP, and what the clerk is told when something is refused."""

from collections.abc import Callable
from datetime import datetime

import pytest
from starlette.testclient import TestClient

from tests.values import visitor


def edit(desk: TestClient, *edits: dict[str, object], client: str = "tab-1", **more: object):
    return desk.post("/api/edits", json={"client": client, "edits": list(edits), **more})


def insert(seq: int = 1, **values: object) -> dict[str, object]:
    return {"seq": seq, "op": "insert", "sheet": "visitors", "values": visitor(**values)}


def change(seq: int, row: int, field: str, value: object, **more: object) -> dict[str, object]:
    seen = {"sheet": "visitors", "row": row, "field": field, "value": value}
    return {"seq": seq, "op": "set", **seen, **more}


def one(answer) -> dict:
    assert answer.status_code == 200, answer.text
    (result,) = answer.json()["results"]
    return result


def row_of(answer) -> dict:
    result = one(answer)
    assert result["ok"], result["error"]
    return result["row"]


def test_nothing_is_written_in_the_name_of_who_signed_in_later(desk: TestClient) -> None:
    refused = edit(desk, insert(), user="somebody-else")
    assert refused.status_code == 401
    assert refused.json()["error"] == {
        "code": "other_user",
        "message": "这是 somebody-else 录入的内容,请由本人重新登录后保存",
    }
    me = desk.get("/api/session").json()["user"]
    assert row_of(edit(desk, insert(), user=me))["id"] == 1


def test_a_row_written_is_a_row_read(desk: TestClient) -> None:
    written = row_of(edit(desk, insert()))
    assert written["doc_no"].endswith("-0001")
    assert written["room_id"]["label"] == "3-1-502"
    window = {"start": 0, "end": 100, "period": f"{datetime.now():%Y-%m}"}
    read = desk.post("/api/rows/visitors", json=window).json()
    assert (read["total"], read["rows"]) == (1, [written])


def test_the_same_edit_sent_again_gets_the_same_answer(desk: TestClient) -> None:
    first, again = one(edit(desk, insert())), one(edit(desk, insert()))
    assert first == again
    assert desk.post("/api/rows/visitors", json={}).json()["total"] == 1


def test_a_wrong_id_number_names_the_right_last_character(desk: TestClient) -> None:
    row = row_of(edit(desk, insert(id_type="id_card", id_number="440106198803151235")))["id"]
    result = one(edit(desk, change(2, row, "id_number", "440106198803151234")))
    assert result["error"]["field"] == "id_number"
    assert result["error"]["code"] == "id_check_digit"
    assert result["error"]["message"] == "证件号码最后一位应为 5,请核对"
    assert "row" not in result


def test_required_cells_are_named_in_the_clerks_language(desk: TestClient) -> None:
    empty = {"seq": 1, "op": "insert", "sheet": "visitors", "values": {"purpose": "探访"}}
    error = one(edit(desk, empty))["error"]
    assert error["code"] == "required_missing"
    assert "来访人姓名" in error["message"]
    desk.post("/api/language", json={"lang": "en"})
    assert "Visitor name" in one(edit(desk, empty | {"seq": 2}))["error"]["message"]


def test_a_conflict_tells_who_wrote_what(
    desk: TestClient, signed_in: Callable[[str], TestClient]
) -> None:
    row = row_of(edit(desk, insert()))["id"]
    other = signed_in("clerk2")
    assert one(edit(other, change(1, row, "purpose", "送货", was="探访"), client="tab-2"))["ok"]
    error = one(edit(signed_in("clerk"), change(2, row, "purpose", "看房", was="探访")))["error"]
    assert (error["code"], error["field"], error["current"]) == ("conflict", "purpose", "送货")
    assert "来访事由" in error["message"]
    assert "送货" in error["message"]


def test_edits_are_judged_one_by_one(desk: TestClient) -> None:
    nonsense = {"seq": 2, "op": "explode", "sheet": "visitors"}
    results = edit(desk, insert(1), nonsense, insert(3, party_size="many"), insert(4)).json()
    assert [each["ok"] for each in results["results"]] == [True, False, False, True]
    assert [each["seq"] for each in results["results"]] == [1, 2, 3, 4]
    assert results["results"][1]["error"]["code"] == "bad_edit"
    assert results["head"] > 0


def test_atomic_edits_are_all_kept_or_none(desk: TestClient) -> None:
    refused = edit(desk, insert(1), insert(2, party_size="many"), atomic=True).json()
    assert [each["ok"] for each in refused["results"]] == [False, False]
    assert desk.post("/api/rows/visitors", json={}).json()["total"] == 0


@pytest.mark.parametrize("client", ["", None, 7, "x" * 65])
def test_edits_say_which_tab_they_come_from(desk: TestClient, client: object) -> None:
    answer = desk.post("/api/edits", json={"client": client, "edits": []})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "client_missing")


@pytest.mark.parametrize(
    "window",
    [
        {"start": -1},
        {"start": "0"},
        {"end": 100_000},
        {"sort": "doc_no"},
        {"sort": [{"field": "doc_no", "dir": "sideways"}]},
        {"filter": {"doc_no": "LF"}},
        {"search": 7},
    ],
)
def test_a_window_that_makes_no_sense_is_refused(
    desk: TestClient, window: dict[str, object]
) -> None:
    answer = desk.post("/api/rows/visitors", json=window)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


def test_rows_are_filtered_and_sorted(desk: TestClient) -> None:
    edit(desk, *(insert(n, visitor_name=name) for n, name in enumerate("甲乙丙")))
    window = {
        "filter": {"visitor_name": {"op": "in", "value": ["甲", "丙"]}},
        "sort": [{"field": "id", "dir": "desc"}],
    }
    found = desk.post("/api/rows/visitors", json=window)
    if found.status_code == 400:  # an id is not a field everywhere
        window["sort"] = [{"field": "doc_no", "dir": "desc"}]
        found = desk.post("/api/rows/visitors", json=window)
    assert [row["visitor_name"] for row in found.json()["rows"]] == ["丙", "甲"]


def test_history_tells_who_changed_what(desk: TestClient) -> None:
    row = row_of(edit(desk, insert()))["id"]
    edit(desk, change(2, row, "purpose", "送货"))
    told = desk.get(f"/api/history/visitors/{row}").json()["history"]
    assert "送货" in str(told)
    assert "林小满" in str(told)


def test_programs_read_changes_a_page_at_a_time(desk: TestClient) -> None:
    before = desk.get("/api/session").json()["head"]
    edit(desk, *(insert(n) for n in range(3)))
    page = desk.get("/api/changes", params={"after": before, "limit": 2}).json()
    assert len(page["changes"]) == 2
    rest = desk.get("/api/changes", params={"after": page["next"]}).json()
    seen = [change["seq"] for change in page["changes"] + rest["changes"]]
    assert seen == sorted(set(seen))
    assert rest["next"] <= rest["head"]
    assert {change["op"] for change in page["changes"]} == {"insert"}


def test_a_room_is_found_by_what_a_clerk_types(desk: TestClient) -> None:
    found = desk.get("/api/lookup/rooms", params={"q": "3-1"}).json()["rows"]
    assert found[0]["label"] == "3-1-502"


def test_an_attachment_comes_back_as_a_download(desk: TestClient) -> None:
    octets = {"Content-Type": "application/octet-stream"}
    page = b"<script>alert(1)</script>"
    kept = desk.post(
        "/api/attachments", params={"name": "现场照片.html"}, content=page, headers=octets
    ).json()
    assert kept["name"] == "现场照片.html"
    found = desk.get(f"/api/attachments/{kept['id']}")
    assert found.content == page
    assert found.headers["content-type"] == "application/octet-stream"
    assert found.headers["content-disposition"].startswith("attachment;")
    assert "%E7%8E%B0%E5%9C%BA" in found.headers["content-disposition"]
    assert desk.get("/api/attachments/999").status_code == 404
