"""Reading an office's registers: what they become, and every fault of every file at once."""

from pathlib import Path
from textwrap import dedent

import pytest

from registers.book import Book, load
from registers.expressions import Expression
from registers.fields.base import Field
from tests.house import HOUSE
from tests.registers.desk import book_of, seen
from tests.registers.key_register import DESKS, KEYS


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return book_of(tmp_path, keys=KEYS, codes__desks=DESKS)


def test_the_shipped_registers_have_no_faults() -> None:
    book = load(HOUSE / "schemas")
    assert [str(fault) for fault in book.faults] == []
    assert book.registers
    assert book.forms


def test_a_register_is_read_whole(book: Book) -> None:
    assert seen(book) == []
    assert [sheet.key for sheet in book.sheets] == ["key_loans", "keys"]
    assert book.register_of("keys").key == "keys"
    assert book.sheet("keys").register == "keys"
    loans = book.sheet("key_loans")
    assert loans.number is not None
    assert loans.number_field is loans.field("doc_no")
    assert loans.initial_state is loans.state("lent")
    assert loans.state_field is loans.field("status")
    assert [choice.key for choice in loans.field("status").choices] == ["lent", "returned"]
    assert loans.transition("give_back").from_ == ("lent",)
    assert [field.key for field in loans.computed_fields] == ["overdue"]
    assert [field.key for field in loans.reference_fields] == ["key_id", "lent_by"]


def test_a_shown_system_column_has_no_column_of_its_own(book: Book) -> None:
    loans = book.sheet("key_loans")
    assert "void_reason" in loans.by_key
    assert {"void_reason", "overdue"}.isdisjoint(field.key for field in loans.stored_fields)


def test_the_view_decides_order_hidden_and_pinned_columns(book: Book) -> None:
    loans = book.sheet("key_loans")
    assert [field.key for field in loans.visible_fields][:3] == ["doc_no", "status", "lent_at"]
    assert "lent_by" not in [field.key for field in loans.visible_fields]
    shown = {column["key"]: (column["pinned"], column["hidden"]) for column in loans.columns("en")}
    assert shown["doc_no"] == (True, False)
    assert shown["lent_by"] == (False, True)


def test_choices_come_from_the_code_list_in_its_order(book: Book) -> None:
    desk = book.sheet("key_loans").field("desk")
    assert [(choice.key, choice.py) for choice in desk.choices] == [("front", "qt"), ("gate", "dm")]
    assert desk.choices[0].params == {"sla_minutes": 5}


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("archive", {"read", "write"}),
        ("gate", {"read"}),
        ("supervisor", {"read", "void"}),
        ("manager", {"read", "write", "void"}),
        ("admin", {"read", "write", "void"}),
    ],
)
def test_posts_may_do_what_the_sheet_grants(book: Book, role: str, may: set[str]) -> None:
    loans = book.sheet("key_loans")
    assert {deed for deed in ("read", "write", "void") if loans.may(role, deed)} == may  # type: ignore[arg-type]


def test_who_writes_may_void_at_least_what_he_wrote_today(book: Book) -> None:
    sheet = book.sheet("key_loans")
    assert [role for role in ("archive", "supervisor", "gate") if sheet.may_void_some(role)] == [
        "archive",
        "supervisor",
    ]


def test_defaults_are_values_or_expressions(book: Book) -> None:
    assert book.default("key_loans", "sets") == 1
    assert book.default("key_loans", "desk") == "front"
    assert book.default("key_loans", "borrower") is None
    now = book.default("key_loans", "lent_at")
    assert isinstance(now, Expression)
    assert now.sql("t") == ":now"


def test_required_when_is_an_expression(book: Book) -> None:
    assert book.required_when("key_loans", "borrower") is None
    condition = book.required_when("key_loans", "org")
    assert condition is not None
    assert condition.fields == {"borrower"}


