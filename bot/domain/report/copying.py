"""Passages that two reports share, by winnowing: shown as passages, never as a percentage.

Fingerprints of 8 characters, the least of every 8 neighbours kept, so that every shared run of 15 characters is met
(Schleimer, Wilkerson, Aiken 2003). Space and punctuation do not count. What a template or the plan says is no copy.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Self
from zlib import crc32

_GRAM = 8
_WINDOW = 8
_MIN_LENGTH = 30
_MAX_REPEATS = (
    8  # places that one fingerprint is followed to: a text that repeats itself stays quick
)
_STRIDE = 64  # characters that a long run grows by at once
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class SharedPassage:
    """Offsets in both texts; `text` is the author's own wording of it."""

    start: int
    end: int
    text: str
    other_start: int
    other_end: int


@dataclass(frozen=True)
class Imprint:
    """A text ready to be compared: without space and punctuation, where each of its characters stood, and its fingerprints."""

    text: str
    bare: str
    places: Sequence[int]
    prints: Mapping[int, Sequence[int]]  # fingerprint -> where in `bare` it begins

    @classmethod
    def of(cls, text: str) -> Self:
        spans = [match.span() for match in _WORDS.finditer(text)]
        bare = "".join(text[begin:end] for begin, end in spans)
        places = array("L", (at for begin, end in spans for at in range(begin, end)))
        return cls(text, bare, places, _winnowed(bare))

    def in_common(self, other: Self) -> int:
        """How many fingerprints both hold: for choosing, among many, the reports worth a comparison."""
        return len(self.prints.keys() & other.prints.keys())


def _winnowed(bare: str) -> dict[int, list[int]]:
    """Of equal hashes in a window the rightmost is kept."""
    hashes = [
        crc32(bare[at : at + _GRAM].encode("utf-8", "surrogatepass"))
        for at in range(len(bare) - _GRAM + 1)
    ]
    kept: dict[int, list[int]] = {}
    least, last = 0, -1
    for at, value in enumerate(hashes):
        if value <= hashes[least]:
            least = at
        elif least <= at - _WINDOW:  # it has left the window
            least = min(range(at, at - _WINDOW, -1), key=hashes.__getitem__)
        if least > last and at >= min(_WINDOW, len(hashes)) - 1:
            kept.setdefault(hashes[least], []).append(least)
            last = least
    return kept


def shared_passages(
    own: Imprint,
    other: Imprint,
    *,
    templates: Iterable[Imprint] = (),
    min_length: int = _MIN_LENGTH,
) -> tuple[SharedPassage, ...]:
    """Runs of at least `min_length` letters, digits or Han characters that both hold and no template does, in order."""
    common = _runs(own, other)
    known = (
        [(begin, end) for template in templates for begin, end, _ in _runs(own, template)]
        if common
        else []
    )
    passages = (
        _passage(own, other, (begin, end), there + begin - run)
        for run, stop, there in common
        for begin, end in _left_over(run, stop, known)
        if end - begin >= min_length
    )
    return tuple(passages)


@dataclass(frozen=True)
class Gathered:
    """What several reports share with this one: offsets in its text, and whose the others are."""

    start: int
    end: int
    sources: tuple[int | None, ...]


def gathered(found: Mapping[int | None, Sequence[SharedPassage]]) -> tuple[Gathered, ...]:
    """Passages of many reports as places of the own text, each named once, the most shared first.

    Two that have at least half of the shorter one in common become the part that all of them hold.
    """
    places: list[Gathered] = []
    for source, passage in sorted(
        ((source, passage) for source, passages in found.items() for passage in passages),
        key=lambda one: one[1].start,
    ):
        last = places[-1] if places else Gathered(0, 0, ())
        start, end = max(last.start, passage.start), min(last.end, passage.end)
        if (
            2 * (end - start) >= min(last.end - last.start, passage.end - passage.start)
            and end > start
        ):
            places[-1] = Gathered(
                start, end, (*last.sources, source) if source not in last.sources else last.sources
            )
        else:
            places.append(Gathered(passage.start, passage.end, (source,)))
    return tuple(sorted(places, key=lambda one: (-len(one.sources), one.start)))


def _runs(own: Imprint, other: Imprint) -> list[tuple[int, int, int]]:
    """(begin, end, begin in the other) of the longest shared runs from left to right, none within another."""
    found: set[tuple[int, int, int]] = set()
    last: dict[int, range] = {}  # distance between the two places -> the run found there last
    for value in filter(
        other.prints.__contains__, own.prints
    ):  # in the order of the text: most runs grow behind
        for there, here in product(
            other.prints[value][:_MAX_REPEATS], own.prints[value][:_MAX_REPEATS]
        ):
            if here not in last.get(there - here, ()) and _same(own.bare, here, other.bare, there):
                run = _extended(own.bare, here, other.bare, there)
                last[there - here] = range(run[0], run[1])
                found.add(run)
    return list(_outermost(found))


def _same(own: str, here: int, their: str, there: int) -> bool:
    return own[here : here + _GRAM] == their[there : there + _GRAM]


def _extended(own: str, here: int, their: str, there: int) -> tuple[int, int, int]:
    begin, end, shift = here, here + _GRAM, there - here
    while begin > 0 and begin + shift > 0 and own[begin - 1] == their[begin + shift - 1]:
        begin -= 1
    while (
        end + _STRIDE < len(own)
        and own[end : end + _STRIDE] == their[end + shift : end + shift + _STRIDE]
    ):
        end += _STRIDE
    while end < len(own) and end + shift < len(their) and own[end] == their[end + shift]:
        end += 1
    return begin, end, begin + shift


def _outermost(runs: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    reached = 0
    for begin, end, there in sorted(runs, key=lambda run: (run[0], -run[1], run[2])):
        start = max(begin, reached)
        if end > start:
            yield start, end, there + start - begin
            reached = end


def _left_over(begin: int, end: int, known: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of begin..end no known run covers."""
    for covered_from, covered_to in sorted(known):
        if covered_from < end and covered_to > begin:
            if covered_from > begin:
                yield begin, covered_from
            begin = max(begin, covered_to)
    if begin < end:
        yield begin, end


def _passage(own: Imprint, other: Imprint, run: tuple[int, int], there: int) -> SharedPassage:
    begin, end = run
    start, stop = own.places[begin], own.places[end - 1] + 1
    other_start, other_stop = other.places[there], other.places[there + end - begin - 1] + 1
    return SharedPassage(start, stop, own.text[start:stop], other_start, other_stop)
