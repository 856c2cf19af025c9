"""Patterns as automata: the parsed pattern (`re._parser`) becomes states that are its single characters, and the steps between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from re import _constants as names  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from tests.patterns.letters import SINGLE, Alphabet, Letters

SAMPLES = "\x00\n\t \u3000!,.。，:-_(（\"'*@/\\0159٣aAzZéÄ一龥的\U0001f600"
REPEATS = frozenset({names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT})
Node = tuple[Any, Any]


@dataclass(frozen=True)
class Begin:
    """A state that can be the first, and which letters may stand before it."""

    state: int
    before: Letters


@dataclass(frozen=True)
class End:
    """A state that can be the last; `sure` where nothing behind it can still refuse, as the end of a line can."""

    state: int
    sure: bool = True


@dataclass(frozen=True)
class Part:
    begins: tuple[Begin, ...] = ()
    ends: tuple[End, ...] = ()
    empty: int = 1  # in how many ways it can be empty: 0, 1, or 2 for several
    before: Letters = -1  # what may stand before it where it is empty
    sure: bool = True  # whether it cannot refuse where it is empty


@dataclass
class Automaton:
    letters: list[Letters] = field(default_factory=list)
    atomic: list[tuple[int, ...]] = field(
        default_factory=list
    )  # the groups around a state that never give back
    after: list[set[int]] = field(default_factory=list)
    twice: set[tuple[int, int]] = field(default_factory=set)  # the same step in two ways
    final: set[int] = field(default_factory=set)
    looking: set[int] = field(default_factory=set)  # within a look ahead

    def state(self, letters: Letters, atomic: tuple[int, ...]) -> int:
        self.letters.append(letters)
        self.atomic.append(atomic)
        self.after.append(set())
        return len(self.letters) - 1

    def join(self, ends: Sequence[End], begins: Sequence[Begin]) -> None:
        for end in (each.state for each in ends):
            for begin in begins:
                if not self.letters[end] & begin.before:
                    continue
                if begin.state in self.after[end]:
                    self.twice.add((end, begin.state))
                self.after[end].add(begin.state)


class Reader:
    """Reads one pattern into an automaton; repeats of at most `bound` count as one."""

    def __init__(self, pattern: str, flags: int, bound: int, *, possessive: bool = True) -> None:
        self.parsed, self.alphabet = _parsed(pattern, flags)
        self.flags = self.parsed.state.flags
        self.all = self.alphabet.all
        self.bound = bound
        self.possessive = possessive  # whether a repeat that never gives back counts as a loop
        self.built = Automaton()
        self.groups = 0

    def read(self, *, everywhere: bool, whole: bool) -> Automaton:
        """`everywhere`: begins at any place, as `search` does. `whole`: must reach the end, as `fullmatch` does."""
        part = self._sequence(list(self.parsed), ())
        final = {end.state for end in part.ends if end.sure}
        if whole:
            final = {state for state in final if self._takes_all(state)}
        self.built.final = final - self.built.looking
        if everywhere:
            start = self.built.state(self.all, ())
            self.built.after[start].add(start)
            free = [begin for begin in part.begins if begin.before & self.all == self.all]
            self.built.join([End(start)], free)
            for before in {begin.before & self.all for begin in part.begins} - {self.all, 0}:
                gate = self.built.state(before, ())
                self.built.after[start].add(gate)
                self.built.join(
                    [End(gate)],
                    [begin for begin in part.begins if begin.before & self.all == before],
                )
        return self.built

    def _takes_all(self, state: int) -> bool:
        """Whether it reads on to the end, whatever stands there."""
        return self.built.letters[state] == self.all and state in self.built.after[state]

    def _letters(self, kind: Any, argument: Any) -> Letters:
        return self.alphabet.accepted(kind, argument, self.flags)

    def _sequence(self, nodes: list[Node], atomic: tuple[int, ...]) -> Part:
        whole = Part()
        for kind, argument in nodes:
            whole = self._behind(whole, self._node(kind, argument, atomic))
        return whole

    def _behind(self, left: Part, right: Part) -> Part:
        self.built.join(left.ends, right.begins)
        ahead: tuple[Begin, ...] = ()
        past: tuple[End, ...] = ()
        if left.empty:
            ahead = tuple(Begin(each.state, each.before & left.before) for each in right.begins)
        if right.empty:
            past = tuple(
                End(end.state, sure=end.sure and right.sure)
                for end in left.ends
                if self.built.letters[end.state] & right.before
            )
        return Part(
            left.begins + ahead * left.empty,
            past * right.empty + right.ends,
            min(2, left.empty * right.empty),
            left.before & right.before,
            left.sure and right.sure,
        )

    def _node(self, kind: Any, argument: Any, atomic: tuple[int, ...]) -> Part:  # noqa: PLR0911 - one for each kind
        if kind in SINGLE:
            state = self.built.state(self._letters(kind, argument), atomic)
            return Part((Begin(state, -1),), (End(state),), empty=0)
        if kind in REPEATS:
            return self._repeat(kind, argument, atomic)
        if kind is names.SUBPATTERN:
            return self._group(argument, atomic)
        if kind is names.BRANCH:
            return self._branch([self._sequence(list(branch), atomic) for branch in argument[1]])
        if kind is names.ATOMIC_GROUP:
            return self._sequence(list(argument), self._closed(atomic))
        if kind in {names.ASSERT, names.ASSERT_NOT}:
            return self._look(kind, *argument)
        if kind is names.AT:
            return Part(before=self._standing(argument), sure=False)
        if kind is names.GROUPREF_EXISTS:
            _, there, missing = argument
            return self._branch(
                [self._sequence(list(each or []), atomic) for each in (there, missing)]
            )
        if kind is names.GROUPREF:
            return Part(sure=False)
        raise NotImplementedError(kind)

    def _group(self, argument: Any, atomic: tuple[int, ...]) -> Part:
        _, added, removed, body = argument
        outside, self.flags = self.flags, (self.flags | added) & ~removed
        part = self._sequence(list(body), atomic)
        self.flags = outside
        return part

    def _closed(self, atomic: tuple[int, ...]) -> tuple[int, ...]:
        self.groups += 1
        return (*atomic, self.groups)

    def _branch(self, parts: list[Part]) -> Part:
        begins = tuple(begin for part in parts for begin in part.begins)
        ends = tuple(end for part in parts for end in part.ends)
        empty = [part for part in parts if part.empty]
        before = 0
        for part in empty:
            before |= part.before
        ways = min(2, sum(part.empty for part in empty))
        return Part(
            begins,
            ends,
            ways,
            before if empty else -1,
            not empty or any(part.sure for part in empty),
        )

    def _repeat(self, kind: Any, argument: Any, atomic: tuple[int, ...]) -> Part:
        least, most, body = argument
        inside = self._closed(atomic) if kind is names.POSSESSIVE_REPEAT else atomic
        part = self._sequence(list(body), inside)
        loops = self.possessive or kind is not names.POSSESSIVE_REPEAT
        if loops and (most is names.MAXREPEAT or most > self.bound):
            self.built.join(part.ends, part.begins)
        if least == 0:
            return replace(part, empty=max(1, part.empty), before=-1, sure=True)
        return part

    def _look(self, kind: Any, direction: int, body: Any) -> Part:
        """What looks ahead reads on beside the rest; what looks one letter back says what may stand before."""
        nodes = list(body)
        if direction < 0:
            if len(nodes) != 1 or nodes[0][0] not in SINGLE:
                return Part(sure=False)
            letters = self._letters(*nodes[0])
            return Part(before=letters if kind is names.ASSERT else ~letters, sure=False)
        first = len(self.built.letters)
        part = self._sequence(nodes, ())
        self.built.looking |= set(range(first, len(self.built.letters)))
        return Part(part.begins, sure=False)

    def _standing(self, where: Any) -> Letters:
        if where is names.AT_BEGINNING and self.flags & re.MULTILINE:
            return self._letters(names.LITERAL, ord("\n"))
        if where in {names.AT_BEGINNING, names.AT_BEGINNING_STRING}:
            return 0
        return -1


@cache
def _parsed(pattern: str, flags: int) -> tuple[Any, Alphabet]:
    """Parsed once for however many questions are asked of a pattern."""
    parsed = parser.parse(pattern, flags)
    return parsed, Alphabet(set(SAMPLES) | set(_spoken(list(parsed))))


def _spoken(nodes: Sequence[Node]) -> Iterator[str]:
    """The letters that a pattern names, and those beside its ranges."""
    for kind, argument in nodes:
        if kind in {names.LITERAL, names.NOT_LITERAL}:
            yield chr(argument)
            yield from (chr(argument).lower()[:1], chr(argument).upper()[:1])
        elif kind is names.RANGE:
            yield from (
                chr(min(max(code, 0), 0x10FFFF))
                for end in argument
                for code in (end - 1, end, end + 1)
            )
        elif kind is names.IN:
            yield from _spoken([member for member in argument if member[0] is not names.NEGATE])
        else:
            for part in _inside(kind, argument):
                yield from _spoken(part)


def _inside(kind: Any, argument: Any) -> list[list[Node]]:
    if kind in REPEATS:
        bodies = [argument[2]]
    elif kind is names.SUBPATTERN:
        bodies = [argument[3]]
    elif kind is names.BRANCH:
        bodies = argument[1]
    elif kind is names.ATOMIC_GROUP:
        bodies = [argument]
    elif kind in {names.ASSERT, names.ASSERT_NOT}:
        bodies = [argument[1]]
    elif kind is names.GROUPREF_EXISTS:
        bodies = argument[1:]
    else:
        bodies = []
    return [list(body or []) for body in bodies]
