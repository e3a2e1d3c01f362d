"""All registers of an office in one place, asked by key; and how they are loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from registers.assembling import BrokenRegister as BrokenRegister
from registers.assembling import assemble, shelf
from registers.checks import default_expression, default_literal
from registers.choices import CodeList
from registers.errors import Fault, SchemaFaults
from registers.expressions import (
    DEFAULT_PARAMS,
    SYSTEM_PARAMS,
    Expression,
    Fields,
    formula_expression,
    parse_expression,
)
from registers.fields.base import Stored
from registers.first_day import FirstDayStep, parse_first_day
from registers.form_model import Form, PaperForm
from registers.forms import forms_named, parse_form, sheets_named
from registers.model import Register, Sheet
from registers.pack_model import Pack
from registers.report_fields import ReportFields
from registers.roles import ALWAYS_ALLOWED
from registers.slip_model import Slip
from registers.summary_model import Summary
from registers.today import TodayList, parse_today_list
from registers.yaml_lines import YamlDocument

Ranked = TypeVar("Ranked", TodayList, FirstDayStep)


@dataclass(frozen=True)
class Book:
    """What the program knows of an office's registers. Holds no rows."""

    registers: tuple[Register, ...] = ()
    broken: tuple[BrokenRegister, ...] = ()
    codes: Mapping[str, CodeList] = field(default_factory=dict)
    forms: tuple[PaperForm, ...] = ()
    today: tuple[TodayList, ...] = ()
    first_day: tuple[FirstDayStep, ...] = ()
    faults: tuple[Fault, ...] = ()
    _expressions: dict[tuple[str, str, frozenset[str]], Expression] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(sheet for register in self.registers for sheet in register.sheets)

    @cached_property
    def by_sheet(self) -> Mapping[str, Sheet]:
        """The sheets by their keys."""
        return {sheet.key: sheet for sheet in self.sheets}

    @cached_property
    def _by_register_key(self) -> Mapping[str, Register]:
        return {register.key: register for register in self.registers}

    @cached_property
    def _forms_by_name(self) -> Mapping[str, PaperForm]:
        titles = {text: form for form in reversed(self.forms) for text in form.title.texts}
        return {**titles, **{form.key: form for form in self.forms}}

    @cached_property
    def sheet_fields(self) -> Mapping[str, Fields]:
        """The fields of every sheet, as expressions look them up."""
        return {sheet.key: sheet.by_key for sheet in self.sheets}

    def has_sheet(self, key: str) -> bool:
        return key in self.by_sheet

    def sheet(self, key: str) -> Sheet:
        """The sheet; KeyError when the book has none of that key."""
        return self.by_sheet[key]

    def register(self, key: str) -> Register:
        """The register; KeyError when the book has none of that key."""
        return self._by_register_key[key]

    def register_of(self, sheet_key: str) -> Register:
        return self._by_register_key[self.sheet(sheet_key).register]

    def form(self, name: str) -> PaperForm:
        """The form with this key or any of its titles; KeyError when there is none."""
        return self._forms_by_name[name]

    def forms_of(self, sheet_key: str, role: str) -> tuple[PaperForm, ...]:
        """The forms of a month or a day made from a sheet, as far as this post may see all of it.

        What comes as a further sheet of another form is not offered by itself.
        """
        further = {key for form in self.forms for key in form.followed_by}
        return tuple(
            form
            for form in self.forms
            if {"month", "day"}.intersection(form.periods)
            and form.key not in further
            and sheet_key in form.sheets
            and self.shows(form, role)
        )

    def forms_for(self, role: str) -> tuple[PaperForm, ...]:
        """The forms this post may have, register by register."""
        order = {sheet.key: place for place, sheet in enumerate(self.sheets)}
        seen = (form for form in self.forms if self.shows(form, role))
        return tuple(sorted(seen, key=lambda form: order.get(form.sheet, len(order))))

    def row_forms_of(self, sheet_key: str, role: str) -> tuple[PaperForm, ...]:
        """The forms made for one row of a sheet, as far as this post may see all they read."""
        about = (form for form in self.forms if self.row_sheet(form) == sheet_key)
        return tuple(form for form in about if self.shows(form, role))

    def row_sheet(self, form: PaperForm) -> str | None:
        """The sheet whose rows a form is made for; None where it is made for periods only."""
        match form:
            case Slip():
                return form.sheet
            case Form(per=str(reference)):
                return self.sheet(form.sheet).field(reference).target
        return None

    @cached_property
    def further_titles(self) -> frozenset[str]:
        """What the further sheets of workbooks are called: they show the same rows another way."""
        further = (self.form(key) for form in self.forms for key in form.followed_by)
        return frozenset(title for form in further for title in form.title.texts)

    def printed(self, form: PaperForm) -> tuple[PaperForm, ...]:
        """All that is printed with a form: itself and what it is followed by; a pack's forms."""
        if isinstance(form, Pack):
            return (form, *form.forms)
        return (form, *(self.form(key) for key in form.followed_by))

    def shows(self, form: PaperForm, role: str) -> bool:
        """Whether this post may have the form: it is named there, or may see all that is read."""
        if form.access:
            return role in form.access or role in ALWAYS_ALLOWED
        return all(self.sheet(key).may(role, "read") for key in form.sheets)

    @cached_property
    def reports(self) -> tuple[Summary, ...]:
        """The forms that are also shown on screen, with a chart."""
        return tuple(form for form in self.forms if isinstance(form, Summary))

    def reports_for(self, role: str) -> tuple[Summary, ...]:
        """The reports of which this post may see every sheet."""
        return tuple(report for report in self.reports if self.shows(report, role))

    def report_fields(self, report: Summary) -> ReportFields:
        """The figures of a report as fields."""
        return ReportFields(report, self.by_sheet)

    @cached_property
    def _today_by_key(self) -> Mapping[str, TodayList]:
        return {each.key: each for each in self.today}

    def today_list(self, key: str) -> TodayList:
        """The list of the day; KeyError when the book has none of that key."""
        return self._today_by_key[key]

    # --- expressions ---------------------------------------------------------------------------

    def expression(
        self, sheet_key: str, text: str, params: frozenset[str] = SYSTEM_PARAMS
    ) -> Expression:
        """The checked expression over a sheet's row; parsed once, then remembered."""
        known = (sheet_key, text, params)
        if known not in self._expressions:
            self._expressions[known] = parse_expression(
                text,
                self.sheet(sheet_key).by_key,
                params,
                sheet=sheet_key,
                sheets=self.sheet_fields,
            )
        return self._expressions[known]

    def computed(self, sheet_key: str, field_key: str) -> Expression:
        """What a computed field stands for; KeyError for a field that is stored."""
        sheet = self.sheet(sheet_key)
        formula = sheet.field(field_key).formula
        if formula is None:
            raise KeyError(field_key)
        known = (sheet_key, f'computed "{field_key}"', SYSTEM_PARAMS)
        if known not in self._expressions:
            self._expressions[known] = formula_expression(
                formula, sheet.by_key, sheet=sheet_key, key=field_key, sheets=self.sheet_fields
            )
        return self._expressions[known]

    def computed_sql(self, sheet_key: str, field_key: str, alias: str) -> str:
        """A computed field as SQL over the row `alias`; :now, :today and :actor stay parameters."""
        return self.computed(sheet_key, field_key).sql(alias)

    def default(self, sheet_key: str, field_key: str) -> Stored | Expression:
        """A field's default: a stored value, an expression to evaluate, or None."""
        one = self.sheet(sheet_key).field(field_key)
        text = default_expression(one)
        if text is None:
            return default_literal(one)
        return self.expression(sheet_key, text, DEFAULT_PARAMS)

    def marks_move(self, sheet_key: str) -> bool:
        """Whether a row may get another mark without being written: by the time, by other rows."""
        sheet = self.sheet(sheet_key)
        whens = (self.expression(sheet_key, mark.when) for mark in sheet.marks)
        return any(when.params or when.sheets for when in whens)

    def required_when(self, sheet_key: str, field_key: str) -> Expression | None:
        """The condition under which a field must be filled; None where it is always or never so."""
        required = self.sheet(sheet_key).field(field_key).required
        return self.expression(sheet_key, required) if isinstance(required, str) else None


