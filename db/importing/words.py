"""What headings mean: labels in every language, other words of the schema, columns of the forms."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from db.importing.choices import DAY, MONTH, YEAR
from db.importing.results import How
from registers.book import Book
from registers.fields.base import Field
from registers.form_model import ROW_NUMBER, Form
from registers.form_model import Column as PaperColumn
from registers.model import Sheet
from registers.search import folded

_NOISE = re.compile(r"[\s*:_'\"“”‘’、。.]+")
_PARENTHESES = re.compile(r"[(\[【].*?[)\]】]")
_ROW_NUMBERS = ("序号", "No.", "行号", "项次", "#")
_BY_HAND = re.compile(r"(?:签名|签字|签收|签章|盖章|签名\(.*\))$")
_LONGEST = 30  # a heading is a few words; a longer text is a sentence


class Meaning(NamedTuple):
    """A field of a sheet, the day of the line (`DAY`), or none: then `why` says why.

    `is_day` where the column holds the day of the field and another one its time.
    """

    sheet: str
    field: str | None
    how: How
    why: str | None = None
    is_day: bool = False
    """Whether the column holds the day only of a time that has a column of its own."""

    @property
    def is_of_line(self) -> bool:
        """Whether the column dates the line, and is no field."""
        return self.field in (DAY, MONTH, YEAR)


def tidy(heading: str) -> str:
    """A heading as it is compared: 聯繫電話 : and 联系电话* are the same."""
    return _NOISE.sub("", folded(unicodedata.normalize("NFKC", heading)))


def is_link(spellings: tuple[str, ...], sheet: Sheet) -> bool:
    """Whether a value of a row made beside points to the line's row or to one made before."""
    others = [other.sheet for other in sheet.importing.also] if sheet.importing else []
    return len(spellings) == 1 and (spellings[0] == "row" or spellings[0] in others)


def fields_beside(sheet: Sheet, other: str) -> frozenset[str]:
    """The fields of another sheet that a line of this one fills along with its own."""
    steps = sheet.importing.also if sheet.importing else ()
    return frozenset(
        key
        for step in steps
        if step.sheet == other
        for key, spellings in step.values.items()
        if not is_link(spellings, sheet)
    )


def chosen_meaning(sheet: Sheet, name: str | None, how: How) -> Meaning:
    """What the clerk has said: a field, `people.name` of a sheet beside, `DAY`, or nothing."""
    if name is None:
        return Meaning(sheet.key, None, how, "chosen")
    return Meaning(*sheet.place(name), how)


@dataclass(frozen=True)
class Words:
    """Every heading that is understood for one sheet. Later words win while they are learned."""

    sheet: str
    known: dict[str, Meaning] = field(default_factory=dict)
    _seen: dict[str, Meaning | None] = field(default_factory=dict)

    def meaning(self, heading: object) -> Meaning | None:
        """What the words of a heading cell stand for; None where nobody has said so."""
        if not isinstance(heading, str) or len(heading) > _LONGEST:
            return None
        if heading not in self._seen:
            self._seen[heading] = self._meaning(heading)
        return self._seen[heading]

    def _meaning(self, heading: str) -> Meaning | None:
        whole = tidy(heading)
        found = self.known.get(whole) or self.known.get(_PARENTHESES.sub("", whole))
        if found is None and _BY_HAND.search(whole):
            return Meaning(self.sheet, None, "label", "by_hand")
        return found

    def learn(self, meaning: Meaning, spellings: Iterable[str]) -> None:
        for spelling in spellings:
            if key := tidy(spelling):
                self.known[key] = meaning


