"""A file on its way into a sheet over HTTP: whose it is, what may be chosen, what is written."""

import io
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from starlette.testclient import TestClient

from api.preparations import MOST, MOST_OF_A_CLERK, Preparations
from api.problems import Problem
from db.actor import Actor
from tests.api.conftest import serve

HEADINGS = ("楼栋", "单元", "房间号", "面积(m²)", "业主", "电话")
COUNTS = dict.fromkeys(
    ("lines", "new", "update", "unchanged", "faults", "left_out", "void", "skipped"), 0
)
BYTES = {"Content-Type": "application/octet-stream"}


def xlsx(lines: Iterable[tuple[object, ...]], headings: tuple[str, ...] = HEADINGS) -> bytes:
    book, kept = Workbook(), io.BytesIO()
    assert book.active is not None
    for line in (("业主名册",), headings, *lines):
        book.active.append(line)
    book.save(kept)
    return kept.getvalue()


ROOMS = [
    ("7", "1", "101", 89.5, "王样例", "13800000001"),
    ("7", "1", "102", "八十", "李样例", "13800000002"),
    ("7", "1", "103", 90, "王样例", "13800000001"),
]


def bring(client: TestClient, content: bytes, sheet: str = "rooms") -> dict[str, object]:
    asked = {"sheet": sheet, "name": "名册.xlsx"}
    answer = client.post("/api/imports", params=asked, content=content, headers=BYTES)
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def written(client: TestClient, made: Mapping[str, object], which: str) -> dict[str, object]:
    address = f"/api/imports/{made['id']}"
    begun = client.post(f"{address}/write", json={"which": which})
    assert begun.status_code == 200, begun.text
    for _ in range(200):
        progress = client.get(f"{address}/progress").json()
        if progress["state"] != "running":
            return dict(progress)
        time.sleep(0.05)
    raise AssertionError("the import did not end")


def rooms_of(client: TestClient, building: str) -> list[dict[str, object]]:
    asked = {"filter": {"building": {"op": "eq", "value": building}}}
    return list(client.post("/api/rows/rooms", json=asked).json()["rows"])


def code(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]  # type: ignore[attr-defined]


def test_a_file_is_looked_at_put_right_written_and_taken_back(desk: TestClient) -> None:
    made = bring(desk, xlsx(ROOMS))
    (worksheet,) = made["worksheets"]  # type: ignore[misc]
    assert worksheet["heading_row"] == 2  # type: ignore[index]
    meaning = {each["heading"]: each["field"] for each in worksheet["columns"]}  # type: ignore[index]
    assert (meaning["房间号"], meaning["业主"]) == ("room_no", "people.name")
    assert made["counts"] == {**COUNTS, "lines": 3, "new": 2, "faults": 1, "skipped": 2}
    assert rooms_of(desk, "7") == []

    address = f"/api/imports/{made['id']}"
    faults = desk.post(f"{address}/rows", json={"start": 0, "end": 50, "only": "faults"}).json()
    (row,) = faults["rows"]
    assert (row["row"], row["state"], row["cells"]["area"]["seen"]) == (4, "fault", "八十")
    assert row["cells"]["area"]["fault"] == "面积(m²)应填数字,“八十”不是数字"
    assert row["cells"]["room_no"]["value"] == "102"
    assert code(desk.post(f"{address}/write", json={"which": "some"})) == (400, "bad_request")

    typed = {"worksheet": row["worksheet"], "row": 4, "field": "area", "value": "八十一"}
    still = desk.post(f"{address}/cells", json={"cells": [typed]}).json()
    assert (still["rows"][0]["state"], still["counts"]["faults"]) == ("fault", 1)
    right = desk.post(f"{address}/cells", json={"cells": [{**typed, "value": "81"}]}).json()
    (row,) = right["rows"]
    assert (row["state"], row["cells"]["area"]) == ("new", {"value": 81.0, "corrected": True})
    assert right["counts"]["faults"] == 0

    outcome = written(desk, made, "all")["outcome"]
    assert (outcome["inserted"], outcome["refused"]) == (3, 0)  # type: ignore[index]
    beside = {each["label"]: each["count"] for each in outcome["beside"]}  # type: ignore[index]
    assert beside == {"人员": 2, "入住关系": 3}
    assert [each["area"] for each in rooms_of(desk, "7")] == [89.5, 81, 90]

    changed = bring(desk, xlsx([(*ROOMS[0][:3], 91, *ROOMS[0][4:]), ROOMS[2]]))
    assert changed["counts"] == {**COUNTS, "lines": 2, "update": 1, "unchanged": 1, "skipped": 2}
    asked = {"start": 0, "end": 9, "only": "updates"}
    (row,) = desk.post(f"/api/imports/{changed['id']}/rows", json=asked).json()["rows"]
    assert (row["state"], row["cells"]["area"]) == ("update", {"value": 91.0, "old": 89.5})
    assert row["cells"]["room_no"] == {"value": "101"}
    desk.post(f"/api/imports/{changed['id']}/forget", json={})
    assert code(desk.get(f"/api/imports/{changed['id']}")) == (404, "import_gone")

    asked = {"client": "desk", "seq": 1, "sheet": "rooms"}
    undone = desk.post("/api/undo", json=asked).json()["undone"]
    assert undone["voided"] == 8, "three rooms, two owners, three occupancies"
    assert {each["void"] for each in rooms_of(desk, "7")} == {True}


