# ruff: noqa: E501 - a table reads best with a case per line
"""Reading an office's registers: what they become, and every fault of every file at once."""

from pathlib import Path
from textwrap import dedent

import pytest

from registers.book import Book, load
from registers.errors import FAULT_CODES
from registers.expressions import Expression
from registers.fields.base import Field
from tests.house import HOUSE
from tests.registers.desk import book_of, seen

KEYS = """\
key: keys
label: {zh_CN: 钥匙登记, zh_HK: 鑰匙登記, en: Key register}
section: archive
icon: ":material/key:"
sheets:
- key: key_loans
  label: 借用
  number: {pattern: "YS-{date:%Y%m}-{n:04d}", date: lent_at}
  period: {field: lent_at}
  access: {write: [archive, front_desk]}
  view: {order: [doc_no, status], hidden: lent_by, pinned: doc_no}
  timed: {start: lent_at, finish: returned_at, limit: "choice_param(desk, 'sla_minutes')"}
  states:
  - {key: lent, label: 借出, initial: yes}
  - {key: returned, label: 已还, tone: good}
  transitions:
  - key: give_back
    label: 归还
    from: lent
    to: returned
    roles: [archive]
    require: [returned_at]
    set: {returned_at: ":now"}
    guard: {check: "returned_at is not null", message: 请填归还时间}
  rules:
  - check: "returned_at >= lent_at"
    field: returned_at
    message: "归还时间不能早于借出时间({lent_at})"
    unless_role: supervisor
  importing: {aliases: {borrower: [借用人, 姓名]}, required: [borrower], also: [{sheet: keys, values: {key_no: 钥匙号}}]}
  fields:
  - {key: doc_no, type: autono, label: 编号}
  - {key: lent_at, type: datetime, label: 借出, required: true, default: "= :now"}
  - {key: returned_at, type: datetime, label: 归还}
  - {key: borrower, type: text, label: 借用人, required: true, max: 40}
  - {key: org, type: text, label: 单位, required: "borrower <> '业主'"}
  - {key: sets, type: int, label: 套数, default: 1, min: 1}
  - {key: desk, type: choice, codes: desks, label: 登记点, default: front}
  - {key: key_id, type: ref, sheet: keys, label: 钥匙}
  - {key: lent_by, type: staff, free: yes, label: 经办人, readonly: yes, default: "= :actor"}
  - {key: status, type: state, label: 状态}
  - {key: void_reason, type: text, label: 作废原因}
  - {key: overdue, type: computed, result: bool, expr: "coalesce(returned_at, :now) > lent_at", label: 逾期}
- key: keys
  label: 钥匙
  display: key_no
  lookup: [cabinet]
  fields:
  - {key: key_no, type: text, unique: yes, label: 钥匙号}
  - {key: cabinet, type: text, label: 柜位}
  - {key: out, type: computed, result: int, label: 借出, rollup: {sheet: key_loans, match: {key_id: id}, value: sum(sets)}}
"""

DESKS = """\
list: desks
label: 登记点
choices:
- {key: gate, label: 东门, order: 2, params: {sla_minutes: 10}}
- {key: front, label: {zh_CN: 前台, zh_HK: 前台, en: Front desk}, order: 1, params: {sla_minutes: 5}}
"""


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
    options = "options: [{key: a, label: 甲}, {key: b, label: 乙}]"
    text = dedent(f"""
        key: r
        label: R
        section: gate
        sheets:
        - key: s
          label: S
          fields: [{{key: kind, type: choice, label: K, extendable: yes, {options}}}]
        """)
    more = (
        "{list: s.kind, label: K, choices: [{key: c, label: 丙}, {key: a, label: 甲, active: no}]}"
    )
    choices = book_of(tmp_path, r=text, codes__more=more).sheet("s").field("kind").choices
    assert [(choice.key, choice.active) for choice in choices] == [
        ("a", False),
        ("b", True),
        ("c", True),
    ]


