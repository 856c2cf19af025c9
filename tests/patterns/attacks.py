"""Worst strings for a pattern: what leads to each of its repeats, the repeat's own letters many times, a bad end."""

from collections.abc import Iterator, Sequence
from itertools import islice, product
from re import _constants as names  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from tests.patterns.letters import of_category

ENDS = ("", "\x00", "!", "一")  # the first makes an end match, the others mostly spoil it
SAMPLES = 5  # of one part
PUMPS = 24  # of one repeat
TRIED = " \n\t1一年a，,。.（(·第是的、*B"


def attacks(pattern: str, flags: int, times: int) -> Iterator[str]:
    """Texts of about `times` repetitions each, the same ones for every number."""
    seen: set[tuple[str, str]] = set()
    for lead, pump in _pumps(list(parser.parse(pattern, flags)), ""):
        if pump and (lead, pump) not in seen:
            seen.add((lead, pump))
            yield from (lead + pump * times + end for end in ENDS)


def _pumps(nodes: Sequence[tuple[Any, Any]], lead: str) -> Iterator[tuple[str, str]]:
    """(what stands before, what is repeated) for every repeat, however deep."""
    for place, (kind, argument) in enumerate(nodes):
        if kind in {names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT}:
            _, most, body = argument
            if most > 1:
                yield from ((lead, pump) for pump in _of_repeat(list(body)))
                rest = list(islice(_samples(nodes[place + 1 :]), 2))
                yield from (("", sample + pump) for sample in _samples(list(body)) for pump in rest)
            yield from _pumps(list(body), lead)
        for part in _parts(kind, argument):
            yield from _pumps(part, lead)
        lead += next(_samples([(kind, argument)]), "")
    whole = list(islice(_samples(nodes), 3))
    yield from (("", sample) for sample in whole)


def _of_repeat(body: list[tuple[Any, Any]]) -> Iterator[str]:
    samples = list(islice(_samples(body, PUMPS), PUMPS))
    yield from samples
    yield from (a + b for a, b in islice(product(samples, samples), 8) if a != b)


def _parts(kind: Any, argument: Any) -> list[list[tuple[Any, Any]]]:
    if kind is names.SUBPATTERN:
        return [list(argument[3])]
    if kind is names.BRANCH:
        return [list(branch) for branch in argument[1]]
    if kind is names.ATOMIC_GROUP:
        return [list(argument)]
    if kind in {names.ASSERT, names.ASSERT_NOT}:
        return [list(argument[1])]
    return []


def _samples(nodes: Sequence[tuple[Any, Any]], most: int = SAMPLES) -> Iterator[str]:
    """Texts that the nodes accept, look-arounds left aside."""
    parts = [list(islice(_of_node(kind, argument, most), most)) or [""] for kind, argument in nodes]
    longest = max(map(len, parts), default=0)
    for turn in range(longest):  # each part's choices in turn, not their product
        yield "".join(part[turn % len(part)] for part in parts)


def _of_node(kind: Any, argument: Any, most: int) -> Iterator[str]:
    if kind is names.LITERAL:
        yield chr(argument)
    elif kind is names.NOT_LITERAL:
        yield from (letter for letter in TRIED if ord(letter) != argument)
    elif kind is names.ANY:
        yield from TRIED.replace("\n", "")
    elif kind is names.IN:
        yield from _members(argument)
    elif kind in {names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT}:
        least, _, body = argument
        yield from (sample * max(1, min(least, 3)) for sample in _samples(list(body), most))
    elif kind is names.BRANCH:
        for branch in argument[1]:
            yield from islice(_samples(list(branch), most), 3)
    else:
        for part in _parts(kind, argument):
            if kind not in {names.ASSERT, names.ASSERT_NOT}:
                yield from _samples(part, most)


def _members(members: Sequence[tuple[Any, Any]]) -> Iterator[str]:
    """Of a class: letters that many other classes hold too, then its own."""
    if members[0][0] is names.NEGATE:
        yield from (
            letter for letter in TRIED if not any(_is(letter, member) for member in members[1:])
        )
        return
    yield from (letter for letter in TRIED if any(_is(letter, member) for member in members))
    for kind, argument in members:
        if kind is names.LITERAL:
            yield chr(argument)
        elif kind is names.RANGE:
            yield chr(argument[0])


def _is(letter: str, member: tuple[Any, Any]) -> bool:
    kind, argument = member
    if kind is names.LITERAL:
        return ord(letter) == int(argument)
    if kind is names.RANGE:
        return bool(argument[0] <= ord(letter) <= argument[1])
    return of_category(letter, argument)
