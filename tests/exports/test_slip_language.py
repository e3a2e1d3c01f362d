"""What the file of a slip may say, and what is found wrong in it, each fault at its own line."""

import pytest

from registers.forms import parse_form
from registers.yaml_lines import parse_yaml
from tests.exports.faults import faults_of

GOOD = """\
key: note
title: 便条
sheet: renovations
kind: slip
widths: [10, 20, 10, 20]
copies: 2
ready: {check: permit_no IS NOT NULL, message: 先批准}
blocks:
  - block: header
    right: "编号:{doc_no}"
  - block: grid
    cells:
      - {label: 房号, value: room_id}
      - {label: 业主, value: owner_id.phone}
      - {label: 项目, ticks: scope, wide: true}
      - {text: "同意{applicant}", wide: true}
      - {label: 电话, expr: "setting('phone', '-')", text: 前台}
  - block: list
    sheet: renovation_events
    where: renovation_id = :row
    group: kind
    columns:
      - {label: 延期, width: 9, value: new_end}
      - {label: 笔数, width: 9, value: event_no, merge: count}
  - block: turn_over
  - block: signatures
    people: [业主, 装修负责人, 客服, 工程, 管理处]
"""


def test_a_slip_needs_cells_and_no_table(sheets) -> None:
    slip = parse_form(parse_yaml(GOOD, "note.yaml"), sheets)
    assert slip.periods == ()
    assert slip.sheets == ("renovations", "renovation_events")
    assert slip.values == ("room_id", "owner_id.phone", "scope")
    assert [column.width for column in slip.columns] == [10, 20, 10, 20]


@pytest.mark.parametrize(
    ("seen", "instead", "fault"),
    [
        ("sheet: renovations\n", "sheet: building\n", "3: unknown_sheet"),
        ("widths: [10, 20, 10, 20]", "widths: [10, 20, 10]", "1: bad_option"),
        ("copies: 2", "periods: [month]", "6: bad_option"),
        ("copies: 2", "rows_per_page: 2", "6: unknown_key"),
        ("permit_no IS NOT NULL", "permit IS NOT NULL", "7: expression_name"),
        ("{doc_no}", "{number}", "10: bad_placeholder"),
        ("value: room_id", "value: flat", "13: unknown_field"),
        ("value: room_id", "value: room_id, text: 房", "13: bad_option"),
        ("owner_id.phone", "owner_id.fax", "14: unknown_field"),
        ("ticks: scope", "ticks: contractor", "15: unknown_field"),
        ("{applicant}", "{guest}", "16: bad_placeholder"),
        ("setting('phone', '-')", "random()", "17: expression_function"),
        ("sheet: renovation_events", "sheet: events", "19: unknown_sheet"),
        ("renovation_id = :row", "renovation_id = :line", "20: expression_parameter"),
        ("group: kind", "group: sort", "21: unknown_field"),
        ("group: kind", "order: kind", "24: bad_option"),
        ("value: new_end", "value: end", "23: unknown_field"),
        ("block: turn_over", "block: table", "25: bad_option"),
    ],
)
def test_a_mistake_is_found_at_its_line(seen: str, instead: str, fault: str, sheets) -> None:
    assert GOOD.count(seen) == 1
    assert fault in faults_of(GOOD.replace(seen, instead), sheets)


def test_a_slip_without_cells_is_none(sheets) -> None:
    grid = GOOD[GOOD.index("  - block: grid") : GOOD.index("  - block: list")]
    assert faults_of(GOOD.replace(grid, ""), sheets) == ["8: key_missing"]
