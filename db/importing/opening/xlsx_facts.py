"""The facts of an .xlsx: one pass over each worksheet's own XML."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from db.importing.opening.cells import MOST_COLUMNS
from db.importing.opening.facts import Facts

_ZEROS = re.compile(r'^(?:"[^"]*")?(?:0{2,}|0\.00?|#?,?#{0,2}0\.00)(?:_ )?(?:;.*)?$')
_BUILT_IN = {2: "0.00", 4: "#,##0.00"}
_UNCALCULATED = "=…"


def tells_zeros(shown: str) -> bool:
    """Whether a number format shows zeros that the number does not have."""
    return bool(_ZEROS.match(shown))


def xlsx_facts(content: bytes) -> dict[str, Facts]:
    """By the name of the worksheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = _Parts.of(archive)
        styles = _styles(parts.read("xl/styles.xml"))
        texts = _struck_texts(parts.read("xl/sharedstrings.xml"))
        from_1904 = any(
            each.get("date1904") in ("1", "true") for each in parts.elements("workbookPr")
        )
        return {
            name: _facts_of(archive.read(part), styles, texts, from_1904)
            for name, part in parts.worksheets()
        }


# --- the parts of the archive ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Parts:
    archive: zipfile.ZipFile
    names: dict[str, str]

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> "_Parts":
        """Names as they are meant: some programs write backslashes and capitals."""
        names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
        return cls(archive, names)

    def read(self, part: str) -> bytes:
        return self.archive.read(self.names[part]) if part in self.names else b""

    def elements(self, wanted: str) -> list[dict[str, str]]:
        return _elements(self.read("xl/workbook.xml"), wanted)

    def worksheets(self) -> Iterator[tuple[str, str]]:
        """Name and part of every worksheet, by the workbook's own list of relations."""
        relations = _elements(self.read("xl/_rels/workbook.xml.rels"), "Relationship")
        targets = {each.get("Id"): each.get("Target", "") for each in relations}
        for sheet in self.elements("sheet"):
            relation = next((value for key, value in sheet.items() if key.endswith(":id")), "")
            target = targets.get(relation, "").replace("\\", "/")
            part = (target.lstrip("/") if target.startswith("/") else f"xl/{target}").lower()
            if part in self.names:
                yield sheet["name"], self.names[part]


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

    if content:
        parser = _parser()
        parser.StartElementHandler = start
        parser.Parse(content, True)
    return found


# --- looks and texts ------------------------------------------------------------------------------


@dataclass
class _Styles:
    """Which cell styles strike through, and which show zeros."""

    struck: set[str] = field(default_factory=set)
    formats: dict[str, str] = field(default_factory=dict)


def _is_on(attributes: dict[str, str]) -> bool:
    return attributes.get("val", "1") not in ("0", "false")


def _styles(content: bytes) -> _Styles:
    found = _Styles()
    custom: dict[str, str] = {}
    fonts: list[bool] = []
    inside: list[str] = []
    looks = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal looks
        tag = name.rpartition(":")[2]
        if tag == "numFmt" and "numFmts" in inside:
            custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "font" and inside[-1:] == ["fonts"]:
            fonts.append(False)
        elif tag == "strike" and fonts and "fonts" in inside:
            fonts[-1] = _is_on(attributes)
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            number = int(attributes.get("fontId", "0"))
            if number < len(fonts) and fonts[number]:
                found.struck.add(str(looks))
            code = attributes.get("numFmtId", "0")
            shown = custom.get(code) or _BUILT_IN.get(int(code), "")
            if shown and tells_zeros(shown):
                found.formats[str(looks)] = shown
            looks += 1
        inside.append(tag)

    def end(_name: str) -> None:
        inside.pop()

    if content:
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.Parse(content, True)
    return found


