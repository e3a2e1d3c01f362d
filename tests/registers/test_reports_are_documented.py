"""docs/register-language.md shows every key of a report in an example."""

import re

import pydantic
import pytest

from registers import summary_model
from tests.registers.test_language_is_documented import EXAMPLES, keys

PARTS = [
    part
    for part in vars(summary_model).values()
    if isinstance(part, type)
    and issubclass(part, pydantic.BaseModel)
    and part.__module__ == summary_model.__name__
]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_key_stands_in_an_example(part: type[pydantic.BaseModel]) -> None:
    assert {key for key in keys(part) if not re.search(rf"\b{key}:", EXAMPLES)} == set()
