"""The lists of the day over HTTP: whose they are, what they count, and their rows."""

from collections.abc import Callable

from tests.api.conftest import TestClient
from tests.values import visitor


def lists(client: TestClient) -> dict[str, dict[str, object]]:
    answer = client.get("/api/today")
    assert answer.status_code == 200, answer.text
    return {each["key"]: each for each in answer.json()["lists"]}


def arrive(client: TestClient, *names: str) -> list[int]:
    edits = [
        {"seq": n, "op": "insert", "sheet": "visitors", "values": visitor(visitor_name=name)}
        for n, name in enumerate(names)
    ]
    results = client.post("/api/edits", json={"client": "today", "edits": edits}).json()["results"]
    return [each["row"]["id"] for each in results]


def test_a_list_counts_what_waits_and_says_where(desk: TestClient) -> None:
    assert lists(desk)["visitors_waiting"]["count"] == 0
    arrive(desk, "甲", "乙")
    found = lists(desk)["visitors_waiting"]
    assert found == {
        "key": "visitors_waiting",
        "label": "等待放行的来访",
        "hint": "联系被访人后放行或拒绝",
        "count": 2,
        "tone": "soon",
        "register": "visitors",
        "sheet": "visitors",
    }


def test_the_rows_of_a_list_come_as_any_window(desk: TestClient) -> None:
    first, second = arrive(desk, "甲", "乙")
    act = {"seq": 9, "op": "act", "sheet": "visitors", "row": first, "action": "admit"}
    desk.post("/api/edits", json={"client": "today", "edits": [act]})

    def rows(**asked: object) -> list[int]:
        return [row["id"] for row in desk.post("/api/rows/visitors", json=asked).json()["rows"]]

    assert rows(list="visitors_waiting") == [second]
    assert rows(list="visitors_inside") == [first]
    assert rows(list="") == [first, second]


def test_an_unknown_list_is_refused(desk: TestClient) -> None:
    for sheet, key in (("visitors", "nothing"), ("complaints", "visitors_inside")):
        answer = desk.post(f"/api/rows/{sheet}", json={"list": key})
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_list")
    assert desk.post("/api/rows/visitors", json={"list": 3}).status_code == 400


def test_every_post_has_its_own_lists(signed_in: Callable[[str], TestClient]) -> None:
    assert "supplies_pending" not in lists(signed_in("clerk"))
    assert "complaints_major" not in lists(signed_in("clerk"))
    assert {"supplies_pending", "complaints_major"} <= set(lists(signed_in("supervisor")))


def test_the_session_names_the_lists_the_grid_may_show(desk: TestClient) -> None:
    told = desk.get("/api/session").json()["lists"]
    assert {each["key"] for each in told} == set(lists(desk))
    inside = next(each for each in told if each["key"] == "visitors_inside")
    assert (inside["label"], inside["register"], inside["sheet"]) == (
        "在场的来访",
        "visitors",
        "visitors",
    )


def test_the_lists_speak_the_clerks_language(desk: TestClient) -> None:
    desk.post("/api/language", json={"lang": "en"})
    assert lists(desk)["visitors_waiting"]["label"] == "Visitors waiting at the gate"
