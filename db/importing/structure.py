"""Where the headings stand, and what every other row of the worksheet is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from db.importing.layout import Layout
from db.importing.words import Meaning, Words, tidy
from registers.dates import ordinary
from registers.errors import BadValue
from registers.old_dates import read_written
from registers.old_paper import OldCell
from registers.search import folded

_ROWS_SEARCHED = 40
_OF_A_DAY = 8  # digits of 20261103
_FEWEST = 2  # one known word alone may stand in any title

_TOTAL = re.compile(
    r"(?:本[页日周月季年]|[当每全][页日周月季年]|[一二三四五六七八九十\d]{1,3}月份?|第?\d+页)?"
    r"(?P<kind>小计|合计|总计|共计|累计|总合计|subtotal|total|grandtotal|sum)"
    r"(?:\(.*\))?[:\d.,¥元人次笔套把件张行条个份共]*"
)
_SUB = ("小计", "subtotal")
_CARRY = re.compile(
    r"(?:承|接|转|过|续)(?:上|前|下|次)(?:页|月|期|表)?.{0,6}|(?:上|前)(?:页|期|月)(?:结转|余额|累计|合计|转入).{0,4}"
    r"|(?:转|结转)(?:下|次)(?:页|月|期).{0,4}|broughtforward|carriedforward"
)
_SIGNATURE = re.compile(
    r"(?:制表|填表|编制|审核|复核|审批|批准|核准|值班(?:人员|人|员)?|接班|领导|部门负责人|主任|交接|领班|主管|经理|负责人|保管人?|管理员|经办|"
    r"资料员|发卡员|收款|出纳|财务|会计|签名|签字|盖章|交班|接班|登记人|填报|监盘|盘点|统计|"
    r"preparedby|checkedby|approvedby|signature|supervisor|manager)"
    r"(?:人|员|者|签名|签字|签章)?(?:\(.{0,8}\))?[:_].*"
)
_SIGNED = re.compile(
    r"(?:制表|填表|编制|审核|复核|审批|批准|领班|主管|经理|财务|盖章|签名|签字)(?:人|员)?(?:\(.{0,8}\))?"
)
_NOTE = re.compile(
    r"(?:备?注|说明|附注|填表说明|填写说明|提示|注意|note|remark)s?\d*[:.、].*|[※*★].*"
    r"|\(?(?:以下|此页|本页)(?:空白|无正文|无内容).*|示例.*|例[:.].*|第.{1,3}页(?:共.{1,3}页)?|page\d+.*"
)
VOID = re.compile(
    r"[(【\[]?(?:此|本|该)?(?:行|条|单|笔|张)?(?:已)?(?:作废|void|cancelled)[)】\]!]?(?:[:,(\s].*)?"
)
_REMARKABLE = re.compile("计|計|作|废|廢|void|total|sum|cancel|页|頁", re.IGNORECASE)
_DAY_REST = re.compile(r"[^\d]*")
_DAY_LABEL = re.compile(r"^\s*(?:日\s*期|date)\s*[:：]\s*", re.IGNORECASE)
_BESIDE_A_DAY = re.compile(r"(?:星期|周|礼拜).|.{0,2}[晴阴雨雪雾]|多云|值班.*|天气.*")


@dataclass(frozen=True)
class Heading:
    """The row (or two rows) of headings, and the meaning and words of every column below it."""

    row: int
    last_row: int
    meanings: Mapping[int, Meaning]
    texts: Mapping[int, str]

    @cached_property
    def columns(self) -> Mapping[tuple[str, str], list[int]]:
        """Sheet and field -> the columns that claim it."""
        found: dict[tuple[str, str], list[int]] = {}
        for column, meaning in self.meanings.items():
            if meaning.field is not None and not meaning.is_day:
                found.setdefault((meaning.sheet, meaning.field), []).append(column)
        return found


def find_heading(layout: Layout, words: Words, asked: int | None = None) -> Heading | None:
    """The row that knows the most words; None where no row near the top knows two."""
    rows = [asked] if asked else range(1, min(layout.height, _ROWS_SEARCHED) + 1)
    best: Heading | None = None
    most = 0
    for row in rows:
        for found in _candidates(layout, words, row):
            score = len(found.meanings) + (len(found.columns) > 1)
            enough = len(found.meanings) >= _FEWEST and found.columns
            # A line of title over the headings adds nothing to them.
            adds_nothing = best is not None and score == most and best.last_row == found.row
            if (enough or asked) and (score > most or adds_nothing):
                best, most = found, score
    return best


def _candidates(layout: Layout, words: Words, row: int) -> Iterator[Heading]:
    yield _one_row(layout, words, row)
    if row < layout.height and _is_grouped(layout, row):
        yield _two_rows(layout, words, row)


def _is_grouped(layout: Layout, row: int) -> bool:
    """Whether a heading spans several columns that have headings of their own below."""
    return any(
        1 < layout.span(row, column) < max(layout.width, 3)
        and sum(
            isinstance(layout.own(row + 1, column + n), str)
            for n in range(layout.span(row, column))
        )
        > 1
        for column, _ in layout.filled(row)
    )


def _one_row(layout: Layout, words: Words, row: int) -> Heading:
    texts = {column: str(cell) for column, cell in layout.filled(row)}
    return Heading(row, row, _meanings(words, texts), texts)


def _two_rows(layout: Layout, words: Words, row: int) -> Heading:
    """来访人 over 姓名 and 电话: both together, then the lower one, then the upper one alone."""
    meanings: dict[int, Meaning] = {}
    texts: dict[int, str] = {}
    for column in range(1, layout.width + 1):
        over, under = layout.heading(row, column), layout.own(row + 1, column)
        parts = [str(part) for part in (over, under) if part is not None]
        if not parts:
            continue
        texts[column] = " ".join(parts)
        tries = ["".join(parts), parts[-1]] if under is not None else [parts[0]]
        found = next((m for each in tries if (m := words.meaning(each)) is not None), None)
        if found is not None:
            meanings[column] = found
    return Heading(row, row + 1, meanings, texts)


def _meanings(words: Words, texts: Mapping[int, str]) -> dict[int, Meaning]:
    found = {column: words.meaning(text) for column, text in texts.items()}
    return {column: meaning for column, meaning in found.items() if meaning is not None}


@dataclass
class Rows:
    """Says of every row below the headings what it is."""

    layout: Layout
    heading: Heading
    words: Words
    needed: tuple[int, ...]
    """The columns of the fields without which there is no entry."""
    _titles: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.first = self.heading
        self.as_first = self.heading, self.needed
        self._struck_rows = {row for row, _ in self.layout.worksheet.struck}
        for row in range(1, self.heading.row):
            self._titles |= {tidy(text) for text in self.layout.texts(row)}

    def before(self) -> Iterator[tuple[int, str]]:
        for row in range(1, self.first.row):
            yield row, "title" if self.layout.filled(row) else "blank"

    def kind(self, row: int) -> str:
        """`data`, `void`, or what the row is instead of an entry."""
        filled = self.layout.filled(row)
        mapped = [(column, cell) for column, cell in filled if self._counts(column)]
        if not filled or (not mapped and all(self._is_only_a_number(*each) for each in filled)):
            return "blank"
        if self._is_plainly_data(row, filled):
            return "data"
        texts = [re.sub(r"\s+", "", _plain(cell)) for _, cell in filled]
        if self._is_heading(filled):
            return "repeated_heading"
        if kind := self._closing(row, texts, mapped):
            return kind
        if self._is_day(filled) and self.day(row):
            return "day_heading"
        if any(VOID.fullmatch(text) for text in texts) or self._is_struck(row, filled):
            return "void"
        if len(filled) == 1:
            if tidy(str(filled[0][1])) in self._titles:
                return "title"
            if self.layout.span(row, filled[0][0]) > 2 or not mapped:
                return "note"
        return "data" if mapped else "note"

    def day(self, row: int) -> str | None:
        """The text of a row that dates the rows below it; None where it is no such row."""
        filled = self.layout.filled(row)
        value = filled[0][1]
        if isinstance(value, str):
            value = _DAY_LABEL.sub("", value)
        try:
            written = read_written(value, _SOME_YEAR)
        except BadValue:
            return self._day_and_words(value)
        return str(value) if written.day and not written.time else None

    def _day_and_words(self, value: object) -> str | None:
        """11月3日 星期二 晴: a day, then words without a number."""
        if not isinstance(value, str):
            return None
        text = ordinary(value, "bad_date")
        for end in range(len(text) - 1, 3, -1):
            rest = text[end:]
            if not _DAY_REST.fullmatch(rest):
                return None
            try:
                written = read_written(text[:end], _SOME_YEAR)
            except BadValue:
                continue
            return text[:end] if written.day and not written.time else None
        return None

    def other_order(self, row: int) -> Heading | None:
        """The headings of a row that repeats them in another order, or with other columns."""
        is_double = row < self.layout.height and _is_grouped(self.layout, row)
        found = (_two_rows if is_double else _one_row)(self.layout, self.words, row)
        if _says_the_same(found, self.heading):
            return None
        if _says_the_same(found, self.first):
            return self.first
        same = {
            column: meaning
            for column, meaning in self.heading.meanings.items()
            if tidy(found.texts.get(column, "")) == tidy(self.heading.texts.get(column, ""))
        }
        return replace(found, meanings={**found.meanings, **same})

    def follow(self, heading: Heading, needed: tuple[int, ...]) -> None:
        """From here on the columns mean something else."""
        self.heading, self.needed = heading, needed

    # --- evidence ------------------------------------------------------------------------------

    def _counts(self, column: int) -> bool:
        meaning = self.heading.meanings.get(column)
        return meaning is not None and meaning.field is not None

    def _is_number_of_row(self, column: int) -> bool:
        meaning = self.heading.meanings.get(column)
        return meaning is not None and meaning.why == "row_number"

    def _is_plainly_data(self, row: int, filled: list[tuple[int, object]]) -> bool:
        """Nearly every line: all that is needed is there, and no word that could mean more."""
        texts = [cell for _, cell in filled if isinstance(cell, str)]
        return (
            self._is_complete(row)
            and row not in self._struck_rows
            and not self._is_signed(filled)
            and not _REMARKABLE.search(" ".join(texts))
            and sum(self.words.meaning(text) is not None for text in texts) * 2 < len(filled)
        )

    def _is_signed(self, filled: list[tuple[int, object]]) -> bool:
        """Whether a signature may stand where the entries have what is needed: 值班人:王芳."""
        first = filled[0][1]
        return isinstance(first, str) and _SIGNATURE.fullmatch(_plain(first)) is not None

    def _is_only_a_number(self, column: int, cell: object) -> bool:
        """The number of a line that nobody has written on."""
        number = _plain(cell).removesuffix(".0")
        return self._is_number_of_row(column) and number.isdigit() and len(number) < _OF_A_DAY

    def _is_heading(self, filled: list[tuple[int, object]]) -> bool:
        """Most of the cells say what their own heading says, or are headings of other columns."""
        same = sum(tidy(str(cell)) == tidy(self.heading.texts.get(c, "")) for c, cell in filled)
        meanings = (self.words.meaning(cell) for _, cell in filled)
        known = sum(meaning is not None and meaning.field is not None for meaning in meanings)
        return max(same, known) >= max(2, (len(filled) + 1) // 2)

    def _is_complete(self, row: int) -> bool:
        return bool(self.needed) and all(
            self.layout.own(row, column) is not None for column in self.needed
        )

    def _closing(self, row: int, texts: list[str], mapped: list[tuple[int, object]]) -> str | None:
        for text in texts[:4]:
            found = _TOTAL.fullmatch(text)
            if found is not None and (not self._is_complete(row) or len(text) <= 6):
                return (
                    "subtotal"
                    if found["kind"] in _SUB or text.startswith(("本页", "本日", "当日"))
                    else "total"
                )
        if len(texts) > 1 and all(map(_SIGNATURE.fullmatch, texts)):
            return "signature"
        if self._is_complete(row):
            return None
        if any(_CARRY.fullmatch(text) for text in texts[:4]):
            return "carry"
        if sum(_SIGNED.fullmatch(text) is not None for text in texts) >= 2:
            return "signature"
        signed = sum(_SIGNATURE.fullmatch(text) is not None for text in texts)
        if signed and (_SIGNATURE.fullmatch(texts[0]) or signed * 2 >= len(texts)):
            return "signature"
        if _NOTE.fullmatch(texts[0]) and len(texts) <= 2:
            return "note"
        return None

    def _is_day(self, filled: list[tuple[int, object]]) -> bool:
        """Whether nothing else stands beside what may be a day: a weekday, the weather."""
        return all(_BESIDE_A_DAY.fullmatch(_plain(cell)) for _, cell in filled[1:])

    def _is_struck(self, row: int, filled: list[tuple[int, object]]) -> bool:
        struck = self.layout.worksheet.struck
        shown = [column for column, _ in filled if not self._is_number_of_row(column)] or [
            column for column, _ in filled
        ]
        return all((row, column) in struck for column in shown)


def _says_the_same(found: Heading, known: Heading) -> bool:
    """Whether every cell says what stands above its column, or a part of that: 时间 of 来访时间."""
    return all(
        tidy(text) in tidy(known.texts.get(column, "")) for column, text in found.texts.items()
    )


def _plain(cell: object) -> str:
    """A cell's text in ordinary signs and simplified characters, for comparing."""
    return folded(str(cell))


_SOME_YEAR = OldCell(year=2000)
"""To see whether a text is a day at all, before it is known of which year."""
