"""Texts and questions as the tokens of a search index.

Chinese is cut into single characters, so that any part of a text is a phrase; names are there by
their sound as well; numbers are there backwards too, so that their last digits are a beginning.
Traditional characters are read as the simplified ones, full-width letters as ordinary ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import islice, product
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin

SCHEME = 2
"""Another number whenever the same text would give other tokens: indexes are then made anew."""

# Letters of nobody's language.
_BACKWARDS, _JOINT, _ROW, _THREE, _CHOICE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_CODE = re.compile(r"(?<![^\W_])[a-z0-9]{1,4}(?:-[a-z0-9]{1,6}){1,3}(?![^\W_]|-)", re.ASCII)
_SPOKEN_ROOM = re.compile(
    r"([a-z0-9]{1,4})(?:栋|幢|座|号楼|#)(?:([a-z0-9]{1,4})(?:单元|门|-))?([a-z0-9]{1,6})(?:室|房|号)?",
    re.ASCII,
)

_LONGEST_NAME = 4  # characters; longer ones are no names of people, and one reading will do
_LONGEST_SOUND = 12
_MOST_SOUNDS = 8
_SHORTEST_GIVEN = 2
_SHORTEST_DIGITS = 3  # 50 is a number of its own, 502 may be the end of a longer one
_SHORTEST_LONG_NUMBER = 5
_LONGEST_ROOM = 7  # digits; with more of them it is the end of a document's number
_MOST_WORDS = 8
_LONGEST_QUESTION = 100


def _simplified() -> dict[int, str]:
    table = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8")
    pairs = (line.split() for line in table.splitlines() if line)
    return {ord(old): new[0] for old, new, *_ in pairs if len(old) == 1}


_SIMPLIFIED = _simplified()


def folded(text: str) -> str:
    """The text as it is compared: ordinary width, small letters, simplified characters."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).lower()
    return plain if plain.isascii() else plain.translate(_SIMPLIFIED)


# --- what is indexed ------------------------------------------------------------------------------


def text_terms(text: str) -> Iterator[str]:
    """A running text: its characters and words in their order, then the numbers said in it."""
    plain = folded(text)
    tokens = _TOKEN.findall(plain)
    yield from tokens
    yield from (_BACKWARDS + one[::-1] for one in tokens if _is_long_number(one))
    for parts in _codes(plain):
        yield from _code_terms(parts)


def name_terms(text: str) -> Iterator[str]:
    """A short text, which may be a name: also by its sound."""
    yield from text_terms(text)
    plain = folded(text)
    for run in _HAN_RUN.findall(plain):
        if len(run) <= _LONGEST_SOUND and (len(run) > 1 or run == plain):
            yield from _sounds(run)


def number_terms(text: str) -> Iterator[str]:
    """A number of a document, a telephone, a plate: whole, backwards, and its parts."""
    plain = folded(text)
    parts = _TOKEN.findall(plain)
    tight = "".join(parts)
    yield tight
    yield _BACKWARDS + tight[::-1]
    if len(parts) > 1:
        yield from parts


def telephone_terms(text: str) -> Iterator[str]:
    """A number that is found by any three digits of it or more, as they follow each other.

    It costs a token for each digit, so it is kept for the number people remember in pieces.
    """
    tight = "".join(_TOKEN.findall(folded(text)))
    yield tight
    yield from _threes(tight)


def _threes(digits: str) -> Iterator[str]:
    return (f"{_THREE}{digits[at : at + 3]}" for at in range(len(digits) - 2))


def choice_term(field: str, key: str) -> str:
    """The token of a cell that holds a choice, whatever that is called by now."""
    return f"{_CHOICE}{field}{_JOINT}{key}"


def row_term(field: str, row: int) -> str:
    """The token of a cell that refers to a row, whatever that row is called by now."""
    return f"{_ROW}{field}{_JOINT}{row}"


def _codes(plain: str) -> Iterator[tuple[str, ...]]:
    """Every 3-1-502, 3栋1单元502 and 3栋502 in a folded text, as its parts."""
    for found in _CODE.findall(plain):
        yield tuple(found.split("-"))
    for parts in _SPOKEN_ROOM.findall(plain):
        yield tuple(part for part in parts if part)


def _code_terms(parts: tuple[str, ...]) -> Iterator[str]:
    """From every part on, with and without dashes; and first to last, as 3栋502 leaves one out."""
    for start in range(len(parts)):
        yield _JOINT.join(parts[start:])
        if start < len(parts) - 1:
            yield "".join(parts[start:])
    if len(parts) > 2:
        yield _JOINT.join((parts[0], parts[-1]))