def test_an_unreadable_file_of_the_office_does_not_bring_the_shipped_one_back(
    tmp_path: Path,
) -> None:
    book_of(tmp_path / "shipped", keys=KEYS, codes__desks=DESKS)
    book_of(tmp_path / "office", keys="key: [")
    book = load(tmp_path / "shipped", tmp_path / "office")
    assert book.registers == ()
    assert [broken.key for broken in book.broken] == ["keys"]
    assert [code for _, _, _, code in seen(book)] == ["yaml_syntax"]


# --- faults ----------------------------------------------------------------------------------


def test_all_faults_of_all_files_are_reported_with_line_and_place(tmp_path: Path) -> None:
    book = book_of(
        tmp_path,
        a=dedent("""\
            key: a
            label: {zh_CN: 甲, en: A}
            section: gate
            colour: red
            sheets:
            - key: a1
              label: A
              fields:
              - {key: x, type: text, label: X, max: many}
              - {key: y, type: texxt, label: Y}
              - key: z
                type: int
                label: {zh_CN: 丙, zh_HK: 丙, en: C}
                required: "z >"
              - {type: int, label: W}
              rules:
              - {check: "x = 1", message: "{q} {x}"}
              - {check: "nothing = 1", message: M}
            """),
        b="key: b\nlabel: [\n",
        codes__c="{list: c, label: C, choices: [{key: A!, label: 1}]}",
    )
    assert seen(book) == [
        ("a.yaml", 2, "label/zh_HK", "label_language_missing"),
        ("a.yaml", 4, "colour", "unknown_key"),
        ("a.yaml", 9, "a1/x/max", "bad_option"),
        ("a.yaml", 10, "a1/y/type", "unknown_field_type"),
        ("a.yaml", 14, "a1/z/required", "expression_syntax"),
        ("a.yaml", 15, "a1/fields[4]/key", "key_missing"),
        ("a.yaml", 17, "a1/rules[1]/message", "bad_placeholder"),
        ("a.yaml", 18, "a1/rules[2]/check", "expression_name"),
        ("b.yaml", 3, "", "yaml_syntax"),
        ("c.yaml", 1, "A!/key", "bad_key"),
    ]
    assert book.registers == ()
    assert [(broken.key, broken.label and broken.label.en) for broken in book.broken] == [
        ("a", "A"),
        ("b", None),
    ]


def test_a_faulty_register_stops_nothing_but_what_needs_it(tmp_path: Path) -> None:
    simple = (
        "{{key: {0}, label: {0}, section: gate, sheets: [{{key: {0}, label: {0}, fields: [{1}]}}]}}"
    )
    form = "{key: paper, title: 表, sheet: faulty, blocks: [{block: table, columns: [{label: A, width: 9, value: a}]}]}"
    book = book_of(
        tmp_path,
        faulty=simple.format("faulty", "{key: a, type: texxt, label: A}, {key: b, type: int, label: B}"),
        needs_it=simple.format("needs_it", "{key: a, type: ref, sheet: faulty, label: A}"),
        needs_that=simple.format("needs_that", "{key: a, type: ref, sheet: needs_it, label: A}"),
        free=simple.format("free", "{key: a, type: ref, sheet: faulty, free: yes, label: A}"),
        alone=simple.format("alone", "{key: a, type: text, label: A}"),
        forms__paper=form,
    )  # fmt: skip
    assert [register.key for register in book.registers] == ["alone", "free"]
    assert [(name, code) for name, _, _, code in seen(book)] == [
        ("faulty.yaml", "unknown_field_type"),
        ("needs_it.yaml", "broken_sheet"),
        ("needs_that.yaml", "broken_sheet"),
    ]
    assert book.forms == ()


