"""The lists of an office's first day as files: what they ask for, what is wrong in them."""

from pathlib import Path

import pytest

from registers.book import Book
from tests.registers.desk import book_of, seen
from tests.registers.key_register import DESKS, KEYS

STEP = """\
key: loans
rank: 7
label: 借用
hint: {zh_CN: 每把一行, zh_HK: 每把一行, en: One per line}
sheet: key_loans
count: {status: lent}
there: 2
columns:
- {field: borrower, example: 王样例}
- {field: keys.key_no, heading: 钥匙号}
"""


def with_step(folder: Path, text: str = STEP) -> Book:
    return book_of(folder, keys=KEYS, codes__desks=DESKS, first_day__loans=text)


def test_a_step_names_its_sheet_and_the_columns_of_its_file(tmp_path: Path) -> None:
    book = with_step(tmp_path)
    assert seen(book) == []
    (step,) = book.first_day
    assert (step.sheet, step.there, step.count) == ("key_loans", 2, {"status": "lent"})
    places = [book.sheet("key_loans").place(column.field) for column in step.columns]
    assert places == [("key_loans", "borrower"), ("keys", "key_no")]


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("sheet: key_loans", "sheet: nowhere", ("unknown_sheet", "sheet")),
        ("count: {status: lent}", "count: {nothing: x}", ("unknown_field", "count/nothing")),
        ("field: borrower", "field: nobody", ("unknown_field", "columns[1]/field")),
        ("field: borrower", "field: doc_no", ("not_writable", "columns[1]/field")),
        ("field: borrower", "field: desk", ("unknown_choice", "columns[1]/field")),
        ("keys.key_no", "keys.sets", ("unknown_field", "columns[2]/field")),
        ("there: 2", "their: 2", ("unknown_key", "their")),
    ],
)
def test_what_is_wrong_in_a_step_is_found(
    tmp_path: Path, right: str, wrong: str, fault: tuple[str, str]
) -> None:
    assert right in STEP
    book = with_step(tmp_path, STEP.replace(right, wrong))
    assert fault in [(code, place) for _, _, place, code in seen(book)]
