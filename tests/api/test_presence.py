"""Who is on the same sheet and in which cell: for those who are there too, and nobody else."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient, WebSocketTestSession

from api.asking import office
from api.presence import LONGEST_MESSAGE

pytestmark = pytest.mark.timeout(30)

FEED = "ws://localhost/api/feed"

SignedIn = Callable[[str], TestClient]


def people(feed: WebSocketTestSession) -> list[tuple[object, ...]]:
    """Those on the sheet as the next message about it tells."""
    while (heard := feed.receive_json()).get("type") != "presence":
        pass
    keys = ("name", "row", "field", "editing")
    return [tuple(each[key] for key in keys) for each in heard["people"]]


def test_those_on_a_sheet_see_each_other_come_move_and_go(signed_in: SignedIn) -> None:
    with signed_in("clerk").websocket_connect(FEED) as mine:
        mine.send_json({"sheet": "visitors"})
        assert people(mine) == [("林小满", None, None, False)]
        with signed_in("clerk2").websocket_connect(FEED) as other:
            other.send_json({"sheet": "visitors", "row": 3, "field": "remark", "editing": True})
            both = [("林小满", None, None, False), ("周样例", 3, "remark", True)]
            assert people(mine) == both
            assert people(other) == both
            other.send_json({"sheet": "rooms", "row": 1, "field": "building"})
            assert people(mine) == both[:1]
            assert people(other) == [("周样例", 1, "building", False)]
            other.send_json({"sheet": "visitors"})
            assert len(people(mine)) == 2
        assert people(mine) == both[:1]


def test_moves_within_a_moment_are_told_once(signed_in: SignedIn) -> None:
    with signed_in("clerk").websocket_connect(FEED) as feed:
        for row in range(1, 40):
            feed.send_json({"sheet": "visitors", "row": row, "field": "remark"})
        told = [people(feed)]
        while told[-1][0][1] != 39:
            told.append(people(feed))
        assert len(told) < 10


def test_nobody_is_on_a_sheet_their_post_may_not_read(signed_in: SignedIn) -> None:
    office().users.create("finance", "Sample-pass-2026", "finance", name="陈样例")
    with (
        signed_in("clerk").websocket_connect(FEED) as mine,
        signed_in("finance").websocket_connect(FEED) as other,
    ):
        other.send_json({"sheet": "visitors", "row": 3, "field": "remark"})
        other.send_json({"sheet": "rooms"})
        assert people(other) == [("陈样例", None, None, False)]
        mine.send_json({"sheet": "visitors"})
        assert people(mine) == [("林小满", None, None, False)]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "no json",
        "[1]",
        '{"sheet": 7}',
        '{"sheet": "nowhere"}',
        "1" * (LONGEST_MESSAGE + 1),
    ],
    ids=range(6),
)
def test_what_makes_no_sense_is_nowhere(signed_in: SignedIn, said: str) -> None:
    with signed_in("clerk").websocket_connect(FEED) as feed:
        feed.send_text(said)
        feed.send_json({"sheet": "visitors", "row": "3", "field": "nothing", "editing": 1})
        assert people(feed) == [("林小满", None, None, False)]
