"""A clock the test sets, and clerks who talk HTTP."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from httpx import Response

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it would rather have a successor of httpx
    from starlette.testclient import TestClient

from api.asking import SESSION_COOKIE

Row = dict[str, object]


class Clock:
    """What time it is in the office."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0)

    def __call__(self) -> datetime:
        return self.now

    def set(self, text: str) -> None:
        self.now = datetime.strptime(text, "%Y-%m-%d %H:%M")


@dataclass
class Clerk:
    """Somebody at a window: what they press goes over HTTP, in their own session."""

    client: TestClient
    cookie: str
    tab: str
    clock: Clock
    _seq: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def _session(self) -> dict[str, str]:
        return {"Cookie": f"{SESSION_COOKIE}={self.cookie}"}

    def post(self, address: str, body: object) -> dict:
        answer = self.client.post(address, json=body, headers=self._session)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, address: str) -> Response:
        """The answer as it comes, whatever it is."""
        return self.client.get(address, headers=self._session)

    def get(self, address: str) -> dict:
        answer = self.ask(address)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def edits(self, *edits: dict[str, object]) -> list[dict]:
        numbered = [{"seq": next(self._seq), **edit} for edit in edits]
        return self.post("/api/edits", {"client": self.tab, "edits": numbered})["results"]

    def write(self, sheet: str, **values: object) -> Row:
        return _row(self.edits({"op": "insert", "sheet": sheet, "values": values}))

    def press(self, sheet: str, row: Row, action: str, **values: object) -> Row:
        return _row(self.edits(_press(sheet, row, action, values)))

    def change(self, sheet: str, row: Row, key: str, value: object, **seen: object) -> Row:
        return _row(self.edits(_change(sheet, row, key, value, seen)))

    def void(self, sheet: str, row: Row, reason: str) -> Row:
        return _row(self.edits({"op": "void", "sheet": sheet, "row": row["id"], "reason": reason}))

    def refused_write(self, sheet: str, **values: object) -> dict:
        return _error(self.edits({"op": "insert", "sheet": sheet, "values": values}))

    def refused_press(self, sheet: str, row: Row, action: str, **values: object) -> dict:
        return _error(self.edits(_press(sheet, row, action, values)))

    def refused_change(self, sheet: str, row: Row, key: str, value: object, **seen: object) -> dict:
        return _error(self.edits(_change(sheet, row, key, value, seen)))

    def refused_void(self, sheet: str, row: Row, reason: str) -> dict:
        return _error(
            self.edits({"op": "void", "sheet": sheet, "row": row["id"], "reason": reason})
        )

    def rows(self, sheet: str, **asked: object) -> list[Row]:
        return self.post(f"/api/rows/{sheet}", {"start": 0, "end": 1000, **asked})["rows"]

    def row(self, sheet: str, number: object) -> Row:
        return next(row for row in self.rows(sheet) if row["id"] == number)

    def listed(self, key: str, sheet: str) -> list[object]:
        """The rows of a list of the day."""
        return [row["id"] for row in self.rows(sheet, list=key)]


def _press(sheet: str, row: Row, action: str, values: dict[str, object]) -> dict[str, object]:
    return {"op": "act", "sheet": sheet, "row": row["id"], "action": action, "values": values}


def _change(
    sheet: str, row: Row, key: str, value: object, seen: dict[str, object]
) -> dict[str, object]:
    edit = {"op": "set", "sheet": sheet, "row": row["id"], "field": key, "value": value}
    return {**edit, **seen}


def _row(results: list[dict]) -> Row:
    (result,) = results
    assert result["ok"], result["error"]
    return result["row"]


def _error(results: list[dict]) -> dict:
    (result,) = results
    assert not result["ok"], result["row"]
    return result["error"]
