"""Who is on which sheet, and in which cell: told to those who are on the same sheet themselves.

A grid says where its clerk is through the feed's socket. Whatever moves within 200 ms is told
together, once a sheet, and only the sheet's readers can be on it.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import orjson

from db.actor import Actor
from db.office import Office

GATHER_SECONDS = 0.2
LONGEST_MESSAGE = 500

Hear = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet, and in it a cell, if the clerk is in one that the ledger knows."""

    sheet: str
    row: int | None = None
    field: str | None = None
    is_editing: bool = False


@dataclass(eq=False, slots=True)
class Present:
    """One open grid: whose it is, how it is told, and where the clerk is in it."""

    id: int
    clerk: Actor
    hear: Hear
    color: int
    place: Place | None = None


class Presence:
    """All open grids. Lives on the event loop."""

    def __init__(self, opened: Office) -> None:
        self._office = opened
        self._ids = count(1)
        self._present: set[Present] = set()
        self._moved: set[str] = set()
        self._sender: asyncio.Task[None] | None = None
        self._last_sent = 0.0

    def enter(self, clerk: Actor, hear: Hear) -> Present:
        """A grid is open; it is on no sheet yet."""
        one = Present(next(self._ids), clerk, hear, self._color_of(clerk.user))
        self._present.add(one)
        return one

    def leave(self, one: Present) -> None:
        self._go(one, None)
        self._present.discard(one)

    def move(self, one: Present, message: str) -> None:
        """Where a grid says its clerk is; what cannot be understood is nowhere."""
        self._go(one, self._place(one, message))

    def close(self) -> None:
        if self._sender is not None:
            self._sender.cancel()

    def _color_of(self, user: str) -> int:
        """The same for all windows of a clerk, and nobody else's as long as it is used."""
        taken = {one.clerk.user: one.color for one in self._present}
        free = (color for color in count() if color not in taken.values())
        return taken[user] if user in taken else next(free)

    def _place(self, one: Present, message: str) -> Place | None:
        try:
            said = orjson.loads(message if len(message) <= LONGEST_MESSAGE else "")
        except orjson.JSONDecodeError:
            return None
        if not isinstance(said, dict):
            return None
        key = said.get("sheet")
        book = self._office.book
        if not isinstance(key, str) or not book.has_sheet(key):
            return None
        sheet, row, field = book.sheet(key), said.get("row"), said.get("field")
        if not sheet.may(one.clerk.role, "read"):
            return None
        if not isinstance(row, int) or not isinstance(field, str) or field not in sheet.by_key:
            return Place(key)
        return Place(key, row, field, said.get("editing") is True)

    def _go(self, one: Present, place: Place | None) -> None:
        if place == one.place:
            return
        self._moved.update(each.sheet for each in (one.place, place) if each is not None)
        one.place = place
        if self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        loop = asyncio.get_running_loop()
        while self._moved:
            await asyncio.sleep(self._last_sent + GATHER_SECONDS - loop.time())
            sheets, self._moved = self._moved, set()
            self._last_sent = loop.time()
            for sheet in sheets:
                message = self._message(sheet)
                for one in tuple(self._on(sheet)):
                    one.hear(message)

    def _on(self, sheet: str) -> Iterator[Present]:
        return (one for one in self._present if one.place and one.place.sheet == sheet)

    def _message(self, sheet: str) -> bytes:
        people = [_told(one) for one in sorted(self._on(sheet), key=lambda one: one.id)]
        return orjson.dumps({"type": "presence", "sheet": sheet, "people": people})


def _told(one: Present) -> dict[str, object]:
    place = one.place or Place("")
    return {
        "id": one.id,
        "user": one.clerk.user,
        "name": one.clerk.name,
        "color": one.color,
        "row": place.row,
        "field": place.field,
        "editing": place.is_editing,
    }
