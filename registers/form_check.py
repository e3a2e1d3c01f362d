"""What is wrong in a form that is well built: names, expressions, the order of its blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from registers.errors import BadExpression, Fault
from registers.expressions import Fields, parse_expression
from registers.form_model import (
    PLACEHOLDERS,
    ROW_NUMBER,
    Column,
    Header,
    Listing,
    Note,
    PaperForm,
    Signatures,
)
from registers.labels import Label
from registers.model import Sheet
from registers.parts import SchemaPart
from registers.report_fields import PERIOD_PARAMS
from registers.yaml_lines import YamlDocument, YamlPath

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BELOW = frozenset({"totals", "signatures", "memo", "checks", "agreement", "list", "space"})
LIST_PARAMS = PERIOD_PARAMS | {"row"}
"""What the expressions of a list may ask for: the period, and the row of a slip."""


@dataclass
class PaperCheck:
    """Collects what is wrong in the parts that every form has."""

    form: PaperForm
    document: YamlDocument
    sheets: Mapping[str, Sheet]
    faults: list[Fault] = field(default_factory=list)
    forms: Mapping[str, PaperForm] = field(default_factory=dict)
    """The forms that others may be made of."""

    def run(self) -> list[Fault]:
        if not self.check_tables():
            return self.faults
        if self.form.sheet not in self.sheets:
            self.fault(("sheet",), "unknown_sheet", sheet=self.form.sheet)
            return self.faults
        self.check_form(self.sheets[self.form.sheet])
        for at, block in enumerate(self.form.blocks):
            self.check_block(("blocks", at), block)
        return self.faults

    def check_tables(self) -> bool:
        """A form has one table; what is said about its rows stands below it."""
        kinds = [getattr(block, "block", "") for block in self.form.blocks]
        tables = [at for at, kind in enumerate(kinds) if kind == "table"]
        if len(tables) != 1:
            code = "duplicate_key" if tables else "key_missing"
            self.fault(("blocks", *tables[1:2]), code, key="table")
            return False
        for at, kind in enumerate(kinds[: tables[0]]):
            if kind in _BELOW:
                problem = "stands below the table"
                self.fault(("blocks", at), "bad_option", problem=problem, seen=kind)
        return True

    @property
    def row_fields(self) -> frozenset[str]:
        """The fields that texts of the form may name in braces, where it is made for a row."""
        return frozenset()

    def fault(self, path: YamlPath, code: str, /, **params: object) -> None:
        self.faults.append(self.document.fault(path, code, **params))

    def check_form(self, sheet: Sheet) -> None:
        """What the form says outside its blocks."""

    def check_block(self, path: YamlPath, block: SchemaPart) -> None:
        match block:
            case Header():
                self.check_text((*path, "left"), block.left)
                self.check_text((*path, "right"), block.right)
            case Note():
                self.check_text((*path, "text"), block.text)
            case Signatures():
                self.check_people(path, block)
            case Listing():
                self.check_list(path, block)

    def check_people(self, path: YamlPath, block: Signatures) -> None:
        columns = len(self.form.columns)
        if len(block.people) > columns:
            problem = f"at most one for each of {columns} columns"
            self.fault((*path, "people"), "bad_option", problem=problem, seen=len(block.people))

    def check_text(self, path: YamlPath, text: Label | None) -> None:
        wordings = " ".join(text.texts) if text else ""
        for placeholder in dict.fromkeys(_PLACEHOLDER.findall(wordings)):
            if placeholder not in PLACEHOLDERS and placeholder not in self.row_fields:
                self.fault(path, "bad_placeholder", placeholder=placeholder)

    def check_value(self, path: YamlPath, name: str, sheet: Sheet) -> None:
        own, dot, theirs = name.partition(".")
        found = sheet.by_key.get(own)
        if found is None:
            self.fault(path, "unknown_field", field=own, sheet=sheet.key)
        elif dot and found.target not in self.sheets:
            self.fault(path, "unknown_sheet", sheet=str(found.target))
        elif dot and theirs not in self.sheets[str(found.target)].by_key:
            self.fault(path, "unknown_field", field=theirs, sheet=found.target)

    def known_field(self, path: YamlPath, key: str, sheet: Sheet) -> None:
        if key not in sheet.by_key:
            self.fault(path, "unknown_field", field=key, sheet=sheet.key)

    def expression(
        self, path: YamlPath, text: str | None, sheet: Sheet, params: frozenset[str] = frozenset()
    ) -> None:
        if text is None:
            return
        fields: Mapping[str, Fields] = {key: one.by_key for key, one in self.sheets.items()}
        try:
            parse_expression(text, sheet.by_key, params, sheet=sheet.key, sheets=fields)
        except BadExpression as error:
            self.fault(path, error.code, **error.params)

    # --- rows of a sheet in columns ---------------------------------------------------------

    def check_list(self, path: YamlPath, block: Listing) -> None:
        if block.sheet not in self.sheets:
            self.fault((*path, "sheet"), "unknown_sheet", sheet=block.sheet)
            return
        sheet = self.sheets[block.sheet]
        self.expression((*path, "where"), block.where, sheet, LIST_PARAMS)
        for key in block.order:
            self.known_field((*path, "order"), key, sheet)
        for key in block.group:
            self.known_field((*path, "group"), key, sheet)
        for place, column in enumerate(block.columns):
            self.check_column(
                (*path, "columns", place), column, sheet, is_grouped=bool(block.group)
            )
        if len(block.columns) > len(self.form.columns):
            problem = f"at most {len(self.form.columns)}, as many as the form has"
            self.fault((*path, "columns"), "bad_option", problem=problem, seen=len(block.columns))

    def check_column(
        self, path: YamlPath, column: Column, sheet: Sheet, *, is_grouped: bool
    ) -> None:
        for name in column.value:
            if name != ROW_NUMBER or len(column.value) > 1:
                self.check_value((*path, "value"), name, sheet)
        self.expression((*path, "where"), column.where, sheet)
        if column.total is not None and (len(column.value) != 1 or "." in column.value[0]):
            self.fault((*path, "total"), "key_missing", key="value")
        if column.merge is not None and (not is_grouped or len(column.value) != 1):
            problem = "one value, where rows are grouped"
            self.fault((*path, "merge"), "bad_option", problem=problem, seen=column.merge)
