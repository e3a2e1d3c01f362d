"""What is typed is what is kept: fast, in Chinese, chosen from lists, pasted from Excel."""

import httpx
import pytest

from tests.browser.window import Window, add_visitors, ledger_rows

BAD_ID = "440106198803151234"
GOOD_ID = "440106198803151235"


def test_a_hundred_cells_typed_with_enter_are_all_saved(
    window: Window, client: httpx.Client
) -> None:
    ids = add_visitors(client, 100)
    window.open()
    window.at(window.total - 100, "visitor_name")
    for n in range(100):
        window.type(f"name{n}")
        window.press("Enter")
    window.saved()
    rows = ledger_rows(client)
    assert [rows[row]["visitor_name"] for row in ids] == [f"name{n}" for n in range(100)]


def test_chinese_is_composed_into_a_selected_cell(window: Window, client: httpx.Client) -> None:
    ids = add_visitors(client, 5)
    window.open()
    window.at(window.total - 5, "visitor_name")
    for n in range(5):
        window.compose("lisi", f"李四{n}")
        window.press("Enter")
        window.settle(60)
    window.saved()
    rows = ledger_rows(client)
    assert [rows[row]["visitor_name"] for row in ids] == [f"李四{n}" for n in range(5)]


def test_chinese_is_composed_into_an_open_editor(window: Window, client: httpx.Client) -> None:
    (row,) = add_visitors(client, 1)
    window.open()
    window.at(window.total - 1, "visitor_name").press("F2")
    window.settle(150)
    window.press("Control+a")
    window.compose("wangwu", "王五")
    assert window.get("taizhang.api.getEditingCells().length") == 1  # Enter belonged to the IME
    window.press("Enter")
    window.saved()
    assert ledger_rows(client)[row]["visitor_name"] == "王五"


def test_tab_goes_through_the_cells_of_a_row(window: Window, client: httpx.Client) -> None:
    (row,) = add_visitors(client, 1)
    window.open()
    window.at(window.total - 1, "visitor_name")
    for text in ("陈样例", "3", "zx"):
        window.type(text)
        window.press("Tab")
    window.saved()
    kept = ledger_rows(client)[row]
    assert (kept["visitor_name"], kept["party_size"]) == ("陈样例", 3)
    assert window.focused == [window.total - 1, "id_number"]


def test_a_wrong_id_number_is_red_with_its_reason_until_corrected(
    window: Window, client: httpx.Client
) -> None:
    (row,) = add_visitors(client, 1, id_type="id_card", id_number="11010519491231002X")
    window.open()
    last = window.total - 1
    window.at(last, "id_number").type(BAD_ID)
    window.press("Enter")
    window.saved()
    window.at(last, "id_number")
    assert "tz-refused" in (window.cell(last, "id_number").get_attribute("class") or "")
    assert window.text(last, "id_number") == BAD_ID
    window.mentions("证件号码")
    window.mentions("5")
    window.marks("1 格有误")
    window.cell(last, "visitor_name").hover()
    window.cell(last, "id_number").hover()
    window.frame.locator(".ag-tooltip", has_text="证件号码").wait_for()
    window.shot("error-cell")
    window.type(GOOD_ID)
    window.press("Enter")
    window.saved()
    assert ledger_rows(client)[row]["id_number"] == GOOD_ID
    assert "tz-refused" not in (window.cell(last, "id_number").get_attribute("class") or "")
    window.marks("已保存 ✓")


def test_a_cell_the_grid_focuses_late_is_ready_for_an_ime(
    window: Window, client: httpx.Client
) -> None:
    add_visitors(client, 1)
    window.open()
    last = window.total - 1
    window.at(last, "visitor_name")
    window.cell(last, "visitor_name").evaluate("cell => cell.focus()")  # as after it has scrolled
    window.until("taizhang.ime.box === document.activeElement", within=5)


def test_arrows_leave_a_cell_typed_over_and_stay_in_one_that_was_opened(
    window: Window, client: httpx.Client
) -> None:
    _, *ids = add_visitors(client, 4, remark="")
    window.open()
    top = window.total - 3
    window.at(top, "visitor_name").type("甲")
    window.press("ArrowDown")
    window.type("乙")
    window.press("ArrowDown")
    window.type("丙")
    window.press("ArrowRight")
    window.type("7")
    window.press("Control+ArrowUp")
    window.saved()
    assert window.focused == [0, "party_size"]
    window.at(top + 1, "visitor_name").press("F2", "ArrowLeft")
    window.type("大")
    window.press("Enter")
    window.at(top, "visitor_name").type("bd")
    window.press("F2", "ArrowLeft")
    window.type("c")
    window.press("F2", "ArrowUp")
    window.saved()
    assert window.focused == [top - 1, "visitor_name"]
    rows = ledger_rows(client)
    assert [rows[row]["visitor_name"] for row in ids] == ["bcd", "大乙", "丙"]
    assert rows[ids[2]]["party_size"] == 7


