# ruff: noqa: E501 - a table reads best with a case per line
"""What a button does besides, the clock, further numbers and running stocks, as they are read."""

from pathlib import Path

import pytest

from registers.book import Book
from registers.errors import FAULT_CODES
from registers.expressions import Expression
from tests.registers.desk import book_of, seen

STORE = """\
key: store
label: 仓库
section: archive
sheets:
- key: items
  label: 物品
  fields:
  - {key: name, type: text, label: 品名}
  - {key: on_hand, type: computed, result: int, label: 现存, rollup: {sheet: moves, match: {item_id: id}, order: moved_on, value: left_after}}
- key: moves
  label: 出入
  number: {pattern: "RK-{n:03d}"}
  balance: {per: item_id, order: moved_on, counts: "status = 'issued'", sign: "1", qty: qty, qty_after: left_after, price: price, amount: amount, value_after: value_after}
  states: [{key: issued, label: 已办, initial: yes}, {key: late, label: 逾期}]
  transitions:
  - {key: grow_late, label: 逾期, from: issued, to: late, by_clock: "moved_on < :today"}
  - key: finish
    label: 办结
    from: late
    to: issued
    set: {remark: "'办结'"}
    writes: [{sheet: items, values: {name: "'新' || id"}, when: "qty > 0", repeat: qty}]
    acts: [{sheet: moves, row: item_id.on_hand, action: finish, values: {remark: "'同'"}, when: "qty > 1"}]
  - {key: note, label: 记下, from: [issued, late], set: {remark: ":today"}, by_clock: "remark is null"}
  on_insert: {writes: [{sheet: items, values: {name: remark}}]}
  on_void: {voids: [{sheet: items, match: {name: remark}, where: "on_hand = 0"}]}
  rules:
  - {check: "item_id.on_hand >= 0", field: qty, message: 不够, on: [write, void]}
  - {check: "0", field: moved_on, message: 不得涂改, on: correct}
  timed: {start: moved_on, finish: "case when status = 'late' then moved_on end", limit: "5"}
  fields:
  - {key: doc_no, type: autono, label: 单号}
  - {key: slip_no, type: autono, label: 领料单号, number: {pattern: "LL-{date:%Y}-{n:02d}", date: moved_on}, given_when: "qty > 5"}
  - {key: moved_on, type: date, label: 日期}
  - {key: item_id, type: ref, sheet: items, label: 物品}
  - {key: qty, type: int, label: 数量}
  - {key: price, type: money, label: 单价}
  - {key: left_after, type: int, label: 结存, readonly: yes}
  - {key: amount, type: money, label: 金额, readonly: yes}
  - {key: value_after, type: money, label: 结存金额, readonly: yes}
  - {key: remark, type: text, label: 备注}
  - {key: status, type: state, label: 状态}
"""