def load(*folders: Path) -> Book:
    """The book from these folders; a register, code list or form of a later one replaces an
    earlier one of the same key. Nothing is raised: all faults of all files stand in the book.
    """
    found = assemble(folders)
    sheets = {sheet.key: sheet for register in found.registers for sheet in register.sheets}
    faults = list(found.faults)
    forms = _forms(folders, sheets, found.broken_sheets, faults)
    rest = (folders, sheets, found.broken_sheets, faults)
    today = _of_sheets("today", parse_today_list, *rest)
    first_day = _of_sheets("first_day", parse_first_day, *rest)
    return Book(
        registers=found.registers,
        broken=found.broken,
        codes=found.codes,
        forms=forms,
        today=today,
        first_day=first_day,
        faults=tuple(sorted(faults, key=lambda fault: (fault.file, fault.line))),
    )


def _forms(
    folders: tuple[Path, ...],
    sheets: Mapping[str, Sheet],
    broken_sheets: frozenset[str],
    faults: list[Fault],
) -> tuple[PaperForm, ...]:
    """The forms; one of a register with faults is left out with it, and is not blamed for it.

    Packs come last, and one goes with the forms it is made of.
    """
    files = shelf(folders, "forms", "key")
    faults += files.faults
    for unreadable in files.unreadable.values():
        faults += unreadable
    forms: dict[str, PaperForm] = {}
    for key, document in sorted(files.documents.items(), key=lambda one: bool(forms_named(one[1]))):
        left_out = files.documents.keys() - forms.keys() - {key}
        if broken_sheets & sheets_named(document) or left_out.intersection(forms_named(document)):
            continue
        try:
            forms[key] = parse_form(document, sheets, forms)
        except SchemaFaults as error:
            faults += error.faults
    return tuple(
        form
        for key, form in forms.items()
        if _is_followed_well(form, forms, files.documents[key], faults)
    )


