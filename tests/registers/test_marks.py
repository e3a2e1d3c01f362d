"""Marks and views of a sheet: what is wrong in them is told with line and place."""

from pathlib import Path
from textwrap import dedent

import pytest

from registers.book import Book
from tests.registers.desk import book_of, seen

SHEET = """\
    key: a
    label: A
    section: gate
    sheets:
    - key: a1
      label: A
      fields:
      - {key: x, type: int, label: X}
      - {key: due, type: date, label: D}
      view: {order: [x], hidden: [ghost]}
      views:
      - {key: one, label: 一, columns: [x, ghost]}
      - {key: one, label: 二, columns: [x], sort: [due desc, spirit]}
      - {key: two, label: 三, columns: []}
      marks:
      - {when: "due < :today", as: late, label: 迟}
      - {when: "nothing = 1", as: soon, label: 快}
      - {when: "x = 1", as: red, label: 红}
      - {when: "x = 1", as: muted}
    """


def test_what_is_wrong_with_marks_and_views(tmp_path: Path) -> None:
    found = seen(book_of(tmp_path, a=dedent(SHEET)))
    assert found == [
        ("a.yaml", 14, "a1/two/columns", "bad_option"),
        ("a.yaml", 18, "a1/marks[3]/as", "bad_option"),
        ("a.yaml", 19, "a1/marks[4]/label", "key_missing"),
    ]
    sound = SHEET
    for line in ("- {key: two", '- {when: "x = 1", as: red', '- {when: "x = 1", as: muted}'):
        sound = "\n".join(one for one in sound.split("\n") if line not in one)
    assert [(line, code) for _, line, _, code in seen(book_of(tmp_path, a=dedent(sound)))] == [
        (10, "unknown_field"),
        (12, "unknown_field"),
        (13, "duplicate_key"),
        (13, "unknown_field"),
        (16, "expression_name"),
    ]


@pytest.mark.parametrize(
    ("when", "moves"),
    [("x = 1", False), ("due < :today", True), ("x > 1 AND due < add_days(:today, 7)", True)],
)
def test_a_mark_moves_when_the_time_takes_part(tmp_path: Path, when: str, moves: bool) -> None:
    sheet = dedent(SHEET).split("  view:")[0]
    marks = f'  marks: [{{when: "{when}", as: late, label: 迟}}]\n'
    book: Book = book_of(tmp_path, a=sheet + marks)
    assert book.faults == ()
    assert book.marks_move("a1") is moves
