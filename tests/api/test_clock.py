"""The clock in the server: what yesterday left undone is closed at the next start, and once."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from api import clock
from api.asking import office
from api.running import WORKSPACE
from db.edits import Act, Insert, Refusal
from db.ledger import Ledger
from registers.book import Book
from tests.api.conftest import TestClient, serve
from tests.small_office import SmallOffice
from tests.values import visitor


@pytest.fixture
def days_ago(
    workspace: Path, book: Book, small_office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> int:
    """Three days ago somebody was let in, then the computer was switched off; the visitor's row."""
    monkeypatch.setenv(WORKSPACE, str(workspace))
    then = datetime.now() - timedelta(days=3)
    ledger = Ledger.open(workspace / "ledger.db", book, clock=lambda: then)
    values = visitor(arrived_at=f"{then:%Y-%m-%d %H:%M}")
    edits = [Insert(1, "visitors", values), Act(2, "visitors", 1, "admit")]
    for result in ledger.apply(edits, small_office.actors["clerk"], client="before"):
        assert result.ok, result.error
    ledger.close()
    return 1


def test_the_day_is_closed_at_the_next_start_and_only_once(days_ago: int) -> None:
    with serve(Path()):
        closed = office().ledger.row("visitors", days_ago)
        told = office().ledger.history("visitors", days_ago)
        head = office().ledger.head
    assert closed is not None
    assert (closed["status"], closed["left_at"]) == ("left_unrecorded", None)
    by_clock = [entry for entry in told if entry["user"] == "clock"]
    assert [entry["field"] for entry in by_clock] == ["status"]
    with serve(Path()):
        assert office().ledger.head == head
        assert office().ledger.verify() == []


@pytest.mark.parametrize(
    ("lang", "author"),
    [
        ("zh_CN", "系统(到点自动)"),
        ("zh_HK", "系統(到點自動)"),
        ("en", "The program (by the clock)"),
    ],
)
def test_what_the_clock_did_is_told_in_words(
    days_ago: int, signed_in: Callable[[str], TestClient], lang: str, author: str
) -> None:
    desk = signed_in("clerk")
    desk.post("/api/language", json={"lang": lang})
    told = desk.get(f"/api/history/visitors/{days_ago}").json()["history"]
    assert [entry["by"] for entry in told][-2:] == ["林小满", author]
    asked = {"client": "today", "seq": 1, "sheet": "visitors"}
    refused = desk.post("/api/undo", json=asked).json()["results"][0]["error"]
    assert refused["by"] == author
    assert author in refused["message"]


def test_who_came_today_stays_inside(days_ago: int, small_office: SmallOffice) -> None:
    with serve(Path()):
        edits = [Insert(1, "visitors", visitor()), Act(2, "visitors", 2, "admit")]
        office().ledger.apply(edits, small_office.actors["clerk"], client="today")
        assert office().ledger.run_clock() == 0
        found = office().ledger.row("visitors", 2)
    assert found is not None
    assert found["status"] == "inside"


def test_the_clock_goes_on_while_the_office_is_open(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WORKSPACE, str(workspace))
    monkeypatch.setattr(clock, "EVERY_SECONDS", 0.02)
    looks: list[float] = []
    monkeypatch.setattr(Ledger, "run_clock", lambda _: looks.append(time.monotonic()) or 0)
    with serve(workspace):
        deadline = time.monotonic() + 10
        while len(looks) < 4 and time.monotonic() < deadline:
            time.sleep(0.02)
    seen = len(looks)
    assert seen >= 4
    time.sleep(0.1)
    assert len(looks) <= seen + 1


def test_an_error_is_written_down_and_the_next_look_still_comes(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Ledger) -> int:
        raise Refusal("disk_full")

    monkeypatch.setattr(Ledger, "run_clock", broken)
    with caplog.at_level(logging.ERROR, "taizhang"):
        clock.look(ledger)
        clock.look(ledger)
    assert [record.exc_info is not None for record in caplog.records] == [True, True]


def test_what_moved_is_told_in_the_log(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Ledger, "run_clock", lambda _: 3)
    with caplog.at_level(logging.INFO, "taizhang"):
        clock.look(ledger)
    assert "3 rows" in caplog.text
