"""What is wrong in a slip: the fields its cells show, and which of them can be ticked."""

from __future__ import annotations

from dataclasses import dataclass

from registers.form_check import PaperCheck
from registers.form_model import Signatures
from registers.model import Sheet
from registers.parts import SchemaPart
from registers.slip_model import Grid, Slip, SlipCell
from registers.yaml_lines import YamlPath

_ONE_WAY = "at most one of value, ticks, expr, text"


@dataclass
class SlipCheck(PaperCheck):
    """Names and expressions of every cell, each at its own place."""

    form: Slip

    @property
    def sheet(self) -> Sheet:
        return self.sheets[self.form.sheet]

    @property
    def row_fields(self) -> frozenset[str]:
        return frozenset(self.sheet.by_key)

    def check_tables(self) -> bool:
        """A slip has cells instead of a table."""
        if not self.form.cells:
            self.fault(("blocks",), "key_missing", key="grid")
        return bool(self.form.cells)

    def check_form(self, sheet: Sheet) -> None:
        if self.form.ready is not None:
            self.expression(("ready", "check"), self.form.ready.check, sheet)

    def check_people(self, path: YamlPath, block: Signatures) -> None:
        """They stand on as many lines as they need."""

    def check_block(self, path: YamlPath, block: SchemaPart) -> None:
        if not isinstance(block, Grid):
            super().check_block(path, block)
            return
        for place, cell in enumerate(block.cells):
            self.check_cell((*path, "cells", place), cell)

    def check_cell(self, path: YamlPath, cell: SlipCell) -> None:
        if len(cell.ways) > 1:
            self.fault(path, "bad_option", problem=_ONE_WAY, seen=", ".join(cell.ways))
        for name in cell.value:
            self.check_value((*path, "value"), name, self.sheet)
        self.check_text((*path, "text"), cell.text)
        self.expression((*path, "expr"), cell.expr, self.sheet)
        if cell.ticks is not None:
            found = self.sheet.by_key.get(cell.ticks)
            if found is None or not found.has_choices:
                self.fault(
                    (*path, "ticks"), "unknown_field", field=cell.ticks, sheet=self.sheet.key
                )
