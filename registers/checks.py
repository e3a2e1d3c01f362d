"""What a sheet says about its own fields, states and other sheets, checked name by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from registers.deed_checks import (
    check_balance,
    check_effects,
    check_on_void,
    check_transitions,
)
from registers.errors import BadExpression, BadValue, Fault
from registers.expressions import (
    DEFAULT_PARAMS,
    SYSTEM_PARAMS,
    Expression,
    Fields,
    formula_expression,
    parse_expression,
)
from registers.fields.base import Field, Stored
from registers.model import SYSTEM_COLUMNS, Number, Rule, Sheet
from registers.new_rows_check import check_lines, check_new_rows
from registers.reading import SheetDraft
from registers.roles import ROLES
from registers.view_checks import check_marks, check_views
from registers.yaml_lines import YamlDocument, YamlPath

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_CLOCK = (":now", ":today")  # a message may also tell the time a rule was measured against
_SHOWN_SYSTEM_COLUMN = "void_reason"


class _NoRows:
    """Reads the literal defaults of a schema, where no clock runs and no row is known."""

    now = ""
    today = ""

    def resolve(self, sheet: str, text: str) -> list[int]:
        return []

    def exists(self, sheet: str, row_id: int) -> bool:
        return False

    def offered(self, _sheet: str, _text: str, /) -> list[int]:
        return []


NO_ROWS = _NoRows()


def default_expression(field: Field) -> str | None:
    """The expression of a default written `= :now`, None for a literal or no default."""
    text = field.default
    return text.lstrip()[1:] if isinstance(text, str) and text.lstrip().startswith("=") else None


def default_literal(field: Field) -> Stored:
    """The stored value of a literal default; BadValue when it does not fit the field."""
    return field.parse(field.default, NO_ROWS)


@dataclass
class SheetCheck:
    """Collects the faults of one sheet, seen beside the fields of all sheets."""

    draft: SheetDraft
    document: YamlDocument
    sheets: Mapping[str, Fields]
    broken: frozenset[str]  # sheets that exist in a file with faults
    codes: frozenset[str]
    buttons: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The keys of every sheet's transitions."""
    faults: list[Fault] = field(default_factory=list)

    def run(self) -> list[Fault]:
        self.check_keys()
        for one, path in self.placed_fields():
            self.check_field(one, path)
        self.check_number()
        self.check_states()
        check_transitions(self)
        if self.sheet.on_insert is not None:
            check_effects(self, ("on_insert",), self.sheet.on_insert)
        check_on_void(self)
        check_balance(self)
        self.check_rules()
        self.check_roles()
        self.check_names()
        check_views(self)
        check_marks(self)
        self.check_timed()
        check_new_rows(self)
        self.check_importing()
        return self.faults

    @property
    def sheet(self) -> Sheet:
        return self.draft.sheet

    def fault(self, path: YamlPath, code: str, /, **params: object) -> None:
        """Notes a fault; one that only follows from a field that could not be read is left out."""
        named = params.get("field") or params.get("name")
        if code in ("unknown_field", "expression_name") and named in self.draft.unread:
            return
        self.faults.append(self.document.fault((*self.draft.path, *path), code, **params))

    def placed_fields(self) -> Iterator[tuple[Field, YamlPath]]:
        """Every field and where it stands within the sheet."""
        for one, path in zip(self.sheet.fields, self.draft.field_paths, strict=True):
            yield one, path[len(self.draft.path) :]

    def path_of(self, wanted: Field) -> YamlPath:
        return next(path for one, path in self.placed_fields() if one is wanted)

    def expression(
        self, path: YamlPath, text: str, params: frozenset[str] = SYSTEM_PARAMS
    ) -> Expression | None:
        return self.checked(
            path,
            lambda: parse_expression(
                text, self.sheet.by_key, params, sheet=self.sheet.key, sheets=self.sheets
            ),
        )

    def checked(self, path: YamlPath, make: Callable[[], Expression]) -> Expression | None:
        try:
            return make()
        except BadExpression as error:
            if error.params.get("sheet") in self.broken and error.code == "unknown_sheet":
                self.fault(path, "broken_sheet", **error.params)
            else:
                self.fault(path, error.code, **error.params)
            return None

    def known_field(self, path: YamlPath, key: str) -> Field | None:
        found = self.sheet.by_key.get(key)
        if found is None:
            self.fault(path, "unknown_field", field=key, sheet=self.sheet.key)
        return found

    # --- fields --------------------------------------------------------------------------------

    def check_keys(self) -> None:
        keys: set[str] = set()
        ids: set[str] = set()
        for one, path in self.placed_fields():
            if one.key in keys or one.id in ids:
                twice = one.key if one.key in keys else one.id
                self.fault(path, "duplicate_key", key=twice)
            keys.add(one.key)
            ids.add(one.id)
            if one.key in SYSTEM_COLUMNS and one.key != _SHOWN_SYSTEM_COLUMN:
                self.fault(path, "reserved_key", key=one.key)

    def check_field(self, one: Field, path: YamlPath) -> None:
        for code, params in one.option_faults(self.sheet.by_key):
            self.fault(path, code, **params)
        if one.codes_name is not None and one.codes_name not in self.codes:
            self.fault((*path, "codes"), "unknown_codes", codes=one.codes_name)
        for name in one.names_fields:
            self.known_field(path, name)
        if isinstance(one.required, str):
            self.expression((*path, "required"), one.required)
        self.check_default(one, (*path, "default"))
        self.check_target(one, path)
        self.check_formula(one, path)

    def check_default(self, one: Field, path: YamlPath) -> None:
        if one.default is None:
            return
        expression = default_expression(one)
        if expression is not None:
            self.expression(path, expression, DEFAULT_PARAMS)
            return
        try:
            default_literal(one)
        except BadValue as error:
            self.fault(path, "bad_default", default=one.default, problem=error.code)

    def check_target(self, one: Field, path: YamlPath) -> None:
        target = one.target
        if target is None or one.takes_free_text or target in self.sheets:
            return
        code = "broken_sheet" if target in self.broken else "unknown_sheet"
        self.fault((*path, "sheet"), code, sheet=target)

    def check_formula(self, one: Field, path: YamlPath) -> None:
        formula = one.formula
        if formula is None or (formula.expr is None and formula.rollup is None):
            return
        where = (*path, "rollup" if formula.rollup else "expr")
        expression = self.checked(
            where,
            lambda: formula_expression(
                formula, self.sheet.by_key, sheet=self.sheet.key, key=one.key, sheets=self.sheets
            ),
        )
        # A generated column may not depend on the clock, the clerk or other rows.
        if (one.index or one.unique) and expression and (expression.params or expression.sheets):
            self.fault(where, "computed_index")

    # --- numbers, states, rules ----------------------------------------------------------------

    def check_number(self) -> None:
        number, series = self.sheet.number, self.sheet.number_field
        for one, own in self.sheet.own_numbers:
            path = self.path_of(one)
            self.check_series((*path, "number"), own.number)
            if own.number.lines is not None:
                self.fault((*path, "number", "lines"), "lines_of_own_number")
            if own.given_when is not None:
                self.expression((*path, "given_when"), own.given_when)
        nameless = (f for f in self.sheet.fields if f.is_number_series and f.own_number is None)
        for one in nameless:
            if one is not series or number is None:
                self.fault(self.path_of(one), "number_missing")
        if number is None:
            return
        if series is None:
            self.fault(("number",), "number_field_missing")
        self.check_series(("number",), number)
        if number.lines is not None:
            check_lines(self, ("number", "lines"), number.lines)

    def check_series(self, path: YamlPath, number: Number) -> None:
        try:
            needs_date, choices = number.series.needs_date, number.series.choice_params
        except BadExpression as error:
            self.fault((*path, "pattern"), error.code, **error.params)
            return
        for key, param in choices:
            found = self.known_field((*path, "pattern"), key)
            target = found.target if found else None
            if target is not None and target in self.sheets:
                if param not in self.sheets[target]:
                    self.fault((*path, "pattern"), "unknown_field", field=param, sheet=target)
                continue
            held = found.choices if found else ()
            if found and not (held and all(param in choice.params for choice in held)):
                self.fault((*path, "pattern"), "expression_no_params", field=key, param=param)
        if number.date is not None:
            self.date_field((*path, "date"), number.date)
        elif needs_date:
            self.fault(path, "key_missing", key="date")

    def date_field(self, path: YamlPath, key: str) -> None:
        found = self.known_field(path, key)
        if found is not None and (found.moment is None or not found.is_stored):
            self.fault(path, "not_a_date_field", field=key)

    def check_states(self) -> None:
        states, shown = self.sheet.states, self.sheet.state_field
        if shown is not None and not states:
            self.fault(self.path_of(shown), "states_missing")
        if states and shown is None and "" not in self.draft.unread:
            self.fault(("states",), "state_field_missing")
        self.unique(("states",), [state.key for state in states])
        initial = sum(state.initial for state in states)
        if states and initial != 1:
            self.fault(("states",), "initial_state", count=initial)

    def check_rules(self) -> None:
        for place, rule in enumerate(self.sheet.rules):
            self.check_rule(("rules", place), rule)

    def check_rule(self, path: YamlPath, rule: Rule) -> None:
        self.expression((*path, "check"), rule.check)
        if rule.field is not None:
            self.known_field((*path, "field"), rule.field)
        self.known_roles((*path, "unless_role"), rule.unless_role)
        known = {*self.sheet.by_key, *self.draft.unread, *_CLOCK}
        named = {name for text in rule.message.texts for name in _PLACEHOLDER.findall(text)}
        for placeholder in sorted(named - known):
            self.fault((*path, "message"), "bad_placeholder", placeholder=placeholder)

    # --- the rest ------------------------------------------------------------------------------

    def unique(self, path: YamlPath, keys: list[str]) -> None:
        for place, key in enumerate(keys):
            if key in keys[:place]:
                self.fault((*path, place), "duplicate_key", key=key)

    def known_roles(self, path: YamlPath, roles: Iterable[str]) -> None:
        for role in roles:
            if role not in ROLES:
                self.fault(path, "unknown_role", role=role)

    def check_roles(self) -> None:
        for deed in ("read", "write", "void", "unmask", "import_"):
            self.known_roles(("access", deed.rstrip("_")), getattr(self.sheet.access, deed))

    def check_names(self) -> None:
        """Fields named by the period, the label and the search of a row."""
        sheet = self.sheet
        if sheet.period is not None:
            self.date_field(("period", "field"), sheet.period.field)
        if sheet.display is not None:
            self.known_field(("display",), sheet.display)
        for key in sheet.lookup:
            self.known_field(("lookup",), key)

    def check_timed(self) -> None:
        timed = self.sheet.timed
        if timed is not None:
            for name in ("start", "finish", "limit"):
                self.expression(("timed", name), getattr(timed, name))

    def check_importing(self) -> None:
        hint = self.sheet.importing
        if hint is None:
            return
        for key in (*hint.aliases, *hint.required):
            self.known_field(("importing", "aliases" if key in hint.aliases else "required"), key)
        for key in hint.match:
            self.known_field(("importing", "match"), key)
        if hint.state is not None:
            self.expression(("importing", "state"), hint.state)
        for place, also in enumerate(hint.also):
            path: YamlPath = ("importing", "also", place)
            theirs = self.sheets.get(also.sheet)
            if theirs is None:
                code = "broken_sheet" if also.sheet in self.broken else "unknown_sheet"
                self.fault((*path, "sheet"), code, sheet=also.sheet)
                continue
            for key in (*also.values, *also.match):
                if key not in theirs:
                    self.fault((*path, "values", key), "unknown_field", field=key, sheet=also.sheet)