MISTAKES = [
    ("order: moved_on, value: left_after", "order: moved, value: left_after", ["expression_name"]),
    ("order: moved_on, value: left_after", "order: moved_on, value: sum(qty)", ["rollup_order"]),
    ("per: item_id", "per: item", ["unknown_field"]),
    ("per: item_id, order: moved_on", "per: item_id, order: qty", ["not_a_date_field", "duplicate_key"]),
    ("qty_after: left_after", "qty_after: qty", ["balance_field", "duplicate_key"]),
    ("qty_after: left_after", "qty_after: slip_no", ["balance_field"]),
    ("label: 结存, readonly: yes", "label: 结存", ["balance_field"]),
    ("qty: qty, qty_after", "qty: remark, qty_after", ["balance_field"]),
    ("price: price, amount", "amount", ["balance_money"]),
    ('sign: "1"', 'sign: "item_id.on_hand"', ["balance_expression"]),
    ('sign: "1"', "sign: left_after", ["balance_expression"]),
    ("counts: \"status = 'issued'\"", 'counts: "moved_on < :today"', ["balance_expression"]),
    ("to: late, by_clock", "to: issued, by_clock", ["clock_repeats"]),
    ("to: late, by_clock", "to: late, roles: gate, by_clock", ["clock_has_roles"]),
    ("moved_on < :today", "moved < :today", ["expression_name"]),
    ("set: {remark: \":today\"}", "set: {qty: 1}", ["clock_repeats"]),
    ("match: {name: remark}", "match: {title: remark}", ["unknown_field"]),
    ("match: {name: remark}", "match: {name: title}", ["unknown_field"]),
    ("match: {name: remark}", "match: {}", ["bad_option"]),
    ("where: \"on_hand = 0\"", "where: \"qty = 0\"", ["expression_name"]),
    ("voids: [{sheet: items", "voids: [{sheet: thing", ["unknown_sheet"]),
    ("on: correct", "on: corrected", ["bad_option"]),
    ("RK-{n:03d}", "{item_id.title}-{n:03d}", ["unknown_field"]),
    ("set: {remark: \"'办结", "set: {doc: \"'办结", ["unknown_field"]),
    ("set: {remark: \"'办结", "set: {left_after: \"'办结", ["not_writable"]),
    ("writes: [{sheet: items, values: {name: \"'新'", "writes: [{sheet: items, values: {title: \"'新'", ["unknown_field"]),
    ("writes: [{sheet: items, values: {name: \"'新'", "writes: [{sheet: items, values: {on_hand: \"'新'", ["not_writable"]),
    ("writes: [{sheet: items, values: {name: \"'新'", "writes: [{sheet: thing, values: {name: \"'新'", ["unknown_sheet"]),
    ("repeat: qty", "repeat: quantity", ["expression_name"]),
    ("action: finish", "action: start", ["unknown_action"]),
    ("row: item_id.on_hand", "row: item_id.qty", ["expression_name"]),
    ("on_insert: {writes: [{sheet: items, values: {name: remark", "on_insert: {writes: [{sheet: items, values: {name: remarks", ["expression_name"]),
    ("on: [write, void]", "on: [write, delete]", ["bad_option"]),
    ("on: [write, void]", "on: []", ["bad_option"]),
    ("given_when: \"qty > 5\"", "given_when: \"quantity > 5\"", ["expression_name"]),
    ('number: {pattern: "LL-{date:%Y}-{n:02d}", date: moved_on}, ', "", ["number_missing"]),
    (', number: {pattern: "LL-{date:%Y}-{n:02d}", date: moved_on}, given_when: "qty > 5"', "", ["number_missing"]),
    ("-{n:02d}\", date: moved_on}", "-{n:02d}\"}", ["key_missing"]),
    ("{date:%Y}-{n:02d}", "{date:%Y}", ["bad_number_pattern"]),
]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Book:
    found = book_of(tmp_path, store=STORE)
    assert found.faults == ()
    return found


@pytest.mark.parametrize(
    ("right", "wrong", "codes"), MISTAKES, ids=[wrong[:40] or "nothing" for _, wrong, _ in MISTAKES]
)
def test_a_mistake_is_a_fault(tmp_path: Path, right: str, wrong: str, codes: list[str]) -> None:
    assert right in STORE
    book = book_of(tmp_path, store=STORE.replace(right, wrong, 1))
    assert {code for _, _, _, code in seen(book)} >= set(codes)
    assert len({code for _, _, _, code in seen(book)}) <= len(codes) + 1
    assert book.registers == ()
    for fault in book.faults:
        assert set(fault.params) <= set(FAULT_CODES[fault.code])


def test_the_sheets_number_goes_to_the_field_without_its_own(book: Book) -> None:
    sheet = book.sheet("moves")
    assert sheet.number_field is sheet.field("doc_no")
    assert [(field.key, own.given_when) for field, own in sheet.own_numbers] == [
        ("slip_no", "qty > 5")
    ]


def test_the_clocks_button_is_nobodys(book: Book) -> None:
    sheet = book.sheet("moves")
    pressed = {each.key: sheet.may_press("admin", each) for each in sheet.transitions}
    assert pressed == {"grow_late": False, "finish": True, "note": False}


def test_a_rule_is_judged_when_written_unless_it_says_otherwise(book: Book) -> None:
    sheet = book.sheet("moves")
    assert [rule.on for rule in sheet.rules] == [("write", "void"), ("correct",)]
    assert sheet.kept_fields == {"left_after", "amount", "value_after"}


def test_an_expression_knows_which_cells_of_its_sheet_matter_in_other_rows(book: Book) -> None:
    through = book.expression("moves", "item_id.on_hand >= 0")
    assert through.fields == {"item_id"}
    assert through.touched_by("moves") >= {"item_id", "left_after", "moved_on"}
    assert "remark" not in through.touched_by("moves")


def test_the_last_row_by_an_order_is_taken(book: Book) -> None:
    sql = book.computed_sql("items", "on_hand", "t")
    assert sql.endswith('ORDER BY "t_r"."moved_on" DESC, "t_r"."id" DESC LIMIT 1)')


def test_timed_business_tells_minutes_and_limit_as_expressions(book: Book) -> None:
    timed = book.sheet("moves").timed
    assert timed is not None
    for text in (timed.minutes, timed.is_met, timed.is_late):
        assert isinstance(book.expression("moves", text), Expression)
