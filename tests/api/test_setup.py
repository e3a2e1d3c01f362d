"""The first visit of an office that has no user."""

import time

import pytest
from starlette.testclient import TestClient

from api.asking import SESSION_COOKIE, office
from api.sample_office import SAMPLE, TICKET_COOKIE, SampleOffice

HTML = {"Accept": "text/html"}
FORM = {
    "estate": "样例花园",
    "username": "admin",
    "password": "Sample-pass-2026",
    "password_again": "Sample-pass-2026",
}


@pytest.fixture(autouse=True)
def _nothing_built() -> None:
    for name in SampleOffice.__slots__:
        setattr(SAMPLE, name, getattr(SampleOffice(), name))


def test_an_empty_office_leads_every_visitor_to_the_first_visit(newcomer: TestClient) -> None:
    for page in ("/", "/visitors", "/login"):
        answer = newcomer.get(page, headers=HTML)
        assert (answer.status_code, answer.headers["location"]) == (303, "/setup")
    assert "第一次使用" in newcomer.get("/setup", headers=HTML).text
    assert newcomer.get("/api/session").status_code == 401


def test_the_first_administrator_is_signed_in_at_once(newcomer: TestClient) -> None:
    answer = newcomer.post("/setup", data=FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    seen = newcomer.get("/api/session").json()
    assert (seen["user"], seen["role"], seen["estate"]) == ("admin", "admin", "样例花园")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"estate": " "}, "请填写小区(大厦)名称"),
        ({"username": ""}, "请填写用户名"),
        ({"password": "short", "password_again": "short"}, "密码要 8 到 128 位,请再想一个"),
        ({"password_again": "another"}, "两次输入的密码不一样,请重新输入"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(
    newcomer: TestClient, typed: dict[str, str], sentence: str
) -> None:
    answer = newcomer.post("/setup", data=FORM | typed)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert office().users.count() == 0


def test_the_first_visit_happens_once(newcomer: TestClient) -> None:
    newcomer.post("/setup", data=FORM)
    again = newcomer.post("/setup", data=FORM | {"username": "second"})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "setup_done")
    newcomer.cookies.clear()
    assert newcomer.post("/setup", data=FORM).status_code == 401
    assert newcomer.get("/setup", headers=HTML).headers["location"] == "/login"


def begin(newcomer: TestClient):
    """Presses the button of a form without fields."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return newcomer.post("/setup/sample", headers=form)


def test_a_sample_office_shows_its_passwords_once(newcomer: TestClient) -> None:
    SAMPLE.households, SAMPLE.months = 20, 1
    assert begin(newcomer).headers["location"] == "/setup"
    assert "正在生成示例小区" in newcomer.get("/setup", headers=HTML).text
    for _ in range(600):
        progress = newcomer.get("/setup/progress").json()
        if progress["state"] != "running":
            break
        time.sleep(0.1)
    assert progress["state"] == "done"
    page = newcomer.get("/setup/users", headers=HTML)
    assert "只显示这一次" in page.text
    assert TICKET_COOKIE not in newcomer.cookies
    assert newcomer.get("/setup/users", headers=HTML).headers["location"] == "/login"
    assert SESSION_COOKIE not in newcomer.cookies


def test_only_the_browser_that_asked_for_the_sample_sees_its_passwords(
    newcomer: TestClient,
) -> None:
    SAMPLE.state, SAMPLE.ticket, SAMPLE.users = "done", "right", [("a", "secret-word", "gate")]
    for shown in ("", "guess"):
        newcomer.cookies.set(TICKET_COOKIE, shown)
        assert "secret-word" not in newcomer.get("/setup/users", headers=HTML).text
    newcomer.cookies.set(TICKET_COOKIE, "right")
    assert "secret-word" in newcomer.get("/setup/users", headers=HTML).text
