"""Which letters one element of a parsed pattern accepts."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from re import _constants as names  # type: ignore[attr-defined]
from typing import Any

Letters = int
# As plain numbers: an enum's `&` costs more than the rest of a question.
IGNORECASE = int(re.IGNORECASE)
DOTALL = int(re.DOTALL)
SINGLE = frozenset({names.LITERAL, names.NOT_LITERAL, names.ANY, names.IN})


class Alphabet:
    """The letters on which a pattern is judged; a set of them is a number with a bit for each."""

    def __init__(self, letters: Iterable[str]) -> None:
        self.letters = sorted(letters)
        self.codes = [ord(letter) for letter in self.letters]
        self.all: Letters = (1 << len(self.letters)) - 1
        self.bits = {letter: 1 << place for place, letter in enumerate(self.letters)}
        self.folded: dict[str, Letters] = {}
        for letter, bit in self.bits.items():
            lower = letter.lower()
            self.folded[lower] = self.folded.get(lower, 0) | bit
        self.categories: dict[Any, Letters] = {}

    def accepted(self, kind: Any, argument: Any, flags: int) -> Letters:
        """The letters that one element of `SINGLE` accepts."""
        blind = bool(flags & IGNORECASE)
        if kind is names.LITERAL:
            return self._same(argument, blind=blind)
        if kind is names.NOT_LITERAL:
            return self.all & ~self._same(argument, blind=blind)
        if kind is names.ANY:
            return self.all if flags & DOTALL else self.all & ~self.bits.get("\n", 0)
        negated = argument[0][0] is names.NEGATE
        members: Letters = 0
        for member in argument[negated:]:
            members |= self._member(*member, blind=blind)
        return self.all & ~members if negated else members

    def _same(self, wanted: int, *, blind: bool) -> Letters:
        letters = self.bits.get(chr(wanted), 0)
        if blind:
            letters |= self.folded.get(chr(wanted).lower(), 0)
        return letters

    def _member(self, kind: Any, argument: Any, *, blind: bool) -> Letters:
        if kind is names.LITERAL:
            return self._same(argument, blind=blind)
        if kind is names.RANGE:
            return self._between(*argument, blind=blind)
        if argument not in self.categories:
            self.categories[argument] = self._all_that(CATEGORIES[argument])
        return self.categories[argument]

    def _between(self, first: int, last: int, *, blind: bool) -> Letters:
        if blind:
            return self._all_that(lambda letter: _spelt_between(letter, first, last))
        below = (1 << bisect_left(self.codes, first)) - 1
        up_to = (1 << bisect_right(self.codes, last)) - 1
        return up_to & ~below

    def _all_that(self, accept: Callable[[str], bool]) -> Letters:
        return sum(bit for letter, bit in self.bits.items() if accept(letter))


def _spelt_between(letter: str, first: int, last: int) -> bool:
    spellings = {letter, letter.lower(), letter.upper()}
    return any(len(one) == 1 and first <= ord(one) <= last for one in spellings)


def _word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


CATEGORIES: dict[Any, Callable[[str], bool]] = {
    names.CATEGORY_DIGIT: lambda letter: unicodedata.category(letter) == "Nd",
    names.CATEGORY_SPACE: str.isspace,
    names.CATEGORY_WORD: _word,
    names.CATEGORY_NOT_DIGIT: lambda letter: unicodedata.category(letter) != "Nd",
    names.CATEGORY_NOT_SPACE: lambda letter: not letter.isspace(),
    names.CATEGORY_NOT_WORD: lambda letter: not _word(letter),
}


def of_category(letter: str, category: Any) -> bool:
    return CATEGORIES[category](letter)
