"""The three catalogues say the same things, and have a sentence for everything that is raised."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from locales import LANGUAGES, catalogue, fill, placeholders, refused, sentence, words
from registers.errors import FAULT_CODES, VALUE_CODES
from registers.labels import Label

HOUSE = Path(__file__).resolve().parents[2]
RAISES_CODES = ("registers", "db", "exports", "api", "pages", "manage.py", "app.py")
CODED = {"BadValue", "Refusal", "Problem", "Unreadable"}
GIVEN_BY_THE_EDGE = {"field", "sheet"}
SIMPLIFIED_ONLY = set(
    "们这为请时后开关门车户电话号录页处导动间没码说认识对还错误据库条样应该络经费种师岗钥访绝输选择"
    "删检复务实级现证让权问题词语连边运远过进达适闭阅随难顶项顺须预领频额风馆马验钮计类业区内"
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_catalogue_has_the_same_sentences_and_none_is_empty(lang: str) -> None:
    assert catalogue(lang).keys() == catalogue("zh_CN").keys()
    assert [msgid for msgid, text in catalogue(lang).items() if not text.strip()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translation_fills_in_the_same_placeholders(lang: str) -> None:
    written_otherwise = ("paper.day", "paper.month")  # the parts of a date, or the whole of it
    other = {
        msgid: (placeholders(text), placeholders(catalogue("zh_CN")[msgid]))
        for msgid, text in catalogue(lang).items()
        if placeholders(text) != placeholders(catalogue("zh_CN")[msgid])
        and msgid not in written_otherwise
    }
    assert other == {}


def test_traditional_sentences_hold_no_simplified_characters() -> None:
    mixed = {
        msgid: "".join(sorted(SIMPLIFIED_ONLY & set(text)))
        for msgid, text in catalogue("zh_HK").items()
        if SIMPLIFIED_ONLY & set(text)
    }
    assert mixed == {}


def test_english_sentences_hold_no_chinese() -> None:
    examples = {"error.bad_plate"}  # shows what a plate looks like
    mixed = [
        msgid
        for msgid, text in catalogue("en").items()
        if msgid not in examples and any("一" <= character <= "鿿" for character in text)
    ]
    assert mixed == []


@dataclass(frozen=True)
class Raised:
    """A coded failure in the source: where, its code and the parameters it brings."""

    where: str
    code: str
    params: frozenset[str]
    brings_more: bool


def raised() -> Iterator[Raised]:
    for name in RAISES_CODES:
        start = HOUSE / name
        for path in sorted(start.rglob("*.py")) if start.is_dir() else [start]:
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and _called(node) in CODED and node.args:
                    code = node.args[0]
                    if isinstance(code, ast.Constant) and isinstance(code.value, str):
                        given = {keyword.arg for keyword in node.keywords}
                        where = f"{path.relative_to(HOUSE)}:{node.lineno}"
                        named = frozenset(given - {None})
                        yield Raised(where, code.value, named, None in given)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def test_every_code_that_is_raised_has_a_sentence() -> None:
    known = catalogue("zh_CN")
    silent = [f"{each.where} {each.code}" for each in raised() if f"error.{each.code}" not in known]
    assert silent == []


def test_a_sentence_asks_only_for_what_its_code_brings() -> None:
    asking = []
    for each in raised():
        wanted = placeholders(catalogue("zh_CN").get(f"error.{each.code}", ""))
        missing = wanted - each.params - GIVEN_BY_THE_EDGE
        if missing and not each.brings_more:
            asking.append(f"{each.where} {each.code} wants {sorted(missing)}")
    assert asking == []


@pytest.mark.parametrize(("code", "params"), VALUE_CODES.items())
def test_every_way_a_value_can_be_wrong_has_a_sentence(code: str, params: tuple[str, ...]) -> None:
    text = catalogue("zh_CN")[f"error.{code}"]
    assert placeholders(text) <= set(params) | GIVEN_BY_THE_EDGE


@pytest.mark.parametrize(("code", "params"), FAULT_CODES.items())
def test_every_fault_of_a_schema_has_a_sentence(code: str, params: tuple[str, ...]) -> None:
    assert placeholders(catalogue("zh_CN")[f"fault.{code}"]) <= set(params)


SPOKEN = (
    ("pages/grid", "*.js", r"\bsay\(\s*[\"'](\w+)[\"']", "ui."),
    ("api/templates", "paper.html", r"\bword\(\s*[\"'](\w+)[\"']", "preview."),
    ("api/templates", "*", r"\bsay\(\s*[\"'](\w+)[\"']", "door."),
    ("pages", "*.py", r"[\"']((?:ui|role|section)\.\w+)[\"']", ""),
    (".", "manage.py", r"\b(?:say|progress_bar)\(\s*[\"'](\w+)[\"']", "cli."),
    (".", "manage.py", r"[\"']((?:cli|error)\.\w+)[\"']", ""),
)


@pytest.mark.parametrize(("folder", "files", "pattern", "prefix"), SPOKEN)
def test_every_word_that_is_asked_for_is_there(
    folder: str, files: str, pattern: str, prefix: str
) -> None:
    asked = {
        prefix + word
        for path in (HOUSE / folder).glob(files)
        for word in re.findall(pattern, path.read_text("utf-8"))
    }
    assert asked
    assert asked - catalogue("zh_CN").keys() == set()


def test_a_sentence_says_a_label_in_the_clerks_language() -> None:
    label = Label(zh_CN="证件号码", zh_HK="證件號碼", en="ID number")
    said = [sentence(lang, "error.id_check_digit", field=label, expected="5") for lang in LANGUAGES]
    assert said == [
        "证件号码最后一位应为 5,请核对",
        "證件號碼最後一位應為 5,請核對",
        "The last character of ID number should be 5. Please check",
    ]


def test_an_unknown_language_reads_simplified_chinese() -> None:
    assert sentence("fr", "door.sign_in") == "登录"


def test_a_placeholder_reaches_into_nothing() -> None:
    hostile = "{x.__class__} {x[0]} {x!r} {missing}"
    assert fill(hostile, "en", {"x": "value"}) == hostile


def test_what_a_clerk_typed_is_not_read_as_a_template() -> None:
    said = sentence("en", "error.unknown_form", form="{form}{user}")
    assert said == "There is no form called “{form}{user}”"


class Coded(Exception):
    """A refusal as lower layers raise it."""

    def __init__(self, code: str, field: str | None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params


def test_a_rule_speaks_with_its_own_message() -> None:
    message = Label(zh_CN="归还时间不能早于借出时间({lent_at})", zh_HK="-", en="-")
    refusal = Coded("rule", "returned_at", message=message, lent_at="2026-11-03 09:12")
    assert refused("zh_CN", refusal) == "归还时间不能早于借出时间(2026-11-03 09:12)"


def test_a_code_without_a_sentence_is_still_told() -> None:
    assert refused("zh_CN", Coded("brand_new", None)) == "没有保存,请检查后再试 (brand_new)"


def test_words_are_those_below_a_prefix() -> None:
    assert words("en", "role")["gate"] == "Gate"
