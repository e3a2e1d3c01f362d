"""A file into a sheet as the clerk sees it: mapped, put right, imported, taken back."""

import io
from pathlib import Path

import httpx
import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Locator, expect

from tests.browser.window import Window, ledger_rows
from tests.server import Server

HEADINGS = ("楼号", "单元", "门牌", "建筑面积", "业主", "手机")


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    """A list of homes as an office keeps it: a title, its own words, two mistakes."""
    book = Workbook()
    assert book.active is not None
    lines = [(7, 1, f"{floor}0{door}", 89.5, f"王样例{floor}{door}", f"138000000{floor}{door}")
             for floor in range(1, 5) for door in range(1, 4)]  # fmt: skip
    lines[1] = (*lines[1][:3], "八十九", *lines[1][4:])
    lines[4] = (*lines[4][:5], "1380000")
    for line in (("样例花园业主名册",), HEADINGS, *lines):
        book.active.append(line)
    path = tmp_path / "业主名册.xlsx"
    book.save(path)
    return path


def dialog(window: Window) -> Locator:
    return window.frame.locator("dialog.tz-import")


def open_file(window: Window, path: Path) -> Locator:
    window.frame.get_by_role("button", name="导入", exact=True).click()
    window.settle(200)
    window.shot("import-file")
    box = dialog(window)
    box.locator("input[type=file]").set_input_files(path)
    expect(box.locator(".tz-import-columns tbody tr").first).to_be_visible()
    return box


def message(box: Locator) -> Locator:
    return box.locator(".tz-import-message")


def cell(box: Locator, row: int, heading: str) -> Locator:
    """The cell of a row of the sheet under a heading of the preview."""
    heads = box.locator(".tz-import-head span").all_inner_texts()
    line = box.locator(f".tz-import-row[data-row='{row}']")
    return line.locator("> span").nth(heads.index(heading))


def in_building(client: httpx.Client, building: str) -> list[dict[str, object]]:
    rows = ledger_rows(client, "rooms").values()
    return [row for row in rows if row["building"] == building]


def test_a_file_is_mapped_corrected_imported_and_taken_back(
    window: Window, client: httpx.Client, roll: Path
) -> None:
    window.open("rooms")
    box = open_file(window, roll)

    # 门牌 is nobody's word for a field, so the clerk says what it is
    doors = box.locator("tr", has_text="门牌").locator("select")
    expect(doors).to_have_value("")
    window.shot("import-columns")
    doors.select_option(label="房间号")
    expect(message(box)).to_contain_text("共 12 行")
    expect(box.locator("tr", has_text="门牌")).to_contain_text("您选的")

    box.get_by_role("button", name="下一步").click()
    expect(box.get_by_role("button", name="全部导入")).to_be_disabled()
    expect(box.locator(".tz-import-reason")).to_contain_text("“八十九”不是数字")
    expect(cell(box, 4, "面积(m²)")).to_have_attribute("aria-invalid", "true")
    window.shot("import-faults")
    window.compose("89", "89.9")
    window.press("Enter")
    expect(message(box)).to_contain_text("有误 1")
    box.locator("[data-only=all]").click()
    expect(cell(box, 4, "面积(m²)")).to_have_text("89.9")
    expect(cell(box, 4, "楼栋")).to_have_text("7")
    window.shot("import-rows")
    assert in_building(client, "7") == []

    box.get_by_role("button", name="只导入正确的 11 行").click()
    expect(box.locator("h3")).to_have_text("已导入 11 行")
    window.shot("import-outcome")
    with window.page.expect_download() as download:
        box.get_by_role("link", name="下载未导入的行").click()
    refused = load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert refused is not None
    told = [line for line in refused.iter_rows(values_only=True) if "1380000" in map(str, line)]
    assert len(told) == 1
    assert any("电话" in str(each) for each in told[0])
    assert len(in_building(client, "7")) == 11
    assert len(ledger_rows(client, "people")) == 11

    box.get_by_role("button", name="撤销这次导入").click()
    expect(box).to_be_hidden()
    window.until("taizhang.status.element.textContent.includes('已撤销')")
    assert all(row["void"] for row in in_building(client, "7"))
    window.settle(400)
    window.shot("import-undone")


