"""What is hidden of a number, whatever its length."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registers.errors import BadValue
from registers.fields import field_types
from registers.fields.base import Field
from registers.masking import STAR, Mask

NUMBERS = {
    "phone": {
        "13812345678": "138****5678",
        "02087654321": "020****4321",
        "075587654321": "075*****4321",
        "4008001234": "40****1234",
        "28123456": "****3456",
        "+85328123456": "+85*****3456",
    },
    "idno": {
        "440106198803151235": "440***********1235",
        "11010519491231002X": "110***********002X",
        "H12345678": "H****5678",
        "P123456": "****456",
        "123": "***",
    },
    "plate": {"粤A12345": "粤A***45", "粤BD12345": "粤B****45", "港A1": "***"},
    "text": {"6222021234567890123": "***************0123", "A1": "**"},
}


def field(kind: str, privacy: str | None) -> Field:
    return field_types()[kind].model_validate({"key": "it", "label": "号码", "privacy": privacy})


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize("privacy", ["P2", "P3"])
def test_the_ends_are_shown_and_one_star_for_each_hidden_sign(kind: str, privacy: str) -> None:
    found = {number: field(kind, privacy).masked(number) for number in NUMBERS[kind]}
    assert found == NUMBERS[kind]


@pytest.mark.parametrize(
    ("kind", "privacy"), [("phone", None), ("phone", "P1"), ("longtext", "P3")]
)
def test_what_is_not_private_or_not_a_number_is_shown(kind: str, privacy: str | None) -> None:
    assert field(kind, privacy).masked("13812345678") == "13812345678"
    assert field(kind, privacy).mask is None


@given(some.text(min_size=1), some.integers(0, 5), some.integers(0, 5), some.integers(1, 6))
def test_nothing_is_ever_shown_whole(text: str, head: int, tail: int, hidden: int) -> None:
    shown = Mask(head, tail, hidden).of(text)
    assert len(shown) == len(text)
    ends = [at for at, sign in enumerate(shown) if sign != STAR or text[at] == STAR]
    assert len(text) - len([at for at in ends if text[at] != STAR]) >= min(hidden, len(text))


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("phone", "bad_phone"),
        ("idno", "id_characters"),
        ("plate", "bad_plate"),
        ("text", "masked_value"),
    ],
)
def test_a_hidden_number_is_no_number(kind: str, code: str) -> None:
    number = next(iter(NUMBERS[kind]))
    private = field(kind, "P3")
    with pytest.raises(BadValue) as refused:
        private.parse(private.masked(number), None)  # type: ignore[arg-type]
    assert refused.value.code == code
