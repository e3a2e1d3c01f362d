"""docs/register-language.md shows every key of a form and of a report in an example."""

import re

import pydantic
import pytest

from registers import form_model, measures, pack_model, slip_model, summary_model
from tests.registers.test_language_is_documented import EXAMPLES, keys

PARTS = [
    part
    for module in (form_model, measures, pack_model, slip_model, summary_model)
    for part in vars(module).values()
    if isinstance(part, type)
    and issubclass(part, pydantic.BaseModel)
    and part.__module__ == module.__name__
]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_key_stands_in_an_example(part: type[pydantic.BaseModel]) -> None:
    assert {key for key in keys(part) if not re.search(rf"\b{key}:", EXAMPLES)} == set()
