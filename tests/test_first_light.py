"""A seventh register is one YAML file and its form: page, table, numbers, edits, import, paper."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.ready_server import ReadyServer
from tests.server import HOUSE, Server
from tests.small_office import SmallOffice

REGISTER = """
key: lost_found
label: {zh_CN: 失物招领, zh_HK: 失物招領, en: Lost and found}
section: reception
icon: ":material/search:"
sheets:
- key: lost_found
  label: {zh_CN: 失物招领, zh_HK: 失物招領, en: Lost and found}
  number: {pattern: "SW-{date:%Y%m}-{n:03d}", date: found_on}
  period: {field: found_on}
  display: doc_no
  rules:
  - check: "returned_on is null or returned_on >= found_on"
    field: returned_on
    message:
      zh_CN: 领回日期不能早于拾到日期({found_on})
      zh_HK: 領回日期不能早於拾到日期({found_on})
      en: Collected before it was found ({found_on})
  fields:
  - {key: doc_no, type: autono, label: {zh_CN: 编号, zh_HK: 編號, en: No.}}
  - {key: found_on, type: date, required: true, default: "= :today",
     label: {zh_CN: 拾到日期, zh_HK: 拾到日期, en: Found on}}
  - {key: item, type: text, required: true, max: 40, label: {zh_CN: 物品, zh_HK: 物品, en: Item}}
  - key: kind
    type: choice
    label: {zh_CN: 类别, zh_HK: 類別, en: Kind}
    options:
    - {key: papers, label: {zh_CN: 证件, zh_HK: 證件, en: Papers}}
    - {key: cash, label: {zh_CN: 现金, zh_HK: 現金, en: Cash}}
  - {key: amount, type: money, label: {zh_CN: 金额, zh_HK: 金額, en: Amount}}
  - {key: room_id, type: room, label: {zh_CN: 房号, zh_HK: 房號, en: Room}}
  - {key: returned_on, type: date, label: {zh_CN: 领回日期, zh_HK: 領回日期, en: Collected on}}
"""

FORM = """
key: lost_found_month
title: {zh_CN: 失物招领登记表, zh_HK: 失物招領登記表, en: Lost and found register}
sheet: lost_found
page: {orientation: portrait}
order: [found_on, doc_no]
blocks:
- {block: title}
- block: table
  columns:
  - {label: {zh_CN: 编号, zh_HK: 編號, en: No.}, width: 14, value: doc_no}
  - {label: {zh_CN: 日期, zh_HK: 日期, en: Date}, width: 11, value: found_on}
  - {label: {zh_CN: 物品, zh_HK: 物品, en: Item}, width: 20, value: item}
  - {label: {zh_CN: 金额, zh_HK: 金額, en: Amount}, width: 10, value: amount, total: sum}
- {block: signatures, people: [{zh_CN: 经办人, zh_HK: 經辦人, en: Clerk}]}
"""


@pytest.fixture(scope="module")
def module_server(
    small_office: SmallOffice, port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The small office with a register of its own, written by hand into its workspace."""
    workspace = small_office.copy(tmp_path_factory.mktemp("seventh"))
    (workspace / "schemas" / "forms").mkdir(parents=True)
    (workspace / "schemas" / "lost_found.yaml").write_text(REGISTER, "utf-8")
    (workspace / "schemas" / "forms" / "lost_found_month.yaml").write_text(FORM, "utf-8")
    running = ReadyServer(workspace, port)
    running.start()
    yield running
    running.kill()


def insert(client: httpx.Client, seq: int, **values: object) -> dict[str, object]:
    edit = {"seq": seq, "op": "insert", "sheet": "lost_found", "values": values}
    answer = client.post("/api/edits", json={"client": "seventh", "edits": [edit]})
    result: dict[str, object] = answer.json()["results"][0]
    return result


def manage(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *map(str, words)]
    return subprocess.run(command, cwd=HOUSE, capture_output=True, text=True)


