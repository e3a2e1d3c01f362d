"""Blocks of cells to and from Excel, WPS and mail: what is copied, what arrives, what is not."""

import json

import httpx

from tests.browser.test_modules import clipboard
from tests.browser.window import Window, add_visitors, ledger_rows

GOOD_ID = "440106198803151235"

# Rows stand in the order of their arrival: those of another test may stand behind.
PLACE_OF = """async row => {
    const { rows } = taizhang;
    await rows.need(0, rows.total);
    return Array.from({length: rows.total}, (_, at) => rows.peek(at).id).indexOf(row);
}"""


def paste(window: Window, plain: str, html: str = "") -> None:
    """What Ctrl+V does with these on the clipboard."""
    window.frame.evaluate(
        """([plain, html]) => {
            const data = new DataTransfer();
            data.setData("text/plain", plain);
            if (html) data.setData("text/html", html);
            const event = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        [plain, html],
    )
    window.settle(100)
    window.saved()


def copied(window: Window) -> str:
    return str(window.get("navigator.clipboard.readText()"))


def test_a_block_is_copied_as_text_and_as_a_table(window: Window, client: httpx.Client) -> None:
    add_visitors(client, 2, id_type="id_card", id_number=GOOD_ID, phone="13800138000", party_size=3)
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.open()
    window.get(
        """addEventListener("copy", ({clipboardData}) => {
            window.table = clipboardData.getData("text/html");
        })"""
    )
    top = window.total - 2
    window.at(top, "visitor_name").press("Shift+ArrowDown")
    window.cell(top + 1, "phone").click(modifiers=["Shift"])
    window.press("Control+c")
    window.until("taizhang.range.copied.range !== null")
    card = f"{GOOD_ID[:3]}{'*' * 11}{GOOD_ID[-4:]}"
    line = f"来访样例\t3\t亲友\t{card}\t138****8000"
    assert copied(window).replace("\r\n", "\n") == f"{line}\n{line}"
    assert f"""<td style="mso-number-format:'\\@'">{card}</td>""" in str(window.get("table"))
    window.says("已复制 2 行 × 5 列")
    window.shot("copied")
    window.press("Escape")
    window.until("taizhang.range.copied.range === null")


def test_rows_nobody_has_loaded_are_fetched_for_a_copy(
    window: Window, client: httpx.Client
) -> None:
    add_visitors(client, 900, remark="远处")
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.open()
    asked: list[dict[str, int]] = []
    window.page.on(
        "request",
        lambda sent: asked.append(sent.post_data_json) if "/api/rows/" in sent.url else None,
    )
    window.at(window.total - 1, "remark").press("Control+Space", "Control+c")
    window.until("taizhang.status.message.textContent.startsWith('已复制')")
    lines = copied(window).splitlines()
    assert len(lines) == window.total
    assert lines.count("远处") == 900
    whole = [each for each in asked if each["end"] - each["start"] > 100]
    assert [(each["start"], each["end"]) for each in whole] == [(0, window.total)]
    window.press("Control+a", "Control+c")
    window.until("taizhang.range.copied.range?.right > 5")
    assert len(copied(window).splitlines()) == window.total
    # over all those rows at once, most of which were never loaded
    window.at(window.total - 1, "remark").press("Control+Space")
    paste(window, "一样")
    rows = ledger_rows(client)
    assert {row["remark"] for row in rows.values()} == {"一样"}
    window.says(f"共 {window.total:,} 格,已保存 {window.total:,}")
    window.get("taizhang.blocks.clear({top: 0, bottom: 199999, left: 0, right: 3})")
    window.until("taizhang.status.message.textContent.includes('一次最多 200,000 格')")


def test_what_excel_and_wps_write_arrives_whole(window: Window, client: httpx.Client) -> None:
    ids = add_visitors(client, 4)
    window.open()
    top = window.total - 4
    window.get(
        "taizhang.api.moveColumns(['visitors.phone', 'visitors.left_at', 'visitors.purpose'], 4)"
    )
    window.settle(300)
    window.at(top, "visitor_name")
    paste(window, *clipboard("excel"))
    rows = ledger_rows(client)
    kept = [[rows[row][field] for field in ("visitor_name", "phone")] for row in ids[:2]]
    assert kept == [["王样例", "13800138000"], ["李样例", "13900139000"]]
    assert rows[ids[1]]["purpose"] == "2"
    red = window.cell(top, "purpose")
    assert "tz-refused" in (red.get_attribute("class") or "")  # two lines where one belongs
    assert str(window.get(f"taizhang.rows.peek({top}).left_at")).startswith("2026-11-03 10:05")
    window.at(top + 2, "visitor_name")
    paste(window, *clipboard("wps"))
    assert window.text(top + 3, "phone") == "4.40106E+17"
    window.at(top + 3, "phone")
    window.settle(60)
    window.mentions("Excel 已丢失末尾几位")
    assert ledger_rows(client)[ids[2]]["phone"] == "13700137000"


def test_a_card_number_that_excel_may_have_cut_is_not_pasted_but_typed(
    window: Window, client: httpx.Client
) -> None:
    """Its check digit fits: one lost number in eleven does that by chance."""
    card = "440106198803128000"
    ids = add_visitors(client, 4, id_type="id_card", id_number=GOOD_ID)
    window.open()
    top = window.total - 4
    for row, html in enumerate(
        (
            "",
            f"<table><tr><td x:num>{card}</td></tr></table>",
            r"<style>.xl1{mso-number-format:'\@';}</style>"
            f"<table><tr><td class=xl1>{card}</td></tr></table>",
        )
    ):
        window.at(top + row, "id_number")
        paste(window, f"{card}\r\n", html)
    window.at(top + 3, "id_number").type(card)
    window.press("Enter")
    window.saved()
    rows = ledger_rows(client)
    assert [rows[row]["id_number"] for row in ids] == [GOOD_ID, GOOD_ID, card, card]
    window.at(top, "id_number")
    window.mentions("Excel 已丢失末尾几位")
    window.press("F2")
    assert window.frame.locator(".ag-cell-inline-editing input").input_value() == card
    window.press("Escape")


def test_a_paste_of_600_cells_with_three_mistakes(window: Window, client: httpx.Client) -> None:
    ids = add_visitors(client, 120, id_type="passport", id_number="P1234567")
    window.open()
    window.until("taizhang.api.getFocusedCell() !== null")
    block = [
        [f"张三{n}", str(n % 9 + 1), "快递外卖", f"E{n:07d}", f"138{n:08d}"] for n in range(120)
    ]
    block[3][4], block[5][1], block[7][4] = "1.38E+10", "两三个", "138001"
    window.at(window.total - 120, "visitor_name")
    paste(window, "\r\n".join("\t".join(line) for line in block) + "\r\n")
    window.says("共 600 格,已保存 597,3 格有误")
    window.marks("3 格有误")
    assert window.text(window.total - 117, "phone") == "1.38E+10"
    window.shot("paste-with-errors")
    rows = ledger_rows(client)
    assert [rows[row]["visitor_name"] for row in ids] == [line[0] for line in block]
    assert rows[ids[3]]["phone"] is None
    window.at(window.total - 117, "phone")
    window.settle(60)
    window.mentions("Excel 已丢失末尾几位")
    assert (
        window.get("JSON.stringify(Object.keys(localStorage).filter(k => k.includes('.edits.')))")
        == "[]"
    )


def test_one_value_and_whole_blocks_fill_a_selection(window: Window, client: httpx.Client) -> None:
    ids = add_visitors(client, 6)
    window.open()
    top = window.total - 6
    window.at(top, "party_size")
    window.cell(top + 3, "party_size").click(modifiers=["Shift"])
    paste(window, "７\r\n")
    rows = ledger_rows(client)
    assert [rows[row]["party_size"] for row in ids] == [7, 7, 7, 7, 1, 1]
    window.at(top, "visitor_name")
    window.cell(top + 5, "party_size").click(modifiers=["Shift"])
    paste(window, "甲\t2\r\n乙\t3\r\n")
    rows = ledger_rows(client)
    assert [(rows[row]["visitor_name"], rows[row]["party_size"]) for row in ids] == [
        ("甲", 2), ("乙", 3)] * 3  # fmt: skip
    assert window.get("JSON.stringify(taizhang.range.current.columns)") == json.dumps(
        ["visitor_name", "party_size"], separators=(",", ":")
    )
    window.at(top, "doc_no")
    paste(window, "X-1\tgate\r\n")
    window.mentions("1 格不能填写,已跳过。")
    assert ledger_rows(client)[ids[0]]["doc_no"] != "X-1"


def test_a_paste_past_the_end_makes_rows_and_says_what_waits(
    window: Window, client: httpx.Client
) -> None:
    window.open()
    before = window.total
    window.at(before, "visitor_name")
    fields = [
        str(window.get(f"taizhang.range.displayed[{n}].getColDef().field")) for n in range(11)
    ]
    values = {
        "visitor_name": "末行样例", "party_size": "2", "visitor_type": "亲友", "purpose": "聚会",
        "id_number": GOOD_ID, "phone": "13800138000", "room_id": "3-1-502", "host_id": "张样例",
    }  # fmt: skip
    cells = [values.get(field, "") for field in fields[fields.index("visitor_name") :]]
    unfinished = ["缺样例"]
    paste(window, "\r\n".join("\t".join(line) for line in [cells, cells, unfinished]))
    window.says(f"共 {2 * len(cells) + 1} 格,已保存 {2 * len(cells)},1 格等整行填完")
    window.marks("1 行未填完")
    added = [row for row in ledger_rows(client).values() if row["visitor_name"] == "末行样例"]
    assert len(added) == 2
    assert window.text(before, "doc_no") == added[0]["doc_no"]
    window.at(before + 2, "visitor_name").press("Delete")
    window.marks("已保存 ✓")


def test_what_was_copied_here_is_pasted_as_it_was(window: Window, client: httpx.Client) -> None:
    ids = add_visitors(client, 3)
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.open()
    top = window.frame.evaluate(PLACE_OF, ids[0])
    window.at(top, "room_id").press("Control+c")
    window.until("taizhang.range.copied.range !== null")
    window.at(top + 1, "room_id").press("Delete")
    window.saved()
    window.at(top + 1, "room_id").press("Control+v")
    window.until(f"taizhang.rows.peek({top + 1}).room_id !== null")
    window.saved()
    rows = ledger_rows(client)
    assert rows[ids[1]]["room_id"] == rows[ids[0]]["room_id"]
    window.at(top, "remark").type("剪切样例")
    window.press("Enter")
    window.saved()
    window.at(top, "remark").press("Control+x")
    window.until(f"taizhang.rows.peek({top}).remark === null")
    window.saved()
    window.at(top + 2, "remark").press("Control+v")
    window.until(f"taizhang.rows.peek({top + 2}).remark !== null")
    window.saved()
    rows = ledger_rows(client)
    assert [rows[row]["remark"] for row in ids] == [None, None, "剪切样例"]


def test_more_than_the_browser_can_store_is_pasted_and_said(
    window: Window, client: httpx.Client
) -> None:
    add_visitors(client, 300)
    window.open()
    window.get("localStorage.setItem('filler', 'x'.repeat(5_200_000))")
    window.frame.page.route("**/api/edits", lambda route: route.abort())
    top = window.total - 300
    window.at(top, "visitor_name")
    window.paste("".join(f"存不下{n}\t{n % 9 + 1}\r\n" for n in range(300)))
    window.until("taizhang.queue.waiting > 550")
    window.until("document.querySelector('.tz-saved').textContent.startsWith('浏览器存储已满')")
    stored = window.get("Object.keys(localStorage).filter(k => k.includes('.edits.')).length")
    assert int(str(stored)) == 1
    window.shot("store-full")
    window.page.unroute("**/api/edits")
    window.saved()
    window.marks("已保存 ✓")
    names = [row["visitor_name"] for row in ledger_rows(client).values()]
    assert all(f"存不下{n}" in names for n in range(300))
    window.get("localStorage.removeItem('filler')")
