"""Every way out of the office hides what privacy hides, unless it is asked for in full."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from exports import Asked, make

NUMBERS = " UNION ".join(
    f"SELECT {column} AS number FROM {sheet}"
    for sheet, columns in {
        "visitors": ("phone", "id_number", "plate_no"),
        "key_loans": ("phone", "id_number"),
        "ic_business": ("id_number",),
        "renovations": ("id_number", "phone", "leader_id", "leader_phone"),
        "complaints": ("phone",),
        "people": ("phone", "id_number"),
    }.items()
    for column in columns
)


@pytest.mark.parametrize(
    ("form", "row", "kind", "hidden"),
    [
        ("visitor_ledger", None, "xlsx", "****"),
        ("visitor_ledger", None, "csv", "****"),
        ("key_loan_ledger", None, "csv", "****"),
        ("ic_card_issues", None, "xlsx", "****"),
        ("occupancy_month", None, "xlsx", "****"),
        ("month_pack", None, "zip", "****"),
        ("complaint_slip", 1, "xlsx", "****"),
        ("renovation_application", 9, "xlsx", "****"),
        ("renovation_permit", 9, "xlsx", ""),
    ],
)
def test_no_file_holds_a_number_in_full(
    form: str, row: int | None, kind: str, hidden: str, november_office, tmp_path: Path
) -> None:
    found = november_office.ledger.select(NUMBERS)
    numbers = {str(each["number"]) for each in found if each["number"]}
    assert len(numbers) > 2
    asked = Asked(november_office.book.form(form), "" if row else "2026-11", "zh_CN", row)
    make(november_office, asked, kind, tmp_path / "out")
    text = "\n".join(inside((tmp_path / "out").read_bytes()))
    assert hidden in text
    assert sorted(number for number in numbers if number in text) == []


def inside(content: bytes) -> Iterator[str]:
    """All the text of a file, and of the files packed in it."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield content.decode("utf-8", "replace")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield from inside(archive.read(name))
