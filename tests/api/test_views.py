"""Views over HTTP: each clerk's own, those of the office, who may change them, what is refused."""

from collections.abc import Callable

import pytest

from api.asking import office
from tests.api.conftest import TestClient
from tests.values import visitor

AS = Callable[[str], TestClient]

STATE = {
    "columns": [
        {"field": "phone", "width": 131.6, "hidden": False, "pinned": True},
        {"field": "ghost", "width": 90, "hidden": False, "pinned": False},
        {"field": "doc_no", "width": 9_999, "hidden": True},
        {"field": "phone", "width": 50},
    ],
    "sort": [{"field": "arrived_at", "dir": "desc"}, {"field": "phone", "dir": "up"}],
    "filter": {"purpose": {"filterType": "text", "type": "contains", "filter": "送"}, "ghost": {}},
    "search": "  王 ",
    "period": "all",
}
KEPT = {
    "columns": [
        {"field": "phone", "width": 132, "hidden": False, "pinned": True},
        {"field": "doc_no", "width": 2_000, "hidden": True, "pinned": False},
    ],
    "sort": [{"field": "arrived_at", "dir": "desc"}],
    "filter": {"purpose": {"filterType": "text", "type": "contains", "filter": "送"}},
    "search": "王",
    "period": "all",
}


def told(client: TestClient, sheet: str = "visitors") -> dict[str, object]:
    answer = client.get(f"/api/views/{sheet}")
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def shared(client: TestClient) -> list[tuple[str, str, bool]]:
    views: list[dict[str, object]] = told(client)["shared"]  # type: ignore[assignment]
    return [(str(one["name"]), str(one["maker"]), bool(one["may_change"])) for one in views]


def share(client: TestClient, name: object, state: object = STATE) -> int:
    answer = client.post("/api/views/visitors", json={"name": name, "state": state})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["id"])


def error(answer: object) -> tuple[int, str, str]:
    found = answer.json()["error"]  # type: ignore[attr-defined]
    return answer.status_code, found["code"], found["message"]  # type: ignore[attr-defined]


def test_a_clerk_finds_the_sheet_as_it_was_left_and_nobody_else_does(signed_in: AS) -> None:
    clerk = signed_in("clerk")
    assert told(clerk)["own"] is None
    clerk.post("/api/views/visitors/own", json={"state": STATE})
    assert told(clerk)["own"] == KEPT
    assert told(signed_in("clerk2"))["own"] is None
    assert told(signed_in("clerk"))["own"] == KEPT
    assert told(signed_in("clerk"), "rooms")["own"] is None
    signed_in("clerk").post("/api/views/visitors/own", json={"state": None})
    assert told(signed_in("clerk"))["own"] is None


def test_a_view_of_the_office_is_everybodys_and_its_makers_to_change(signed_in: AS) -> None:
    view = share(signed_in("clerk"), "  夜班  交接 ")
    assert shared(signed_in("clerk")) == [("夜班 交接", "林小满", True)]
    other = signed_in("clerk2")
    assert shared(other) == [("夜班 交接", "林小满", False)]
    said = (403, "view_not_yours", "视图“夜班 交接”由别人保存,只有保存的人或领班可以更改")
    for change in ({"name": "我的"}, {"state": STATE}, {"remove": True}):
        assert error(other.post(f"/api/views/visitors/{view}", json=change)) == said
    boss = signed_in("supervisor")
    assert boss.post(f"/api/views/visitors/{view}", json={"name": "夜班"}).status_code == 200
    assert shared(boss) == [("夜班", "林小满", True)]
    gone = {"remove": True}
    assert signed_in("clerk").post(f"/api/views/visitors/{view}", json=gone).status_code == 200
    assert shared(signed_in("clerk")) == []
    answer = signed_in("clerk").post(f"/api/views/visitors/{view}", json=gone)
    assert error(answer) == (404, "view_gone", "这个视图已被删除,请重新打开视图菜单")


def test_changes_of_shared_views_stand_in_the_history_and_own_ones_do_not(signed_in: AS) -> None:
    clerk = signed_in("clerk")
    clerk.post("/api/views/visitors/own", json={"state": STATE})
    view = share(clerk, "夜班", {})
    clerk.post(f"/api/views/visitors/{view}", json={"name": "白班"})
    clerk.post(f"/api/views/visitors/{view}", json={"remove": True})
    entries = office().ledger.select("SELECT user, sheet, note FROM _audit WHERE op = 'view'")
    assert {(one["user"], one["sheet"]) for one in entries} == {("clerk", "visitors")}
    notes = [str(one["note"]) for one in entries]
    assert notes[0].startswith("+ 夜班: {")
    assert notes[1:] == ["夜班 → 白班", "- 白班"]
    assert office().ledger.verify() == []


def test_a_name_is_used_once_a_sheet(signed_in: AS) -> None:
    clerk = signed_in("clerk")
    share(clerk, "夜班")
    second = share(clerk, "白班")
    said = (409, "view_name_taken", "已经有一个叫“夜班”的视图,请换一个名称")
    again = {"name": "夜班", "state": STATE}
    assert error(clerk.post("/api/views/visitors", json=again)) == said
    assert error(clerk.post(f"/api/views/visitors/{second}", json={"name": "夜班"})) == said
    assert clerk.post("/api/views/complaints", json=again).status_code == 200


@pytest.mark.parametrize("name", ["", "   ", None, 7, "长" * 41, "两\u0007行"])
def test_a_view_needs_a_name_that_can_be_read(desk: TestClient, name: object) -> None:
    answer = desk.post("/api/views/visitors", json={"name": name, "state": STATE})
    assert error(answer) == (400, "bad_view_name", "请给视图起一个名称,最多 40 个字")


