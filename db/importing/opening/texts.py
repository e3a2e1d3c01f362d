"""Text files: which encoding, which separator, and the lines as cells. Every value stays text."""

import csv
import io
import re

from db.importing.opening.cells import Cell, Found, Grid, refuse_far

ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_BIG5_LEAD = 0.1  # how much likelier Big5 must look than GB18030 before it is believed
_PUNCTUATION = set("，。：；（）、！？《》“”￥×℃㎡　")
_HEAD_LINES = 8
_FORMULA_TEXT = re.compile(r'="([^"]*)"')  # how some programs keep Excel from reading a number

csv.field_size_limit(1 << 20)


class NotText(Exception):
    """No encoding gives text."""


def read_text(content: bytes, encoding: str = "") -> Found:
    """The lines, told apart by the commonest of comma, tab and semicolon."""
    text, found = decoded(content, encoding)
    lines = [line for line in text[:4000].splitlines() if line.strip()][:_HEAD_LINES]
    delimiter = max(",\t;", key="\n".join(lines).count)
    rows: Grid = []
    for line in csv.reader(io.StringIO(text), delimiter=delimiter):
        refuse_far(len(rows), len(line) - 1)
        rows.append([_cell(value) for value in line])
    sheets = [{"name": "", "visible": True, "rows": rows}]
    return {"sheets": sheets, "encoding": found, "head": lines}  # type: ignore[typeddict-item]


def _cell(value: str) -> Cell:
    quoted = _FORMULA_TEXT.fullmatch(value.strip())
    return (quoted[1] if quoted else value) or None


def decoded(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and the encoding of a file that says neither; an encoding asked for is obeyed."""
    text, found = _decoded(content, encoding)
    if "\0" in text:
        raise NotText
    return text, found


def _decoded(content: bytes, encoding: str) -> tuple[str, str]:
    if encoding in ENCODINGS:
        text = _attempt(content, encoding)
        if text is None:
            raise NotText
        return text.removeprefix("\ufeff"), encoding
    for mark, marked in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if content.startswith(mark):
            return _decoded(content, marked)
    tries = _wide(content) if b"\0" in content else _narrow(content)
    if tries is None:
        raise NotText
    return tries


def _wide(content: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: line breaks and commas have their zero on one side."""
    zeros_last = content[1::2].count(0) >= content[0::2].count(0)
    encoding = "utf-16-le" if zeros_last else "utf-16-be"
    text = _attempt(content, encoding)
    return None if text is None else (text, encoding)


def _narrow(content: bytes) -> tuple[str, str] | None:
    text = _attempt(content, "utf-8")
    if text is not None:
        return text, "utf-8"
    simplified, traditional = _attempt(content, "gb18030"), _attempt(content, "big5hkscs")
    if simplified is None or traditional is None:
        if simplified is not None:
            return simplified, "gb18030"
        return None if traditional is None else (traditional, "big5hkscs")
    lead = _common_share(traditional, "big5") - _common_share(simplified, "gb2312")
    return (traditional, "big5hkscs") if lead > _BIG5_LEAD else (simplified, "gb18030")


def _attempt(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _common_share(text: str, encoding: str) -> float:
    """How many of the characters are everyday ones: a wrong guess gives rare ones."""
    characters = [c for c in text if ord(c) > 127 and c not in _PUNCTUATION]
    first, last = (0xB0A1, 0xD7F9) if encoding == "gb2312" else (0xA440, 0xC67E)
    common = 0
    for character in characters:
        code = character.encode(encoding, "ignore")
        common += len(code) == 2 and first <= code[0] * 256 + code[1] <= last
    return common / len(characters) if characters else 1.0