@lru_cache(maxsize=65_536)
def _sounds(run: str) -> tuple[str, ...]:
    """wangxiaoming, xiaoming, wxm, xm and wangxm for 王小明; of every likely reading."""
    found: dict[str, None] = {}
    for syllables in _readings(run):
        first = "".join(one[0] for one in syllables)
        rest = "".join(syllables[1:])
        found |= dict.fromkeys((syllables[0] + rest, rest, first, syllables[0] + first[1:]))
        if len(first) > _SHORTEST_GIVEN:
            found[first[1:]] = None
    return tuple(filter(None, found))


def _readings(run: str) -> Iterator[tuple[str, ...]]:
    """Each way of reading a name, the usual one first; lü is also written lu."""
    usual = lazy_pinyin(run, style=Style.NORMAL)
    if len(run) > _LONGEST_NAME or len(usual) != len(run):
        yield tuple(usual)
        return
    each = [
        dict.fromkeys((sound, *_OTHER_SOUNDS.get(letter, ()), sound.replace("v", "u")))
        for letter, sound in zip(run, usual, strict=True)
    ]
    yield from islice(product(*each), _MOST_SOUNDS)


_OTHER_SOUNDS = {
    letter: tuple(sounds)
    for letter, *sounds in map(
        str.split,
        """
        单 shan dan|曾 zeng ceng|解 xie jie|仇 qiu chou|查 zha cha|朴 piao pu|区 ou qu|乐 yue le
        盖 ge gai|翟 zhai di|覃 qin tan|尉 wei yu|缪 miao mou|召 shao zhao|员 yuan yun|折 she zhe
        种 chong zhong|重 chong zhong|长 chang zhang|行 xing hang|朝 chao zhao|都 du dou|会 hui kuai
        参 can shen|那 na nuo|车 che ju|贾 jia gu|费 fei bi|秘 bi mi|繁 po fan|隗 wei kui
        晟 sheng cheng|柏 bai bo|薄 bo bao|藏 zang cang|祭 zhai ji|么 yao me|牟 mou mu|宓 mi fu
        粘 nian zhan|瞿 qu ju|莎 sha suo|盛 sheng cheng|洗 xian xi|冼 xian|郇 xun huan|茜 qian xi
        卜 bu bo|谌 chen shen|娜 na nuo|传 chuan zhuan|泊 bo po|降 jiang xiang|调 tiao diao
        阿 a e|俞 yu shu|叶 ye xie|石 shi dan|万 wan mo|六 liu lu|大 da dai|华 hua|着 zhe zhuo
        厦 xia sha|蕃 fan bo|仔 zai zi|什 shi shen|亲 qin qing|佛 fo fu|适 shi kuo|洞 dong
        """.replace("|", "\n")
        .strip()
        .splitlines(),
    )
}
"""Letters of names that are read in more than one way; everybody spells them as he hears them."""


# --- what is asked --------------------------------------------------------------------------------


class Word(NamedTuple):
    """A word of a question as it is compared, and the expression of SQLite's FTS5 for it."""

    text: str
    expression: str


def question(text: str) -> tuple[Word, ...]:
    """A row is an answer when all words match. Signs alone ask for nothing."""
    words = folded(text[:_LONGEST_QUESTION]).split()[:_MOST_WORDS]
    return tuple(Word(word, any_of(found)) for word in words if (found := tuple(_ways(word))))


def any_of(expressions: Iterable[str]) -> str:
    return f"({' OR '.join(expressions)})"


def term(token: str, *, begins: bool = False) -> str:
    return f'"{token}"*' if begins else f'"{token}"'


def _ways(word: str) -> Iterator[str]:
    """The ways in which a word may stand in a row."""
    tokens = _TOKEN.findall(word)
    if not tokens:
        return
    yield term(" ".join(tokens), begins=_may_go_on(tokens[-1]))
    rooms = [_JOINT.join(parts) for parts in _codes(word)]
    yield from (term(room, begins=True) for room in rooms)
    tight = "".join(tokens)
    if not (rooms and len(tight) <= _LONGEST_ROOM) and _is_number(tight):
        if len(tokens) > 1:
            yield term(tight, begins=True)
        yield term(_BACKWARDS + tight[::-1], begins=True)
        if tight.isdigit():
            yield term(" ".join(_threes(tight)))


def _is_long_number(token: str) -> bool:
    return len(token) >= _SHORTEST_LONG_NUMBER and _is_number(token)


def _is_number(tight: str) -> bool:
    return len(tight) >= _SHORTEST_DIGITS and any(letter.isdigit() for letter in tight)


def _may_go_on(token: str) -> bool:
    """Whether more may follow what was typed: not in Chinese, nor after a digit or two."""
    if _HAN_RUN.match(token):
        return False
    return not token.isdigit() or len(token) >= _SHORTEST_DIGITS
