"""What we export comes back with nothing changed, and a changed cell as exactly that change."""

import io
from collections import Counter

import pytest
from openpyxl import Workbook, load_workbook

from db.importing import Choices, WorksheetReading, interpret, read_workbook
from db.office import Office
from exports import render
from registers.form_model import Form

FORMS = ("complaint_ledger", "ic_card_issues", "key_loan_ledger", "supply_issues", "visitor_ledger")
OTHERS = {"ic_fees_day", "renovation_inspections"}  # of a day; without a number to know rows by
OF_MONEY = {"ic_charges", "key_deposits", "renovation_charges"}  # an excerpt for finance


def exported(office: Office, form: str, lang: str = "zh_CN") -> bytes:
    out = io.BytesIO()
    render(office, form, "2026-11", lang, out)
    return out.getvalue()


def read(office: Office, form: str, content: bytes) -> list[WorksheetReading]:
    """The worksheets that hold lines: a form may have sums on a sheet of their own."""
    workbook = read_workbook(content, "x.xlsx")
    found = interpret(office, office.book.form(form).sheet, workbook, Choices()).worksheets
    return [each for each in found if each.state not in ("column_missing", "left_out")]


def test_every_ledger_form_is_tried(november_office: Office) -> None:
    forms = november_office.book.forms
    listed = {form.key for form in forms if isinstance(form, Form) and not form.group}
    assert listed == {*FORMS, *OTHERS, *OF_MONEY}


@pytest.mark.parametrize("lang", ["zh_CN", "zh_HK", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_a_ledger_comes_back_with_nothing_changed(
    november_office: Office, form: str, lang: str
) -> None:
    found = read(november_office, form, exported(november_office, form, lang))
    assert {each.state for each in found} == {"ready"}
    assert [each for page in found for each in page.refused] == []
    lines = [line for page in found for line in page.lines]
    assert lines
    assert [line for line in lines if (line.becomes, line.changes) != ("unchanged", {})] == []
    sheet = november_office.book.form(form).sheet
    rows = list(november_office.ledger.each(sheet, period="2026-11"))
    live = [row for row in rows if row["voided_at"] is None]
    if form not in ("ic_card_issues", "supply_issues"):  # those show some kinds of rows only
        assert len(lines) == len(live)
        assert sum(len(each.void) for each in found) == len(rows) - len(live)


def test_inspections_are_known_by_their_renovation_and_time(november_office: Office) -> None:
    """They have no number; a list that names the renovation changes only what differs."""
    office, book = november_office, Workbook()
    fields = ("renovation_id", "at", "stage", "items", "violation", "severity", "fix_by")
    sheet = office.book.sheet("renovation_inspections")
    assert book.active is not None
    book.active.append([sheet.field(key).label.text("zh_CN") for key in fields])
    rows = [row for row in office.ledger.each(sheet.key) if row["voided_at"] is None]
    for row in rows:
        shown = {
            key: sheet.field(key).show(row[key], "zh_CN", row.get(f"{key}__label"))
            for key in fields
        }
        book.active.append([shown[key] for key in fields])
    book.active.cell(2, 3, "改成贴砖")
    book.active.cell(3, 4, "各项合格")
    out = io.BytesIO()
    book.save(out)
    (page,) = interpret(
        office, sheet.key, read_workbook(out.getvalue(), "x.xlsx"), Choices()
    ).worksheets
    assert list(page.refused) == []
    assert Counter(line.becomes for line in page.lines) == {"unchanged": len(rows) - 2, "update": 2}
    assert {*page.lines[0].changes} == {"stage"}
    (items,) = page.lines[1].changes.values()
    field = sheet.field("items")
    assert items.new == [each.key for each in field.choices]
    assert field.show(field.parse(items.new, None), "zh_CN") == "各项合格"


@pytest.mark.parametrize(
    ("form", "heading", "typed", "field", "new"),
    [
        ("visitor_ledger", "事由", "看样板房", "purpose", "看样板房"),
        ("visitor_ledger", "类别", "家政", "visitor_type", "housekeeping"),
        ("complaint_ledger", "内容", "楼道里的灯又坏了", "description", "楼道里的灯又坏了"),
        ("key_loan_ledger", "备注", "已催还", "remark", "已催还"),
        ("supply_issues", "数量", 7, "qty", 7),
        ("ic_card_issues", "工本费", 30, "fee", "30.00"),
    ],
)
def test_a_changed_cell_comes_back_as_that_change(
    november_office: Office, form: str, heading: str, typed: object, field: str, new: object
) -> None:
    book = load_workbook(io.BytesIO(exported(november_office, form)))
    page = book.worksheets[0]
    before = read(november_office, form, exported(november_office, form))[0]
    column = next(each.number for each in before.columns if each.heading == heading)
    row = before.lines[-1].row
    assert before.lines[-1].values.get(field) != new
    page.cell(row, column).value = typed
    out = io.BytesIO()
    book.save(out)
    found = read(november_office, form, out.getvalue())[0]
    changed = {line.row: line.changes for line in found.lines if line.becomes != "unchanged"}
    assert {r: {k: c.new for k, c in each.items()} for r, each in changed.items()} == {
        row: {field: new}
    }
    assert list(found.refused) == []
