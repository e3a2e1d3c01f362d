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
    Form,
    Header,
    Note,
    PaperForm,
    Signatures,
    Table,
    Totals,
)
from registers.labels import Label
from registers.model import Sheet
from registers.parts import SchemaPart
from registers.yaml_lines import YamlDocument, YamlPath

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BELOW = frozenset({"totals", "signatures", "memo", "checks", "agreement"})


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
        kinds = [getattr(block, "block", "") for block in self.form.blocks]
        tables = [at for at, kind in enumerate(kinds) if kind == "table"]
        if len(tables) != 1:
            code = "duplicate_key" if tables else "key_missing"
            self.fault(("blocks", *tables[1:2]), code, key="table")
        elif self.form.sheet not in self.sheets:
            self.fault(("sheet",), "unknown_sheet", sheet=self.form.sheet)
        else:
            self.check_form(self.sheets[self.form.sheet])
            for at, block in enumerate(self.form.blocks):
                if at < tables[0] and kinds[at] in _BELOW:
                    problem = "stands below the table"
                    self.fault(("blocks", at), "bad_option", problem=problem, seen=kinds[at])
                self.check_block(("blocks", at), block)
        return self.faults

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

    def check_people(self, path: YamlPath, block: Signatures) -> None:
        columns = len(self.form.columns)
        if len(block.people) > columns:
            problem = f"at most one for each of {columns} columns"
            self.fault((*path, "people"), "bad_option", problem=problem, seen=len(block.people))

    def check_text(self, path: YamlPath, text: Label | None) -> None:
        wordings = " ".join(text.texts) if text else ""
        for placeholder in dict.fromkeys(_PLACEHOLDER.findall(wordings)):
            if placeholder not in PLACEHOLDERS:
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


@dataclass
class FormCheck(PaperCheck):
    """What is wrong in a ledger form."""

    form: Form

    @property
    def sheet(self) -> Sheet:
        return self.sheets[self.form.sheet]

    def check_form(self, sheet: Sheet) -> None:
        self.expression(("filter",), self.form.filter, sheet)
        for key in self.form.order:
            self.known_field(("order",), key, sheet)

    def check_block(self, path: YamlPath, block: SchemaPart) -> None:
        match block:
            case Table():
                for place, column in enumerate(block.columns):
                    self.check_column((*path, "columns", place), column)
            case Totals():
                self.check_figures(path, block)
            case _:
                super().check_block(path, block)

    def check_column(self, path: YamlPath, column: Column) -> None:
        for name in column.value:
            if name != ROW_NUMBER or len(column.value) > 1:
                self.check_value((*path, "value"), name, self.sheet)
        self.expression((*path, "where"), column.where, self.sheet)
        if column.total is not None and (len(column.value) != 1 or "." in column.value[0]):
            self.fault((*path, "total"), "key_missing", key="value")

    def check_figures(self, path: YamlPath, block: Totals) -> None:
        for place, figure in enumerate(block.figures):
            inside = (*path, "figures", place)
            self.expression((*inside, "sum"), figure.sum, self.sheet)
            self.expression((*inside, "where"), figure.where, self.sheet)
            if figure.by is not None:
                self.known_field((*inside, "by"), figure.by, self.sheet)
