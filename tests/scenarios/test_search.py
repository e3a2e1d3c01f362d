"""Finding a visitor again, whatever one remembers of him."""

from tests.scenarios.desks import Clerk, Clock
from tests.values import visitor

F24 = ("chen", "陈", "陳", "5678", "3-1-502", "31502")


def test_f24_search_and_scripts(clerk: Clerk, clock: Clock) -> None:
    """F24. `chen`, `陈`, `陳`, `5678`, `3-1-502`, `31502` each find the same visitor (chen/陈/陳 by
    name, digits by phone end). Interface switched to Traditional: labels 來訪登記, data unchanged.
    """
    clock.set("2026-11-22 09:30")
    times = {"arrived_at": "2026-11-22 09:12"}
    row = clerk.write("visitors", **visitor(visitor_name="陈小明", phone="138 1234 5678", **times))
    clerk.write("visitors", **visitor(visitor_name="王样例", room_id="1-1-101", **times))
    for asked in F24:
        assert [found["id"] for found in clerk.rows("visitors", search=asked)] == [row["id"]], asked
    more = ("cxm 5678", "chenxiaoming", "3栋502", "陳 31502", str(row["doc_no"]), "1122-0001")
    for asked in more:
        found = clerk.rows("visitors", search=asked, period="2026-11")
        assert [each["id"] for each in found] == [row["id"]], asked
    assert clerk.rows("visitors", search="陈 1-1-101") == []
    clerk.post("/api/language", {"lang": "zh_HK"})
    assert clerk.get("/api/sheets/visitors")["label"] == "來訪登記"
    assert clerk.rows("visitors", search="陳")[0]["visitor_name"] == "陈小明"


def test_a_room_that_is_renamed_takes_its_visitors_along(
    clerk: Clerk, supervisor: Clerk, clock: Clock
) -> None:
    clock.set("2026-11-22 09:30")
    times = {"arrived_at": "2026-11-22 09:12"}
    row = clerk.write("visitors", **visitor(room_id="2-1-801", **times))
    room = next(each for each in supervisor.rows("rooms") if each["room_code"] == "2-1-801")
    supervisor.change("rooms", room, "room_no", "802")
    assert [found["id"] for found in clerk.rows("visitors", search="2-1-802")] == [row["id"]]
    assert clerk.rows("visitors", search="21801") == []
    for spelling in ("2-1-802", "21802", "2栋802", "802"):
        offers = clerk.get(f"/api/lookup/rooms?q={spelling}")["rows"]
        assert [offer["label"] for offer in offers] == ["2-1-802"]


def test_a_filter_offers_what_there_is_with_its_count(clerk: Clerk, clock: Clock) -> None:
    clock.set("2026-11-22 09:30")
    for room, kind in (("1-1-101", "friend"), ("1-1-101", "viewing"), ("3-1-502", "friend")):
        values = visitor(room_id=room, visitor_type=kind, arrived_at="2026-11-22 09:12")
        clerk.write("visitors", **values)
    asked = {"period": "2026-11", "filter": {"room_id": {"op": "contains", "value": "1-1"}}}
    kinds = clerk.post("/api/values/visitors/visitor_type", asked)["values"]
    assert {each["label"]: each["count"] for each in kinds} == {"亲友": 1, "看房": 1}
    rooms = clerk.post("/api/values/visitors/room_id", asked)["values"]
    assert {each["label"]: each["count"] for each in rooms} == {"1-1-101": 2, "3-1-502": 1}
    today = {"filter": {"arrived_at": {"op": "span", "value": "today"}}}
    assert len(clerk.rows("visitors", **today)) == 3
    clock.set("2026-11-23 09:30")
    assert clerk.rows("visitors", **today) == []
