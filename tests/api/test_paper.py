"""Paper over HTTP: looked at page by page, taken away in four kinds of file, and by whom."""

import csv
import io
import re
import time
from datetime import date
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from api.asking import office
from api.papers import PAPERS
from db.edits import Insert
from tests.exports.printing import MISSING
from tests.server import PASSWORD
from tests.values import visitor

PHONE = "13800138000"
MONTH = f"{date.today():%Y-%m}"
LEDGER = {"form": "visitor_ledger", "period": MONTH}


@pytest.fixture
def visits(desk):
    """The desk with some visitors of this month."""
    edits = [
        {
            "seq": n,
            "op": "insert",
            "sheet": "visitors",
            "values": visitor(purpose=f"=事由{n}", phone=PHONE),
        }
        for n in range(3)
    ]
    desk.post("/api/edits", json={"client": "t", "edits": edits})
    return desk


def drawn(client, **asked) -> dict:
    """The finished paper, watched as a page watches it."""
    told = client.post("/api/paper", json={**LEDGER, **asked}).json()
    deadline = time.monotonic() + 60
    while told["state"] in ("waiting", "running") and time.monotonic() < deadline:
        time.sleep(0.02)
        told = client.get(f"/api/paper/{told['paper']}").json()
    return told


def test_a_form_is_drawn_watched_and_fetched(visits) -> None:
    told = drawn(visits)
    assert (told["state"], told["done"], told["total"], told["pages"]) == ("done", 3, 3, 1)
    assert told["sheets"] == [{"title": "来访登记表", "pages": 1, "orientation": "landscape"}]
    answer = visits.get(f"/api/paper/{told['paper']}/file")
    assert answer.headers["cache-control"] == "no-store"
    name = re.search(r"UTF-8''(.+)", answer.headers["content-disposition"])
    assert unquote(name[1]) == f"来访登记表-{MONTH}.xlsx"
    rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert [row[10] for row in rows if isinstance(row[0], int)] == ["=事由0", "=事由1", "=事由2"]
    assert answer.content == visits.get(f"/export/visitor_ledger?period={MONTH}").content


def test_a_page_is_html_without_script_that_hides_what_paper_hides(visits) -> None:
    told = drawn(visits)
    page = visits.get(f"/api/paper/{told['paper']}/pages/1")
    policy = page.headers["content-security-policy"]
    nonce = re.search(r"style-src 'nonce-([\w-]+)'", policy)[1]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert f'<style nonce="{nonce}">' in page.text
    assert "<script" not in page.text
    assert "第 1 页 共 1 页" in page.text
    assert "=事由0" in page.text
    assert "138****8000" in page.text
    assert PHONE not in page.text


@pytest.mark.parametrize("pages", ["0", "2", "1-2", "2-1", "1-", "x", "1-400000"])
def test_there_are_no_other_pages(pages, visits) -> None:
    told = drawn(visits)
    answer = visits.get(f"/api/paper/{told['paper']}/pages/{pages}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_the_view_runs_its_own_script_only_and_may_stand_in_the_office_alone(visits) -> None:
    answer = visits.get(f"/paper/visitor_ledger?period={MONTH}")
    policy = answer.headers["content-security-policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]+)'", policy)[1]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script[^>]*>", answer.text) == [f'<script nonce="{nonce}">']
    assert "innerHTML" not in answer.text
    assert 'id="full"' not in answer.text  # the front desk may not have numbers in full
    assert "下载 Excel" in answer.text


def test_a_ledger_is_narrowed_down_where_it_is_looked_at(visits) -> None:
    """By what stands in the period; a form of a row and an empty one offer nothing."""
    text = visits.get(f"/paper/visitor_ledger?period={MONTH}&desk=front_desk").text
    assert re.findall(r'data-only="(\w+)"', text) == ["desk", "visitor_type"]
    assert re.findall(r'<option value="(\w+)" selected>前台</option>', text) == ["front_desk"]
    assert "<select data-only" not in visits.get("/paper/visitor_ledger?empty=1").text


def test_a_text_in_the_address_stays_text(visits) -> None:
    answer = visits.get("/paper/visitor_ledger", params={"period": '"><script>x</script>'})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_period")


def test_a_paper_belongs_to_whoever_asked_for_it(visits, signed_in) -> None:
    told = drawn(visits)
    other = signed_in("clerk2")
    for address in ("", "/file", "/pages/1"):
        answer = other.get(f"/api/paper/{told['paper']}{address}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "paper_gone")


@pytest.mark.parametrize(
    ("role", "form", "refused"),
    [
        ("finance", "month_pack", None),
        ("finance", "key_deposits", None),
        ("finance", "key_loan_ledger", "may_not_read"),
        ("front_desk", "month_pack", "may_not_have_form"),
        ("front_desk", "key_deposits", "may_not_have_form"),
        ("front_desk", "key_loan_ledger", None),
    ],
)
def test_the_money_of_the_month_is_for_finance_and_the_keys_are_not(
    role: str, form: str, refused: str | None, desk, signed_in
) -> None:
    """Who borrows which key is nothing finance needs; a form may be given without its sheet."""
    office().users.create(f"one {role}", PASSWORD, role)
    client = signed_in(f"one {role}")
    for address in (f"/export/{form}?period={MONTH}", f"/paper/{form}?period={MONTH}"):
        answer = client.get(address)
        code = None if answer.status_code == 200 else answer.json()["error"]["code"]
        assert code == refused
    offered = [each.key for each in office().book.forms_for(role)]
    assert (form in offered) == (refused is None)


def test_full_numbers_are_for_those_who_may_and_say_why(visits, signed_in) -> None:
    assert drawn(visits, full="1", reason="查")["error"]["code"] == "may_not_unmask"
    boss = signed_in("supervisor")
    assert 'id="full"' in boss.get(f"/paper/visitor_ledger?period={MONTH}").text
    assert drawn(boss, full="1", reason=" ")["error"]["code"] == "full_reason_missing"
    told = drawn(boss, full="1", reason="派出所查询")
    page = boss.get(f"/api/paper/{told['paper']}/pages/1").text
    assert PHONE in page
    notes = office().ledger.select("SELECT note FROM _audit WHERE op = 'full_export'")
    assert [("派出所查询" in str(note["note"])) for note in notes] == [True]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"form": "nothing"}, 404, "unknown_form"),
        ({"period": ""}, 400, "period_missing"),
        ({"format": "docx"}, 400, "unknown_format"),
        ({"form": "ic_month"}, 403, "may_not_read"),
    ],
)
def test_what_cannot_be_drawn_is_refused_at_once(asked, status, code, desk) -> None:
    answer = desk.post("/api/paper", json={**LEDGER, **asked})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_what_fails_while_it_is_drawn_is_told(desk) -> None:
    told = drawn(desk, period="2026-13")
    assert told["state"] == "failed"
    assert told["error"]["code"] == "bad_period"
    answer = desk.get(f"/api/paper/{told['paper']}/file")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_period")


