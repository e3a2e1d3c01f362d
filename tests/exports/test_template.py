"""Templates to fill in: what stands in them, and that their own example can be imported."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from db.actor import Actor
from db.first_day import close, first_day, skip
from db.importing import Choices, commit, interpret, read_workbook
from db.office import Office, open_office
from exports import draw_template, template_name
from locales import LANGUAGES
from registers.book import Book
from registers.first_day import FirstDayStep

EXAMPLE, HEADINGS = 3, 4


def opened(book: Book, step: FirstDayStep | None, lang: str, sheet: str = "") -> Worksheet:
    out = io.BytesIO()
    draw_template(book, book.sheet(sheet or step.sheet if step else sheet), step, lang, out)
    page = load_workbook(out).active
    assert isinstance(page, Worksheet)
    return page


def texts(page: Worksheet, row: int) -> list[str]:
    return [str(cell.value or "") for cell in page[row]]


def filled(page: Worksheet) -> bytes:
    """The template with its example typed into the first line."""
    for column, text in enumerate(texts(page, EXAMPLE), 1):
        page.cell(HEADINGS + 1, column, text.removeprefix("例:").removeprefix("e.g. ") or None)
    kept = io.BytesIO()
    page.parent.save(kept)
    return kept.getvalue()


@pytest.fixture
def office(workspace: Path):
    found = open_office(workspace)
    yield found
    found.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_of_every_step_can_be_imported_in_its_turn(
    office: Office, admin: Actor, lang: str
) -> None:
    for step in office.book.first_day:
        file = filled(opened(office.book, step, lang))
        workbook = read_workbook(file, "template.xlsx")
        reading = interpret(office, step.sheet, workbook, Choices(history=False), admin)
        (worksheet,) = reading.worksheets
        assert [each.heading for each in worksheet.columns if each.field is None] == [], step.key
        assert [str(fault.refusal) for _, fault in reading.refused] == [], step.key
        assert len(worksheet.lines) == 1
        report = commit(office, step.sheet, reading, admin, only_valid=False)
        assert (report.inserted + report.updated, report.refused) == (1, ()), step.key
    assert all(each.is_done for each in first_day(office, admin))


def test_a_template_shows_what_is_needed_and_what_to_choose_from(book: Book) -> None:
    step = next(each for each in book.first_day if each.key == "supply_items")
    page = opened(book, step, "zh_CN")
    assert page["A1"].value == "用品目录-导入模板"
    assert "从第 5 行起填写" in str(page["A2"].value)
    assert texts(page, EXAMPLE)[:4] == ["例:WP-001", "例:A4复印纸", "例:70克", "例:包"]
    assert texts(page, HEADINGS)[:4] == ["物品编号*", "品名*", "规格型号", "单位*"]
    (units, _) = page.data_validations.dataValidation
    assert str(units.sqref).startswith("D5:")
    assert units.formula1 == '"包,盒,支,个,本,卷,瓶,套,张"'
    assert page.freeze_panes == "A5"


def test_any_sheet_has_a_template_of_all_its_columns(book: Book) -> None:
    headings = texts(opened(book, None, "zh_CN", "visitors"), HEADINGS)
    assert {"来访人姓名*", "联系电话"} <= set(headings)
    assert template_name(book.sheet("visitors"), None, "en") == "Visitors - import template.xlsx"
    complaints = texts(opened(book, None, "zh_CN", "complaints"), HEADINGS)
    assert "附件" not in complaints


def test_a_step_is_skipped_taken_up_again_and_the_guide_is_closed(
    office: Office, clerk: Actor, admin: Actor
) -> None:
    assert [each.step.key for each in first_day(office, clerk)] == ["rooms", "key_opening"]
    steps = {each.step.key: each for each in first_day(office, admin)}
    assert (steps["rooms"].count, steps["rooms"].is_done) == (6, True)
    assert steps["staff"].is_done  # four people work here already
    assert steps["keys"].is_left
    skip(office, "keys", admin, is_skipped=True)
    assert not {each.step.key: each for each in first_day(office, admin)}["keys"].is_left
    skip(office, "keys", admin, is_skipped=False)
    assert {each.step.key: each for each in first_day(office, admin)}["keys"].is_left
    close(office, admin)
    assert first_day(office, admin) == []
