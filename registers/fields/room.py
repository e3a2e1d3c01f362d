"""A room of the estate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from registers.fields.reference import Reference
from registers.typed import counted, plain

_SPOKEN = re.compile(
    r"([A-Z0-9]{1,4})\s*(?:栋|棟|幢|座|号楼|號樓|#|-|/)\s*(?:([A-Z0-9]{1,4})\s*(?:单元|單元|-|/|#|座)\s*)?"
    r"([A-Z0-9]{1,6})\s*(?:室|房|号|號)?"
)


_IN_WORDS = re.compile(r"([一二三四五六七八九十]{1,3})(?=栋|棟|幢|座|号楼|號樓|单元|單元)")


def _digits(found: re.Match[str]) -> str:
    return counted(found[1])


class Room(Reference):
    """A row of the sheet `rooms`; with `free: yes` also plain words."""

    type_name: ClassVar[str] = "room"
    to_sheet: ClassVar[str] = "rooms"
    usual_width: ClassVar[int] = 100
    reasons: ClassVar[Mapping[str, str]] = {
        "unknown_reference": "room_unknown",
        "ambiguous_reference": "room_ambiguous",
    }
    telling: ClassVar[re.Pattern[str] | None] = _SPOKEN

    def ways_to_write(self, text: str) -> tuple[str, ...]:
        """3幢一单元502室 and 3#1-502 are 3-1-502; without the unit they are 3栋502."""
        found = _SPOKEN.fullmatch(_IN_WORDS.sub(_digits, plain(text)).upper())
        if found is None:
            return (text,)
        building, unit, door = found.groups()
        parts = "-".join(filter(None, (building, unit, door)))
        return (text, parts) if unit else (text, parts, f"{building}栋{door}")
