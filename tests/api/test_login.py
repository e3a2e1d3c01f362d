"""Signing in and out."""

import pytest
from starlette.testclient import TestClient

from api.asking import SESSION_COOKIE
from tests.server import PASSWORD

HTML = {"Accept": "text/html"}


def sign_in(visitor: TestClient, name: str = "clerk", password: str = PASSWORD, **extra):
    return visitor.post("/login", data={"username": name, "password": password}, **extra)


def test_the_right_password_brings_a_session_that_scripts_cannot_read(visitor: TestClient) -> None:
    answer = sign_in(visitor)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    flags = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= flags
    assert visitor.get("/api/session").json()["user"] == "clerk"


def test_every_login_begins_a_session_of_its_own(visitor: TestClient) -> None:
    visitor.cookies.set(SESSION_COOKIE, "chosen-by-somebody-else")
    first = sign_in(visitor).cookies[SESSION_COOKIE]
    second = sign_in(visitor).cookies[SESSION_COOKIE]
    assert len({first, second, "chosen-by-somebody-else"}) == 3


def test_a_wrong_password_says_so_and_no_more(visitor: TestClient) -> None:
    for name in ("clerk", "nobody"):
        answer = sign_in(visitor, name, "wrong")
        assert answer.status_code == 401
        assert answer.json() == {
            "error": {"code": "login_failed", "message": "用户名或密码不对,请重新输入"}
        }


def test_the_page_keeps_the_name_and_shows_the_sentence(visitor: TestClient) -> None:
    answer = sign_in(visitor, "clerk", "wrong", headers=HTML)
    assert answer.status_code == 401
    assert "用户名或密码不对,请重新输入" in answer.text
    assert 'value="clerk"' in answer.text


def test_a_name_is_shown_as_typed_and_never_as_markup(visitor: TestClient) -> None:
    answer = sign_in(visitor, '"><script>alert(1)</script>', "wrong", headers=HTML)
    assert "<script>alert" not in answer.text


def test_five_failures_lock_the_door_even_for_the_right_password(visitor: TestClient) -> None:
    failures = [sign_in(visitor, "clerk", "wrong").status_code for _ in range(5)]
    assert failures == [401, 401, 401, 401, 429]
    answer = sign_in(visitor)
    assert answer.status_code == 429
    assert answer.json()["error"]["code"] == "login_locked"
    assert "秒后再试" in answer.json()["error"]["message"]
    assert SESSION_COOKIE not in visitor.cookies


def test_logging_out_ends_the_session_on_the_server(desk: TestClient) -> None:
    token = desk.cookies[SESSION_COOKIE]
    answer = desk.post("/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    desk.cookies.set(SESSION_COOKIE, token)
    assert desk.get("/api/session").status_code == 401


def test_who_was_on_the_way_to_a_page_arrives_there(visitor: TestClient) -> None:
    sent_away = visitor.get("/keys", headers=HTML)
    assert (sent_away.status_code, sent_away.headers["location"]) == (303, "/login?next=%2Fkeys")
    form = {"username": "clerk", "password": PASSWORD}
    assert visitor.post("/login?next=%2Fkeys", data=form).headers["location"] == "/keys"


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "evil", ""],
)
def test_nobody_is_sent_to_another_site(visitor: TestClient, elsewhere: str) -> None:
    form = {"username": "clerk", "password": PASSWORD}
    answer = visitor.post("/login", params={"next": elsewhere}, data=form)
    assert answer.headers["location"] == "/"


def test_the_login_page_speaks_three_languages_and_remembers(visitor: TestClient) -> None:
    assert "登录" in visitor.get("/login").text
    assert "Sign in" in visitor.get("/login?lang=en").text
    assert "Sign in" in visitor.get("/login").text
    assert "登入" in visitor.get("/login?lang=zh_HK").text


def test_another_language_keeps_the_way(visitor: TestClient) -> None:
    page = visitor.get("/login?next=%2Fkeys")
    assert 'href="?next=%2Fkeys&amp;lang=en"' in page.text
    assert 'action="/login?next=%2Fkeys"' in page.text


def test_the_login_page_may_not_be_framed_or_run_foreign_scripts(visitor: TestClient) -> None:
    policy = visitor.get("/login").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
