"""What is looked at before a workbook is opened: its kind, and what it would unfold into.

A year of an estate's ledgers fits the limits many times; kilobytes that hide gigabytes do not.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib

from db.importing.opening.cells import MOST_COLUMNS, MOST_ROWS
from db.importing.problems import Unreadable

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 100
MOST_MEMBERS = 200

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NOT_TABLES = (
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc",
    b"\x1f\x8b",
)
"""Pictures, documents and other archives."""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
)  # fmt: skip
"""What reading a damaged archive may raise."""
_LOOKED_THROUGH = 1 << 20
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,7})"')
_PIECE = 1 << 20


def kind_of(content: bytes) -> str:
    """'xlsx', 'xls', 'html' or 'text', by what is inside, never by the name; else Unreadable."""
    if not content:
        raise Unreadable("file_empty")
    if len(content) > MOST_BYTES:
        raise Unreadable("file_too_large", megabytes=MOST_BYTES // 1024 // 1024)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Unreadable("file_has_password")
        return "xls"
    if content.startswith(_ZIP):
        _look_into(content)
        return "xlsx"
    if content.startswith(_NOT_TABLES):
        raise Unreadable("file_kind_unknown")
    return _kind_of_text(content)


def _kind_of_text(content: bytes) -> str:
    """Programs save pages under Excel's name; a page of XML is refused with advice."""
    start = content[:4000].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"<"):
        return "text"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise Unreadable("file_xml_spreadsheet")
    if b"<table" not in content[:_LOOKED_THROUGH].replace(b"\0", b"").lower():
        raise Unreadable("file_kind_unknown")
    return "html"


def _look_into(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if (
                len(members) > MOST_MEMBERS
                or unpacked > MOST_UNPACKED
                or unpacked > MOST_RATIO * len(content)
            ):
                raise Unreadable("file_unfolds_too_far")
            for member in members:
                if "/worksheets/" in member.filename.replace("\\", "/").lower():
                    _measure(archive, member)
    except _BROKEN as broken:
        raise Unreadable("file_damaged") from broken


def _measure(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """One far cell makes a reader lay out every cell before it, so far cells are found first."""
    tail = b""
    with archive.open(member) as part:
        while piece := part.read(_PIECE):
            window = tail + piece
            if any(int(row) > MOST_ROWS for row in _ROW.findall(window)):
                raise Unreadable("sheet_too_large", rows=MOST_ROWS, columns=MOST_COLUMNS)
            for letters, row in _CELL.findall(window):
                if int(row) > MOST_ROWS or column_number(letters.decode()) > MOST_COLUMNS:
                    raise Unreadable("sheet_too_large", rows=MOST_ROWS, columns=MOST_COLUMNS)
            tail = window[-256:]


def column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is A, 27 is AA: how a clerk finds the cell again."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
