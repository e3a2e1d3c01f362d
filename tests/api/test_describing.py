"""What the grid is told about the office and its sheets."""

import pytest
from starlette.testclient import TestClient

COLUMN = {
    "key", "label", "editor", "editable", "required", "width", "pinned", "align", "mono",
    "hidden", "options", "sheet", "free", "filter", "help", "total", "max", "groups", "starts",
    "home", "copied",
}  # fmt: skip


def test_a_session_brings_who_where_and_every_word(desk: TestClient) -> None:
    told = desk.get("/api/session").json()
    assert (told["user"], told["role"], told["lang"]) == ("clerk", "front_desk", "zh_CN")
    assert told["estate"] == "样例花园"
    assert told["words"]["saved"] == "已保存"
    assert told["locale"]["noRowsToShow"] == "没有记录"
    assert isinstance(told["head"], int)
    assert {"key": "visitors", "label": "来访登记"} in [
        sheet for register in told["registers"] for sheet in register["sheets"]
    ]


@pytest.mark.parametrize(
    ("lang", "saved", "label"),
    [("zh_HK", "已儲存", "來訪人姓名"), ("en", "Saved", "Visitor name")],
)
def test_another_language_reaches_every_word(
    desk: TestClient, lang: str, saved: str, label: str
) -> None:
    desk.post("/api/language", json={"lang": lang})
    assert desk.get("/api/session").json()["words"]["saved"] == saved
    labels = [field["label"] for field in desk.get("/api/sheets/visitors").json()["fields"]]
    assert label in labels


def test_every_sheet_is_described_in_full(desk: TestClient) -> None:
    for register in desk.get("/api/session").json()["registers"]:
        for sheet in register["sheets"]:
            told = desk.get(f"/api/sheets/{sheet['key']}").json()
            assert told["register"] == register["key"]
            assert sheet in told["sheets"]
            assert told["fields"]
            assert all(set(field) == COLUMN for field in told["fields"])


def test_who_may_not_write_is_told_so(signed_in) -> None:
    gate = signed_in("clerk")
    told = gate.get("/api/sheets/visitors").json()
    assert told["may"]["write"] is True
    assert any(field["editable"] for field in told["fields"])


def test_a_monthly_sheet_says_which_month_it_is(desk: TestClient) -> None:
    period = desk.get("/api/sheets/visitors").json()["period"]
    assert period["field"] == "arrived_at"
    assert len(period["now"]) == 7
    assert desk.get("/api/sheets/rooms").json()["period"] is None


def test_the_grids_modules_are_kept_for_good_under_their_version(desk: TestClient) -> None:
    asked = desk.get("/grid/main.js")
    assert asked.status_code == 307
    assert asked.headers["cache-control"] == "no-store"
    module = desk.get(asked.headers["location"])
    assert module.headers["content-type"].startswith("text/javascript")
    assert "immutable" in module.headers["cache-control"]
    outdated = desk.get("/grid/0123456789ab/main.js")
    assert outdated.headers["location"] == asked.headers["location"]


def test_the_office_is_healthy_for_anybody(visitor: TestClient) -> None:
    assert visitor.get("/health").json() == {"status": "ok"}
