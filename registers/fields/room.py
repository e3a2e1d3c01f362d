"""A room of the estate."""

from __future__ import annotations

from typing import ClassVar

from registers.fields.reference import Reference


class Room(Reference):
    """A row of the sheet `rooms`; with `free: yes` also plain words."""

    type_name: ClassVar[str] = "room"
    to_sheet: ClassVar[str] = "rooms"
    usual_width: ClassVar[int] = 100