MISTAKES = [
    ("{key: status, type: state, label: 状态}", "{key: status, type: text, label: 状态}", ["state_field_missing"]),
    ("initial: yes", "initial: no", ["initial_state"]),
    ("tone: good}", "tone: good, initial: yes}", ["initial_state"]),
    ("key: returned, label", "key: lent, label", ["duplicate_key", "unknown_state"]),
    ("from: lent", "from: [lent, nowhere]", ["unknown_state"]),
    ("to: returned\n", "to: nowhere\n", ["unknown_state"]),
    ("roles: [archive]", "roles: [archiver]", ["unknown_role"]),
    ("write: [archive, front_desk]", "write: everybody", ["unknown_role"]),
    ("unless_role: supervisor", "unless_role: boss", ["unknown_role"]),
    ("require: [returned_at]", "require: [nothing]", ["unknown_field"]),
    ("set: {returned_at:", "set: {nothing:", ["unknown_field"]),
    ('set: {returned_at: ":now"}', 'set: {returned_at: ":month"}', ["expression_parameter"]),
    ("{check: \"returned_at is not null\"", "{check: \"select 1\"", ["expression_forbidden"]),
    ("({lent_at})", "({lended_at})", ["bad_placeholder"]),
    ("field: returned_at\n    message", "field: nothing\n    message", ["unknown_field"]),
    ("{n:04d}", "{n}", ["bad_number_pattern"]),
    ("YS-{date", "{desk.sla_minutes}-{nothing.series}-{date", ["unknown_field"]),
    ("YS-{date", "{desk.series}-{date", ["expression_no_params"]),
    ("YS-{date", "{borrower.series}-{date", ["expression_no_params"]),
    ("date: lent_at}", "date: borrower}", ["not_a_date_field"]),
    ("date: lent_at}", "date: nothing}", ["unknown_field"]),
    (', date: lent_at}', '}', ["key_missing"]),
    ("{key: doc_no, type: autono", "{key: doc_no, type: text", ["number_field_missing"]),
    ("  number: {pattern", "  #number: {pattern", ["number_missing"]),
    ("period: {field: lent_at}", "period: {field: sets}", ["not_a_date_field"]),
    ("period: {field: lent_at}", "period: {field: overdue}", ["not_a_date_field"]),
    ("order: [doc_no, status]", "order: [doc_no, stats]", ["unknown_field"]),
    ("hidden: lent_by", "hidden: lender", ["unknown_field"]),
    ("display: key_no", "display: nothing", ["unknown_field"]),
    ("lookup: [cabinet]", "lookup: [nothing]", ["unknown_field"]),
    ("'sla_minutes'", "'sla'", ["expression_no_params"]),
    ("{borrower: [借用人", "{nothing: [借用人", ["unknown_field"]),
    ("required: [borrower]", "required: [nothing]", ["unknown_field"]),
    ("also: [{sheet: keys", "also: [{sheet: nothing", ["unknown_sheet"]),
    ("values: {key_no:", "values: {nothing:", ["unknown_field"]),
    ("sheet: keys, label", "sheet: nothing, label", ["unknown_sheet"]),
    ("codes: desks", "codes: deks", ["unknown_codes", "bad_default", "expression_no_params"]),
    ("default: front", "default: back", ["bad_default"]),
    ("default: 1, min: 1", "default: 0, min: 1", ["bad_default"]),
    ("default: 1, min: 1", "min: 2, max: 1", ["limits_crossed"]),
    ('default: "= :now"', 'default: "= now"', ["expression_name"]),
    ("\"borrower <> '业主'\"", "\"select 1\"", ["expression_forbidden"]),
    ("{key: org, type", "{key: borrower, id: org, type", ["duplicate_key"]),
    ("{key: org, type", "{key: org, id: borrower, type", ["duplicate_key"]),
    ("{key: org, type", "{key: version, type", ["reserved_key"]),
    ("{key: org, type", "{key: Org, type", ["bad_key"]),
    ("key: keys\n  label: 钥匙\n", "key: key_loans\n  label: 钥匙\n", ["duplicate_key", "unknown_sheet", "unknown_sheet"]),
    ("result: bool, expr", "result: bool, index: yes, expr", ["computed_index"]),
    ("label: 借出, rollup", "label: 借出, unique: yes, rollup", ["computed_index"]),
    ("value: sum(sets)}", "value: summ(sets)}", ["expression_function"]),
    ("match: {key_id: id}", "match: {keys: id}", ["expression_name"]),
    ("label: 借出, rollup", "label: 借出, expr: out, rollup", ["computed_source"]),
    ("section: archive", "section: cellar", ["bad_option"]),
    ("icon: \":material/key:\"", "icon: key", ["bad_option"]),
    ("label: 柜位", "label: \"::JSCODE::alert(1)\"", ["forbidden_text"]),
    ("{key: org, type: text", "{key: org, key: orgs, type: text", ["yaml_duplicate_key"]),
    ("{key: org, type: text", "{key: org, type: idno, kind_field: nothing", ["unknown_field"]),
    ("{key: org, type: text", "{key: org, type: idno, kind_field: status, mainland_kinds: card", ["unknown_choice"]),
    ("{key: org, type: text", "{key: org, type: multi", ["choices_missing"]),
    ("{key: org, type: text", "{key: org, type: choice, options: [{key: a, label: 甲}, {key: a, label: 乙}]", ["duplicate_key"]),
    ("{key: org, type: text", "{key: org, type: choice, options: [{key: a, label: 甲}, {key: b, label: 甲}]", ["duplicate_key"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "codes"), MISTAKES, ids=[wrong[:40] for _, wrong, _ in MISTAKES]
)
def test_a_mistake_in_a_register_is_a_fault(
    tmp_path: Path, right: str, wrong: str, codes: list[str]
) -> None:
    assert right in KEYS
    text = KEYS.replace(right, wrong, 1)
    book = book_of(tmp_path, keys=text, codes__desks=DESKS)
    assert {code for _, _, _, code in seen(book)} >= set(codes)
    assert len(seen(book)) <= len(codes) + 1
    assert book.registers == ()
    for fault in book.faults:
        assert fault.code in FAULT_CODES
        assert set(fault.params) <= set(FAULT_CODES[fault.code])


def test_a_fault_stands_at_the_line_of_the_mistake(tmp_path: Path) -> None:
    text = KEYS.replace("require: [returned_at]", "require: [nothing]")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "require: [nothing]" in one)
    book = book_of(tmp_path, keys=text, codes__desks=DESKS)
    assert seen(book) == [("keys.yaml", line, "key_loans/give_back/require", "unknown_field")]