def test_csv_comes_with_a_mark_and_harmless_texts(visits) -> None:
    answer = visits.get(f"/export/visitor_ledger?period={MONTH}&format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[0] == "序号"
    assert [row[10] for row in rows] == ["'=事由0", "'=事由1", "'=事由2"]


def test_without_libreoffice_there_is_a_hint_instead_of_a_button(visits, monkeypatch) -> None:
    monkeypatch.setattr("exports.pdf.shutil.which", lambda name: None)
    view = visits.get(f"/paper/visitor_ledger?period={MONTH}").text
    assert 'data-format="pdf"' not in view
    assert "另存为 PDF" in view
    answer = visits.get(f"/export/visitor_ledger?period={MONTH}&format=pdf")
    assert (answer.status_code, answer.json()["error"]["code"]) == (501, "pdf_unavailable")


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_where_libreoffice_is_there_is_a_pdf(visits) -> None:
    assert 'data-format="pdf"' in visits.get(f"/paper/visitor_ledger?period={MONTH}").text
    answer = visits.get(f"/export/visitor_ledger?period={MONTH}&format=pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_nothing_is_left_lying_about(visits) -> None:
    folder = office().place.papers
    visits.get(f"/export/visitor_ledger?period={MONTH}")
    assert list(folder.iterdir()) == []
    names = [drawn(visits)["paper"] for _ in range(8)]
    assert len(list(folder.iterdir())) == 6
    assert visits.get(f"/api/paper/{names[0]}").status_code == 404
    assert visits.get(f"/api/paper/{names[-1]}").status_code == 200
    PAPERS.close()
    assert not folder.exists()


def test_finance_takes_the_pack_of_the_month(visits, signed_in) -> None:
    office().users.create("finance", "Sample-pass-2026", "finance")
    finance = signed_in("finance")
    told = drawn(finance, form="财务月度资料")
    assert told["sheets"][0]["title"] == "财务月度资料"
    packed = finance.get(f"/export/month_pack?period={MONTH}&slips=1")
    assert packed.headers["content-type"] == "application/zip"
    assert packed.content.startswith(b"PK")


def test_a_slip_and_an_empty_form_are_looked_at_too(visits, supervisor) -> None:
    complaint = {
        "received_at": f"{MONTH}-01 08:00", "channel": "来电", "complainant": "陈样例",
        "complainant_role": "业主", "room_id": "3-1-502", "phone": "13800138000",
        "category": "noise", "description": "楼上装修噪音扰民",
    }  # fmt: skip
    (made,) = office().ledger.apply([Insert(1, "complaints", complaint)], supervisor, client="")
    assert made.row is not None, made.error
    told = drawn(visits, form="complaint_slip", period="", row=str(made.row["id"]))
    page = visits.get(f"/api/paper/{told['paper']}/pages/1").text
    assert "楼上装修噪音扰民" in page
    view = visits.get(f"/paper/complaint_slip?row={made.row['id']}").text
    assert str(made.row["doc_no"]) in view
    assert 'data-format="csv"' not in view
    empty = drawn(visits, form="complaint_slip", period="", empty="1")
    assert "楼上" not in visits.get(f"/api/paper/{empty['paper']}/pages/1").text
