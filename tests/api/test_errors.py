"""Whatever goes wrong, the answer has one shape and speaks the clerk's language."""

import logging
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from api import session
from api.answers import Problem


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/nothing", 404, "not_found"),
        ("GET", "/api/edits", 405, "wrong_method"),
        ("DELETE", "/api/session", 405, "wrong_method"),
        ("GET", "/api/sheets/nothing", 404, "unknown_sheet"),
        ("POST", "/api/rows/nothing", 404, "unknown_sheet"),
        ("GET", "/api/lookup/nothing", 404, "unknown_sheet"),
        ("GET", "/api/history/nothing/1", 404, "unknown_sheet"),
        ("GET", "/api/history/visitors/one", 404, "not_found"),
        ("GET", "/api/changes?after=soon", 400, "bad_request"),
        ("GET", "/export/nothing?period=2026-11", 404, "unknown_form"),
        ("GET", "/grid/0/nothing.js", 404, "not_found"),
        ("POST", "/api/language", 400, "unknown_language"),
        ("POST", "/api/edits", 400, "client_missing"),
    ],
)
def test_an_error_has_one_shape(
    desk: TestClient, method: str, path: str, status: int, code: str
) -> None:
    body = {"content": b"{}", "headers": {"Content-Type": "application/json"}}
    answer = desk.request(method, path, **(body if method != "GET" else {}))
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(answer.json()) == {"error"}
    assert set(error) <= {"code", "message", "field"}
    assert error["code"] == code
    assert error["message"]


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b"7", b"\xff", b'"text"'])
def test_a_body_that_is_no_json_object_is_refused(desk: TestClient, body: bytes) -> None:
    answer = desk.post("/api/edits", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_json")


def test_a_chunked_body_is_counted_while_it_arrives(desk: TestClient) -> None:
    def chunks():
        for _ in range(17):
            yield b" " * 1024 * 1024

    answer = desk.post("/api/edits", content=chunks(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body_too_large")


def test_errors_follow_the_clerks_language(desk: TestClient) -> None:
    said = []
    for lang in ("zh_CN", "zh_HK", "en"):
        assert desk.post("/api/language", json={"lang": lang}).json() == {"lang": lang}
        said.append(desk.get("/api/sheets/nothing").json()["error"]["message"])
    assert said == [
        "没有名为“nothing”的登记表",
        "沒有名為「nothing」的登記表",
        "There is no register called “nothing”",
    ]


def test_a_defect_is_logged_and_told_without_its_details(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(session, "words", None)
    with caplog.at_level(logging.ERROR, "taizhang"):
        answer = desk.get("/api/session")
    assert answer.status_code == 500
    assert answer.json() == {
        "error": {"code": "failed", "message": "出错了,请再试一次;仍不行请告诉管理员"}
    }
    assert "NoneType" in caplog.text


def test_what_a_post_may_not_see_is_refused_everywhere(
    signed_in: Callable[[str], TestClient],
) -> None:
    from api.asking import office

    office().users.create("finance", "Sample-pass-2026", "finance")
    finance = signed_in("finance")
    asked = [
        finance.get("/api/sheets/visitors"),
        finance.post("/api/rows/visitors", json={}),
        finance.get("/api/lookup/visitors"),
        finance.get("/api/history/visitors/1"),
    ]
    assert [answer.status_code for answer in asked] == [403] * 4
    assert asked[0].json()["error"]["message"] == ("您的岗位不能查看来访登记,如需查看请联系管理员")
    registers = finance.get("/api/session").json()["registers"]
    assert "visitors" not in [sheet["key"] for each in registers for sheet in each["sheets"]]


def test_every_answer_carries_the_security_headers(desk: TestClient) -> None:
    for path in ("/api/session", "/api/nothing", "/login", "/health"):
        headers = desk.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors" in headers["content-security-policy"]


def test_a_problem_names_its_field() -> None:
    assert Problem("period_missing", field="period").field == "period"
