"""Broken files harm nobody; all 10,000 of each kind: `python -m tests.mutating 10000`."""

from pathlib import Path

from db.office import open_office
from tests.mutating import read_all


def test_broken_files_are_read_or_refused_and_change_nothing(workspace: Path) -> None:
    office = open_office(workspace)
    before = office.ledger.head
    found = read_all(office, seed=7, count=300)
    assert found["read"] > 100
    assert found["file_damaged"] > 50
    assert (office.ledger.head, office.ledger.verify()) == (before, [])
    office.close()
