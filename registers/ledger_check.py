"""What is wrong in a ledger form: its rows, its figures, the names it may be narrowed down by."""

from __future__ import annotations

from dataclasses import dataclass

from registers.form_check import PaperCheck
from registers.form_model import Form, Table, Totals
from registers.model import Sheet
from registers.parts import SchemaPart
from registers.report_check import ReportCheck
from registers.summary_model import Checks, Memo, beside
from registers.yaml_lines import YamlPath


@dataclass
class FormCheck(PaperCheck):
    """Names and expressions, each at its own place."""

    form: Form

    @property
    def sheet(self) -> Sheet:
        return self.sheets[self.form.sheet]

    @property
    def row_fields(self) -> frozenset[str]:
        found = self.sheet.by_key.get(self.form.per or "")
        target = self.sheets.get(str(found.target)) if found is not None else None
        return frozenset(target.by_key) if target is not None else frozenset()

    def check_form(self, sheet: Sheet) -> None:
        form = self.form
        self.expression(("filter",), form.filter, sheet)
        for key in form.order:
            self.known_field(("order",), key, sheet)
        for key in form.group:
            self.known_field(("group",), key, sheet)
        for name in form.heading:
            self.check_value(("heading",), name, sheet)
        for key in form.select:
            self.check_value(("select",), key, sheet)
        if form.per is not None and not self.row_fields:
            self.fault(("per",), "unknown_field", field=form.per, sheet=sheet.key)
        for place, part in enumerate(form.apart):
            self.expression(("apart", place, "where"), part.where, sheet)
        if any(isinstance(block, Memo | Checks) for block in form.blocks):
            self.faults += ReportCheck(beside(form), self.document, self.sheets).run()

    def check_block(self, path: YamlPath, block: SchemaPart) -> None:
        match block:
            case Table():
                self.expression((*path, "bold"), block.bold, self.sheet)
                for place, column in enumerate(block.columns):
                    inside = (*path, "columns", place)
                    is_grouped = bool(self.form.group)
                    self.check_column(inside, column, self.sheet, is_grouped=is_grouped)
            case Totals():
                self.check_figures(path, block)
            case _:
                super().check_block(path, block)

    def check_figures(self, path: YamlPath, block: Totals) -> None:
        for place, figure in enumerate(block.figures):
            inside = (*path, "figures", place)
            self.expression((*inside, "sum"), figure.sum, self.sheet)
            self.expression((*inside, "where"), figure.where, self.sheet)
            if figure.by is not None:
                self.known_field((*inside, "by"), figure.by, self.sheet)