@pytest.mark.parametrize(
    "state",
    [
        [],
        "columns",
        {"columns": "all"},
        {"columns": [1]},
        {"columns": [{"field": "phone", "width": "wide"}]},
        {"sort": {"phone": "asc"}},
        {"filter": [1]},
        {"filter": {"phone": "15400000001"}},
        {"filter": {"phone": {"filter": "x" * 5_000}}},
        {"search": "x" * 101},
        {"search": "::JSCODE::alert(1)::JSCODE::"},
        {"filter": {"phone": {"::JSCODE::": 1}}},
        {"columns": [{"field": "phone"}], "padding": "x" * 20_000},
    ],
)
def test_what_is_no_view_is_not_kept(desk: TestClient, state: object) -> None:
    said = (400, "bad_view", "视图的内容不对,没有保存;请调整列后再试")
    assert error(desk.post("/api/views/visitors/own", json={"state": state})) == said
    answer = desk.post("/api/views/visitors", json={"name": "夜班", "state": state})
    assert error(answer) == said
    assert told(desk)["own"] is None
    assert shared(desk) == []


def test_there_are_only_so_many(desk: TestClient) -> None:
    for n in range(50):
        share(desk, f"视图{n}", {})
    answer = desk.post("/api/views/visitors", json={"name": "再一个", "state": {}})
    assert error(answer)[1] == "too_many_views"


def test_the_views_a_sheet_is_shipped_with(desk: TestClient) -> None:
    gate = told(desk)["shipped"][0]  # type: ignore[index]
    assert (gate["key"], gate["label"]) == ("gate", "门岗")
    columns = gate["state"]["columns"]
    assert [one["field"] for one in columns[:3]] == ["doc_no", "status", "arrived_at"]
    assert [one["hidden"] for one in columns[12:14]] == [False, True]
    assert len(columns) == len(office().book.sheet("visitors").fields)


def test_who_may_not_read_a_sheet_sees_no_views_sums_or_marks_of_it(desk: TestClient) -> None:
    for path in ("views", "sums", "marks"):
        answer = desk.post(f"/api/{path}/supply_ghosts", json={})
        assert error(answer)[:2] == (404, "unknown_sheet")
    office().users.create("gate1", "Gate-pass-2026", "gate", name="门岗")
    forbidden = [s.key for s in office().book.sheets if not s.may("gate", "read")]
    user = office().users.verify("gate1", "Gate-pass-2026", "127.0.0.1")
    desk.cookies.set("taizhang_session", office().users.open_session(user))
    assert "key_loans" in forbidden
    assert desk.get("/api/views/key_loans").status_code == 403
    for path in ("views/key_loans", "views/key_loans/own", "views/key_loans/1"):
        assert desk.post(f"/api/{path}", json={"state": {}}).status_code == 403
    for path in ("sums", "marks"):
        assert desk.post(f"/api/{path}/key_loans", json={"rows": []}).status_code == 403


# --- sums and marks ------------------------------------------------------------------------------


def arrive(client: TestClient, *parties: int) -> list[int]:
    edits = [
        {"seq": n, "op": "insert", "sheet": "visitors", "values": visitor(party_size=size)}
        for n, size in enumerate(parties)
    ]
    results = client.post("/api/edits", json={"client": "sums", "edits": edits}).json()["results"]
    return [each["row"]["id"] for each in results]


def test_sums_of_what_was_found_and_of_a_part_of_it(desk: TestClient) -> None:
    arrive(desk, 3, 4, 5, 1)

    def sums(**asked: object) -> dict[str, object]:
        answer = desk.post("/api/sums/visitors", json=asked)
        assert answer.status_code == 200, answer.text
        found: dict[str, object] = answer.json()
        return found

    assert sums() == {"rows": 4, "of": 4, "columns": {"party_size": {"count": 4, "sum": "13"}}}
    few = {"party_size": {"op": "lt", "value": 4}}
    assert sums(filter=few) == {
        "rows": 2,
        "of": 4,
        "columns": {"party_size": {"count": 2, "sum": "4"}},
    }
    by_size = [{"field": "party_size", "dir": "desc"}]
    part = sums(sort=by_size, start=1, end=3, columns=["party_size", "visitor_name", "plate_no"])
    assert part == {
        "rows": 2,
        "columns": {
            "party_size": {"count": 2, "sum": "7"},
            "visitor_name": {"count": 2, "sum": None},
            "plate_no": {"count": 0, "sum": None},
        },
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"start": -1, "end": 3}, {"start": 3, "end": 1}, {"start": 0}, {"start": True, "end": 2},
        {"columns": "party_size"}, {"columns": [1]}, {"columns": ["x"] * 101},
    ],
)  # fmt: skip
def test_sums_of_nonsense_are_refused(desk: TestClient, asked: dict[str, object]) -> None:
    assert error(desk.post("/api/sums/visitors", json=asked))[:2] == (400, "bad_request")


def test_marks_are_asked_for_again(desk: TestClient) -> None:
    first, second = arrive(desk, 1, 1)
    described = desk.get("/api/sheets/visitors").json()
    assert described["marks"][0] == {"as": "late", "label": "等待超过时限"}
    assert described["marks_move"] is True
    answer = desk.post("/api/marks/visitors", json={"rows": [first, second, 999]})
    assert answer.json() == {"marks": {str(first): 0, str(second): 0}}
    for rows in (None, ["1"], [True], list(range(1_001))):
        answer = desk.post("/api/marks/visitors", json={"rows": rows})
        assert error(answer)[:2] == (400, "bad_request")
