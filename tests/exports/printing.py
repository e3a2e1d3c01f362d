"""Prints workbooks with LibreOffice and says what is wrong with the pages that come out."""

import html
import os
import re
import shutil
import subprocess
from pathlib import Path

from openpyxl import load_workbook

MISSING = next(
    (f"{name} is not installed ({package})"
     for name, package in (
        ("soffice", "apt-get install libreoffice-calc-nogui"),
        ("pdftotext", "apt-get install poppler-utils"),
    )
    if shutil.which(name) is None),
    "",
)  # fmt: skip

SIGNED = re.compile(r":_{8}")


def printed(workbooks: list[Path], folder: Path) -> dict[str, list[str]]:
    """The text of every page, blanks left out, by the workbook's name; one call for all."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={profile}", "--headless",
            "--convert-to", "pdf", "--outdir", str(folder), *map(str, workbooks),
        ],
        check=True,
        capture_output=True,
        timeout=150,
        env={**os.environ, "FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf"))},
    )  # fmt: skip
    return {path.stem: pages(folder / f"{path.stem}.pdf") for path in workbooks}


def pages(pdf: Path) -> list[str]:
    text = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    return [
        "".join(html.unescape(word) for word in re.findall(r">([^<]*)</word>", page))
        for page in text.split("<page ")[1:]
    ]


def problems(workbook: Path, shown: list[str]) -> list[str]:
    """What a clerk would send back: a table over two pages, a title once, a signature alone."""
    sheet = load_workbook(workbook).active
    labels = [word for cell in sheet[4] for word in str(cell.value).split()]
    found = []
    planned = len(sheet.row_breaks.brk) + 1
    if len(shown) != planned:
        found.append(f"{len(shown)} pages instead of {planned}")
    for number, page in enumerate(shown, 1):
        lacking = [label for label in labels if label not in page]
        if lacking:
            found.append(f"page {number} lacks {lacking}")
        if "###" in page:
            found.append(f"page {number} has a number too wide for its column")
        if not re.search(rf"(第{number}[页頁]共|Page{number}of){len(shown)}", page):
            found.append(f"page {number} is not numbered")
    signed = [number for number, page in enumerate(shown, 1) if SIGNED.search(page)]
    if signed != [len(shown)]:
        found.append(f"signatures on pages {signed} of {len(shown)}")
    return found
