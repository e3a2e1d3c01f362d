"""What can be wrong with a value or with a schema: a code with parameters, never a sentence.

The two tables below name every code and its parameters, so that the language files and the
documentation can be checked against them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

VALUE_CODES: dict[str, tuple[str, ...]] = {
    "bad_value": (),
    "control_character": ("character",),
    "too_long": ("max", "length"),
    "too_short": ("min", "length"),
    "not_a_number": ("seen",),
    "not_whole": ("seen",),
    "too_small": ("min",),
    "too_large": ("max",),
    "money_decimals": ("seen",),
    "number_decimals": ("seen", "decimals"),
    "precision_lost": ("seen",),
    "leading_zeros_lost": ("seen",),
    "bad_date": ("seen",),
    "bad_datetime": ("seen",),
    "date_has_time": ("seen",),
    "time_missing": ("seen",),
    "year_missing": ("seen",),
    "day_missing": ("seen",),
    "date_ambiguous": ("seen",),
    "time_ambiguous": ("seen",),
    "bad_bool": ("seen",),
    "unknown_choice": ("seen",),
    "choice_inactive": ("seen",),
    "unknown_reference": ("seen", "sheet"),
    "ambiguous_reference": ("seen", "sheet", "count"),
    "several_offered": ("seen", "sheet"),
    "bad_phone": ("seen",),
    "bad_plate": ("seen",),
    "id_characters": ("seen",),
    "id_length": ("expected", "length"),
    "id_date": ("seen",),
    "id_check_digit": ("expected",),
    "masked_value": ("seen",),
    "bad_file": (),
    "set_by_system": (),
    "bad_filter": ("op",),
}

FAULT_CODES: dict[str, tuple[str, ...]] = {
    "yaml_syntax": ("problem",),
    "yaml_alias": (),
    "yaml_duplicate_key": ("key",),
    "not_a_mapping": (),
    "not_text": (),
    "forbidden_text": ("text",),
    "unknown_key": ("key",),
    "key_missing": ("key",),
    "label_language_missing": ("language",),
    "bad_option": ("problem", "seen"),
    "bad_key": ("seen",),
    "reserved_key": ("key",),
    "duplicate_key": ("key",),
    "unknown_field_type": ("type", "known"),
    "unknown_field": ("field", "sheet"),
    "unknown_sheet": ("sheet",),
    "unknown_form": ("form",),
    "broken_sheet": ("sheet",),
    "unknown_codes": ("codes",),
    "unknown_choice": ("choice", "field"),
    "choices_missing": (),
    "unknown_role": ("role",),
    "unknown_state": ("state",),
    "initial_state": ("count",),
    "states_missing": (),
    "state_field_missing": (),
    "number_missing": (),
    "number_field_missing": (),
    "bad_number_pattern": ("pattern", "problem"),
    "not_a_date_field": ("field",),
    "bad_default": ("default", "problem"),
    "bad_placeholder": ("placeholder",),
    "computed_source": (),
    "computed_index": (),
    "limits_crossed": ("min", "max"),
    "expression_syntax": ("problem",),
    "expression_name": ("name",),
    "expression_parameter": ("name",),
    "expression_forbidden": ("what",),
    "expression_function": ("name",),
    "expression_arguments": ("name", "wanted"),
    "expression_no_params": ("field", "param"),
    "expression_cycle": ("path",),
    "rollup_order": (),
    "unknown_action": ("action", "sheet"),
    "not_writable": ("field",),
    "clock_has_roles": (),
    "clock_repeats": ("state",),
    "balance_field": ("field",),
    "balance_money": (),
    "balance_expression": (),
    "not_tied": ("sheet",),
    "recognise_index": ("field",),
    "lines_of_own_number": (),
    "not_a_count": ("field",),
}


class BadValue(ValueError):
    """A value that cannot be stored; nothing has been changed."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class BadExpression(ValueError):
    """An expression of a schema that is not allowed or does not parse; codes are FAULT_CODES."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a schema file: where (file, line, place inside it) and what (a code)."""

    file: str
    line: int
    place: str
    code: str
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        details = "".join(f" {name}={value}" for name, value in self.params.items())
        return f"{self.file}:{self.line} {self.place}: {self.code}{details}"


class SchemaFaults(Exception):
    """All the faults found in one file, together."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(*self.faults)
