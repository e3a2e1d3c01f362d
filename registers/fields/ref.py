"""A row of any sheet."""

from __future__ import annotations

from typing import ClassVar

from registers.fields.reference import Reference


class Ref(Reference):
    """A row of the sheet named by `sheet`; with `free: yes` also plain words."""

    type_name: ClassVar[str] = "ref"
    sample_options: ClassVar[dict[str, object]] = {"sheet": "keys"}

    sheet: str

    @property
    def target(self) -> str | None:
        return self.sheet
