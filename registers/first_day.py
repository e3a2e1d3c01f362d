"""What an office brings along on its first day: one list after another, each into its sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pydantic

from registers.building import build_whole
from registers.errors import Fault
from registers.fields.base import Field
from registers.labels import Label
from registers.model import AlsoRow, Sheet
from registers.parts import Key, SchemaPart
from registers.yaml_lines import YamlDocument, YamlPath

Sheets = Mapping[str, Sheet]


class TemplateColumn(SchemaPart):
    """A column of the file an office fills in: a field of the sheet, or `people.name` beside it.

    Without a heading the field's own label stands above it. The example is what a clerk would
    type; of a choice it is the key, and the label is shown.
    """

    field: str = pydantic.Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")
    heading: Label | None = None
    example: str = ""


class FirstDayStep(SchemaPart):
    """A list to be imported into `sheet`; done once more rows than `there` are in it.

    Only rows equal in `count` are counted, such as opening balances among other moves.
    """

    key: Key
    label: Label
    hint: Label
    sheet: str
    count: Mapping[str, str] = {}
    there: int = pydantic.Field(default=0, ge=0)
    columns: tuple[TemplateColumn, ...] = pydantic.Field(min_length=1, max_length=20)
    rank: int = 100


def parse_first_day(document: YamlDocument, sheets: Sheets) -> FirstDayStep:
    """The step in the document; SchemaFaults with all its faults.

    `sheets` are the sheets without faults, by key.
    """
    return build_whole(FirstDayStep, document, lambda found: _Check(found, document, sheets).run())


@dataclass
class _Check:
    """Collects what is wrong in a step that is well built: its sheet and its columns."""

    step: FirstDayStep
    document: YamlDocument
    sheets: Sheets
    faults: list[Fault] = field(default_factory=list)

    def run(self) -> list[Fault]:
        sheet = self.sheets.get(self.step.sheet)
        if sheet is None:
            self.fault(("sheet",), "unknown_sheet", sheet=self.step.sheet)
            return self.faults
        for key in self.step.count:
            if key not in sheet.by_key:
                self.fault(("count", key), "unknown_field", field=key, sheet=sheet.key)
        for at, column in enumerate(self.step.columns):
            self.check_column(("columns", at, "field"), sheet, column)
        return self.faults

    def fault(self, path: YamlPath, code: str, /, **params: object) -> None:
        self.faults.append(self.document.fault(path, code, **params))

    def check_column(self, path: YamlPath, sheet: Sheet, column: TemplateColumn) -> None:
        other, key = sheet.place(column.field)
        filled = self.filled(sheet, other)
        if key not in filled:
            self.fault(path, "unknown_field", field=key, sheet=other)
        elif filled[key].readonly or not filled[key].is_stored:
            self.fault(path, "not_writable", field=column.field)
        elif filled[key].choices and column.example:
            known = {choice.key for choice in filled[key].choices}
            if column.example not in known:
                self.fault(path, "unknown_choice", choice=column.example, field=column.field)

    def filled(self, sheet: Sheet, other: str) -> Mapping[str, Field]:
        """The fields of the sheet, or those an import of it fills in a sheet beside."""
        if other == sheet.key:
            return sheet.by_key
        beside = self.sheets.get(other)
        named = {key for step in _beside(sheet) if step.sheet == other for key in step.values}
        return {key: beside.by_key[key] for key in named} if beside is not None else {}


def _beside(sheet: Sheet) -> Iterator[AlsoRow]:
    yield from sheet.importing.also if sheet.importing else ()
