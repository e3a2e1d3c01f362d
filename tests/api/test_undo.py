"""What a clerk did taken back over HTTP, and what is said when it cannot be."""

from collections.abc import Callable

from starlette.testclient import TestClient

from tests.api.test_writing import change, edit, insert, one, row_of


def undo(desk: TestClient, seq: int, client: str = "tab-1", **more: object) -> dict:
    asked = {"client": client, "seq": seq, "sheet": "visitors", **more}
    answer = desk.post("/api/undo", json=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refusal(desk: TestClient, seq: int, **more: object) -> dict:
    (result,) = undo(desk, seq, **more)["results"]
    assert not result["ok"]
    return result["error"]


def test_a_step_is_taken_back_and_done_again(desk: TestClient) -> None:
    row = row_of(edit(desk, insert()))["id"]
    cells = [
        change(n, row, field, "改", step=4)
        for n, field in enumerate(("purpose", "remark"), start=2)
    ]
    edit(desk, *cells)
    answer = undo(desk, 4)
    assert [(each["ok"], each["row"]["purpose"]) for each in answer["results"]] == [(True, "探访")]
    told = {"cells": 2, "voided": 0, "restored": 0, "action": None, "whole": True}
    assert answer["undone"] == {**told, "row": row, "field": "purpose"}
    assert undo(desk, 4) == answer
    assert undo(desk, 5)["undone"]["voided"] == 1
    assert undo(desk, 6, redo=True)["results"][0]["row"]["void"] is False
    assert undo(desk, 7, redo=True)["results"][0]["row"]["remark"] == "改"
    assert refusal(desk, 8, redo=True)["message"] == "在这张表里没有您可以恢复的操作"
    history = desk.get(f"/api/history/visitors/{row}").json()["history"]
    assert [each["op"] for each in history][-2:] == ["redo", "redo"]


def test_a_refusal_says_in_words_what_stands_in_the_way(
    desk: TestClient, signed_in: Callable[[str], TestClient]
) -> None:
    row = row_of(edit(desk, insert()))
    one(edit(desk, change(2, row["id"], "purpose", "送货")))
    one(edit(signed_in("clerk2"), change(1, row["id"], "purpose", "看房"), client="tab-2"))
    error = refusal(signed_in("clerk"), 3)
    assert (error["code"], error["field"], error["by"]) == ("changed_since", "purpose", "周样例")
    assert error["message"] == (
        f"不能撤销,{row['doc_no']}:周样例 已在 {error['at']} "
        "把来访事由从“送货”改为“看房”;要改回请直接修改。再按一次,撤销更早的一步"
    )
    assert refusal(signed_in("supervisor"), 1, client="tab-3")["code"] == "nothing_to_undo"


def test_a_state_button_is_named(desk: TestClient) -> None:
    row = row_of(edit(desk, insert()))["id"]
    admit = {"seq": 2, "op": "act", "sheet": "visitors", "row": row, "action": "admit"}
    label = next(
        each["label"]
        for each in desk.get(f"/api/record/visitors/{row}").json()["actions"]
        if each["key"] == "admit"
    )
    row_of(edit(desk, admit))
    assert undo(desk, 3)["undone"]["action"] == label


def test_what_makes_no_sense_is_refused(desk: TestClient) -> None:
    for wrong, code in (
        ({"seq": 1, "sheet": "visitors"}, "client_missing"),
        ({"client": "a", "seq": -1, "sheet": "visitors"}, "bad_request"),
        ({"client": "a", "seq": 1, "sheet": "nowhere"}, "unknown_sheet"),
        ({"client": "a", "seq": 1, "sheet": "visitors", "user": "other"}, "other_user"),
    ):
        assert desk.post("/api/undo", json=wrong).json()["error"]["code"] == code
