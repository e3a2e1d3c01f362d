"""What every field type has in common: its YAML keys and the questions it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import ClassVar, Literal, NamedTuple, Self, TypeAlias

import pydantic

from registers import conditions
from registers.choices import Choice, CodeLists
from registers.conditions import Stored as Stored
from registers.dates import SPANS, days_of
from registers.errors import BadValue
from registers.fields.context import ParseContext as ParseContext
from registers.labels import Label
from registers.masking import Mask
from registers.numbers import OwnNumber
from registers.old_paper import REASONS, STROKES, OldCell
from registers.rollups import Formula
from registers.typed import is_blank

CellKind: TypeAlias = Literal[
    "text", "wrap", "int", "money", "date", "time", "datetime", "number", "empty", "0.0", "0.00"
]
Privacy: TypeAlias = Literal["P1", "P2", "P3"]

EDITORS = frozenset({
    "text", "longtext", "choice", "multi", "date", "datetime", "int", "money", "bool",
    "reference", "file", "none", "number", "phone", "plate", "idno",
})  # fmt: skip
FILTERS = frozenset({"text", "number", "date", "choice", "bool"})


class Cell(NamedTuple):
    """One cell of an Excel sheet: how it is written and its typed value."""

    kind: CellKind
    value: object


class Group(NamedTuple):
    """How a long number is shown: texts that match the pattern as a whole, in runs of signs."""

    pattern: str
    runs: tuple[int, ...]


class Start(NamedTuple):
    """A sign a value may begin with, and the full pinyin it is picked by."""

    sign: str
    pinyin: str


class Example(NamedTuple):
    """A value on its whole way: as typed, as stored, as sent, as shown in zh_CN."""

    typed: object
    stored: Stored
    json: object
    shown: str


class Field(pydantic.BaseModel):
    """One column of a sheet. A type overrides what is special about it, in one file."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")

    type_name: ClassVar[str]
    sql_type: ClassVar[Literal["TEXT", "INTEGER", "REAL", "ANY"]] = "TEXT"
    is_stored: ClassVar[bool] = True
    moment: ClassVar[Literal["date", "datetime"] | None] = None
    is_number_series: ClassVar[bool] = False
    is_state: ClassVar[bool] = False
    editor: ClassVar[str] = "text"
    filter_kind: ClassVar[str] = "text"
    align: ClassVar[Literal["left", "right", "center"]] = "left"
    mono: ClassVar[bool] = False
    is_copied: ClassVar[bool] = True
    """Whether a copy of a row takes the value over; it does not where it belongs to one moment."""
    groups: ClassVar[tuple[Group, ...]] = ()
    hides: ClassVar[Mask | None] = None
    """What may be seen of a value of privacy P2 or P3; None where the type hides nothing."""
    usual_width: ClassVar[int] = 120
    examples: ClassVar[tuple[Example, ...]] = ()
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = ()
    sample_options: ClassVar[dict[str, object]] = {}
    reasons: ClassVar[Mapping[str, str]] = {}
    """What an import's report calls refusals of this type that have another name elsewhere."""
    nothing: ClassVar[frozenset[str]] = STROKES
    """What stands in a cell of an old file to say that there is nothing."""
    telling: ClassVar[re.Pattern[str] | None] = None
    """What values look like that no other type has: they name a column by themselves."""
    is_filed: ClassVar[bool] = True
    """Whether a file can hold its values."""

    key: str = pydantic.Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
    id: str = ""
    label: Label
    required: bool | str = False
    default: str | int | bool | None = None
    readonly: bool = False
    width: int | None = pydantic.Field(default=None, ge=20, le=2000)
    hidden: bool = False
    remember: bool = False
    unique: bool = False
    index: bool = False
    privacy: Privacy | None = None
    help: Label | None = None

    @pydantic.model_validator(mode="before")
    @classmethod
    def _id_is_the_key_unless_given(cls, value: object) -> object:
        if isinstance(value, dict) and "key" in value:
            return {"id": value["key"], **value}
        return value

    @pydantic.field_validator("required", mode="before")
    @classmethod
    def _yes_no_or_expression(cls, value: object) -> object:
        words = {"true": True, "yes": True, "false": False, "no": False}
        return words.get(value.strip().lower(), value) if isinstance(value, str) else value

    # --- reading -------------------------------------------------------------------------

    def parse(self, value: object, ctx: ParseContext) -> Stored:
        """Typed text, a JSON value or an Excel value as stored; BadValue where it cannot be."""
        if is_blank(value):
            return None
        stored = self.read(value, ctx)
        if stored is not None:
            self.limit(stored)
        return stored

    def read(self, value: object, ctx: ParseContext) -> Stored:
        """The value as stored, whether or not it lies within the field's limits."""
        raise BadValue("bad_value")

    def limit(self, stored: Stored) -> None:
        """Refuse a well-formed value outside the field's limits."""

    def check(self, stored: Stored, row: Mapping[str, Stored]) -> None:
        """Refuse a value that does not go with the rest of its row; called before it is written."""

    def from_file(self, value: object, cell: OldCell) -> Stored:
        """A cell of an office's old file as stored; BadValue where it has no or two readings."""
        if is_blank(value) or (isinstance(value, str) and value.strip() in self.nothing):
            return None
        return self.read_old(value, cell)

    def read_old(self, value: object, cell: OldCell) -> Stored:
        """What is there, as old papers write it; within the field's limits."""
        return self.parse(value, cell)

    def likely(self, value: object) -> tuple[Stored, ...]:
        """What an unknown value may have been meant to be, the likeliest first."""
        return ()

    def reason(self, code: str) -> str:
        """What a report calls a refusal."""
        return self.reasons.get(code) or REASONS.get(code, code)

    # --- showing -------------------------------------------------------------------------

    def to_json(self, stored: Stored, label: str | None = None) -> object:
        """The wire form; `label` is the label of the row a reference points to."""
        return stored

    def show(self, stored: Stored, lang: str, label: str | None = None) -> str:
        """What paper and screen print."""
        return "" if stored is None else str(stored)

    def preview(self, stored: Stored, lang: str) -> str:
        """What a clerk is told while typing: the value so that a wrong one catches the eye."""
        return grouped(self.show(stored, lang), self.groups)

    @property
    def mask(self) -> Mask | None:
        """What most people see of its values; None where they see all of them."""
        return self.shown_as.hides if self.privacy in ("P2", "P3") else None

    def masked(self, shown: str) -> str:
        """The text as most people see it."""
        return self.mask.of(shown) if self.mask is not None else shown

    def masked_json(self, sent: object) -> object:
        """The wire form as most people see it."""
        return self.masked(sent) if isinstance(sent, str) else sent

    def cell(self, stored: Stored, lang: str, label: str | None = None) -> Cell:
        """The typed Excel cell; never a formula."""
        return Cell("empty", None) if stored is None else self.filled_cell(stored, lang, label)

    def filled_cell(self, stored: Stored, lang: str, label: str | None) -> Cell:
        return Cell("text", self.show(stored, lang, label))

    def column(self, lang: str) -> dict[str, object]:
        """The column's description for the grid."""
        return {
            "key": self.key,
            "label": self.label.text(lang),
            "editor": "none" if self.readonly else self.editor,
            "editable": not self.readonly,
            "required": self.required is True and self.default is None and not self.readonly,
            "width": self.width or self.usual_width,
            "pinned": False,
            "align": self.align,
            "mono": self.mono,
            "hidden": self.hidden,
            "options": [choice.option(lang) for choice in self.choices],
            "sheet": self.target,
            "free": self.takes_free_text,
            "filter": self.filter_kind,
            "help": self.help.text(lang) if self.help else None,
            "total": self.has_total,
            "places": self.places,
            "max": self.longest,
            "groups": [list(group) for group in self.groups],
            "starts": [start._asdict() for start in self.starts],
        }

    # --- filtering -----------------------------------------------------------------------

    def condition(
        self, column: str, op: str, value: object, ctx: ParseContext
    ) -> tuple[str, list[Stored]]:
        """A filter on `column` (quoted SQL); in the fragment every `?` is a bound value."""
        if op == "span":
            op, value = "between", self._days(value, ctx.today)
        return conditions.condition(column, op, value, lambda typed: self.bounds(typed, ctx))

    def _days(self, value: object, today: str) -> list[object]:
        """The first and the last day of a span such as `this_week`."""
        if self.moment is None or not isinstance(value, str) or value not in SPANS or not today:
            raise BadValue("bad_filter", op="span")
        return list(days_of(value, today))

    def bounds(self, value: object, ctx: ParseContext) -> tuple[Stored, Stored]:
        """The smallest and largest stored value that a value typed into a filter stands for."""
        stored = None if is_blank(value) else self.read(value, ctx)
        return stored, stored

    # --- searching -----------------------------------------------------------------------

    def search_terms(self, stored: Stored) -> Iterable[str]:
        """The tokens by which a filled cell is found; see registers/search.py."""
        return ()

    def terms_called(self, word: str) -> Iterable[str]:
        """The tokens of those cells whose value is called so, where values have names."""
        return ()

    @property
    def is_searched(self) -> bool:
        """Whether the search box looks into this column."""
        return type(self.shown_as).search_terms is not Field.search_terms

    # --- what the rest of the program may ask of any field -----------------------------------

    @property
    def is_counted(self) -> bool:
        """Whether its filter offers the values there are, with their counts."""
        return self.has_choices or self.target is not None or self.shown_as.filter_kind == "bool"

    def parts(self, stored: Stored) -> Iterable[Stored]:
        """The values of one cell, where it may hold several; None where it is empty."""
        return (stored,)

    def part_to_json(self, part: Stored, label: str | None = None) -> object:
        """The wire form of one of the parts, as its filter takes it."""
        return self.to_json(part, label)

    def show_part(self, part: Stored, lang: str, label: str | None = None) -> str:
        return self.show(part, lang, label)

    @property
    def target(self) -> str | None:
        """The key of the sheet this field refers to."""
        return None

    @property
    def shown_as(self) -> Field:
        """The field this one looks and filters like."""
        return self

    @property
    def takes_free_text(self) -> bool:
        return False

    @property
    def choices(self) -> tuple[Choice, ...]:
        return ()

    @property
    def has_choices(self) -> bool:
        """True for a type that shows keys by labels, whether or not its list was found."""
        return False

    @property
    def formula(self) -> Formula | None:
        """Where the value of a computed field comes from."""
        return None

    @property
    def own_number(self) -> OwnNumber | None:
        """The number series of this field alone, apart from that of the sheet."""
        return None

    @property
    def has_total(self) -> bool:
        """True when the sum of the column says something."""
        return False

    @property
    def starts(self) -> tuple[Start, ...]:
        """The signs one of which a value begins with, offered while it has none."""
        return ()

    @property
    def places(self) -> int | None:
        """How many decimals its numbers are shown with; None for what is not a number."""
        return None

    @property
    def is_identifier(self) -> bool:
        """Whether its values are numbers of things, whose zeros at the beginning count."""
        return False

    @property
    def unit_place(self) -> tuple[str, str] | None:
        """The reference, and the field of its row, that say what the numbers are counted in."""
        return None

    def spellings(self, stored: Stored) -> frozenset[str]:
        """Everything a value may be called on paper."""
        return frozenset((str(stored),)) if stored is not None else frozenset()

    @property
    def units_stored(self) -> int:
        """What a stored number is multiplied by to be whole: sums are made of whole numbers."""
        return 1

    @property
    def longest(self) -> int | None:
        return None

    @property
    def codes_name(self) -> str | None:
        """The code list the choices come from."""
        return None

    @property
    def names_fields(self) -> tuple[str, ...]:
        """Other fields of the sheet that the options of this one name."""
        return ()

    def option_faults(self, siblings: Mapping[str, Field]) -> list[tuple[str, dict[str, object]]]:
        """What is wrong with the options, seen beside the sheet's other fields: (code, params)."""
        return []

    def with_codes(self, lists: CodeLists, sheet: str) -> Self:
        """The field with its choices filled in from the code lists."""
        return self

    def with_states(self, states: tuple[Choice, ...]) -> Self:
        """The field with the states of its sheet as its choices."""
        return self

    def with_lookup(self, columns: tuple[str, ...], by_identifier: bool = False) -> Self:
        """The field knowing by which columns of its target a row is searched, and whether the
        first of them is an identifier."""
        return self


def grouped(text: str, groups: Iterable[Group]) -> str:
    """The text with a blank between the runs of the first group it matches."""
    for pattern, runs in groups:
        if re.fullmatch(pattern, text):
            places = [sum(runs[:n]) for n in range(len(runs) + 1)]
            return " ".join(text[start:end] for start, end in pairwise(places))
    return text