def test_a_computed_field_is_sql(book: Book) -> None:
    sql = book.computed_sql("key_loans", "overdue", "t")
    assert sql == '(coalesce("t"."returned_at", :now) > "t"."lent_at")'
    assert book.computed("keys", "out").sheets == {"key_loans"}
    with pytest.raises(KeyError):
        book.computed("key_loans", "borrower")


def test_expressions_are_parsed_once(book: Book) -> None:
    assert book.expression("key_loans", "sets > 1") is book.expression("key_loans", "sets > 1")
    assert book.computed("keys", "out") is book.computed("keys", "out")


def test_a_reference_is_searched_by_label_and_lookup_of_its_target(book: Book) -> None:
    sql, bound = book.sheet("key_loans").field("key_id").condition('"k"', "contains", "A-1", None)  # type: ignore[arg-type]
    assert sql.count("LIKE") == 2
    assert '"key_no"' in sql
    assert '"cabinet"' in sql
    assert bound == ["%A-1%", "%A-1%"]


def test_registers_stand_in_the_order_of_the_navigation(tmp_path: Path) -> None:
    def register(key: str, section: str, order: int) -> str:
        fields = "fields: [{key: a, type: text, label: A}]"
        sheet = f"{{key: {key}, label: {key}, {fields}}}"
        return (
            f"{{key: {key}, label: {key}, section: {section}, order: {order}, sheets: [{sheet}]}}"
        )

    book = book_of(
        tmp_path,
        a=register("a", "master", 1),
        b=register("b", "gate", 2),
        c=register("c", "reception", 9),
        d=register("d", "gate", 1),
    )
    assert [one.key for one in book.registers] == ["c", "d", "b", "a"]


# --- folders over folders --------------------------------------------------------------------


def test_a_later_folder_replaces_what_has_the_same_key(tmp_path: Path) -> None:
    book_of(tmp_path / "shipped", keys=KEYS, codes__desks=DESKS)
    book_of(
        tmp_path / "office",
        our_keys=KEYS.replace("Key register", "Our keys"),
        codes__desks=DESKS.replace("东门", "西门"),
    )
    book = load(tmp_path / "shipped", tmp_path / "office", tmp_path / "nothing here")
    assert seen(book) == []
    assert [register.label.en for register in book.registers] == ["Our keys"]
    assert book.sheet("key_loans").field("desk").choices[1].label.zh_CN == "西门"


def test_an_office_adds_choices_to_a_list_that_may_be_extended(tmp_path: Path) -> None:
    given = "options: [{key: a, label: 甲}, {key: b, label: 乙}]"
    text = dedent(f"""
        key: r
        label: R
        section: gate
        sheets:
        - key: s
          label: S
          fields: [{{key: kind, type: choice, label: K, extendable: yes, {given}}}]
        """)
    more = (
        "{list: s.kind, label: K, choices: [{key: c, label: 丙}, {key: a, label: 甲, active: no}]}"
    )
    kind = book_of(tmp_path, r=text, codes__more=more).sheet("s").field("kind")
    expected = [("a", False), ("b", True), ("c", True)]
    assert [(choice.key, choice.active) for choice in kind.choices] == expected
    # The grid needs the label of one that is no longer offered: old rows still show it.
    options = kind.column("zh_CN")["options"]
    assert [(option["value"], option["active"]) for option in options] == expected


def test_an_unreadable_file_of_the_office_does_not_bring_the_shipped_one_back(
    tmp_path: Path,
) -> None:
    book_of(tmp_path / "shipped", keys=KEYS, codes__desks=DESKS)
    book_of(tmp_path / "office", keys="key: [")
    book = load(tmp_path / "shipped", tmp_path / "office")
    assert book.registers == ()
    assert [broken.key for broken in book.broken] == ["keys"]
    assert [code for _, _, _, code in seen(book)] == ["yaml_syntax"]


def test_every_field_knows_its_sheet_by_key_only(book: Book) -> None:
    for sheet in book.sheets:
        for field in sheet.fields:
            assert isinstance(field, Field)
            assert sheet.field(field.key) is field