def _is_followed_well(
    form: PaperForm,
    forms: Mapping[str, PaperForm],
    document: YamlDocument,
    faults: list[Fault],
) -> bool:
    """What a form is followed by is there, and reads nothing that the form itself does not."""
    for key in form.followed_by:
        other = forms.get(key)
        if other is None:
            faults.append(document.fault(("followed_by",), "unknown_form", form=key))
        elif not set(other.sheets) <= set(form.sheets) or not set(form.periods) <= set(
            other.periods
        ):
            problem = "reads the same sheets and is made for the same periods"
            faults.append(document.fault(("followed_by",), "bad_option", problem=problem, seen=key))
        else:
            continue
        return False
    return True


def _of_sheets(
    kind: str,
    parse: Callable[[YamlDocument, Mapping[str, Sheet]], Ranked],
    folders: tuple[Path, ...],
    sheets: Mapping[str, Sheet],
    broken_sheets: frozenset[str],
    faults: list[Fault],
) -> tuple[Ranked, ...]:
    """The files of a kind that each speak of one sheet, by rank; one of a register with faults is
    left out with it.
    """
    files = shelf(folders, kind, "key")
    faults += files.faults
    for unreadable in files.unreadable.values():
        faults += unreadable
    found: list[Ranked] = []
    for document in files.documents.values():
        if document.content.get("sheet") in broken_sheets:
            continue
        try:
            found.append(parse(document, sheets))
        except SchemaFaults as error:
            faults += error.faults
    return tuple(sorted(found, key=lambda each: (each.rank, each.key)))
