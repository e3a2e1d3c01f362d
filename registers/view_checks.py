"""What a sheet says about marks and views, checked name by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registers.checks import SheetCheck


def check_marks(check: SheetCheck) -> None:
    for place, mark in enumerate(check.sheet.marks):
        check.expression(("marks", place, "when"), mark.when)


def check_views(check: SheetCheck) -> None:
    sheet = check.sheet
    for part in ("order", "hidden", "pinned"):
        for key in getattr(sheet.view, part):
            check.known_field(("view", part), key)
    check.unique(("views",), [view.key for view in sheet.views])
    for place, view in enumerate(sheet.views):
        for key in view.columns:
            check.known_field(("views", place, "columns"), key)
        for key, _ in view.sorting:
            check.known_field(("views", place, "sort"), key)
