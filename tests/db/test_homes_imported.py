"""A list of rooms with their owners is written as a whole, and what is refused is told."""

import io

import pytest
from openpyxl import load_workbook

from db.actor import Actor
from db.edits import Insert, TakeBack
from db.importing import Choices, as_json, commit, interpret, read_workbook
from db.office import Office
from exports import error_workbook
from tests.db.test_importing import HEADINGS, count, imported, office, rooms, told, xlsx

__all__ = ["office"]

TWO_OWNERS = (
    ("7", "1-502", 80, "林样例", "15400000001"),
    ("7", "1-503", 90, "周样例", "15400000002"),
)


@pytest.mark.parametrize("only_valid", [False, True])
def test_what_the_ledger_refuses_in_the_end_is_told_like_any_other_fault(
    office: Office, only_valid: bool
) -> None:
    workbook = read_workbook(xlsx(HEADINGS, *TWO_OWNERS), "x")
    reading = interpret(office, "rooms", workbook, Choices())
    colleague = Insert(1, "rooms", {"building": "7", "unit_no": "1", "room_no": "503"})
    assert office.ledger.apply([colleague], Actor.setup(), client="")[0].ok
    before = count(office, "rooms")
    report = commit(office, "rooms", reading, Actor.setup(), only_valid=only_valid)
    written = 1 if only_valid else 0
    assert (report.inserted, count(office, "rooms") - before) == (written, written)
    assert (count(office, "people"), count(office, "occupancies")) == (written, written)
    whole = reading.refusing(report.refused)
    assert [(r.row, r.reason) for _, r in whole.refused] == [(3, "duplicate")]
    paper = error_workbook(office.book, workbook, whole, "zh_CN")
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(paper)).active.rows]
    assert [row[1] for row in rows] == [HEADINGS[1], "1-503"]
    assert as_json(whole)["sheets"][0]["refused"][0]["row"] == 3


def test_rooms_and_their_owners_are_one_step(office: Office, supervisor: Actor) -> None:
    reading = interpret(office, "rooms", read_workbook(xlsx(HEADINGS, *TWO_OWNERS), "x"), Choices())
    before, head = count(office, "rooms"), office.ledger.head
    report = commit(office, "rooms", reading, supervisor, only_valid=False)
    assert (report.inserted, report.beside) == (2, {"people": 2, "occupancies": 2})
    batches = {
        row["batch"]
        for row in office.ledger.select("SELECT batch FROM _audit WHERE seq > ?", (head,))
    }
    assert len(batches) == 1
    taken = office.ledger.take_back(TakeBack(1, "rooms"), supervisor, client="x").result()
    assert taken.error is None
    for sheet, left in (("rooms", before), ("people", 0), ("occupancies", 0)):
        assert sum(1 for _ in office.ledger.each(sheet, void=False)) == left
    assert office.ledger.verify() == []


def test_a_room_the_ledger_has_gets_its_owner(office: Office) -> None:
    rooms(office, xlsx(HEADINGS[:3], ("7", "1-502", 80)))
    done = imported(office, "rooms", xlsx(HEADINGS, ("7", "1-502", 80, "林样例", "15400000001")))
    assert (done.report.unchanged, told(done)) == (1, [])
    assert done.report.beside == {"people": 1, "occupancies": 1}


def test_an_owner_without_a_name_is_found_before_anything_is_written(office: Office) -> None:
    report = rooms(office, xlsx(HEADINGS, ("7", "1-502", 80, None, "15400000001")))
    assert told(report) == [(2, "D", None, "required_missing", "name")]
    assert report.inserted == 0