def test_only_correct_rows_are_written_and_the_others_come_back_with_a_reason(
    desk: TestClient,
) -> None:
    made = bring(desk, xlsx(ROOMS))
    refused = written(desk, made, "all")
    assert (refused["state"], refused["error"]["code"]) == ("failed", "import_has_faults")  # type: ignore[index]
    assert rooms_of(desk, "7") == []
    again = bring(desk, xlsx(ROOMS))
    outcome = written(desk, again, "valid")["outcome"]
    assert (outcome["inserted"], outcome["refused"]) == (2, 1)  # type: ignore[index]
    paper = desk.get(f"/api/imports/{again['id']}/refused")
    sheet = load_workbook(io.BytesIO(paper.content)).active
    assert sheet is not None
    lines = [line for line in sheet.iter_rows(values_only=True) if "102" in map(str, line)]
    assert len(lines) == 1
    assert "“八十”不是数字" in str(lines[0])


def test_what_the_clerk_chooses_is_judged_anew(desk: TestClient) -> None:
    made = bring(desk, xlsx(ROOMS))
    address = f"/api/imports/{made['id']}"
    name = made["worksheets"][0]["name"]  # type: ignore[index]
    seen = desk.post(address, json={"columns": {name: {"4": None}}}).json()
    assert seen["counts"]["faults"] == 0
    seen = desk.post(address, json={"columns": {name: {"4": "area"}}}).json()
    assert seen["counts"]["faults"] == 1
    assert desk.get(address).json()["counts"] == seen["counts"]


def test_a_column_of_a_sheet_beside_is_chosen_and_remembered(desk: TestClient) -> None:
    file = xlsx(ROOMS[:1], (*HEADINGS[:4], "户主大名", "电话"))
    made = bring(desk, file)
    (worksheet,) = made["worksheets"]  # type: ignore[misc]
    unknown = worksheet["columns"][4]  # type: ignore[index]
    assert (unknown["field"], unknown["samples"]) == (None, ["王样例"])
    assert unknown["told"] == "没有认出,不导入"
    chosen = {"columns": {worksheet["name"]: {"5": "people.name"}}}  # type: ignore[index]
    address = f"/api/imports/{made['id']}"
    assert desk.post(address, json=chosen).json()["worksheets"][0]["columns"][4]["told"] == "您选的"
    (row,) = desk.post(f"{address}/rows", json={}).json()["rows"]
    assert row["cells"]["people.name"] == {"value": "王样例"}
    assert written(desk, made, "all")["state"] == "done"
    again = bring(desk, file)["worksheets"][0]["columns"][4]  # type: ignore[index]
    assert (again["field"], again["told"]) == ("people.name", "与上次一样")


@pytest.mark.parametrize(
    "asked",
    [
        {"year": "soon"}, {"year": 12}, {"mode": "merge"}, {"encoding": "latin-1"},
        {"keys": "room_no"}, {"history": "yes"}, {"worksheets": [1]}, {"heading_row": {"a": "b"}},
        {"columns": {"a": {"x": "area"}}}, {"columns": []}, {"answers": []}, {"for_all": ["area"]},
        {"for_all": {"area": 1}},
    ],
    ids=str,
)  # fmt: skip
def test_a_choice_that_makes_no_sense_is_refused(
    desk: TestClient, asked: dict[str, object]
) -> None:
    made = bring(desk, xlsx(ROOMS))
    assert code(desk.post(f"/api/imports/{made['id']}", json=asked)) == (400, "bad_request")


@pytest.mark.parametrize(
    "cells",
    [[], {}, [1], [{"worksheet": "a", "row": -1, "field": "area", "value": ""}], [{"row": 1}]],
    ids=str,
)
def test_a_correction_that_makes_no_sense_is_refused(desk: TestClient, cells: object) -> None:
    made = bring(desk, xlsx(ROOMS))
    answer = desk.post(f"/api/imports/{made['id']}/cells", json={"cells": cells})
    assert code(answer) == (400, "bad_request")