def test_its_page_is_listed_and_described(client: httpx.Client) -> None:
    registers = client.get("/api/session").json()["registers"]
    assert [r["label"] for r in registers if r["key"] == "lost_found"] == ["失物招领"]
    sheet = client.get("/api/sheets/lost_found").json()
    assert [field["key"] for field in sheet["fields"]][:3] == ["doc_no", "found_on", "item"]
    assert [(form["key"], form["title"]) for form in sheet["forms"]] == [
        ("lost_found_month", "失物招领登记表")
    ]


def test_its_page_opens_from_the_navigation(browser_page: Page) -> None:
    browser_page.goto("/")
    sidebar = browser_page.get_by_test_id("stSidebarNav")
    sidebar.get_by_role("link", name="失物招领").click()
    browser_page.wait_for_url("**/lost_found")
    expect(browser_page.frame_locator("iframe").get_by_text("拾到日期").first).to_be_visible()


def test_its_rows_are_numbered_edited_and_judged_over_http(client: httpx.Client) -> None:
    first = insert(client, 1, found_on="2026-09-30", item="雨伞")
    second = insert(client, 2, found_on="2026-09-30", item="钱包", kind="现金", amount="12.5",
                    room_id="3-1-502")  # fmt: skip
    assert (first["ok"], second["ok"]) == (True, True), (first, second)
    row = second["row"]
    assert row["doc_no"] == "SW-202609-002"
    assert (row["amount"], row["kind"], row["room_id"]["label"]) == ("12.50", "cash", "3-1-502")

    edit = {"seq": 3, "op": "set", "sheet": "lost_found", "row": row["id"]}
    early = edit | {"field": "returned_on", "value": "2026-09-01", "was": None}
    answer = client.post("/api/edits", json={"client": "seventh", "edits": [early]})
    error = answer.json()["results"][0]["error"]
    assert error["message"] == "领回日期不能早于拾到日期(2026-09-30)"
    assert error["field"] == "returned_on"


def test_its_month_is_printed(client: httpx.Client) -> None:
    insert(client, 11, found_on="2026-08-05", item="校园卡", amount="1")
    insert(client, 12, found_on="2026-08-06", item="零钱", amount="30.20")
    answer = client.get("/export/lost_found_month", params={"period": "2026-08"})
    assert answer.status_code == 200, answer.text
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    printed = [
        [cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)
    ]
    assert any("样例花园" in str(row) for row in printed)
    assert [row[0] for row in printed if row and str(row[0]).startswith("SW-")] == [
        "SW-202608-001",
        "SW-202608-002",
    ]
    assert any(31.2 in row for row in printed), printed


def test_its_rows_come_in_from_excel(server: Server, tmp_path: Path) -> None:
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.append(["拾到日期", "物品", "类别", "金额"])
    page.append(["2026-07-01", "身份证", "证件", None])
    page.append(["2026-07-02", "现金", "现金", 88.5])
    page.append(["2026-07-03", None, "现金", 1])
    workbook.save(tmp_path / "失物.xlsx")

    server.stop()
    imported = manage(
        "import", "lost_found", tmp_path / "失物.xlsx", "--workspace", server.workspace
    )
    assert "4" in imported.stdout + imported.stderr, "the row without an item is named"
    server.start()
    with server.client() as client:
        page = client.post("/api/rows/lost_found", json={"period": "2026-07"}).json()
    assert [(row["item"], row["amount"]) for row in page["rows"]] == [
        ("身份证", None),
        ("现金", "88.50"),
    ]


def test_its_table_can_be_taken_by_a_command_as_paper(server: Server, tmp_path: Path) -> None:
    with server.client() as client:
        insert(client, 21, found_on="2026-06-05", item="钥匙")
    server.stop()
    out = tmp_path / "form.xlsx"
    done = manage("export", "失物招领登记表", "--period", "2026-06", "--out", out,
                  "--workspace", server.workspace)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert load_workbook(out).active is not None