@dataclass
class _Runs:
    """How much of one text is struck through: its runs say so one by one."""

    struck: int = 0
    plain: int = 0
    striking: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "r":
            self.striking = False
        elif tag == "strike":
            self.striking = _is_on(attributes)

    def text(self, data: str) -> None:
        signs = len("".join(data.split()))
        self.struck += signs if self.striking else 0
        self.plain += 0 if self.striking else signs

    @property
    def share(self) -> str:
        if not self.struck:
            return ""
        return "partly" if self.plain else "whole"


def _struck_texts(content: bytes) -> dict[int, str]:
    """Which of the shared texts are struck: `whole` or `partly`."""
    found: dict[int, str] = {}
    count = -1
    runs = _Runs()
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, runs, inside
        tag = name.rpartition(":")[2]
        if tag == "si":
            count, runs = count + 1, _Runs()
        inside = tag == "t"
        runs.start(tag, attributes)

    def text(data: str) -> None:
        if inside:
            runs.text(data)

    def end(name: str) -> None:
        nonlocal inside
        inside = False
        if name.rpartition(":")[2] == "si" and runs.share:
            found[count] = runs.share

    if b"strike" in content:
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = text
        parser.Parse(content, True)
    return found


# --- one worksheet --------------------------------------------------------------------------------


class _Walk:
    """Walks one worksheet and keeps what is remarkable."""

    def __init__(self, styles: _Styles, texts: dict[int, str], facts: Facts) -> None:
        self.styles, self.texts, self.facts = styles, texts, facts
        self.row = self.column = 0
        self.kind = self.style = self.value = ""
        self.has_formula = self.inside_value = self.inside_text = False
        self.runs = _Runs()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        match tag:
            case "c":
                self.column = _column_of(attributes["r"]) if "r" in attributes else self.column + 1
                self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
                self.value, self.has_formula, self.runs = "", False, _Runs()
            case "v":
                self.inside_value = True
            case "row":
                self.row = int(attributes.get("r", self.row + 1))
                self.column = 0
                if attributes.get("hidden") in ("1", "true"):
                    self.facts.hidden_rows.append(self.row - 1)
            case "f":
                self.has_formula = True
            case "t":
                self.inside_text = True
            case "r" | "strike":
                self.runs.start(tag, attributes)
            case "col" if attributes.get("hidden") in ("1", "true"):
                first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
                last = min(last, MOST_COLUMNS)
                self.facts.hidden_columns += range(first - 1, last)

    def text(self, data: str) -> None:
        if self.inside_value:
            self.value += data
        elif self.inside_text:
            self.value += data
            self.runs.text(data)

    def end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v":
                self.inside_value = False
            case "t":
                self.inside_text = False
            case "c":
                self.cell()

    def cell(self) -> None:
        place = self.row - 1, self.column - 1
        if self.kind == "e":
            self.facts.faulty[place] = ["error", self.value or "#N/A"]
        elif self.has_formula and not self.value and self.kind != "str":
            self.facts.faulty[place] = ["formula", _UNCALCULATED]
        if not self.value:
            return
        share = self.runs.share
        if self.kind == "s" and self.texts:
            share = self.texts.get(int(self.value), "") if self.value.isdigit() else ""
        if self.style in self.styles.struck and share != "partly":
            share = "whole"
        if share:
            (self.facts.partly_struck if share == "partly" else self.facts.struck).append(place)
        if self.kind == "n" and self.style in self.styles.formats:
            self.facts.formats.append((*place, self.styles.formats[self.style]))


def _facts_of(
    content: bytes, styles: _Styles, texts: dict[int, str], counts_from_1904: bool
) -> Facts:
    facts = Facts(counts_from_1904=counts_from_1904)
    walk, parser = _Walk(styles, texts, facts), _parser()
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.CharacterDataHandler = walk.text
    parser.EndElementHandler = walk.end
    parser.Parse(content, True)
    return facts


def _column_of(place: str) -> int:
    number = 0
    for letter in re.match("[A-Z]*", place).group():  # type: ignore[union-attr]
        number = number * 26 + ord(letter) - 64
    return number