def test_lines_are_left_out_and_taken_in_again(desk: TestClient) -> None:
    """The second of two alike is in the way until one of them is left out."""
    twice = [ROOMS[0], ROOMS[2], (*ROOMS[0][:3], 91, *ROOMS[0][4:])]
    made = bring(desk, xlsx(twice))
    address, name = f"/api/imports/{made['id']}", made["worksheets"][0]["name"]  # type: ignore[index]
    assert made["counts"]["faults"] == 1  # type: ignore[index]
    line = {"worksheet": name, "row": 3}
    out = desk.post(f"{address}/lines", json={"lines": [line], "out": True}).json()
    assert [(row["row"], row["state"]) for row in out["rows"]] == [(3, "left_out"), (5, "new")]
    assert (out["counts"]["left_out"], out["counts"]["faults"]) == (1, 0)
    assert {"fault", "suggestion"}.isdisjoint(out["rows"][0]["cells"]["room_no"])
    asked = {"start": 0, "end": 9, "only": "left_out"}
    assert desk.post(f"{address}/rows", json=asked).json()["total"] == 1
    back = desk.post(f"{address}/lines", json={"lines": [line], "out": False}).json()
    assert [(row["row"], row["state"]) for row in back["rows"]] == [(3, "new"), (5, "fault")]
    assert code(desk.post(f"{address}/lines", json={"lines": [line]})) == (400, "bad_request")
    desk.post(f"{address}/lines", json={"lines": [line], "out": True})
    outcome = written(desk, made, "all")["outcome"]
    assert (outcome["inserted"], outcome["refused"], outcome["left_out"]) == (2, 0, 1)  # type: ignore[index]
    paper = load_workbook(io.BytesIO(desk.get(f"{address}/refused").content)).active
    assert paper is not None
    told = [row[-1] for row in paper.iter_rows(values_only=True)]
    assert told == ["要改正的地方", "这一行不导入"]


def test_what_the_file_does_not_say_is_said_for_every_line(desk: TestClient) -> None:
    made = bring(desk, xlsx([("101", 89.5), ("102", 90)], ("房间号", "面积(m²)")))
    address = f"/api/imports/{made['id']}"
    (missing,) = made["for_all"]  # type: ignore[misc]
    assert missing == {"field": "building", "label": "楼栋", "text": None, "choices": []}
    assert "area" not in {each["value"] for each in made["for_all_options"]}  # type: ignore[union-attr]
    asked = desk.post(address, json={"for_all": {"building": "", "status": "出租"}}).json()
    assert [each["text"] for each in asked["for_all"]] == ["", "出租"]
    assert asked["counts"]["faults"] == 2
    column = next(each for each in asked["columns"] if each["key"] == "building")
    assert column["editable"] is True
    name = made["worksheets"][0]["name"]  # type: ignore[index]
    cells = [{"worksheet": name, "row": 3, "field": "building", "value": "9"}]
    (row,) = desk.post(f"{address}/cells", json={"cells": cells}).json()["rows"]
    assert (row["state"], row["cells"]["building"]) == ("new", {"value": "9", "corrected": True})
    told = desk.post(address, json={"for_all": {"building": "8", "status": None}}).json()
    assert ([each["text"] for each in told["for_all"]], told["counts"]["faults"]) == (["8"], 0)
    assert written(desk, made, "all")["state"] == "done"
    assert [len(rooms_of(desk, building)) for building in ("9", "8")] == [1, 1]


def test_only_who_may_write_a_sheet_imports_into_it(
    signed_in: Callable[[str], TestClient],
) -> None:
    clerk = signed_in("clerk")
    asked = {"sheet": "staff", "name": "a.xlsx"}
    answer = clerk.post("/api/imports", params=asked, content=b"x", headers=BYTES)
    assert code(answer) == (403, "may_not_import")
    assert code(clerk.get("/api/templates/staff")) == (403, "may_not_import")
    may = {key: clerk.get(f"/api/sheets/{key}").json()["may"] for key in ("rooms", "staff")}
    assert (may["rooms"]["import"], may["staff"]["import"]) == (True, False)
    assert signed_in("supervisor").get("/api/templates/staff").status_code == 200


