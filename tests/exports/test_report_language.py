"""What a report file may say, and what is found wrong in it, each fault at its own line."""

import pytest

from registers.forms import parse_form
from registers.yaml_lines import parse_yaml
from tests.exports.faults import faults_of

GOOD = """\
key: note
title: 便条
sheet: visitors
kind: summary
rows: {choice: visitor_type}
chart: {x: row, y: [people]}
blocks:
  - block: title
  - block: table
    columns:
      - {label: 类别, width: 9, value: row}
      - {key: people, label: 人次, width: 9, sum: party_size, total: sum}
      - {key: late, count: yes, where: sla_met = 0}
      - {key: share, label: 占比, width: 9, percent: [late, people], total: expr}
      - {label: 备注, width: 9}
  - block: checks
    lines:
      - {label: 相符, expr: late - late}
  - block: memo
    figures:
      - {key: rooms, label: 房数, of: rooms, count: yes, when: always}
      - {key: both, label: 合计, expr: people + rooms}
  - block: signatures
    people: [值班员]
"""


def test_a_report_needs_little_to_be_complete(sheets) -> None:
    report = parse_form(parse_yaml(GOOD, "note.yaml"), sheets)
    assert report.sheets == ("visitors", "rooms")
    assert [column.id for column in report.on_screen] == ["row", "people", "share"]
    assert [column.width for column in report.columns] == [9, 9, 9, 9]


@pytest.mark.parametrize(
    ("seen", "instead", "fault"),
    [
        ("kind: summary", "kind: report", "4: bad_option"),
        ("sheet: visitors", "sheet: guests", "3: unknown_sheet"),
        ("rows: {choice: visitor_type}", "row: {}", "5: unknown_key"),
        ("rows: {choice: visitor_type}", "order: id", "1: key_missing"),
        ("{choice: visitor_type}", "{choice: plate_no}", "5: unknown_field"),
        ("{choice: visitor_type}", "{choice: visitor_type, by: day}", "5: bad_option"),
        ("{choice: visitor_type}", "{where: id > 1}", "5: bad_option"),
        ("{choice: visitor_type}", "{by: week}", "5: bad_option"),
        ("{choice: visitor_type}", "{each: guests}", "5: unknown_sheet"),
        ("{choice: visitor_type}", "{each: rooms, where: height > 1}", "5: expression_name"),
        ("{choice: visitor_type}", "{each: rooms, order: height}", "5: unknown_field"),
        ("{choice: visitor_type}", "{each: rooms}", "11: unknown_field"),
        ("{choice: visitor_type}", "{each: people, group: name}", "12: key_missing"),
        ("{choice: visitor_type}", "{choice: visitor_type, keep: size > 0}", "5: expression_name"),
        ("y: [people]", "y: [late]", "6: unknown_field"),
        ("value: row", "value: visitor_name", "11: bad_option"),
        ("{label: 类别, width: 9, value: row}", "{width: 9, value: row}", "11: key_missing"),
        ("sum: party_size", "sum: party", "12: expression_name"),
        ("sum: party_size", "sum: party_size, max: party_size", "12: bad_option"),
        ("sum: party_size", "sum: party_size, of: guests", "12: unknown_sheet"),
        ("sum: party_size", "sum: party_size, of: people", "12: expression_name"),
        ("sum: party_size", "sum: party_size, at: came_at", "12: expression_name"),
        ("sum: party_size", "sum: party_size, by: kind_of", "12: expression_name"),
        ("sum: party_size", "sum: party_size, when: later", "12: bad_option"),
        ("key: people, label", "label", "12: key_missing"),
        ("total: sum}", "total: expr}", "12: bad_option"),
        ("key: late", "key: people", "13: duplicate_key"),
        ("key: late", "key: row", "13: reserved_key"),
        ("sla_met = 0", "sla_met = :month", "13: expression_parameter"),
        ("{key: late, count: yes, where: sla_met = 0}", "{key: late}", "13: bad_option"),
        ("[late, people]", "[late, guests]", "14: expression_name"),
        ("[late, people]", "[late]", "14: key_missing"),
        ('[late, people]', '[late, ":total_guests"]', "14: expression_parameter"),
        ("people], total: expr", "people], total: sum", "14: bad_option"),
        ("percent: [late, people]", "expr: share + 1", "14: expression_cycle"),
        ("expr: late - late", "expr: late -", "18: expression_syntax"),
        ("of: rooms, count: yes, when: always", "of: rooms, count: yes", "21: key_missing"),
        ("of: rooms, ", "of: guests, ", "21: unknown_sheet"),
        ("expr: people + rooms", "expr: people + houses", "22: expression_name"),
        ("people: [值班员]", "people: [一, 二, 三, 四, 五]", "24: bad_option"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_at_its_line(seen: str, instead: str, fault: str, sheets) -> None:
    assert GOOD.count(seen) == 1
    assert fault in faults_of(GOOD.replace(seen, instead), sheets)


def test_all_mistakes_are_told_together(sheets) -> None:
    text = (
        GOOD.replace("party_size", "size").replace("sla_met", "late").replace("rooms, c", "inns, c")
    )
    assert faults_of(text, sheets) == ["21: unknown_sheet"]
    text = text.replace("inns", "rooms")
    assert faults_of(text, sheets) == ["12: expression_name", "13: expression_name"]


def test_checks_stand_below_the_table(sheets) -> None:
    checks = GOOD[GOOD.index("  - block: checks") : GOOD.index("  - block: memo")]
    text = GOOD.replace(checks, "").replace("  - block: title\n", checks)
    assert faults_of(text, sheets) == ["8: bad_option"]


@pytest.mark.parametrize(
    ("sheet", "role", "forms"),
    [
        ("complaints", "supervisor", ["complaint_ledger"]),  # the analysis is a quarter's
        ("visitors", "supervisor", ["visitor_ledger", "visitor_month"]),
        ("renovations", "finance", ["occupancy_month", "renovation_deposits", "month_pack"]),
    ],
)
def test_a_sheet_offers_the_forms_of_a_month_made_from_it(book, sheet, role, forms) -> None:
    assert [form.key for form in book.forms_of(sheet, role)] == forms


def test_a_post_sees_the_reports_whose_sheets_it_may_all_read(book) -> None:
    assert {report.key for report in book.reports} >= {"visitor_month", "complaint_quarter"}
    seen = [key for report in book.reports_for("gate") for key in report.sheets]
    assert seen
    assert all(book.sheet(key).may("gate", "read") for key in seen)