def test_lines_are_left_out_and_a_value_is_given_to_all(
    window: Window, client: httpx.Client, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    for line in (("房间号", "面积(m²)"), ("101", 89.5), ("102", 90), ("103", 91)):
        book.active.append(line)
    path = tmp_path / "九号楼.xlsx"
    book.save(path)
    window.open("rooms")
    box = open_file(window, path)

    expect(box.locator(".tz-import-for-all")).to_contain_text("必填,文件里没有这一栏")
    window.shot("import-for-all")
    box.get_by_label("楼栋", exact=True).fill("9")
    window.press("Tab")
    expect(message(box)).to_have_text("共 3 行:新增 3,有误 0,另有 1 行不是登记内容")
    box.locator("[name=for_all]").select_option(label="单元")
    box.get_by_role("button", name="下一步").click()

    box.get_by_role("checkbox", name="导入第 3 行").click()
    expect(message(box)).to_contain_text("不导入 1")
    box.get_by_role("checkbox", name="导入第 4 行").click()
    box.locator("[data-only=left_out]").click()
    expect(box.locator(".tz-import-row")).to_have_count(2)
    cell(box, 4, "单元").click()
    window.shot("import-left-out")
    window.type("2")
    box.get_by_role("button", name="还是导入这一行").click()
    expect(box.locator(".tz-import-row[data-row='4']")).to_have_attribute("data-state", "new")
    expect(box.get_by_role("button", name="不导入这一行")).to_be_visible()
    box.get_by_role("button", name="全部导入(2 行)").click()
    expect(box.locator("h3")).to_have_text("已导入 2 行")
    expect(box).to_contain_text("您选了不导入的 1 行没有导入")
    made = {row["room_no"]: row["unit_no"] for row in in_building(client, "9")}
    assert made == {"101": None, "103": "2"}


def test_the_program_may_be_started_anew_while_a_file_is_imported(
    window: Window, client: httpx.Client, server: Server, tmp_path: Path
) -> None:
    lines = [f"77,{n},业样例{n},13{n:09d}" for n in range(1, 601)]
    path = tmp_path / "77栋.csv"
    path.write_text("\n".join(["楼栋,房间号,业主,电话", "77,A,业样例,13", *lines]), "utf-8")
    window.open("rooms")
    box = open_file(window, path)
    box.get_by_role("button", name="下一步").click()
    expect(box.locator(".tz-import-reason")).to_contain_text("电话")
    path.unlink()
    server.kill()
    server.start()
    window.type("13900000000")
    window.press("Enter")
    expect(message(box)).to_contain_text("有误 0")
    box.locator("[data-only=all]").click()
    box.get_by_role("checkbox", name="导入第 3 行").click()
    expect(message(box)).to_contain_text("不导入 1")

    box.get_by_role("button", name="全部导入(600 行)").click()
    expect(box.locator("h3")).to_have_text("正在写入台账,请稍等")
    server.kill()
    expect(message(box)).to_contain_text("暂时连不上程序")
    window.shot("import-interrupted")
    server.start()
    expect(box.locator("h3")).to_have_text("没有导入")
    expect(box).to_contain_text("一行也没有写进台账")
    window.shot("import-nothing-written")
    box.get_by_role("button", name="再导入一次").click()
    expect(message(box)).to_have_text("共 601 行:新增 600,有误 0,不导入 1,另有 1 行不是登记内容")
    box.get_by_role("button", name="全部导入(600 行)").click()
    expect(box.locator("h3")).to_have_text("已导入 600 行", timeout=30_000)
    with server.client() as again:
        assert len(in_building(again, "77")) == 600


def test_leaving_asks_first_and_a_file_can_be_dropped(
    window: Window, client: httpx.Client, roll: Path
) -> None:
    window.open("rooms")
    window.frame.evaluate(
        """([name, bytes]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], name));
            const told = {dataTransfer: data, bubbles: true, cancelable: true};
            const event = kind => new DragEvent(kind, told);
            document.body.dispatchEvent(event("dragenter"));
            window.dropShown = !document.querySelector(".tz-drop").hidden;
            document.body.dispatchEvent(event("drop"));
        }""",
        [roll.name, list(roll.read_bytes())],
    )
    box = dialog(window)
    expect(box.locator(".tz-import-columns tbody tr").first).to_be_visible()
    assert window.get("window.dropShown") is True
    window.press("Escape")
    question = window.frame.locator("dialog:not(.tz-import)[open]")
    expect(question).to_contain_text("放弃这次导入?")
    window.press("Escape")
    expect(question).to_have_count(0)
    expect(box).to_be_visible()
    window.press("Escape")
    question.get_by_role("button", name="放弃").click()
    expect(box).to_have_count(0)
    window.until("document.activeElement.closest('.ag-cell')")
    assert in_building(client, "8") == []


def test_whoever_may_not_import_is_not_offered_it(window: Window) -> None:
    window.open("staff")
    expect(window.frame.get_by_role("button", name="导入", exact=True)).to_be_hidden()
