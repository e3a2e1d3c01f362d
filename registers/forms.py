"""One form file as a form: its blocks built, every name in it looked up, its faults collected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from registers.building import build
from registers.errors import BadExpression, Fault, SchemaFaults
from registers.expressions import Fields, parse_expression
from registers.form_model import (
    PLACEHOLDERS,
    ROW_NUMBER,
    Block,
    Column,
    Header,
    Note,
    Signatures,
    Table,
    Title,
    Totals,
)
from registers.form_model import Form as Form
from registers.labels import Label
from registers.model import Sheet
from registers.yaml_lines import YamlDocument, YamlPath

_BLOCKS: Mapping[str, type[Block]] = {
    "title": Title,
    "header": Header,
    "table": Table,
    "totals": Totals,
    "signatures": Signatures,
    "note": Note,
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def parse_form(document: YamlDocument, sheets: Mapping[str, Sheet]) -> Form:
    """The form in the document; SchemaFaults with all its faults.

    `sheets` are the sheets without faults, by key.
    """
    faults: list[Fault] = []
    form = _built(document, faults)
    if form is not None:
        faults += FormCheck(form, document, sheets).run()
    if form is None or faults:
        raise SchemaFaults(faults)
    return form


def _built(document: YamlDocument, faults: list[Fault]) -> Form | None:
    content = dict(document.content)
    blocks = content.get("blocks")
    if isinstance(blocks, list):
        built = [_block(one, ("blocks", at), document, faults) for at, one in enumerate(blocks)]
        content["blocks"] = [one for one in built if one is not None]
        if not content["blocks"] and blocks:  # the form itself can still be looked at
            content["blocks"] = [Title(block="title")]
    form = build(Form, content, document, (), faults)
    return None if faults else form


def _block(
    content: object, path: YamlPath, document: YamlDocument, faults: list[Fault]
) -> Block | None:
    if not isinstance(content, Mapping):
        faults.append(document.fault(path, "not_a_mapping"))
        return None
    kind = content.get("block")
    if kind is None:
        faults.append(document.fault(path, "key_missing", key="block"))
        return None
    if kind not in _BLOCKS:
        problem = f"one of {', '.join(_BLOCKS)}"
        faults.append(document.fault((*path, "block"), "bad_option", problem=problem, seen=kind))
        return None
    return build(_BLOCKS[kind], content, document, path, faults)


@dataclass
class FormCheck:
    """Collects what is wrong in a form that is well built: names, expressions, order of blocks."""

    form: Form
    document: YamlDocument
    sheets: Mapping[str, Sheet]
    faults: list[Fault] = field(default_factory=list)

    def run(self) -> list[Fault]:
        tables = [at for at, one in enumerate(self.form.blocks) if isinstance(one, Table)]
        if len(tables) != 1:
            code = "duplicate_key" if tables else "key_missing"
            self.fault(("blocks", *tables[1:2]), code, key="table")
        elif self.form.sheet not in self.sheets:
            self.fault(("sheet",), "unknown_sheet", sheet=self.form.sheet)
        else:
            self.check_blocks(self.sheets[self.form.sheet], tables[0])
        return self.faults

    def fault(self, path: YamlPath, code: str, **params: object) -> None:
        self.faults.append(self.document.fault(path, code, **params))

    def check_blocks(self, sheet: Sheet, table: int) -> None:
        if self.form.filter is not None:
            self.expression(("filter",), self.form.filter, sheet)
        for key in self.form.order:
            self.known_field(("order",), key, sheet)
        for at, block in enumerate(self.form.blocks):
            path: YamlPath = ("blocks", at)
            match block:
                case Table():
                    for place, column in enumerate(block.columns):
                        self.check_column((*path, "columns", place), column, sheet)
                case Totals():
                    self.check_figures(path, block, sheet)
                case Header():
                    self.check_text((*path, "left"), block.left)
                    self.check_text((*path, "right"), block.right)
                case Note():
                    self.check_text((*path, "text"), block.text)
                case Signatures():
                    self.check_people(path, block)
            if isinstance(block, Totals | Signatures) and at < table:
                self.fault(path, "bad_option", problem="stands below the table", seen=block.block)

    def check_column(self, path: YamlPath, column: Column, sheet: Sheet) -> None:
        for name in column.value:
            if name != ROW_NUMBER or len(column.value) > 1:
                self.check_value((*path, "value"), name, sheet)
        if column.where is not None:
            self.expression((*path, "where"), column.where, sheet)
        if column.total is not None and (len(column.value) != 1 or "." in column.value[0]):
            self.fault((*path, "total"), "key_missing", key="value")

    def check_value(self, path: YamlPath, name: str, sheet: Sheet) -> None:
        own, dot, theirs = name.partition(".")
        found = sheet.by_key.get(own)
        if found is None:
            self.fault(path, "unknown_field", field=own, sheet=sheet.key)
        elif dot and found.target not in self.sheets:
            self.fault(path, "unknown_sheet", sheet=str(found.target))
        elif dot and theirs not in self.sheets[str(found.target)].by_key:
            self.fault(path, "unknown_field", field=theirs, sheet=found.target)

    def check_figures(self, path: YamlPath, block: Totals, sheet: Sheet) -> None:
        for place, figure in enumerate(block.figures):
            inside = (*path, "figures", place)
            for name in ("sum", "where"):
                text = getattr(figure, name)
                if text is not None:
                    self.expression((*inside, name), text, sheet)
            if figure.by is not None:
                self.known_field((*inside, "by"), figure.by, sheet)

    def check_people(self, path: YamlPath, block: Signatures) -> None:
        columns = len(self.form.table.columns)
        if len(block.people) > columns:
            problem = f"at most one for each of {columns} columns"
            self.fault((*path, "people"), "bad_option", problem=problem, seen=len(block.people))

    def check_text(self, path: YamlPath, text: Label | None) -> None:
        wordings = " ".join(text.texts) if text else ""
        for placeholder in dict.fromkeys(_PLACEHOLDER.findall(wordings)):
            if placeholder not in PLACEHOLDERS:
                self.fault(path, "bad_placeholder", placeholder=placeholder)

    def known_field(self, path: YamlPath, key: str, sheet: Sheet) -> None:
        if key not in sheet.by_key:
            self.fault(path, "unknown_field", field=key, sheet=sheet.key)

    def expression(self, path: YamlPath, text: str, sheet: Sheet) -> None:
        fields: Mapping[str, Fields] = {key: one.by_key for key, one in self.sheets.items()}
        try:
            parse_expression(text, sheet.by_key, sheet=sheet.key, sheets=fields)
        except BadExpression as error:
            self.fault(path, error.code, **error.params)
