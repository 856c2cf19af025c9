"""字数: how long a report is, as Word and WPS count it (S26)."""

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
# Radicals, kana, bopomofo, CJK and full-width punctuation, compatibility forms, and the quotation marks,
# dashes and dots that Chinese fonts set full width. The ideographic space U+3000 is white space.
_FULL_WIDTH = "\u2e80-\u2fff\u3001-\u33ff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef\u2014\u2015\u2018\u201c\u201d\u2026"
_INVISIBLE = "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"

_HAN_RUNS = pattern(f"[{_HAN}]+")
_WIDE_RUNS = pattern(f"[{_HAN}{_FULL_WIDTH}]+")
# An apostrophe belongs to the word it stands in; else it is the closing quotation mark, set full width.
_WORDS_AND_QUOTES = pattern(f"(?:[^\\s{_INVISIBLE}\u2019]|\u2019[A-Za-z])+|\u2019")


@dataclass(frozen=True)
class Characters:
    word: int  # 字数 as Word and WPS show it
    han: int  # Han characters alone


def count(text: str) -> Characters:
    return Characters(count_words(text), len(text) - len("".join(_HAN_RUNS.split(text))))


def count_words(text: str) -> int:
    """Each CJK character and full-width mark is 1, every other run of non-space is 1 (a word, a number, a half-width comma)."""
    between = _WIDE_RUNS.split(text)
    narrow = " ".join(between)
    wide = len(text) - len(narrow) + len(between) - 1
    return wide + len(_WORDS_AND_QUOTES.findall(narrow))