@pytest.mark.parametrize("key", ["Tab", "Enter", "Escape"])
def test_a_choice_opened_and_left_stays_empty(window: Window, key: str) -> None:
    window.open()
    blank = window.total
    window.at(blank, "visitor_type").press("F2")
    window.frame.locator(".tz-list li", has_text="装修施工").wait_for()
    window.press(key)
    window.saved()
    assert window.text(blank, "visitor_type") == ""
    assert window.get("taizhang.drafts.unfinished") == 0


@pytest.mark.parametrize(
    ("typed", "kept"), [("zxsg", "decorator"), ("装修", "decorator"), ("1", "friend")]
)
def test_a_choice_is_found_by_initials_label_or_place(
    window: Window, client: httpx.Client, typed: str, kept: str
) -> None:
    (row,) = add_visitors(client, 1, visitor_type="viewing", visitor_org="样例装修公司")
    window.open()
    window.at(window.total - 1, "visitor_type")
    if typed.isascii():
        window.type(typed)
    else:
        window.compose("zx", typed)
    window.press("Enter")
    window.saved()
    assert ledger_rows(client)[row]["visitor_type"] == kept
    assert window.focused == [window.total, "visitor_type"]


def test_a_room_is_picked_by_typing_part_of_its_number(
    window: Window, client: httpx.Client
) -> None:
    (row,) = add_visitors(client, 1)
    window.open()
    window.at(window.total - 1, "room_id").type("3-2-15", delay=20)
    window.frame.locator(".tz-list li", has_text="3-2-1502").wait_for()
    window.shot("reference-list")
    window.press("Enter")
    window.saved()
    kept = ledger_rows(client)[row]["room_id"]
    assert isinstance(kept, dict)
    assert kept["label"] == "3-2-1502"


def test_delete_empties_a_cell(window: Window, client: httpx.Client) -> None:
    (row,) = add_visitors(client, 1, remark="要删掉")
    window.open()
    window.at(window.total - 1, "remark").press("Delete")
    window.saved()
    assert ledger_rows(client)[row]["remark"] is None


def test_a_block_from_excel_is_pasted_over_sixty_rows(window: Window, client: httpx.Client) -> None:
    ids = add_visitors(client, 60, id_type="passport", id_number="P1234567")
    window.open()
    block = [
        [f"粘贴{n}", str(n % 9 + 1), "快递外卖", f"E{n:07d}", f"138{n:08d}"] for n in range(60)
    ]
    window.at(window.total - 60, "visitor_name")
    window.paste("".join("\t".join(line) + "\r\n" for line in block))
    window.settle()
    window.saved()
    rows = ledger_rows(client)
    fields = ("visitor_name", "party_size", "visitor_type", "id_number", "phone")
    kept = [[rows[row][field] for field in fields] for row in ids]
    assert kept == [
        [name, int(size), "courier", paper, phone] for name, size, _, paper, phone in block
    ]
    window.says("共 300 格,已保存 300")


def test_pasted_columns_beyond_the_last_one_are_reported(
    window: Window, client: httpx.Client
) -> None:
    add_visitors(client, 1)
    window.open()
    last_field = str(window.get("taizhang.api.getAllDisplayedColumns().at(-1).getColDef().field"))
    window.at(window.total - 1, last_field)
    window.paste("1\t2\t3")
    window.settle()
    window.mentions("最后一列之外的 2 列没有粘贴")


def test_enter_after_tabs_goes_to_the_start_of_the_next_row(
    window: Window, client: httpx.Client
) -> None:
    add_visitors(client, 2)
    window.open()
    row = window.total - 2
    window.at(row, "visitor_name").type("甲")
    window.press("Tab")
    window.type("2")
    window.press("Enter")
    window.saved()
    assert window.focused == [row + 1, "visitor_name"]
    window.press("ArrowDown", "ArrowUp")
    window.type("乙")
    window.press("Enter")
    window.saved()
    assert window.focused == [row + 2, "visitor_name"]


def test_a_cell_is_copied_whole_and_cut(window: Window, client: httpx.Client) -> None:
    (row,) = add_visitors(client, 1, remark="要剪走")
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.open()
    last = window.total - 1
    window.at(last, "arrived_at").press("Control+c")
    copied = window.get("navigator.clipboard.readText()")
    assert copied == ledger_rows(client)[row]["arrived_at"]
    window.at(last, "remark").press("Control+x")
    window.saved()
    assert window.get("navigator.clipboard.readText()") == "要剪走"
    assert ledger_rows(client)[row]["remark"] is None
    window.press("Control+v")
    window.saved()
    assert ledger_rows(client)[row]["remark"] == "要剪走"
