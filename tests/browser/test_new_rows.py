"""The blank lines after the last row: typed there, kept, inserted once they are complete."""

import httpx

from tests.browser.window import Window, add_visitors, ledger_rows

GOOD_ID = "440106198803151235"


def type_line(window: Window, line: int, **cells: str) -> None:
    for field, text in cells.items():
        window.at(line, field).type(text)
        window.press("Enter")


def rows_named(client: httpx.Client, name: str) -> list[dict[str, object]]:
    return [row for row in ledger_rows(client).values() if row["visitor_name"] == name]


def test_the_keyboard_waits_in_the_first_blank_line(window: Window) -> None:
    window.open()
    assert window.focused == [window.total, "visitor_name"]
    window.type("林样例")
    window.press("Tab")
    window.settle()
    assert window.text(window.total, "visitor_name") == "林样例"


def test_a_line_becomes_a_row_once_its_cells_are_filled(
    window: Window, client: httpx.Client
) -> None:
    window.open()
    line = window.total
    type_line(window, line, visitor_name="甲样例", visitor_type="qt")
    window.settle()
    assert rows_named(client, "甲样例") == []
    assert "tz-needed" in (window.cell(line, "purpose").get_attribute("class") or "")
    type_line(window, line, room_id="3-1-502", id_number=GOOD_ID, purpose="探访")
    window.saved()
    (row,) = rows_named(client, "甲样例")
    assert row["id_number"] == GOOD_ID
    assert window.text(line, "doc_no") == row["doc_no"]
    assert window.frame.locator(".tz-status").inner_text().startswith(f"共 {line + 1:,} 条")
    window.at(line, "remark").type("后来写的")
    window.press("Enter")
    window.saved()
    (row,) = rows_named(client, "甲样例")
    assert row["remark"] == "后来写的"


def test_what_a_rule_still_demands_is_amber_and_the_words_stay(
    window: Window, client: httpx.Client
) -> None:
    window.open()
    line = window.total
    type_line(window, line, visitor_name="乙样例", visitor_type="qy", purpose="探访")
    window.saved()
    assert rows_named(client, "乙样例") == []
    needed = window.frame.locator(f".ag-row[row-index='{line}'] .tz-needed")
    assert {cell.get_attribute("col-id") for cell in needed.all()} == {
        "visitors.id_number",
        "visitors.room_id",
    }
    window.marks("1 行未填完")
    window.at(line, "id_number")
    window.mentions("证件号码")
    window.shot("unfinished-line")
    type_line(window, line, room_id="3-1-502", id_number=GOOD_ID)
    window.saved()
    assert len(rows_named(client, "乙样例")) == 1
    window.marks("已保存 ✓")


def test_lines_typed_without_waiting_are_inserted_once_each(
    window: Window, client: httpx.Client
) -> None:
    window.open()
    line = window.total
    window.at(line, "visitor_name")
    for n in range(8):
        window.type(f"line{n}")
        window.press("Enter")
    window.at(line, "visitor_type")
    for _ in range(8):
        window.type("qy")
        window.press("Enter")
    window.at(line, "room_id")
    for _ in range(8):
        window.type("3-1-502")
        window.press("Enter")
    window.at(line, "id_number")
    for _ in range(8):
        window.type(GOOD_ID)
        window.press("Enter")
    window.at(line, "purpose")
    for n in range(8):
        window.type(f"why{n}")
        window.press("Enter")
    window.at(line, "remark")
    for n in range(8):
        window.type(f"note{n}")
        window.press("Enter")
    window.saved()
    for n in range(8):
        (row,) = rows_named(client, f"line{n}")
        assert (row["purpose"], row["remark"]) == (f"why{n}", f"note{n}")


def test_a_block_pasted_over_the_end_changes_and_adds_rows(
    window: Window, client: httpx.Client
) -> None:
    add_visitors(client, 2)
    window.open()
    last_two = window.get("[2, 1].map(n => taizhang.rows.peek(taizhang.rows.total - n).id)")
    fields = [
        str(window.get(f"taizhang.api.getAllDisplayedColumns()[{n}].getColDef().field"))
        for n in range(11)
    ]
    start = fields.index("visitor_name")
    values = {
        "party_size": "2", "visitor_type": "亲友", "id_number": GOOD_ID, "phone": "13800138000",
        "room_id": "3-1-502", "host_id": "张样例", "purpose": "聚会",
    }  # fmt: skip
    lines = [
        "\t".join([f"越界{n}", *(values[field] for field in fields[start + 1 :])])
        for n in range(70)
    ]
    window.at(window.total - 2, "visitor_name")
    window.paste("\r\n".join(lines) + "\r\n")
    window.settle()
    window.saved()
    pasted = {
        row["visitor_name"]: row["id"]
        for row in ledger_rows(client).values()
        if str(row["visitor_name"]).startswith("越界")
    }
    assert pasted.keys() == {f"越界{n}" for n in range(70)}
    assert [pasted["越界0"], pasted["越界1"]] == last_two
    assert [pasted[f"越界{n}"] for n in range(2, 70)] == sorted(pasted.values())[2:]


def test_an_unfinished_line_is_still_there_after_a_reload(window: Window) -> None:
    window.open()
    type_line(window, window.total, visitor_name="留下样例")
    window.settle()
    window.page.reload()
    del window.frame
    window.until("window.taizhang?.drafts?.unfinished > 0 && taizhang.rows.length > 0")
    window.settle(600)
    kept = window.frame.locator(".ag-cell[col-id='visitors.visitor_name']", has_text="留下样例")
    assert kept.count() == 1
    assert window.saved_mark.endswith("行未填完")