def words_of(book: Book, sheet: Sheet, earlier: Mapping[str, str | None]) -> Words:
    """All words for a sheet; `earlier` are headings this office has given a meaning before."""
    words = Words(sheet.key)
    _learn_references(words, book, sheet)
    words.learn(Meaning(sheet.key, None, "label", "row_number"), _ROW_NUMBERS)
    for form in reversed(book.forms):
        if isinstance(form, Form) and form.sheet == sheet.key:
            _learn_form(words, book, sheet, form)
    for part, spelling in ((YEAR, "年"), (MONTH, "月"), (DAY, "日")):
        words.learn(Meaning(sheet.key, part, "label"), [spelling])
    hint = sheet.importing
    for also in hint.also if hint else ():
        for key, spellings in also.values.items():
            if not is_link(spellings, sheet):
                texts = book.sheet(also.sheet).field(key).label.texts
                words.learn(Meaning(also.sheet, key, "alias"), (*spellings, *texts))
    if hint is not None:
        words.learn(Meaning(sheet.key, DAY, "alias"), hint.day)
        for key, spellings in hint.aliases.items():
            words.learn(_field(sheet, sheet.field(key), "alias"), spellings)
    for each in sheet.fields:
        words.learn(_field(sheet, each, "label"), (each.key, *each.label.texts))
    for key, spellings in (hint.aliases if hint else {}).items():
        _insist(words, sheet, key, spellings)
    for heading, chosen in earlier.items():
        words.known[heading] = chosen_meaning(sheet, chosen, "earlier")
    return words


def _insist(words: Words, sheet: Sheet, key: str, spellings: Iterable[str]) -> None:
    """An alias wins over the label of what cannot be imported: 房号 of a computed code."""
    for spelling in spellings:
        found = words.known.get(tidy(spelling))
        if found is None or found.field is None:
            words.learn(_field(sheet, sheet.field(key), "alias"), [spelling])


def _field(sheet: Sheet, each: Field, how: How) -> Meaning:
    if not each.is_stored or each.key in sheet.kept_fields:
        return Meaning(sheet.key, None, how, "computed")
    if not each.is_filed or each not in sheet.stored_fields:
        return Meaning(sheet.key, None, how, "not_in_files")
    return Meaning(sheet.key, each.key, how)


def _learn_references(words: Words, book: Book, sheet: Sheet) -> None:
    """A row is also called by its number or name, 投诉编号, where one field alone can mean it."""
    claimed: dict[str, set[str]] = {}
    for each in sheet.stored_fields:
        for named in _named_by(book, each):
            for spelling in named.label.texts:
                claimed.setdefault(spelling, set()).add(each.key)
    for spelling, keys in claimed.items():
        if len(keys) == 1:
            words.learn(_field(sheet, sheet.field(keys.pop()), "reference"), [spelling])


def _named_by(book: Book, field: Field) -> Iterator[Field]:
    """The fields of the row a reference points to that say which row it is."""
    if field.target is None or field.target not in book.sheet_fields:
        return
    target = book.sheet(field.target)
    number = target.number_field
    for each in target.fields:
        unique = each.unique and each.key in target.lookup
        if each.key == target.display or unique or each is number:
            yield each


def _learn_form(words: Words, book: Book, sheet: Sheet, form: Form) -> None:
    for column in form.columns:
        words.learn(_on_paper(book, sheet, column), column.label.texts)


def _on_paper(book: Book, sheet: Sheet, column: PaperColumn) -> Meaning:
    """A column of our own paper; one that shows a field of another row says which row it is, or
    nothing new."""
    if column.value == (ROW_NUMBER,):
        return Meaning(sheet.key, None, "form", "row_number")
    if not column.value:
        return Meaning(sheet.key, None, "form", "by_hand")
    if column.merge is not None:
        return Meaning(sheet.key, None, "form", "computed")
    if column.value[0] not in sheet.by_key:
        return Meaning(sheet.key, None, "form", "of_another_row")
    if len(column.value) > 1:
        own = sheet.field(column.value[0])
        if column.value[1:] in [(named.key,) for named in _named_by(book, own)]:
            return _field(sheet, own, "reference")
        return Meaning(sheet.key, None, "form", "of_another_row")
    shown = sheet.field(column.value[0])
    if shown.moment == "datetime" and column.format == "date":
        return Meaning(sheet.key, DAY, "form")
    return _field(sheet, shown, "form")
