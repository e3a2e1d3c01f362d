# ruff: noqa: E501 - a table reads best with a case per line
"""Everything wrong in the files of an office is told at once, with file, line and place."""

from pathlib import Path
from textwrap import dedent

import pytest

from registers.errors import FAULT_CODES
from tests.registers.desk import book_of, seen
from tests.registers.key_register import DESKS, KEYS


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
    (", date: lent_at}", ", date: lent_at, lines: {field: borrower}}", ["not_a_count"]),
    (", date: lent_at}", ", date: lent_at, lines: {field: nothing, same: nobody}}", ["unknown_field", "unknown_field"]),
    (", date: lent_at}", ", date: lent_at, lines: {field: sets, same: borrower, carries: overdue}}", ["not_writable"]),
    ("{key: org, type: text", "{key: org, type: autono, number: {pattern: \"X{n:02d}\", lines: {field: sets}}", ["lines_of_own_number"]),
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
    ("lookup: [cabinet]", "shows: [nothing]", ["unknown_field"]),
    ("lookup: [cabinet]", "shows: {sheet: nothing, fields: borrower}", ["unknown_sheet"]),
    ("lookup: [cabinet]", "shows: {sheet: keys, fields: cabinet}", ["not_tied"]),
    ("lookup: [cabinet]", "shows: {sheet: key_loans, fields: nothing}", ["unknown_field"]),
    ("lookup: [cabinet]", "shows: {sheet: key_loans, fields: borrower, where: select 1}", ["expression_forbidden"]),
    ("lookup: [cabinet]", "recognise: {by: cabinet, fills: cabinet}", ["recognise_index"]),
    ("lookup: [cabinet]", "recognise: {by: key_no, fills: out, tells: nothing}", ["not_writable", "unknown_field"]),
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
