"""A department, inside or outside the office."""

from __future__ import annotations

from typing import ClassVar

from registers.fields.reference import Reference


class Dept(Reference):
    """A row of the sheet `depts`; with `free: yes` also plain words."""

    type_name: ClassVar[str] = "dept"
    to_sheet: ClassVar[str] = "depts"
    usual_width: ClassVar[int] = 110
