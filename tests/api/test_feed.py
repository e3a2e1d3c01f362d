"""The change feed: what others write arrives, once, and only for whom it is."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from api import feed as feeds
from api.asking import office
from tests.api.test_writing import change, edit, insert, row_of

pytestmark = pytest.mark.timeout(30)  # a message that never comes must not hold the rest

FEED = "ws://localhost/api/feed"


def how_it_ended(feed: WebSocketTestSession) -> int:
    """The code of the close, after whatever was still told."""
    try:
        for _ in range(20):
            feed.receive_json()
    except WebSocketDisconnect as ended:
        return ended.code
    raise AssertionError("it did not end")


def test_a_grid_hears_what_another_wrote(desk: TestClient) -> None:
    with desk.websocket_connect(FEED) as feed:
        hello = feed.receive_json()
        assert hello == {"type": "hello", "head": office().ledger.head}
        written = row_of(edit(desk, insert(), client="tab-2"))
        heard = feed.receive_json()
        assert heard["seq"] > hello["head"]
        assert (heard["sheet"], heard["op"], heard["client"]) == ("visitors", "insert", "tab-2")
        assert (heard["row"], heard["data"], heard["by"]) == (written["id"], written, "林小满")


def test_what_was_missed_is_told_first(desk: TestClient) -> None:
    before = office().ledger.head
    row = row_of(edit(desk, insert()))["id"]
    edit(desk, change(2, row, "purpose", "送货"))
    with desk.websocket_connect(f"{FEED}?after={before}") as feed:
        assert feed.receive_json()["type"] == "hello"
        missed = feed.receive_json()
        assert (missed["row"], missed["data"]["purpose"]) == (row, "送货")
        assert missed["op"] == "insert"


def test_many_changes_of_a_moment_are_told_together(desk: TestClient) -> None:
    row = row_of(edit(desk, insert()))["id"]
    with desk.websocket_connect(FEED) as feed:
        feed.receive_json()
        for n in range(2, 32):
            edit(desk, change(n, row, "purpose", f"第 {n} 次"))
        heard = [feed.receive_json()]
        while heard[-1]["data"]["purpose"] != "第 31 次":
            heard.append(feed.receive_json())
        assert len(heard) < 15


def test_a_flood_is_told_as_one_refresh(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_ROWS", 3)
    with desk.websocket_connect(FEED) as feed:
        feed.receive_json()
        edit(desk, *(insert(n) for n in range(5)))
        heard = feed.receive_json()
        assert (heard["type"], heard["sheet"]) == ("refresh", "visitors")


def test_nobody_hears_what_their_post_may_not_read(
    signed_in: Callable[[str], TestClient],
) -> None:
    office().users.create("finance", "Sample-pass-2026", "finance")
    with signed_in("finance").websocket_connect(FEED) as feed:
        feed.receive_json()
        desk = signed_in("clerk")
        edit(desk, insert())
        unit = {"building": "9", "room_no": "101"}
        edit(desk, {"seq": 2, "op": "insert", "sheet": "rooms", "values": unit})
        assert feed.receive_json()["sheet"] == "rooms"


def test_a_feed_ends_with_its_session(desk: TestClient) -> None:
    with desk.websocket_connect(FEED) as feed:
        feed.receive_json()
        desk.post("/logout")
        assert how_it_ended(feed) == feeds.SIGNED_OUT


def test_who_cannot_keep_up_is_sent_away(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "QUEUE_LENGTH", 2)
    before = office().ledger.head
    edit(desk, *(insert(n) for n in range(6)))
    with desk.websocket_connect(f"{FEED}?after={before}") as feed:
        assert how_it_ended(feed) == feeds.TRY_AGAIN


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "taizhang_session=guess"},
        {"Origin": "http://elsewhere.example"},
        {"Host": "rebind.example", "Origin": "http://rebind.example"},
    ],
    ids=str,
)
def test_a_stranger_hears_nothing(visitor: TestClient, headers: dict[str, str]) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        visitor.websocket_connect(FEED, headers=headers),
    ):
        raise AssertionError("accepted")
