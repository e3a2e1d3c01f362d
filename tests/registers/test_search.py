"""What a question in the search box finds, asked of SQLite with the tokens alone."""

from collections.abc import Iterable
from itertools import combinations

import pysqlite3
import pytest

from registers.fields import field_types
from registers.search import name_terms, number_terms, question, telephone_terms, text_terms
from tests.registers.desk import LABEL


def finds(terms: Iterable[str], asked: str) -> bool:
    connection = pysqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE found USING"
        " fts5(terms, content='', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )
    connection.execute("INSERT INTO found (rowid, terms) VALUES (1, ?)", (" ".join(terms),))
    words = [word.expression for word in question(asked)]
    sql = "SELECT 1 FROM found WHERE found MATCH ?"
    hit = bool(words) and connection.execute(sql, (" AND ".join(words),)).fetchone() is not None
    connection.close()
    return hit


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        *(("王小明", asked) for asked in ("王", "小明", "王小明", "wxm", "WXM", "wangxiaoming")),
        *(("王小明", asked) for asked in ("wangxm", "xiaoming", "wangx", "王 xm", "小明 王")),
        ("陳師傅", "陈师傅"), ("陈师傅", "陳師傅"), ("陈", "chen"), ("於偉", "于伟"),
        ("单晓娜", "shanxn"), ("单晓娜", "danxiaonuo"), ("吕布", "lvbu"), ("吕布", "lubu"),
        ("Zoe Miller", "zoe"), ("Zoe Miller", "mil"), ("Ｚｏｅ", "zoe"), ("探访亲友", "访亲"),
        ("A4复印纸70g", "复印纸"), ("A4复印纸70g", "a4"), ("顺丰速运", "sf"),
        ("3-1-502", "3-1-502"), ("3-1-502", "31502"), ("3-1-502", "3栋502"), ("3-1-502", "502"),
        ("3-1-502", "3棟1單元502室"), ("3-1-502", "1-502"), ("3-1-502", "1502"), ("3-1-502", "3-1"),
        ("3栋1单元502漏水", "3-1-502"), ("88-1", "88-1"), ("门卡00012345", "2345"),
    ],
)  # fmt: skip
def test_a_text_is_found_by(text: str, asked: str) -> None:
    assert finds(name_terms(text), asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("王小明", "明王"), ("王小明", "王明"), ("王小明", "xiaowang"), ("王小明", "陈"),
        ("王小明", "_"), ("王小明", ""), ("3-1-502", "3-1-503"), ("3-1-502", "5-1-502"),
        ("13-1-502", "3-1-502"),
        ("3-1-1502", "3-1-502"), ("电话13831502", "3-1-502"),
    ],
)  # fmt: skip
def test_a_text_is_not_found_by(text: str, asked: str) -> None:
    assert not finds(name_terms(text), asked)


@pytest.mark.parametrize(
    ("number", "asked"),
    [
        ("44010619880315123X", "123x"), ("粤A12345", "粤A123"), ("粤A12345", "345"),
        *(("LF-20261122-0001", asked) for asked in ("LF-20261122-0001", "lf20261122", "0001")),
        *(("LF-20261122-0001", asked) for asked in ("20261122", "1122-0001", "LF-2026")),
    ],
)  # fmt: skip
def test_a_number_is_found_by_its_beginning_its_end_and_its_parts(number: str, asked: str) -> None:
    assert finds(number_terms(number), asked)


def test_a_telephone_is_found_by_any_three_digits_or_more() -> None:
    number = "13812345678"
    for start, end in combinations(range(len(number) + 1), 2):
        assert finds(telephone_terms(number), number[start:end]) == (end - start >= 3)
    assert not finds(telephone_terms(number), "2346")
    assert not finds(telephone_terms("13812334"), "13823")


@pytest.mark.parametrize(
    ("asked", "is_said"),
    [
        *((asked, True) for asked in ("快递", "遞外", "快遞外賣", "courier", "Food")),
        *((asked, False) for asked in ("递", "kd", "or", "ourier", "外卖快递")),
    ],
)
def test_a_choice_is_found_by_a_part_of_its_name_in_any_language(asked: str, is_said: bool) -> None:
    label = {"zh_CN": "快递外卖", "zh_HK": "快遞外賣", "en": "Courier or food"}
    options = [{"key": "courier", "label": label}, {"key": "other", "label": LABEL}]
    kind = field_types()["choice"]
    field = kind.model_validate({"key": "kind", "label": LABEL, "options": options})
    (word,) = question(asked)
    terms = list(field.terms_called(word.text))
    assert terms == (list(field.search_terms("courier")) if is_said else [])


def test_a_long_text_is_found_by_what_it_says_not_by_its_sound() -> None:
    assert finds(text_terms("业主王小明来电"), "小明来")
    assert not finds(text_terms("业主王小明来电"), "yz")


def test_signs_in_a_question_are_no_language_of_their_own() -> None:
    for hostile in ('"', "王*", 'a" OR "b', "(王", "NEAR(王)", "-王", "f_name:王", "王\x00"):
        assert finds(name_terms("王"), "王")
        finds(name_terms("王"), hostile)


def test_a_question_has_eight_words_at_most() -> None:
    assert len(question("一 二 三 四 五 六 七 八 九 十")) == 8


@pytest.mark.parametrize("name", sorted(field_types()))
def test_a_field_that_is_searched_gives_tokens_for_its_own_examples(name: str) -> None:
    kind = field_types()[name]
    field = kind.model_validate({"key": "x", "label": LABEL, **kind.sample_options})
    if field.is_searched:
        for example in kind.examples:
            if example.stored is not None:
                assert all(list(field.search_terms(example.stored)))
