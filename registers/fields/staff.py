"""Somebody who works for the office."""

from __future__ import annotations

from typing import ClassVar

from registers.fields.reference import Reference


class Staff(Reference):
    """A row of the sheet `staff`; with `free: yes` also plain words."""

    type_name: ClassVar[str] = "staff"
    to_sheet: ClassVar[str] = "staff"
    usual_width: ClassVar[int] = 100