def test_names_that_only_follow_from_a_field_with_a_fault_are_not_faults(tmp_path: Path) -> None:
    text = KEYS.replace("{key: lent_at, type: datetime", "{key: lent_at, type: datetimes")
    book = book_of(tmp_path, keys=text, codes__desks=DESKS)
    assert [code for _, _, _, code in seen(book)] == ["unknown_field_type"]


def test_the_same_key_twice_in_one_folder_is_a_fault(tmp_path: Path) -> None:
    book = book_of(tmp_path, keys=KEYS, keys_again=KEYS, codes__desks=DESKS)
    assert seen(book) == [("keys_again.yaml", 1, "key", "duplicate_key")]
    assert len(book.registers) == 1


def test_a_sheet_of_two_registers_is_a_fault(tmp_path: Path) -> None:
    other = KEYS.replace("key: keys\nlabel", "key: other\nlabel", 1)
    book = book_of(tmp_path, keys=KEYS, other=other, codes__desks=DESKS)
    assert [(name, code) for name, _, _, code in seen(book)] == [
        ("other.yaml", "duplicate_key")
    ] * 2
    assert [register.key for register in book.registers] == ["keys"]


def test_every_field_knows_its_sheet_by_key_only(book: Book) -> None:
    for sheet in book.sheets:
        for field in sheet.fields:
            assert isinstance(field, Field)
            assert sheet.field(field.key) is field
