"""What the office looks through every day: rows of a sheet that wait for somebody, as a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

import pydantic

from registers.building import build_whole
from registers.choices import Choice
from registers.errors import BadExpression, Fault
from registers.expressions import parse_expression
from registers.fields.base import Field
from registers.labels import Label
from registers.model import Sheet
from registers.parts import Key, OneOrMany, SchemaPart
from registers.roles import ALWAYS_ALLOWED, ROLES
from registers.yaml_lines import YamlDocument, YamlPath

Tone: TypeAlias = Literal["plain", "soon", "late"]

_DESCENDING = " desc"


class TodayList(SchemaPart):
    """Rows of one sheet for which `where` is true; what to do about them is the `hint`.

    Void rows are never in a list. `due` is the time of day by which the list should be empty:
    from then on it counts as late, whatever its tone; so it does after the day `due_day` of the
    month. A list of what is `missing` is the other way round: it waits until every choice of that
    field stands in a row for which `where` is true, or every one with the parameters in `among`.
    """

    key: Key
    label: Label
    hint: Label
    sheet: str
    where: str
    columns: OneOrMany = pydantic.Field(min_length=1, max_length=6)
    order: OneOrMany = ()
    tone: Tone = "plain"
    roles: OneOrMany = ()
    limit: int = pydantic.Field(default=5, ge=1, le=20)
    due: str | None = pydantic.Field(default=None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    index: OneOrMany = ()
    due_day: int | None = pydantic.Field(default=None, ge=1, le=31)
    missing: str | None = None
    among: Mapping[str, str] = {}
    rank: int = 100

    @property
    def sorting(self) -> tuple[tuple[str, str], ...]:
        """The fields the rows are sorted by, each with its direction."""
        return tuple(
            (word.removesuffix(_DESCENDING), "desc" if word.endswith(_DESCENDING) else "asc")
            for word in self.order
        )

    def is_for(self, role: str) -> bool:
        """Whether it is this post's work; a list that names nobody is everybody's."""
        return not self.roles or role in self.roles or role in ALWAYS_ALLOWED

    def tone_at(self, now: datetime) -> Tone:
        """Its tone at a moment: late once its time of day or its day of the month is over."""
        is_late = self.due is not None and f"{now:%H:%M}" > self.due
        is_late = is_late or (self.due_day is not None and now.day > self.due_day)
        return "late" if is_late else self.tone

    def expects(self, choice: Choice) -> bool:
        """Whether a list of what is missing waits for this choice."""
        there = {name: str(value) for name, value in choice.params.items()}
        return choice.active and all(there.get(name) == each for name, each in self.among.items())


def parse_today_list(document: YamlDocument, sheets: Mapping[str, Sheet]) -> TodayList:
    """The list in the document; SchemaFaults with all its faults.

    `sheets` are the sheets without faults, by key.
    """
    return build_whole(TodayList, document, lambda found: _Check(found, document, sheets).run())


@dataclass
class _Check:
    """Collects what is wrong in a list that is well built: its sheet, names and condition."""

    wanted: TodayList
    document: YamlDocument
    sheets: Mapping[str, Sheet]
    faults: list[Fault] = field(default_factory=list)

    def run(self) -> list[Fault]:
        for role in self.wanted.roles:
            if role not in ROLES:
                self.fault(("roles",), "unknown_role", role=role)
        if self.wanted.sheet in self.sheets:
            self.check_against(self.sheets[self.wanted.sheet])
        else:
            self.fault(("sheet",), "unknown_sheet", sheet=self.wanted.sheet)
        return self.faults

    def fault(self, path: YamlPath, code: str, /, **params: object) -> None:
        self.faults.append(self.document.fault(path, code, **params))

    def check_against(self, sheet: Sheet) -> None:
        fields = {key: one.by_key for key, one in self.sheets.items()}
        try:
            parse_expression(self.wanted.where, sheet.by_key, sheet=sheet.key, sheets=fields)
        except BadExpression as error:
            self.fault(("where",), error.code, **error.params)
        named = {
            "columns": self.wanted.columns,
            "order": [key for key, _ in self.wanted.sorting],
            "index": self.wanted.index,
        }
        for part, keys in named.items():
            for key in keys:
                self.check_name(part, key, sheet)
        missing = sheet.by_key.get(self.wanted.missing or "")
        if self.wanted.missing is not None and missing is None:
            self.fault(("missing",), "unknown_field", field=self.wanted.missing, sheet=sheet.key)
        elif missing is not None and not missing.has_choices:
            self.fault(("missing",), "choices_missing")
        elif missing is not None:
            self.check_among(missing)

    def check_among(self, missing: Field) -> None:
        for name in self.wanted.among:
            if not any(name in choice.params for choice in missing.choices):
                self.fault(("among", name), "expression_no_params", field=missing.key, param=name)

    def check_name(self, part: str, key: str, sheet: Sheet) -> None:
        found = sheet.by_key.get(key)
        if found is None:
            self.fault((part,), "unknown_field", field=key, sheet=sheet.key)
        elif part == "index" and not found.is_stored:
            self.fault((part,), "computed_index")
