"""An owner, tenant or other person known to the office."""

from __future__ import annotations

from typing import ClassVar

from registers.fields.reference import Reference


class Person(Reference):
    """A row of the sheet `people`; with `free: yes` also plain words."""

    type_name: ClassVar[str] = "person"
    to_sheet: ClassVar[str] = "people"
    usual_width: ClassVar[int] = 110
