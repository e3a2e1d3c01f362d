"""The other kinds of file: CSV that no spreadsheet executes, PDF page for page as planned."""

import csv
import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.edits import Refusal
from exports import Asked, make
from exports.csv_form import guarded
from exports.pdf import convert, converter
from exports.preview import open_pages
from tests.exports.month import HOSTILE
from tests.exports.printing import MISSING, pages


def asked(office, key: str, **others) -> Asked:
    return Asked(office.book.form(key), others.pop("period", "2026-11"), "zh_CN", **others)


def lines(office, tmp_path, key: str) -> list[list[str]]:
    out = tmp_path / "form.csv"
    make(office, asked(office, key), "csv", out)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(out.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("探访", "探访"), ("3-1-502", "3-1-502"), ("", ""), ("=1+1", "'=1+1"), ("+86", "'+86"),
        ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"), ("'0001", "''0001"), ("\uff1d1", "'\uff1d1"),
        ("\t=1", "'\t=1"), ("a=1", "a=1"),
    ],
)  # fmt: skip
def test_dropping_one_apostrophe_gives_every_text_back(text: str, expected: str) -> None:
    assert guarded(text) == expected
    assert guarded(text).removeprefix("'") == text


def test_a_csv_holds_the_rows_of_the_workbook(november_office, tmp_path) -> None:
    head, *rows = lines(november_office, tmp_path, "visitor_ledger")
    make(november_office, asked(november_office, "visitor_ledger"), "xlsx", tmp_path / "f.xlsx")
    sheet = load_workbook(tmp_path / "f.xlsx").active
    assert head[:15] == [cell.value for cell in sheet[4]]
    printed = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[3]]
    assert len(rows) == 60
    assert [row[3] for row in rows] == [row[3] for row in printed[:60]]
    assert rows[0][:8] == [
        "1", "2026-11-01", "08:00", "王示例", "1", "亲友", "440***********1235", "138****8000",
    ]  # fmt: skip
    assert {text for row in rows for text in row} >= {guarded(text) for text in HOSTILE}
    voided = [row for row in rows if any("重复登记" in text for text in row)]
    assert len(voided) == 6


def test_money_and_long_texts_are_whole(november_office, tmp_path) -> None:
    _, *deposits = lines(november_office, tmp_path, "renovation_deposits")
    assert {row[5] for row in deposits} == {"2000.50"}
    _, *complaints = lines(november_office, tmp_path, "complaint_ledger")
    assert max(len(row[7]) for row in complaints) > 400
    assert not any("详见原件" in row[7] for row in complaints)
    head, *figures = lines(november_office, tmp_path, "month_pack")
    assert head[3:7] == ["表单合计", "台账核算", "差额", "核对"]
    assert {row[6] for row in figures} == {"相符"}


def test_a_slip_has_no_table(november_office, tmp_path) -> None:
    slip = asked(november_office, "complaint_slip", period="", row=5)
    with pytest.raises(Refusal, match="no_table"):
        make(november_office, slip, "csv", tmp_path / "x.csv")


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_a_pdf_has_the_pages_of_the_preview(november_office, tmp_path) -> None:
    pack = asked(november_office, "month_pack")
    make(november_office, pack, "xlsx", tmp_path / "pack.xlsx")
    make(november_office, pack, "pdf", tmp_path / "pack.pdf")
    planned = open_pages(tmp_path / "pack.xlsx", tmp_path)
    printed = pages(tmp_path / "pack.pdf")
    assert len(printed) == planned.count
    assert f"第1页共{planned.count}页" in printed[0].text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pack.pdf", "pack.xlsx", "xl"]


@pytest.fixture
def office_program(tmp_path, monkeypatch) -> Path:
    """A program that is found as soffice and does as its text says."""
    program = tmp_path / "bin/soffice"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr("exports.pdf._USUAL_PLACES", ())
    return program


def runs(program: Path, text: str) -> None:
    program.write_text(f"#!{sys.executable}\n{text}")
    program.chmod(0o755)


def test_without_libreoffice_the_clerk_is_told_what_to_do(office_program, tmp_path) -> None:
    assert converter() is None
    with pytest.raises(Refusal, match="pdf_unavailable"):
        convert(tmp_path / "form.xlsx", tmp_path / "form.pdf")


def test_a_conversion_that_hangs_is_ended_with_all_it_started(office_program, tmp_path) -> None:
    marker = tmp_path / "alive"
    loop = f"import pathlib\nwhile True: pathlib.Path({str(marker)!r}).touch()"
    started = f"subprocess.Popen([sys.executable, '-c', {loop!r}])"
    runs(office_program, f"import subprocess, sys, time\n{started}\ntime.sleep(60)\n")
    with pytest.raises(Refusal, match="pdf_too_slow"):
        convert(tmp_path / "form.xlsx", tmp_path / "form.pdf", within=1.5)
    assert marker.exists()
    marker.unlink()
    time.sleep(0.3)
    assert not marker.exists()


def test_a_conversion_that_fails_says_so(office_program, tmp_path) -> None:
    runs(office_program, "raise SystemExit(3)")
    with pytest.raises(Refusal, match="pdf_failed"):
        convert(tmp_path / "form.xlsx", tmp_path / "form.pdf")
    assert not (tmp_path / "form.pdf").exists()
    with pytest.raises(subprocess.CalledProcessError):
        subprocess.run([str(office_program)], check=True)
