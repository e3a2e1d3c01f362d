"""A file put right line by line is read as if all of it were read anew."""

from collections.abc import Iterator, Mapping

import pytest
import yaml

from db.importing import Choices, Interpreter, Reading, interpret, read_workbook, walking
from db.importing.choices import Place
from db.office import Office
from tests.test_ledgers import LEDGERS, office

__all__ = ["office"]

TYPED = ("", "同上", "2026-11-05 10:00", "3-1-502", "13800138000", "1")


@pytest.fixture(autouse=True)
def _short_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ledgers of a few lines are cut into several blocks as well."""
    monkeypatch.setattr(walking, "_ROWS_OF_A_BLOCK", 2)


def corrections(reading: Reading) -> Iterator[Mapping[Place, str]]:
    """Cells put right one after the other, all over the file, and taken back in the end."""
    typed: dict[Place, str] = {}
    at = 0
    for worksheet in reading.worksheets:
        keys = [each.field for each in worksheet.columns if each.field]
        for line in (*worksheet.lines[:1], *worksheet.lines[-2:]):
            for key in keys[at % 3 :: 3]:
                at += 1
                typed = {**typed, (worksheet.name, line.row, key): TYPED[at % len(TYPED)]}
                yield typed
    yield {}


@pytest.mark.parametrize("name", sorted(path.stem for path in LEDGERS.glob("*.yaml")))
def test_what_is_read_again_is_what_a_whole_reading_says(office: Office, name: str) -> None:
    ledger = yaml.safe_load((LEDGERS / f"{name}.yaml").read_text("utf-8"))
    file, sheet = LEDGERS / ledger["file"], ledger["sheet"]
    workbook = read_workbook(file.read_bytes(), file.name)
    reader = Interpreter(office, sheet, workbook)
    first = reader.read(Choices())
    for typed in corrections(first):
        left = frozenset(place[:2] for place in list(typed)[::5])
        choices = Choices(corrections=typed, left_out=left)
        whole = interpret(office, sheet, workbook, choices)
        assert repr(reader.read(choices)) == repr(whole)
