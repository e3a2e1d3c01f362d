"""The program of the child process that opens a workbook: bytes on stdin, cells as JSON on stdout.

It is run by its path and alone (python -I) and imports nothing of ours, so a file that brings it
down, or grows without end, costs nothing but this process. Memory and processor time are bounded
before the first byte is read; where the system cannot do that (Windows) the caller's clock ends us.

A cell is null, text, a number, true or false, or a pair: ["date", …] ["datetime", …] ["time", …]
["error", …].
"""

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeAlias
from xml.parsers import expat

Cell: TypeAlias = "str | int | float | bool | list[str] | None"
Grid: TypeAlias = "list[list[Cell]]"

_MEMORY = 1 << 30
_SECONDS = 10
_BIG5_LEAD = 0.1  # how much likelier Big5 must look than GB18030 before it is believed
_PUNCTUATION = set("，。：；（）、！？《》“”￥×℃㎡　")


def bound_this_process() -> None:
    """Ask the system to end us rather than let a file take the machine."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def read_csv(content: bytes) -> list[dict[str, object]]:
    """Every value stays text; lines are told apart by the commonest of comma, tab and semicolon."""
    text = decoded(content)
    head = text[:2000]
    delimiter = max(",\t;", key=head.count)
    rows: Grid = [
        [value or None for value in line]
        for line in csv.reader(io.StringIO(text), delimiter=delimiter)
    ]
    return [{"name": "", "visible": True, "rows": rows}]


def decoded(content: bytes) -> str:
    """The text of a file whose encoding nobody wrote down: UTF-8, UTF-16, GB18030 or Big5."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding)
    if b"\0" in content:
        return content.decode("utf-16-le")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        simplified, traditional = _attempt(content, "gb18030"), _attempt(content, "big5hkscs")
    if simplified is None or traditional is None:
        found = simplified if traditional is None else traditional
        if found is None:
            raise ValueError("no encoding fits")
        return found
    lead = _common_share(traditional, "big5") - _common_share(simplified, "gb2312")
    return traditional if lead > _BIG5_LEAD else simplified


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


def read_excel(content: bytes, *, is_xlsx: bool) -> list[dict[str, object]]:
    """All worksheets, with empty rows and columns kept so that positions stay true."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    faulty = faulty_cells(content) if is_xlsx else {}
    found: list[dict[str, object]] = []
    for described in book.sheets_metadata:
        if described.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(described.name)
        rows: Grid = [
            [plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)
        ]
        for (row, column), seen in faulty.get(described.name, {}).items():
            put(rows, row, column, ["error", seen])
        found.append(
            {
                "name": described.name,
                "visible": described.visible == SheetVisibleEnum.Visible,
                "rows": rows,
            }
        )
    return found


def put(rows: Grid, row: int, column: int, cell: Cell) -> None:
    """Write one cell of a ragged grid, growing it where the reader left it short."""
    while len(rows) <= row:
        rows.append([])
    line = rows[row]
    line.extend([None] * (column + 1 - len(line)))
    line[column] = cell


def plain(value: object) -> Cell:
    """A value as JSON can carry it. Numbers stay as they are: a field knows what was lost."""
    match value:
        case "" | None:
            return None
        case bool() | str():
            return value
        case int() | float():
            return value
        case datetime():
            return ["datetime", to_the_minute(value).strftime("%Y-%m-%d %H:%M")]
        case date():
            return ["date", value.isoformat()]
        case time():
            return [
                "time",
                to_the_minute(datetime.combine(date(2000, 1, 1), value)).strftime("%H:%M"),
            ]
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return ["time", f"{minutes // 60:02d}:{minutes % 60:02d}"]
    return str(value)


def to_the_minute(moment: datetime) -> datetime:
    """Excel keeps 14:20 as a fraction of a day, which comes back as 14:19:59.8."""
    return (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)


def faulty_cells(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Cells the reader shows as empty although they are not: #N/A, formulas never calculated."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: dict(_faulty_of(archive.read(part))) for name, part in _worksheets(archive)}


def _worksheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of every worksheet, by the workbook's own list of relations."""
    names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return
    targets = {
        a["Id"]: a["Target"]
        for a in _elements(archive.read(names["xl/_rels/workbook.xml.rels"]), "Relationship")
    }
    for sheet in _elements(archive.read(names["xl/workbook.xml"]), "sheet"):
        relation = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        target = targets.get(relation, "").replace("\\", "/")
        part = (target.lstrip("/") if target.startswith("/") else f"xl/{target}").lower()
        if part in names:
            yield sheet["name"], names[part]


def _parser() -> expat.XMLParserType:
    """A parser that refuses any document type: the only honest use of one here is an attack."""

    def refuse(*_: object) -> None:
        raise ValueError("document type")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _elements(content: bytes, wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = _parser()
    parser.StartElementHandler = start
    parser.Parse(content, True)
    return found


class _Faults:
    """Walks one worksheet and keeps the cells with an error or a formula without a value."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self.row = 0
        self.column = 0
        self.kind = ""
        self.has_formula = False
        self.inside_value = False
        self.value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row = int(attributes.get("r", self.row + 1))
                self.column = 0
            case "c":
                self.column = _column_of(attributes["r"]) if "r" in attributes else self.column + 1
                self.kind, self.value, self.has_formula = attributes.get("t", "n"), "", False
            case "f":
                self.has_formula = True
            case "v":
                self.inside_value = True

    def text(self, data: str) -> None:
        if self.inside_value:
            self.value += data

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v":
                self.inside_value = False
            case "c" if self.kind == "e":
                self.found[self.row - 1, self.column - 1] = self.value or "#N/A"
            case "c" if self.has_formula and not self.value and self.kind != "str":
                self.found[self.row - 1, self.column - 1] = "=…"


def _faulty_of(content: bytes) -> dict[tuple[int, int], str]:
    faults, parser = _Faults(), _parser()
    parser.StartElementHandler = faults.start
    parser.CharacterDataHandler = faults.text
    parser.EndElementHandler = faults.end
    parser.Parse(content, True)
    return faults.found


def _column_of(place: str) -> int:
    number = 0
    for letter in re.match("[A-Z]*", place).group():  # type: ignore[union-attr]
        number = number * 26 + ord(letter) - 64
    return number


def main() -> None:
    """`child.py KIND`: the output is one JSON document; anything that goes wrong ends us."""
    bound_this_process()
    kind, content = sys.argv[1], sys.stdin.buffer.read()
    worksheets = read_csv(content) if kind == "csv" else read_excel(content, is_xlsx=kind == "xlsx")
    sys.stdout.buffer.write(
        json.dumps(worksheets, ensure_ascii=False).encode("utf-8", "surrogatepass")
    )


if __name__ == "__main__":
    main()
