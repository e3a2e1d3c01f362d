"""The lists of the day as files: what they say, whose they are, what is wrong in them."""

from datetime import datetime
from pathlib import Path

import pytest

from registers.book import Book, load
from tests.registers.desk import book_of, seen
from tests.registers.key_register import DESKS, KEYS

LIST = """\
key: out
label: 借出的钥匙
hint: {zh_CN: 催还, zh_HK: 催還, en: Ask for them}
sheet: key_loans
where: "status = 'lent' and key_id.out > 0"
columns: [doc_no, borrower]
order: [lent_at desc, borrower]
tone: soon
roles: [archive]
limit: 3
due: "17:00"
index: borrower
rank: 7
"""


def with_list(folder: Path, text: str = LIST, **files: str) -> Book:
    return book_of(folder, keys=KEYS, codes__desks=DESKS, today__out=text, **files)


def test_a_list_says_which_rows_wait_and_what_to_do(tmp_path: Path) -> None:
    book = with_list(tmp_path)
    assert seen(book) == []
    found = book.today_list("out")
    assert found.hint.en == "Ask for them"
    assert found.sorting == (("lent_at", "desc"), ("borrower", "asc"))
    assert (found.limit, found.rank, found.index) == (3, 7, ("borrower",))
    assert book.expression(found.sheet, found.where).sheets == {"key_loans", "keys"}


def test_lists_stand_by_rank_and_a_workspace_lays_its_own_over(tmp_path: Path) -> None:
    later = LIST.replace("key: out", "key: again").replace("rank: 7", "rank: 3")
    with_list(tmp_path / "shipped", today__again=later)
    own = LIST.replace("limit: 3", "limit: 9")
    book_of(tmp_path / "own", today__mine=own)
    book = load(tmp_path / "shipped", tmp_path / "own")
    assert [each.key for each in book.today] == ["again", "out"]
    assert book.today_list("out").limit == 9


def test_a_list_without_roles_is_everybodys_and_the_manager_has_all(tmp_path: Path) -> None:
    named = with_list(tmp_path).today_list("out")
    assert [named.is_for(role) for role in ("archive", "gate", "manager", "admin")] == [
        True, False, True, True,
    ]  # fmt: skip
    assert named.model_copy(update={"roles": ()}).is_for("gate")


@pytest.mark.parametrize(
    ("time", "tone"), [("16:59", "soon"), ("17:00", "soon"), ("17:01", "late")]
)
def test_a_list_is_late_once_its_time_is_past(tmp_path: Path, time: str, tone: str) -> None:
    moment = datetime.fromisoformat(f"2026-11-20 {time}")
    assert with_list(tmp_path).today_list("out").tone_at(moment) == tone


@pytest.mark.parametrize(("day", "tone"), [(4, "soon"), (5, "soon"), (6, "late"), (30, "late")])
def test_a_list_is_late_once_its_day_of_the_month_is_past(
    tmp_path: Path, day: int, tone: str
) -> None:
    found = with_list(tmp_path, LIST.replace('due: "17:00"', "due_day: 5")).today_list("out")
    assert found.tone_at(datetime(2026, 11, day, 9, 0)) == tone


def test_a_list_of_what_is_missing_may_wait_for_some_choices_only(tmp_path: Path) -> None:
    text = LIST + 'missing: desk\namong: {sla_minutes: "10"}\n'
    book = with_list(tmp_path, text)
    assert seen(book) == []
    found = book.today_list("out")
    choices = book.sheet("key_loans").field("desk").choices
    assert [each.key for each in choices if found.expects(each)] == ["gate"]
    strange = with_list(tmp_path / "strange", text.replace("sla_minutes", "minutes"))
    assert [fault[-1] for fault in seen(strange)] == ["expression_no_params"]


@pytest.mark.parametrize(
    ("line", "wrong", "fault"),
    [
        ("sheet: key_loans", "sheet: nowhere", (4, "sheet", "unknown_sheet")),
        ("status = 'lent'", "statuss = 'lent'", (5, "where", "expression_name")),
        ("status = 'lent'", "status = 'lend'", (5, "where", "unknown_choice")),
        ("status = 'lent'", "(select 1)", (5, "where", "expression_forbidden")),
        ("[doc_no, borrower]", "[doc_no, owner]", (6, "columns", "unknown_field")),
        ("[doc_no, borrower]", "[]", (6, "columns", "bad_option")),
        ("lent_at desc", "lent desc", (7, "order", "unknown_field")),
        ("tone: soon", "tone: red", (8, "tone", "bad_option")),
        ("roles: [archive]", "roles: [boss]", (9, "roles", "unknown_role")),
        ("limit: 3", "limit: 0", (10, "limit", "bad_option")),
        ("17:00", "25:00", (11, "due", "bad_option")),
        ("index: borrower", "index: overdue", (12, "index", "computed_index")),
        ("rank: 7", "rang: 7", (13, "rang", "unknown_key")),
        ("rank: 7", "missing: borrower", (13, "missing", "choices_missing")),
        ("rank: 7", "missing: nothing", (13, "missing", "unknown_field")),
    ],
)
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, line: str, wrong: str, fault: tuple[int, str, str]
) -> None:
    assert line in LIST
    book = with_list(tmp_path, LIST.replace(line, wrong))
    assert seen(book) == [("out.yaml", *fault)]
    assert book.today == ()


def test_all_faults_of_a_list_show_together(tmp_path: Path) -> None:
    book = with_list(tmp_path, LIST.replace("archive", "boss").replace("borrower]", "owner]"))
    assert [code for *_, code in seen(book)] == ["unknown_field", "unknown_field", "unknown_role"]


def test_a_list_of_a_broken_register_is_left_out_and_not_blamed(tmp_path: Path) -> None:
    book = with_list(tmp_path, keys2=KEYS.replace("key: keys\n", "key: keys2\n", 1))
    assert {code for *_, code in seen(book)} == {"duplicate_key"}
    broken = book_of(
        tmp_path / "b",
        keys=KEYS.replace("type: text, label: 单位", "type: texxt, label: 单位"),
        codes__desks=DESKS,
        today__out=LIST,
    )
    assert [code for *_, code in seen(broken)] == ["unknown_field_type"]
    assert broken.today == ()


def test_the_posts_a_shipped_list_names_may_read_its_sheet(book: Book) -> None:
    assert book.today
    for each in book.today:
        sheet = book.sheet(each.sheet)
        assert [role for role in each.roles if not sheet.may(role, "read")] == [], each.key
