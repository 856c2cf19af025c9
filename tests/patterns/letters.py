"""Which letters one element of a parsed pattern accepts."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from re import _constants as names  # type: ignore[attr-defined]
from typing import Any

SINGLE = frozenset({names.LITERAL, names.NOT_LITERAL, names.ANY, names.IN})


def accepts(kind: Any, argument: Any, flags: int) -> Callable[[str], bool]:
    """For an element of `SINGLE`."""
    if kind is names.LITERAL:
        return lambda letter: _same(letter, argument, flags)
    if kind is names.NOT_LITERAL:
        return lambda letter: not _same(letter, argument, flags)
    if kind is names.ANY:
        return lambda letter: bool(flags & re.DOTALL) or letter != "\n"
    return lambda letter: _within(letter, argument, flags)


def _same(letter: str, wanted: int, flags: int) -> bool:
    blind = bool(flags & re.IGNORECASE)
    return ord(letter) == wanted or (blind and letter.lower() == chr(wanted).lower())


def _within(letter: str, members: Sequence[tuple[Any, Any]], flags: int) -> bool:
    negated = members[0][0] is names.NEGATE
    return negated != any(_member(letter, *member, flags) for member in members[negated:])


def _member(letter: str, kind: Any, argument: Any, flags: int) -> bool:
    if kind is names.LITERAL:
        return _same(letter, argument, flags)
    if kind is names.RANGE:
        blind = bool(flags & re.IGNORECASE)
        spellings = {letter, letter.lower(), letter.upper()} if blind else {letter}
        return any(len(one) == 1 and argument[0] <= ord(one) <= argument[1] for one in spellings)
    return of_category(letter, argument)


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
