"""The corpus of messy ledgers: each is read as its own YAML file says, row by row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from db.actor import Actor
from db.edits import Insert
from db.importing import Choices, as_json, interpret, read_workbook
from db.office import Office, open_office
from tests.small_office import SmallOffice

LEDGERS = Path(__file__).parent / "fixtures" / "ledgers"

KNOWN: tuple[tuple[str, dict[str, object]], ...] = (
    ("keys", {"key_no": "A-01", "key_class": "vacant", "room_id": "3-1-502", "cabinet_pos": "1-1"}),
    ("keys", {"key_no": "B-01", "key_class": "public", "area": "配电房"}),
    ("depts", {"name": "客服部"}),
    ("depts", {"name": "工程部"}),
    ("supply_items", {"item_no": "P1", "name": "A4复印纸", "unit": "pack", "category": "paper",
                      "max_qty": 50}),
    ("supply_items", {"item_no": "P2", "name": "签字笔", "unit": "stick", "category": "stationery",
                      "max_qty": 50}),
)  # fmt: skip


@pytest.fixture(scope="module")
def office(small_office: SmallOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = open_office(small_office.copy(tmp_path_factory.mktemp("ledgers")))
    edits = [Insert(n, *each) for n, each in enumerate(KNOWN)]
    for result in opened.ledger.apply(edits, Actor.setup(), client=""):
        assert result.ok, result.error
    yield opened
    opened.close()


@pytest.mark.parametrize("name", sorted(path.stem for path in LEDGERS.glob("*.yaml")))
def test_a_ledger_is_read_as_its_clerk_would(office: Office, name: str) -> None:
    expected = yaml.safe_load((LEDGERS / f"{name}.yaml").read_text("utf-8"))
    file, before = LEDGERS / expected["file"], office.ledger.head
    reading = interpret(
        office, expected["sheet"], read_workbook(file.read_bytes(), file.name), Choices()
    )
    found: Any = as_json(reading)["sheets"]
    assert [compared(each) for each in found] == [
        {**each, "notes": sorted(each["notes"])} for each in expected["sheets"]
    ]
    assert office.ledger.head == before


def compared(found: dict[str, Any]) -> dict[str, object]:
    return {
        "state": found["state"],
        "rows": [
            {"row": each["row"], "values": {k: shown(v) for k, v in each["values"].items()}}
            for each in found["rows"]
        ],
        "refused": [
            {key: each[key] for key in ("row", "field", "reason")} for each in found["refused"]
        ],
        "void": found["void"],
        "skipped": found["skipped"],
        "notes": sorted({each["code"] for each in found["notes"]}),
    }


def shown(value: object) -> object:
    """A reference by its label."""
    return value["label"] if isinstance(value, dict) else value


def test_the_corpus_shows_forty_habits() -> None:
    assert len(list(LEDGERS.glob("*.yaml"))) >= 40
