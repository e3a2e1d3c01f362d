"""docs/register-language.md names every field type, every key and every word of the language."""

import re

import pydantic
import pytest

from registers import model
from registers.fields import field_types
from registers.fields.base import Field
from registers.first_day import FirstDayStep, TemplateColumn
from registers.labels import Label
from registers.macros import FIELD_MACROS, MACROS
from registers.roles import ROLES
from registers.sql_words import FUNCTIONS
from registers.today import TodayList
from tests.house import HOUSE

TEXT = (HOUSE / "docs" / "register-language.md").read_text("utf-8")
EXAMPLES = "\n".join(re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL))

PARTS = [
    model.Register, model.Sheet, model.Number, model.Period, model.Access, model.View, model.Timed,
    model.State, model.Transition, model.Rule, model.Rollup, model.ImportHint, model.AlsoRow,
    model.CodeList, model.Choice, model.Effects, model.OnVoid, model.RowVoid,
    model.RowWrite, model.RowAct, model.Balance, model.Beside, model.Recognise,
    Label, Field, TodayList, FirstDayStep, TemplateColumn, model.Mark, model.ShippedView,
]  # fmt: skip


def keys(part: type[pydantic.BaseModel]) -> set[str]:
    return {field.alias or name for name, field in part.model_fields.items()}


@pytest.mark.parametrize("part", [*PARTS, *field_types().values()], ids=lambda part: part.__name__)
def test_every_key_stands_in_an_example(part: type[pydantic.BaseModel]) -> None:
    assert {key for key in keys(part) if not re.search(rf"\b{key}:", EXAMPLES)} == set()


def test_no_part_of_the_language_is_left_out_of_the_test() -> None:
    parts = {
        part
        for part in vars(model).values()
        if isinstance(part, type) and issubclass(part, pydantic.BaseModel)
    }
    assert parts - {model.SchemaPart} <= set(PARTS)


@pytest.mark.parametrize("name", sorted(field_types()))
def test_every_field_type_has_an_example(name: str) -> None:
    assert re.search(rf"type: {name}\b", EXAMPLES)


@pytest.mark.parametrize("word", sorted({*MACROS, *FIELD_MACROS, *FUNCTIONS}))
def test_every_word_of_an_expression_is_explained(word: str) -> None:
    assert re.search(rf"`{word}\(", TEXT)


def test_every_post_and_every_system_column_is_named() -> None:
    assert {word for word in (*ROLES, *model.SYSTEM_COLUMNS) if word not in TEXT} == set()
