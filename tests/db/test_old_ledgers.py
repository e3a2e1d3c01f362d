"""Old ledgers written: what they are asked, one step, one undo, and stocks that still agree."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from db.actor import Actor
from db.edits import Insert, Refusal, TakeBack
from db.importing import Choices, ImportReport, Reading, commit, interpret, read_workbook
from db.office import Office, open_office
from exports import error_workbook

AT = "2026-11-03 09:05"
HEAD = ("登记编号", "到达时间", "来访人姓名", "联系电话", "来访类别")


@pytest.fixture
def office(workspace: Path) -> Iterator[Office]:
    opened = open_office(workspace)
    yield opened
    opened.close()


def file(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def read(office: Office, sheet: str, *rows: Sequence[object], **choices: object) -> Reading:
    workbook = read_workbook(file(*rows), "旧台账.xlsx")
    return interpret(office, sheet, workbook, Choices(**choices))


def write(office: Office, reading: Reading, actor: Actor) -> ImportReport:
    return commit(office, reading.sheet, reading, actor, only_valid=False)


def visitors(office: Office) -> list[dict[str, object]]:
    return list(office.ledger.each("visitors", void=False))


def test_old_visitors_are_written_as_they_stand_and_taken_back_at_once(
    office: Office, supervisor: Actor
) -> None:
    lines = [(f"旧-{n}", AT, f"访客{n}", None, None) for n in range(1, 6)]
    reading = read(office, "visitors", HEAD, *lines, (None, AT, "无编号", None, None))
    report = write(office, reading, supervisor)
    assert (report.inserted, report.refused) == (6, ())
    found = visitors(office)
    numbers = [row["doc_no"] for row in found]
    assert numbers == [
        *(f"旧-{n}" for n in range(1, 6)),
        "LF-20261103-0001",
    ]
    old = found[0]
    assert (old["status"], old["handled_by"], old["desk"], old["party_size"]) == (
        "left_unrecorded", None, None, None,
    )  # fmt: skip
    entry = office.ledger.history("visitors", int(str(old["id"])))[0]
    assert entry["op"] == "insert"
    assert office.ledger.verify() == []
    taken = office.ledger.take_back(TakeBack(1, "visitors"), supervisor, client="x").result()
    assert (taken.error, taken.voided, visitors(office)) == (None, 6, [])
    assert office.ledger.verify() == []


def test_a_number_an_old_paper_has_is_not_given_again(office: Office, supervisor: Actor) -> None:
    reading = read(office, "visitors", HEAD, ("LF-20261103-0001", AT, "旧访客", None, None))
    write(office, reading, supervisor)
    new = read(office, "visitors", HEAD, (None, AT, "新访客", None, None))
    write(office, new, supervisor)
    assert [row["doc_no"] for row in visitors(office)] == ["LF-20261103-0001", "LF-20261103-0002"]
    assert office.ledger.verify() == []


def test_numbers_further_down_the_paper_are_not_given_to_the_lines_before(
    office: Office, supervisor: Actor
) -> None:
    lines = [(None, AT, f"无编号{n}", None, None) for n in range(3)]
    lines += [(f"LF-20261103-{n:04d}", AT, f"有编号{n}", None, None) for n in (1, 2, 4)]
    report = write(office, read(office, "visitors", HEAD, *lines), supervisor)
    assert report.refused == ()
    counted = [int(str(row["doc_no"])[-4:]) for row in visitors(office)]
    assert counted == [3, 5, 6, 1, 2, 4]
    assert office.ledger.verify() == []


def test_all_or_nothing_leaves_nothing_where_the_ledger_has_moved_on(
    office: Office, supervisor: Actor
) -> None:
    lines = [("A-1", AT, "访客甲", None, None), ("A-2", AT, "访客乙", None, None)]
    first, second = (read(office, "visitors", HEAD, *lines) for _ in range(2))
    write(office, first, supervisor)
    before = office.ledger.head
    report = write(office, second, supervisor)
    assert (report.inserted, [(r.row, r.reason) for _, r in report.refused]) == (
        0, [(2, "duplicate_no"), (3, "duplicate_no")],
    )  # fmt: skip
    assert (office.ledger.head, len(visitors(office))) == (before, 2)
    rest = commit(office, "visitors", second, supervisor, only_valid=True)
    assert (rest.inserted, len(rest.refused)) == (0, 2)


def test_changed_cells_come_back_as_exactly_those_changes(
    office: Office, supervisor: Actor
) -> None:
    lines = [("A-1", AT, "访客甲", "13812345678", "亲友"), ("A-2", AT, "访客乙", None, "看房")]
    write(office, read(office, "visitors", HEAD, *lines), supervisor)
    same = read(office, "visitors", HEAD, *lines)
    assert [line.becomes for _, line in same.lines()] == ["unchanged", "unchanged"]
    changed = [("A-1", AT, "访客甲", "13912345678", "亲友"), ("A-2", AT, "访客丙", None, None)]
    reading = read(office, "visitors", HEAD, *changed, ("A-3", AT, "访客丁", None, None))
    assert [(line.becomes, dict(line.changes)) for _, line in reading.lines()] == [
        ("update", {"phone": ("13812345678", "13912345678")}),
        ("update", {"visitor_name": ("访客乙", "访客丙"), "visitor_type": ("viewing", None)}),
        ("new", {}),
    ]
    only = read(
        office, "visitors", HEAD, *changed[:1], ("A-3", AT, "访客丁", None, None), mode="update"
    )
    assert [r.reason for _, r in only.refused] == ["row_not_found"]
    assert write(office, only_phone(office, changed), supervisor).updated == 1
    assert [row["phone"] for row in visitors(office)] == ["13912345678", None]
    office.ledger.take_back(TakeBack(1, "visitors"), supervisor, client="x").result()
    assert [row["phone"] for row in visitors(office)] == ["13812345678", None]


def only_phone(office: Office, changed: list[tuple[object, ...]]) -> Reading:
    return read(office, "visitors", HEAD, changed[0])


def test_what_the_clerk_says_is_obeyed_and_remembered(office: Office, supervisor: Actor) -> None:
    rows = (("到达时间", "来访人", "谁来了", "单位名"), (AT, "林样例", "快递公司", "某公司"))
    first = read(office, "visitors", *rows)
    assert [column.why for column in first.worksheets[0].columns] == [
        None,
        None,
        "unknown",
        "unknown",
    ]
    chosen = {"Sheet": {3: "visitor_type", 4: "visitor_org"}}
    asked = read(office, "visitors", *rows, columns=chosen)
    (question,) = asked.worksheets[0].questions
    assert (question.field, question.seen, question.options) == (
        "visitor_type",
        "快递公司",
        ("courier",),
    )
    answered = read(office, "visitors", *rows, columns=chosen, answers={question.key: "courier"})
    write(office, answered, supervisor)
    (row,) = visitors(office)
    assert (row["visitor_type"], row["visitor_org"]) == ("courier", "某公司")
    again = read(office, "visitors", *rows)
    assert [(c.field, c.how) for c in again.worksheets[0].columns][2:] == [
        ("visitor_type", "earlier"), ("visitor_org", "earlier"),
    ]  # fmt: skip


def test_cells_are_put_right_in_the_preview(office: Office, supervisor: Actor) -> None:
    rows = (HEAD, (None, AT, "林样例", "12", None), (None, "11月3日", "周样例", None, None))
    refused = [(r.row, r.field, r.reason) for _, r in read(office, "visitors", *rows).refused]
    assert refused == [(2, "phone", "phone_invalid"), (3, "arrived_at", "time_missing")]
    corrections = {
        ("Sheet", 2, "phone"): "13812345678",
        ("Sheet", 3, "arrived_at"): "2026-11-03 10:00",
    }
    right = read(office, "visitors", *rows, corrections=corrections)
    assert [line.row for _, line in right.lines()] == [2, 3]
    left_out = read(office, "visitors", *rows, corrections=corrections, left_out={("Sheet", 3)})
    assert [line.row for _, line in left_out.lines()] == [2]


def test_lines_left_out_are_in_nobodys_way(office: Office, supervisor: Actor) -> None:
    rows = (HEAD, ("A-1", AT, "林样例", None, None), ("A-1", AT, "林样例", "12", None))
    both = read(office, "visitors", *rows)
    assert [r.reason for _, r in both.refused] == ["phone_invalid"]
    with pytest.raises(Refusal, match="import_has_faults"):
        write(office, both, supervisor)
    one = read(office, "visitors", *rows, left_out={("Sheet", 3)})
    assert write(office, one, supervisor).inserted == 1
    assert [row["phone"] for row in visitors(office)] == [None]


TIMES = (("时间", "来访人姓名"), ("9:05", "林样例"), ("14:30", "周样例"))
NAMES = (("来访人姓名", "来访单位"), ("林样例", None), ("周样例", None))


@pytest.mark.parametrize(
    ("rows", "for_all", "corrections", "wanted"),
    [
        (TIMES, {"@day": "2026年11月3日", "desk": "东门"}, {},
         [("2026-11-03 09:05", "east_gate"), ("2026-11-03 14:30", "east_gate")]),
        (TIMES, {"@day": "2026-11-03"}, {("Sheet", 3, "desk"): "前台"},
         [("2026-11-03 09:05", None), ("2026-11-03 14:30", "front_desk")]),
        (NAMES, {"arrived_at": "2026-11-03 8:00"}, {},
         [("2026-11-03 08:00", None)] * 2),
        (NAMES, {"arrived_at": ""},
         {("Sheet", 2, "arrived_at"): "2026-11-03 8:00", ("Sheet", 3, "arrived_at"): AT},
         [("2026-11-03 08:00", None), (AT, None)]),
    ],
    ids=["the day and a gate", "a gate of one line", "the time of all", "typed line by line"],
)  # fmt: skip
def test_what_no_column_brings_is_said_for_all_or_typed(
    office: Office,
    supervisor: Actor,
    rows: Sequence[Sequence[object]],
    for_all: dict[str, str],
    corrections: dict[tuple[str, int, str], str],
    wanted: list[tuple[str, str | None]],
) -> None:
    untold = read(office, "visitors", *rows)
    assert list(untold.lines()) == []
    told = read(office, "visitors", *rows, for_all=for_all, corrections=corrections)
    write(office, told, supervisor)
    assert [(row["arrived_at"], row["desk"]) for row in visitors(office)] == wanted


@pytest.mark.parametrize(
    ("for_all", "refused"),
    [
        ({"arrived_at": "9:05"}, ("arrived_at", "date_unknown", "9:05")),
        ({"@day": "第三天"}, ("arrived_at", "required_missing", None)),
        ({"arrived_at": ""}, ("arrived_at", "required_missing", None)),
        ({"arrived_at": AT, "desk": "北极门"}, ("desk", "choice_unknown", "北极门")),
        ({"arrived_at": AT, "version": "7", "handled_by": ""}, None),
    ],
    ids=str,
)
def test_what_is_said_is_judged_as_any_cell(
    office: Office, for_all: dict[str, str], refused: tuple[str, str, str | None] | None
) -> None:
    reading = read(
        office, "visitors", ("来访人姓名", "联系电话"), ("林样例", None), for_all=for_all
    )
    found = [(r.field, r.reason, r.seen) for _, r in reading.refused]
    assert found == ([refused] if refused else [])


def test_what_is_said_for_all_changes_rows_and_what_is_not_said_empties_none(
    office: Office, supervisor: Actor
) -> None:
    write(office, read(office, "visitors", HEAD, ("A-1", AT, "林样例", None, "亲友")), supervisor)
    rows = (("登记编号", "来访人姓名"), ("A-1", "林样例"))
    said = read(office, "visitors", *rows, for_all={"desk": "东门", "visitor_type": ""})
    assert [(line.becomes, dict(line.changes)) for _, line in said.lines()] == [
        ("update", {"desk": (None, "east_gate")})
    ]


def test_the_refused_rows_come_back_as_the_clerk_wrote_them(office: Office) -> None:
    content = file(
        ("来访登记",), HEAD, (None, AT, "林样例", "12", None), (None, AT, "好行", None, None),
        (None, AT, None, "=A1", "火星人"),
    )  # fmt: skip
    workbook = read_workbook(content, "x.xlsx")
    reading = interpret(office, "visitors", workbook, Choices())
    made = load_workbook(io.BytesIO(error_workbook(office.book, workbook, reading, "zh_CN")))
    rows = [[cell.value for cell in row] for row in made.worksheets[0].rows]
    assert rows[0] == [*HEAD, "要改正的地方"]
    assert rows[1][:5] == [None, AT, "林样例", "12", None]
    assert "电话" in str(rows[1][5])
    assert (rows[2][3], made.worksheets[0]["D3"].data_type) == ("=…", "s")
    assert len(rows) == 3
    again = interpret(office, "visitors", read_workbook(
        error_workbook(office.book, workbook, reading, "zh_CN"), "x.xlsx"), Choices())  # fmt: skip
    assert len(list(again.refused)) >= 3


MOVES = ("日期", "类别", "物品", "数量", "单价")


def test_old_stock_may_fall_below_nothing_and_still_agrees(
    office: Office, supervisor: Actor, admin: Actor
) -> None:
    item = {
        "item_no": "P1",
        "name": "签字笔",
        "unit": "stick",
        "category": "stationery",
        "max_qty": 9,
    }
    assert office.ledger.apply([Insert(1, "supply_items", item)], admin, client="")[0].ok
    reading = read(
        office, "supply_moves", MOVES,
        ("2026-11-05", "领用", "签字笔", 3, None),
        ("2026-11-03", "领用", "签字笔", 5, None),
        ("2026-11-04", "采购入库", "签字笔", 10, 2),
    )  # fmt: skip
    report = write(office, reading, supervisor)
    assert (report.inserted, report.refused) == (3, ())
    assert office.ledger.verify() == []
    left = {
        str(row["move_date"]): row["balance_after"] for row in office.ledger.each("supply_moves")
    }
    assert left == {"2026-11-03": -5, "2026-11-04": 5, "2026-11-05": 2}
    taken = office.ledger.take_back(TakeBack(1, "supply_moves"), supervisor, client="").result()
    assert (taken.error, taken.voided) == (None, 3)
    assert office.ledger.verify() == []
    assert write(office, reading, supervisor).inserted == 3
    more = read(office, "supply_moves", MOVES, ("2026-11-01", "期初", "签字笔", 6, 2))
    assert write(office, more, supervisor).inserted == 1
    assert office.ledger.verify() == []
    live = office.ledger.each("supply_moves", void=False)
    assert [row["balance_after"] for row in live] == [1, 11, 8, 6]


def test_current_rows_are_asked_for_all_a_new_row_needs(office: Office) -> None:
    lines = (
        ("来访人姓名", "来访类别", "被访房号"),
        ("林样例", "亲友", "3-1-502"),
        ("周样例", "送货", None),
    )
    reading = read(office, "visitors", *lines, history=False)
    assert [(r.row, r.field, r.reason) for _, r in reading.refused] == [
        (2, "id_number", "required_missing"),
        (3, "visitor_org", "required_missing"),
        (3, "id_number", "required_missing"),
        (3, "room_id", "required_missing"),
    ]


def test_who_may_not_write_the_sheet_imports_nothing(office: Office) -> None:
    gate = Actor("gate", None, "finance", "财务")
    reading = read(office, "visitors", HEAD, (None, AT, "林样例", None, None))
    report = commit(office, "visitors", reading, gate, only_valid=True)
    assert [r.refusal.code for _, r in report.refused] == ["not_allowed"]
    with pytest.raises(Refusal):
        read(office, "nothing", HEAD)
