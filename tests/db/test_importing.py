"""An office's own files: read strictly, every refused cell named, nothing guessed."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook

from db.actor import Actor
from db.edits import Refusal
from db.importing import (
    Choices,
    ImportReport,
    Reading,
    Unreadable,
    commit,
    interpret,
    read_workbook,
)
from db.importing.archive import column_letters, column_number
from db.office import Office, open_office

HEADINGS = ("楼栋", "房号", "面积", "业主", "电话")


@pytest.fixture
def office(workspace: Path) -> Iterator[Office]:
    opened = open_office(workspace)
    yield opened
    opened.close()


def xlsx(*rows: Sequence[object], title: str = "房号") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def csv(*rows: Sequence[object]) -> str:
    return "\r\n".join(",".join(map(str, row)) for row in rows) + "\r\n"


@dataclass(frozen=True)
class Done:
    """What was read, and what became of it."""

    reading: Reading
    report: ImportReport

    @property
    def inserted(self) -> int:
        return self.report.inserted

    @property
    def blank(self) -> int:
        kinds = [each.kind for found in self.reading.worksheets for each in found.skipped]
        return kinds.count("blank")


def imported(office: Office, sheet: str, content: bytes, **choices: object) -> Done:
    reading = interpret(office, sheet, read_workbook(content, "x"), Choices(**choices))
    return Done(reading, commit(office, sheet, reading, Actor.setup(), only_valid=True))


def rooms(office: Office, content: bytes) -> Done:
    return imported(office, "rooms", content, mode="insert")


def told(done: Done) -> list[tuple[int, str, object, str, str | None]]:
    refused = [*(each for _, each in done.reading.refused), *(r for _, r in done.report.refused)]
    return [(r.row, r.column, r.seen, r.reason, r.field or None) for r in refused]


def count(office: Office, sheet: str) -> int:
    return sum(1 for _ in office.ledger.each(sheet))


def test_a_list_of_rooms_brings_its_owners(office: Office) -> None:
    content = xlsx(
        ("示例花园住户清单",),
        (),
        HEADINGS,
        ("7栋", "1-502", 88.56, "林样例", 15400000001),
        ("7栋", "1-503", "96.10", "周样例", "154 0000 0002"),
        (8, 101, 120, "林样例", "15400000001"),
        ("8", "102", None, None, None),
    )
    report = rooms(office, content)
    assert (report.inserted, told(report), report.blank) == (4, [], 1)
    assert report.report.beside == {"people": 2, "occupancies": 3}
    found = [row for row in office.ledger.each("rooms") if str(row["building"]) in "78"]
    assert [(row["room_code"], row["area"]) for row in found] == [
        ("7-1-502", 88.56),
        ("7-1-503", 96.1),
        ("8-101", 120.0),
        ("8-102", None),
    ]
    lives = [
        (row["room_id__label"], row["person_id__label"])
        for row in office.ledger.each("occupancies")
    ]
    assert lives == [("7-1-502", "林样例"), ("7-1-503", "周样例"), ("8-101", "林样例")]
    phones = [row["phone"] for row in office.ledger.each("people")]
    assert phones == ["15400000001", "15400000002"]


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    content = xlsx(HEADINGS, ("7", "1-502", 88.56, "林样例", "15400000001"))
    rooms(office, content)
    again = rooms(office, content)
    assert (again.inserted, told(again)) == (0, [(2, "", None, "already_there", None)])
    assert (count(office, "people"), count(office, "occupancies")) == (1, 1)


def test_a_known_owner_is_not_written_twice(office: Office) -> None:
    rooms(office, xlsx(HEADINGS, ("7", "1-502", 88.56, "林样例", "15400000001")))
    report = rooms(office, xlsx(HEADINGS, ("7", "1-503", 88.56, "林样例", "15400000001")))
    assert report.report.beside == {"occupancies": 1}


def test_every_bad_cell_is_told_and_the_good_lines_go_in(office: Office) -> None:
    content = xlsx(
        HEADINGS,
        ("7", "1-502", "很大", "林样例", "12345"),
        ("7", None, 80, "周样例", "15400000002"),
        ("7栋1单元", "503", 80, None, None),
        (None, None, None, None, None),
        ("3", "1-502", 80, None, None),
        ("7", "1-505", 80, "何样例", "15400000003"),
    )
    report = rooms(office, content)
    assert told(report) == [
        (2, "C", "很大", "number_invalid", "area"),
        (2, "E", "12345", "phone_invalid", "phone"),
        (3, "B", None, "required_missing", "room_no"),
        (4, "A", "7栋1单元", "rule", "building"),
        (6, "", None, "already_there", None),
    ]
    assert (report.inserted, report.blank) == (1, 1)


def test_reading_judges_everything_and_writes_nothing(office: Office) -> None:
    content = xlsx(
        HEADINGS,
        ("7", "1-502", 80, "林样例", "15400000001"),
        ("7", "1-502", 80, "周样例", "15400000002"),
        ("7", "1-503", "大", None, None),
    )
    before = office.ledger.head
    reading = interpret(office, "rooms", read_workbook(content, "x"), Choices())
    assert [line.row for _, line in reading.lines()] == [2]
    assert [(r.row, r.reason, r.field) for _, r in reading.refused] == [
        (3, "duplicate", "room_code"),
        (4, "number_invalid", "area"),
    ]
    assert (office.ledger.head, count(office, "people")) == (before, 0)


def test_all_or_nothing_does_not_begin_while_there_are_faults(office: Office) -> None:
    content = xlsx(HEADINGS, ("7", "1-502", 80, None, None), ("7", "1-503", "大", None, None))
    reading = interpret(office, "rooms", read_workbook(content, "x"), Choices())
    with pytest.raises(Refusal) as refused:
        commit(office, "rooms", reading, Actor.setup(), only_valid=False)
    assert (refused.value.code, refused.value.params["count"]) == ("import_has_faults", 1)
    assert count(office, "rooms") == 6


def test_any_sheet_can_be_filled_by_its_labels_in_any_language(office: Office) -> None:
    content = xlsx(
        ("鑰匙編號", "Key class", "房号", "來源", "谁写的"),
        ("A-01", "业主托管", "3-1-502", "業主託管", "林"),
        ("A-02", "Public area", None, "developer", "林"),
    )
    report = imported(office, "keys", content)
    assert told(report) == [
        (2, "", None, "required_missing", "consent"),
        (3, "", None, "required_missing", "area"),
    ]
    (found,) = report.reading.worksheets
    assert [(each.letter, each.why) for each in found.columns if each.field is None] == [
        ("E", "unknown")
    ]


def test_a_year_is_never_guessed(office: Office) -> None:
    content = xlsx(
        ("楼栋", "房号", "计费起日"), ("7", "1-502", "3月5日"), ("7", "1-503", "2024年3月5日")
    )
    report = rooms(office, content)
    assert told(report) == [(2, "C", "3月5日", "date_year_unknown", "fee_start")]
    assert report.inserted == 1


def test_an_error_or_a_formula_without_a_value_is_not_an_empty_cell(office: Office) -> None:
    content = xlsx(HEADINGS, ("7", "1-502", "#N/A", None, None), ("7", "1-503", "=1+1", None, None))
    assert told(rooms(office, content)) == [
        (2, "C", "#N/A", "error_cell", "area"),
        (3, "C", "=…", "formula_no_value", "area"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_of_offices(office: Office, encoding: str) -> None:
    content = csv(HEADINGS, ("7栋", "1-502", "88.56", "於偉", "15400000001")).encode(encoding)
    assert rooms(office, content).inserted == 1
    assert [row["name"] for row in office.ledger.each("people")] == ["於偉"]


def test_csv_from_hong_kong(office: Office) -> None:
    content = csv(
        ("樓棟", "房間號", "業主", "聯繫電話"), ("7", "1-502", "陳樣例", "15400000001")
    ).encode("big5hkscs")
    assert rooms(office, content).inserted == 1
    assert [row["name"] for row in office.ledger.each("people")] == ["陳樣例"]


def hidden_and_shown() -> bytes:
    book = Workbook()
    shown = book.active
    assert shown is not None
    shown.append(("楼栋", "房号"))
    shown.append(("7", "1-502"))
    hidden = book.create_sheet("旧")
    hidden.append(("楼栋", "房号"))
    hidden.append(("9", "1-502"))
    hidden.sheet_state = "hidden"
    return saved(book)


def test_a_hidden_worksheet_is_left_alone(office: Office) -> None:
    assert rooms(office, hidden_and_shown()).inserted == 1


def test_every_worksheet_with_the_headings_is_read(office: Office) -> None:
    book = Workbook()
    for name, door in (("一期", "1-601"), ("二期", "1-602")):
        page = book.create_sheet(name)
        page.append(("楼栋", "房号"))
        page.append(("7", door))
    assert rooms(office, saved(book)).inserted == 2


def far_cell() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["XFD1048576"] = 1
    return saved(book)


def bomb() -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 150_000_000)
    return stored.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"PK\x03\x04 not really", "file_damaged"),
        (b"<html><body>x</body></html>", "file_kind_unknown"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "file_damaged"),
        (
            bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"),
            "file_has_password",
        ),
        (b"a" * (10 * 1024 * 1024 + 1), "file_too_large"),
        (bomb(), "file_unfolds_too_far"),
        (far_cell(), "sheet_too_large"),
    ],
)
def test_what_cannot_be_taken_is_refused_as_a_whole(
    office: Office, content: bytes, code: str
) -> None:
    before = office.ledger.head
    with pytest.raises(Unreadable) as refused:
        rooms(office, content)
    assert (refused.value.code, office.ledger.head) == (code, before)


@pytest.mark.parametrize(
    ("content", "state", "missing"),
    [
        (xlsx(("甲", "乙"), (1, 2)), "no_heading", ()),
        (xlsx(("楼栋", "面积"), ("7", 80)), "column_missing", ("room_no",)),
        (xlsx(("楼栋", "房号", "房间号"), ("7", "1", "2")), "column_missing", ("room_no",)),
    ],
)
def test_a_worksheet_that_cannot_be_read_says_why(
    office: Office, content: bytes, state: str, missing: tuple[str, ...]
) -> None:
    (found,) = rooms(office, content).reading.worksheets
    assert (found.state, found.missing) == (state, missing)


def test_a_sheet_nobody_knows_is_refused(office: Office) -> None:
    with pytest.raises(Refusal) as refused:
        imported(office, "rabbits", xlsx(HEADINGS))
    assert refused.value.code == "unknown_sheet"


def test_a_workbook_is_known_by_its_content_and_keeps_its_positions() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C4"] = "样例"
    (found,) = read_workbook(saved(book), "清单.csv").worksheets
    assert (found.rows[3][2], found.rows[0]) == ("样例", (None, None, None))


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (200, "GR")])
def test_columns_are_called_as_excel_calls_them(number: int, letters: str) -> None:
    assert (column_letters(number), column_number(letters)) == (letters, number)


def test_two_thousand_rooms_are_imported(office: Office) -> None:
    lines = [
        (f"{n // 100 + 10}栋", f"1-{n % 100 + 101}", 80, f"样例{n}", 15400000000 + n)
        for n in range(2000)
    ]
    steps: list[int] = []
    reading = interpret(office, "rooms", read_workbook(xlsx(HEADINGS, *lines), "x"), Choices())
    report = commit(
        office,
        "rooms",
        reading,
        Actor.setup(),
        only_valid=False,
        progress=lambda done, total, sheet: steps.append(done),
    )
    assert (report.inserted, report.refused) == (2000, ())
    assert steps[-1] == 6000  # the rooms, their owners, and who lives where
