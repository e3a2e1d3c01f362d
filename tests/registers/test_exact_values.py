"""Money, telephone numbers, identity numbers and plates: exact or refused."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registers.errors import BadValue
from registers.fields.idno import IdNumber, check_digit, refuse_wrong_card
from registers.fields.money import Money
from registers.fields.multi import Multi
from registers.fields.phone import Phone
from registers.fields.plate import Plate
from registers.fields.text import Text
from registers.fields.whole import Int
from tests.registers.desk import DESK, LABEL

MONEY = Money.model_validate({"key": "fee", "label": LABEL})
COUNT = Int.model_validate({"key": "n", "label": LABEL})
PHONE = Phone.model_validate({"key": "phone", "label": LABEL})
PLATE = Plate.model_validate({"key": "plate", "label": LABEL})
CARD = IdNumber.model_validate({"key": "id", "label": LABEL})
PAPER = IdNumber.model_validate(
    {"key": "id", "label": LABEL, "kind_field": "kind", "mainland_kinds": ["id_card"]}
)


@given(st.integers(-(10**13), 10**13))
def test_every_amount_survives_being_shown_and_typed(fen: int) -> None:
    assert MONEY.parse(MONEY.show(fen, "zh_CN"), DESK) == fen
    assert MONEY.parse(MONEY.to_json(fen), DESK) == fen


@given(st.integers(-(10**11), 10**11))
def test_an_amount_from_excel_is_exact(fen: int) -> None:
    assert MONEY.parse(float(Decimal(fen).scaleb(-2)), DESK) == fen


@given(st.integers(-(10**12), 10**12))
def test_thousands_commas_change_nothing(number: int) -> None:
    assert COUNT.parse(f"{number:,}", DESK) == number


@given(st.decimals(-(10**6), 10**6, places=3).filter(lambda d: d != round(d, 2)))
def test_a_third_decimal_is_refused(amount: Decimal) -> None:
    with pytest.raises(BadValue) as refused:
        MONEY.parse(str(amount), DESK)
    assert refused.value.code == "money_decimals"


@given(
    st.integers(110000, 659999),
    st.dates(datetime.date(1900, 1, 1), datetime.date(2026, 11, 22)),
    st.integers(0, 999),
)
def test_a_right_card_passes_and_any_other_last_digit_is_told_the_right_one(
    region: int, born: datetime.date, serial: int
) -> None:
    first = f"{region}{born:%Y%m%d}{serial:03d}"
    right = check_digit(first)
    assert PAPER.parse(first + right.lower(), DESK) == first + right
    PAPER.check(first + right, {"kind": "id_card"})
    for wrong in set("0123456789X") - {right}:
        with pytest.raises(BadValue) as refused:
            refuse_wrong_card(first + wrong)
        is_rounded = (first + wrong).endswith("000")
        code = "precision_lost" if is_rounded else "id_check_digit"
        params = {"seen": first + wrong} if is_rounded else {"expected": right}
        assert (refused.value.code, refused.value.params) == (code, params)


@pytest.mark.parametrize(
    ("number", "code", "params"),
    [
        ("440106198803151234", "id_check_digit", {"expected": "5"}),
        ("440106198803151000", "precision_lost", {"seen": "440106198803151000"}),
        ("44010619880315123", "id_length", {"expected": 18, "length": 17}),
        ("4401061988031512355", "id_length", {"expected": 18, "length": 19}),
        ("440106880315123", "id_length", {"expected": 18, "length": 15}),
        ("440106198802301236", "id_date", {"seen": "19880230"}),
        ("440106188803151235", "id_date", {"seen": "18880315"}),
        ("44010619880315X235", "id_characters", {"seen": "44010619880315X235"}),
        ("H12345678", "id_length", {"expected": 18, "length": 9}),
    ],
)
def test_a_wrong_card_is_refused_with_what_is_wrong(
    number: str, code: str, params: dict[str, object]
) -> None:
    with pytest.raises(BadValue) as refused:
        PAPER.check(number, {"kind": "id_card"})
    assert (refused.value.code, refused.value.params) == (code, params)


def test_another_document_is_not_held_to_the_rule_of_the_card() -> None:
    PAPER.check("440106198803151234", {"kind": "passport"})
    PAPER.check("H12345678", {"kind": None})
    PAPER.check(None, {"kind": "id_card"})


def test_without_a_kind_only_what_looks_like_a_card_is_checked() -> None:
    CARD.check("440106198803151235", {})
    CARD.check("H12345678", {})
    with pytest.raises(BadValue, match="id_check_digit"):
        CARD.check("440106198803151234", {})
    with pytest.raises(BadValue, match="id_length"):
        CARD.check("4401061988031512", {})


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("138 1234 5678", "13812345678"),
        ("８６－１３８", None),
        ("+8613812345678", "13812345678"),
        ("0086 138-1234-5678", "13812345678"),
        ("010-8765 4321", "01087654321"),
        ("0755-8765432", "07558765432"),
        ("400-123-4567", "4001234567"),
        ("6612 3456", "66123456"),
        ("+852 9123 4567", "+85291234567"),
        ("1234 5678", None),
        ("01012345", None),
        ("110", None),
        ("138١٢٣٤٥٦٧٨", None),
        ("13812345678转8", None),
        ("1381234567813912345678", None),
    ],
)
def test_telephone_numbers(typed: str, stored: str | None) -> None:
    if stored is None:
        with pytest.raises(BadValue, match="bad_phone"):
            PHONE.parse(typed, DESK)
    else:
        assert PHONE.parse(typed, DESK) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("粤A·12345", "粤A12345"),
        ("粤a 12345", "粤A12345"),
        ("京AD12345", "京AD12345"),
        ("粤ZAB12港", "粤ZAB12港"),
        ("粤Z1234澳", "粤Z1234澳"),
        ("粤A1234学", "粤A1234学"),
        ("澳MA1234", "澳MA1234"),
        ("奥A12345", None),
        ("粤A1O345", None),
        ("粤112345", None),
        ("粤A123456789", None),
        ("白色轿车", None),
    ],
)
def test_plates(typed: str, stored: str | None) -> None:
    if stored is None:
        with pytest.raises(BadValue, match="bad_plate"):
            PLATE.parse(typed, DESK)
    else:
        assert PLATE.parse(typed, DESK) == stored


def test_a_word_that_says_nothing_is_left_out_at_the_end_of_a_text() -> None:
    text = Text.model_validate({"key": "b", "label": LABEL, "endings": ["栋", "棟"]})
    typed = ("3栋", "3 棟", "栋", "3", "栋3")
    assert [text.parse(one, DESK) for one in typed] == ["3", "3", "栋", "3", "栋3"]


def test_a_label_with_a_separator_in_it_is_one_choice() -> None:
    labels = ("结构/荷载", "结构", "动火、明火", "Fire, open")
    options = [{"key": f"k{n}", "label": label} for n, label in enumerate(labels)]
    flags = Multi.model_validate({"key": "f", "label": LABEL, "options": options})
    assert flags.parse("结构／荷载、结构;Fire, open", DESK) == '["k0","k1","k3"]'
    everything = '["k0","k1","k2","k3"]'
    assert flags.parse(flags.show(everything, "zh_CN"), DESK) == everything
    assert flags.parse(flags.show(everything, "en"), DESK) == everything


def test_part_of_a_number_is_found_however_it_is_typed() -> None:
    assert PHONE.condition('"p"', "contains", "1234 56", DESK) == (
        "\"p\" LIKE ? ESCAPE '\\'",
        ["%123456%"],
    )
    assert PLATE.condition('"p"', "contains", "a·12", DESK)[1] == ["%A12%"]
