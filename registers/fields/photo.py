"""Attached pictures; kept as they were taken, otherwise like any file."""

from __future__ import annotations

from typing import ClassVar

from registers.fields.file import File


class Photo(File):
    """Attached pictures."""

    type_name: ClassVar[str] = "photo"
