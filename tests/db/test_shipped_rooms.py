"""Rooms and people as the shipped registers keep them: what they are called and found by."""

import pytest

from db.actor import Actor
from db.ledger import Ledger
from tests.db.judging import insert, refused, written


@pytest.mark.parametrize(
    ("typed", "code", "display"),
    [
        ({"building": "3栋", "unit_no": "1单元", "room_no": "602"}, "3-1-602", "3栋1单元602"),
        ({"building": "3", "room_no": "1-602"}, "3-1-602", "3栋1单元602"),
        ({"building": "3栋", "room_no": "3-1-602室"}, "3-1-602", "3栋1单元602"),
        ({"building": "88", "room_no": "1"}, "88-1", "88栋1"),
        ({"building": "A座", "room_no": "1201"}, "A-1201", "A栋1201"),
    ],
)
def test_a_room_is_called_by_its_code(
    ledger: Ledger, admin: Actor, typed: dict[str, object], code: str, display: str
) -> None:
    row = written(insert(ledger, admin, "rooms", **typed))
    assert (row["room_code"], row["display"]) == (code, display)
    for spelling in (code, code.replace("-", ""), display):
        assert ledger.lookup("rooms", spelling)[0]["id"] == row["id"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"building": "3栋1单元", "room_no": "602"}, "building"),
        ({"building": "3", "unit_no": "1", "room_no": "1-602"}, "room_no"),
        ({"building": "3", "room_no": "3-602"}, "room_no"),
        ({"building": "3", "unit_no": "1", "room_no": "502"}, "room_code"),
    ],
)
def test_a_room_that_could_be_another_is_refused(
    ledger: Ledger, admin: Actor, typed: dict[str, object], field: str
) -> None:
    assert refused(insert(ledger, admin, "rooms", **typed)).field == field


def test_people_are_found_by_pinyin_initials(ledger: Ledger, clerk: Actor) -> None:
    written(insert(ledger, clerk, "people", name="唐样例"))
    assert [found["label"] for found in ledger.lookup("people", "tyl")] == ["唐样例"]
