"""A backtracking matcher that counts its steps: what Python's own engine does, made countable.

It walks the parsed pattern (`re._parser`) as the engine would and says how often a position was looked
at. The count is the same on every machine, so that growth can be asserted without a clock.
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from re import _constants as names  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Continue = Callable[[int], bool]
Node = Callable[[int, Continue], bool]

DEPTH = 100_000  # pure Python frames: a group repeated as often as the longest attack is long


class TooManySteps(Exception):
    """The search took more steps than it was granted."""


class Stepper:
    """One pattern, ready to be searched for in texts. Back references are taken for empty."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        parsed = parser.parse(pattern, flags)
        self._flags = parsed.state.flags
        self._text = ""
        self._steps = 0
        self._granted = 0
        self._groups: set[int] = set()
        self._match = self._sequence(list(parsed))
        self.anchored = _anchored(list(parsed), self._flags)

    def search(self, text: str, *, granted: int) -> int:
        """The steps that a search through the whole text takes. Raises TooManySteps beyond `granted`."""
        self._text, self._steps, self._granted = text, 0, granted
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(DEPTH)
        try:
            self._search()
        finally:
            sys.setrecursionlimit(limit)
        return self._steps

    def _search(self) -> None:
        """From every position, as `finditer` and `sub` do: after a match it goes on behind it."""
        at = 0
        while at <= len(self._text):
            self._groups.clear()
            ends: list[int] = []
            self._match(at, lambda end, ends=ends: not ends.append(end))  # type: ignore[misc]
            if self.anchored:
                return
            at = max(at + 1, ends[0]) if ends else at + 1

    def _step(self) -> None:
        self._steps += 1
        if self._steps > self._granted:
            raise TooManySteps

    def _sequence(self, nodes: Sequence[tuple[Any, Any]]) -> Node:
        parts = [self._node(kind, argument) for kind, argument in nodes]
        if len(parts) == 1:
            return parts[0]

        def run(at: int, then: Continue, part: int = 0) -> bool:
            if part == len(parts):
                return then(at)
            return parts[part](at, lambda end: run(end, then, part + 1))

        return run

    def _node(self, kind: Any, argument: Any) -> Node:  # noqa: PLR0911 - one line for each kind
        accepts = self._accepts(kind, argument)
        if accepts is not None:
            return self._one(accepts)
        if kind in {names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT}:
            return self._repeat(kind, *argument)
        if kind is names.SUBPATTERN:
            return self._group(argument[0], self._sequence(list(argument[3])))
        if kind is names.BRANCH:
            return self._branch([list(branch) for branch in argument[1]])
        if kind is names.ATOMIC_GROUP:
            return self._atomic(self._sequence(list(argument)))
        if kind in {names.ASSERT, names.ASSERT_NOT}:
            return self._look(argument[0], list(argument[1]), wanted=kind is names.ASSERT)
        if kind is names.AT:
            return self._at(argument)
        if kind is names.GROUPREF_EXISTS:
            return self._exists(*argument)
        if kind is names.GROUPREF:
            return lambda at, then: then(at)
        raise NotImplementedError(kind)

    def _accepts(self, kind: Any, argument: Any) -> Callable[[str], bool] | None:
        """Whether a node is one character, and which."""
        if kind is names.LITERAL:
            return lambda letter: self._same(ord(letter), argument)
        if kind is names.NOT_LITERAL:
            return lambda letter: not self._same(ord(letter), argument)
        if kind is names.ANY:
            return lambda letter: bool(self._flags & re.DOTALL) or letter != "\n"
        if kind is names.IN:
            return lambda letter: self._within(letter, argument)
        return None

    def _same(self, code: int, wanted: int) -> bool:
        return bool(
            code == wanted
            or (self._flags & re.IGNORECASE and chr(code).lower() == chr(wanted).lower())
        )

    def _within(self, letter: str, members: Sequence[tuple[Any, Any]]) -> bool:
        negated = members[0][0] is names.NEGATE
        return negated != any(self._member(letter, *member) for member in members[negated:])

    def _member(self, letter: str, kind: Any, argument: Any) -> bool:
        if kind is names.LITERAL:
            return self._same(ord(letter), argument)
        if kind is names.RANGE:
            return bool(argument[0] <= ord(letter) <= argument[1])
        return of_category(letter, argument)

    def _one(self, accepts: Callable[[str], bool]) -> Node:
        def run(at: int, then: Continue) -> bool:
            self._step()
            return at < len(self._text) and accepts(self._text[at]) and then(at + 1)

        return run

    def _group(self, number: int | None, inner: Node) -> Node:
        def run(at: int, then: Continue) -> bool:
            def after(end: int) -> bool:
                if number is not None:
                    self._groups.add(number)
                return then(end)

            return inner(at, after)

        return run

    def _branch(self, branches: list[list[tuple[Any, Any]]]) -> Node:
        """Only what can begin with the letter at hand is tried, as the engine does."""
        parts = [(self._sequence(branch), _first(branch)) for branch in branches]
        blind = bool(self._flags & re.IGNORECASE)

        def run(at: int, then: Continue) -> bool:
            letter = self._text[at : at + 1]
            self._step()
            return any(
                part(at, then)
                for part, first in parts
                if blind or first is None or (letter and letter in first)
            )

        return run

    def _atomic(self, inner: Node) -> Node:
        def run(at: int, then: Continue) -> bool:
            ends: list[int] = []
            inner(at, lambda end: not ends.append(end))  # type: ignore[func-returns-value]
            return bool(ends) and then(ends[0])

        return run

    def _repeat(self, kind: Any, least: int, most: int, body: Any) -> Node:
        nodes = list(body)
        if len(nodes) == 1:
            accepts = self._accepts(*nodes[0])
            if accepts is not None:
                return self._repeat_one(kind, least, most, accepts)
        inner = self._sequence(nodes)
        if kind is names.POSSESSIVE_REPEAT:
            return self._atomic(
                self._repeat_group(names.MAX_REPEAT, least, most, self._atomic(inner))
            )
        return self._repeat_group(kind, least, most, inner)

    def _repeat_one(self, kind: Any, least: int, most: int, accepts: Callable[[str], bool]) -> Node:
        def longest(at: int) -> int:
            end = at
            while end - at < most and end < len(self._text) and accepts(self._text[end]):
                self._step()
                end += 1
            return end

        def run(at: int, then: Continue) -> bool:
            end = longest(at)
            if end - at < least:
                return False
            if kind is names.POSSESSIVE_REPEAT:
                return then(end)
            ends = (
                range(end, at + least - 1, -1)
                if kind is names.MAX_REPEAT
                else range(at + least, end + 1)
            )
            for each in ends:
                self._step()
                if then(each):
                    return True
            return False

        return run

    def _repeat_group(self, kind: Any, least: int, most: int, inner: Node) -> Node:
        def run(at: int, then: Continue, done: int = 0) -> bool:
            self._step()

            def again() -> bool:
                return done < most and inner(
                    at, lambda end: (end > at or done < least) and run(end, then, done + 1)
                )

            if done < least:
                return again()
            if kind is names.MAX_REPEAT:
                return again() or then(at)
            return then(at) or again()

        return run

    def _look(self, direction: int, nodes: list[tuple[Any, Any]], *, wanted: bool) -> Node:
        inner = self._sequence(nodes)
        width = parser.SubPattern(parser.State(), nodes).getwidth()[0] if direction < 0 else 0

        def run(at: int, then: Continue) -> bool:
            self._step()
            there = at - width >= 0 and inner(at - width, lambda _end: True)
            return there == wanted and then(at)

        return run

    def _at(self, where: Any) -> Node:
        def run(at: int, then: Continue) -> bool:
            self._step()
            return self._stands(where, at) and then(at)

        return run

    def _stands(self, where: Any, at: int) -> bool:
        text = self._text
        if where in {names.AT_BEGINNING, names.AT_BEGINNING_STRING}:
            many = self._flags & re.MULTILINE and where is names.AT_BEGINNING
            return at == 0 or bool(many and text[at - 1] == "\n")
        if where is names.AT_END:
            many = self._flags & re.MULTILINE
            return at == len(text) or text[at:] == "\n" or bool(many and text[at] == "\n")
        if where is names.AT_END_STRING:
            return at == len(text)
        boundary = (at > 0 and _word(text[at - 1])) != (at < len(text) and _word(text[at]))
        return boundary == (where is names.AT_BOUNDARY)

    def _exists(self, number: int, there: Any, missing: Any) -> Node:
        yes, no = self._sequence(list(there)), self._sequence(list(missing or []))

        def run(at: int, then: Continue) -> bool:
            chosen = yes if number in self._groups else no
            return chosen(at, then)

        return run


def _first(nodes: Sequence[tuple[Any, Any]]) -> frozenset[str] | None:
    """The letters with which the nodes begin; None where that is not plain."""
    if not nodes:
        return None
    kind, argument = nodes[0]
    if kind is names.LITERAL:
        return frozenset(chr(argument))
    if kind is names.SUBPATTERN:
        return _first(list(argument[3]))
    if kind is names.BRANCH:
        firsts = [_first(list(branch)) for branch in argument[1]]
        known = [first for first in firsts if first is not None]
        return frozenset[str]().union(*known) if len(known) == len(firsts) else None
    return None


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


def _anchored(nodes: list[tuple[Any, Any]], flags: int) -> bool:
    """Whether a pattern can begin at the start of the text only."""
    if not nodes or flags & re.MULTILINE:
        return False
    kind, argument = nodes[0]
    if kind is names.AT:
        return argument in {names.AT_BEGINNING, names.AT_BEGINNING_STRING}
    if kind is names.SUBPATTERN:
        return _anchored(list(argument[3]), flags)
    if kind is names.BRANCH:
        return all(_anchored(list(branch), flags) for branch in argument[1])
    return False