def test_an_import_is_its_clerks_alone(signed_in: Callable[[str], TestClient]) -> None:
    made = bring(signed_in("clerk"), xlsx(ROOMS))
    other = signed_in("clerk2")
    address = f"/api/imports/{made['id']}"
    for answer in (
        other.get(address), other.post(address, json={"year": 2026}),
        other.post(f"{address}/rows", json={}),
        other.post(f"{address}/write", json={"which": "all"}),
        other.get(f"{address}/progress"), other.get(f"{address}/refused"),
    ):  # fmt: skip
        assert code(answer) == (404, "import_gone")
    other.post(f"{address}/forget", json={})
    assert signed_in("clerk").get(address).status_code == 200


def test_two_clerks_import_side_by_side(signed_in: Callable[[str], TestClient]) -> None:
    one = bring(signed_in("clerk"), xlsx(ROOMS[:1]))
    two = bring(signed_in("clerk2"), xlsx(ROOMS[2:]))
    assert written(signed_in("clerk"), one, "all")["state"] == "done"
    assert written(signed_in("clerk2"), two, "all")["state"] == "done"
    assert [each["room_no"] for each in rooms_of(signed_in("clerk"), "7")] == ["101", "103"]


def test_it_is_written_once(desk: TestClient) -> None:
    made = bring(desk, xlsx(ROOMS[:1]))
    address = f"/api/imports/{made['id']}"
    assert written(desk, made, "all")["state"] == "done"
    assert code(desk.post(f"{address}/write", json={"which": "all"})) == (409, "import_begun")
    assert code(desk.post(address, json={"year": 2026})) == (409, "import_begun")
    assert len(rooms_of(desk, "7")) == 1


def test_a_restart_forgets_what_was_being_prepared_and_says_so(
    desk: TestClient, workspace: Path
) -> None:
    made = bring(desk, xlsx(ROOMS))
    cookies = dict(desk.cookies)
    desk.__exit__(None, None, None)
    with serve(workspace) as again:
        again.cookies.update(cookies)
        answer = again.get(f"/api/imports/{made['id']}")
        assert code(answer) == (404, "import_gone")
        assert "请重新选择文件" in answer.json()["error"]["message"]
        assert rooms_of(again, "7") == []
    desk.__enter__()


def test_a_file_that_cannot_be_opened_is_refused_with_a_sentence(desk: TestClient) -> None:
    asked = {"sheet": "rooms", "name": "a.xlsx"}
    answer = desk.post("/api/imports", params=asked, content=b"PK\x03\x04 broken", headers=BYTES)
    assert code(answer) == (400, "file_damaged")


def test_a_template_has_the_headings_an_import_knows(desk: TestClient) -> None:
    paper = desk.get("/api/templates/rooms", params={"step": "rooms"})
    assert "filename*=UTF-8''%E6%88%BF" in paper.headers["content-disposition"]
    made = bring(
        desk, filled(paper.content, ("8", "1", "5", "502", "住宅", 89.5, "已入住", "王样例"))
    )
    assert made["counts"]["new"] == 1  # type: ignore[index]
    assert all(each["field"] for each in made["worksheets"][0]["columns"])  # type: ignore[index]


def filled(template: bytes, line: tuple[object, ...]) -> bytes:
    book, kept = load_workbook(io.BytesIO(template)), io.BytesIO()
    assert book.active is not None
    for column, value in enumerate(line, 1):
        book.active.cell(5, column, value)  # type: ignore[union-attr]
    book.save(kept)
    return kept.getvalue()


# --- the shelf itself ------------------------------------------------------------------------


def test_a_clerk_keeps_the_last_few_and_the_office_so_many(desk: TestClient) -> None:
    made = [bring(desk, xlsx(ROOMS[:1])) for _ in range(MOST_OF_A_CLERK + 1)]
    found = [desk.get(f"/api/imports/{each['id']}").status_code for each in made]
    assert found == [404, *[200] * MOST_OF_A_CLERK]


def test_what_lies_untouched_for_an_hour_is_forgotten_and_too_many_are_refused(
    desk: TestClient,
) -> None:
    from api.asking import office

    now = [0.0]
    shelf = Preparations(lambda: now[0])
    content = xlsx(ROOMS[:1])
    for n in range(MOST):
        made = shelf.add(office(), somebody(f"clerk{n}"), "rooms", "a.xlsx", content)
    with pytest.raises(Problem, match="imports_full"):
        shelf.add(office(), somebody("one more"), "rooms", "a.xlsx", content)
    now[0] = 3000.0
    shelf.of(made.id, made.user)
    now[0] = 4000.0
    shelf.add(office(), somebody("one more"), "rooms", "a.xlsx", content)
    assert shelf.of(made.id, made.user) is made
    with pytest.raises(Problem, match="import_gone"):
        shelf.of("nothing", "clerk0")


def somebody(user: str) -> Actor:
    return Actor(user, None, "front_desk", user)
