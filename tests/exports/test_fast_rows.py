"""Rows written past xlsxwriter's public calls are the rows those calls would have written."""

import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from exports.fast_rows import FastRows, blank_cell, number_cell, text_cell
from exports.shown import serial
from exports.styles import Styles
from exports.workbook import workbook

HOSTILE = [
    "=1+1", "+86", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://x.invalid/", "0001", "1E5",
    "440106198803151235", " 前后空格 ", "a&b<c>\"d'", "行一\n行二", "\t制表", "\x0b\x1f", "_x0041_",
    "_x000a_ _x00", "</t></is></c>", "]]>", "\ufffe", "𠮷野家", "\u3000全角空格", "", "<r>粗</r> ",
]  # fmt: skip
CREATED = datetime(2026, 11, 1)


def whole_seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
CELLS = st.one_of(
    TEXTS.filter(lambda text: not (text.startswith("<r>") and text.endswith("</r>"))),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(datetime(1900, 3, 1), datetime(2199, 12, 31)).map(
        lambda t: t.replace(microsecond=0)
    ),
    st.none(),
)


def written(rows: list[list[object]], *, fast: bool) -> bytes:
    out = io.BytesIO()
    with workbook(out, title="来访登记表", company="样例花园", created=CREATED) as book:
        write(book, rows, fast=fast)
    return out.getvalue()


def write(book: Workbook, rows: list[list[object]], *, fast: bool) -> None:
    sheet = book.add_worksheet("来访登记表")
    sheet.set_default_row(18)
    styles = Styles(book, 9)
    looks = {kind: styles.cell(kind, void=False) for kind in ("text", "number", "datetime")}
    for look in looks.values():  # the same order of styles whatever comes first
        look._get_xf_index()
    sheet.set_row(0, 24)
    for column in range(len(rows[0])):
        sheet.write_string(0, column, "列", looks["text"])
    if fast:
        finished = FastRows(sheet, 1, len(rows[0]))
        for row in rows:
            finished.add(27.75, [fast_cell(looks, value) for value in row])
        after = finished.close()
    else:
        for number, row in enumerate(rows, 1):
            sheet.set_row(number, 27.75)
            for column, value in enumerate(row):
                public_cell(sheet, looks, number, column, value)
        after = len(rows) + 1
    sheet.set_row(after, 24)
    sheet.merge_range(after, 0, after, len(rows[0]) - 1, "合计", looks["text"])


def fast_cell(looks, value) -> str:
    if value is None or value == "":
        return blank_cell(looks["text"])
    if isinstance(value, datetime):
        return number_cell(looks["datetime"], serial(value, whole=False))
    if isinstance(value, str):
        return text_cell(looks["text"], value)
    return number_cell(looks["number"], value)


def public_cell(sheet, looks, row, column, value) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, looks["text"])
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, looks["datetime"])
    elif isinstance(value, str):
        sheet.write_string(row, column, value, looks["text"])
    else:
        sheet.write_number(row, column, value, looks["number"])


def test_hostile_texts_give_the_bytes_of_the_public_calls() -> None:
    rows = [[text, number, CREATED] for number, text in enumerate(HOSTILE * 60)]
    assert written(rows, fast=True) == written(rows, fast=False)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS).map(list), min_size=1, max_size=8))
def test_any_rows_give_the_bytes_of_the_public_calls(rows: list[list[object]]) -> None:
    assert written(rows, fast=True) == written(rows, fast=False)


def test_text_that_xlsxwriter_takes_for_its_own_markup_stays_text() -> None:
    content = zipfile.ZipFile(io.BytesIO(written([["<r>假</r>", 1]], fast=True)))
    assert "<t>&lt;r&gt;假&lt;/r&gt;</t>" in content.read("xl/worksheets/sheet1.xml").decode()


def test_a_number_excel_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        written([[float("nan"), 1]], fast=True)


def test_a_drawing_that_fails_leaves_nothing_behind(tmp_path) -> None:
    with pytest.raises(RuntimeError):
        fail_half_way(tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def fail_half_way(out) -> None:
    with workbook(out, title="", company="", created=CREATED) as book:
        book.add_worksheet()
        raise RuntimeError
