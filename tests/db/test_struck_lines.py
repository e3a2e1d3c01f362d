"""Lines struck out on paper: kept as void rows with their numbers, and in nobody's way."""

import io

from openpyxl import load_workbook
from openpyxl.styles import Font

from db.actor import Actor
from db.edits import Insert, TakeBack
from db.importing import Choices, interpret, read_workbook
from db.office import Office
from tests.db.test_old_ledgers import AT, HEAD, file, office, visitors, write

__all__ = ["office"]


def struck(file: bytes, *rows: int) -> bytes:
    book = load_workbook(io.BytesIO(file))
    for row in rows:
        for cell in book.active[row]:
            cell.font = Font(strike=True)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def test_lines_struck_out_are_kept_as_void_rows(office: Office, supervisor: Actor) -> None:
    content = struck(
        file(
            HEAD,
            ("旧-1", AT, "张三", None, None),
            ("旧-2", AT, "写错", "1.38E+10", "不明"),
            ("旧-3", AT, "重写", None, None),
            ("旧-3", AT, "李四", None, None),
            ("旧-4", AT, "王五", None, "作废:填错"),
            ("旧-5", None, None, None, "作废"),
        ),
        3,
        4,
    )
    workbook = read_workbook(content, "旧台账.xlsx")
    reading = interpret(office, "visitors", workbook, Choices(), supervisor)
    (page,) = reading.worksheets
    assert (page.void, [line.row for line in page.voided]) == ((3, 4, 6, 7), [3, 6])
    assert (list(reading.refused), page.questions, page.notes) == ([], (), ())
    report = write(office, reading, supervisor)
    assert (report.inserted, report.void, report.refused) == (2, 2, ())
    rows = list(office.ledger.each("visitors"))
    assert [(row["doc_no"], row["void_reason"]) for row in rows] == [
        ("旧-1", None),
        ("旧-3", None),
        ("旧-2", "原台账上已划去"),
        ("旧-4", "作废:填错"),
    ]
    assert {row["status"] for row in rows[2:]} == {"void"}
    assert office.ledger.verify() == []
    again = interpret(office, "visitors", workbook, Choices(), supervisor)
    assert [line.row for line in again.worksheets[0].voided] == []
    taken = office.ledger.take_back(TakeBack(1, "visitors"), supervisor, client="x").result()
    assert (taken.error, visitors(office)) == (None, [])
    assert office.ledger.verify() == []


def test_a_line_of_stock_struck_out_leaves_the_stock_alone(
    office: Office, supervisor: Actor
) -> None:
    item = {
        "item_no": "P9",
        "name": "文件夹",
        "unit": "piece",
        "category": "stationery",
        "max_qty": 9,
    }
    office.ledger.apply([Insert(1, "supply_items", item)], Actor.setup(), client="")
    head = ("日期", "品名", "类别", "数量")
    content = file(head, (AT[:10], "文件夹", "入库", 5), (AT[:10], "文件夹", "领用", 2))
    workbook = read_workbook(struck(content, 2), "旧台账.xlsx")
    reading = interpret(office, "supply_moves", workbook, Choices(), supervisor)
    report = write(office, reading, supervisor)
    assert (report.inserted, report.void, report.refused) == (1, 1, ())
    rows = list(office.ledger.each("supply_moves"))
    assert [(row["qty"], row["voided_at"] is None) for row in rows] == [(2, True), (5, False)]
    assert office.ledger.verify() == []
