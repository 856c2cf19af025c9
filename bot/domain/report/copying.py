"""Passages that two reports share, by winnowing: shown as passages, never as a percentage.

Fingerprints of 8 characters, the least of every 8 neighbours kept, so that every shared run of 15 characters is met
(Schleimer, Wilkerson, Aiken 2003). Space and punctuation do not count. What a template or the plan says is no copy.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

_GRAM = 8
_WINDOW = 8
_MIN_LENGTH = 30
_MAX_REPEATS = 8  # places that one fingerprint is followed to: a text that repeats itself stays quick
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
class _Bare:
    """A text without space and punctuation, and where each of its characters stood."""

    text: str
    places: Sequence[int]


def _bare(text: str) -> _Bare:
    spans = [match.span() for match in _WORDS.finditer(text)]
    return _Bare(
        "".join(text[begin:end] for begin, end in spans), [at for begin, end in spans for at in range(begin, end)]
    )


def fingerprints(text: str) -> frozenset[int]:
    """For choosing, among many, the reports worth a comparison: those that hold some of the same fingerprints."""
    return frozenset(_winnowed(_bare(text).text))


def _winnowed(bare: str) -> dict[int, list[int]]:
    """Fingerprint -> where it begins. Of equal hashes in a window the rightmost is kept."""
    hashes = [crc32(bare[at : at + _GRAM].encode("utf-8", "surrogatepass")) for at in range(len(bare) - _GRAM + 1)]
    kept: dict[int, list[int]] = {}
    last = -1
    for begin in range(max(1, len(hashes) - _WINDOW + 1) if hashes else 0):
        window = hashes[begin : begin + _WINDOW]
        least = min(window)
        at = begin + len(window) - 1 - window[::-1].index(least)
        if at > last:
            kept.setdefault(least, []).append(at)
            last = at
    return kept


def shared_passages(
    text: str, other: str, *, templates: Iterable[str] = (), min_length: int = _MIN_LENGTH
) -> tuple[SharedPassage, ...]:
    """Runs of at least `min_length` letters, digits or Han characters that both hold and no template does, in order."""
    own, their = _bare(text), _bare(other)
    prints = _winnowed(own.text)
    common = _runs(own.text, prints, their.text)
    known = [(begin, end) for template in templates for begin, end, _ in _runs(own.text, prints, _bare(template).text)]
    passages = (
        _passage(text, own, their, (begin, end), there + begin - run)
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
        ((source, passage) for source, passages in found.items() for passage in passages), key=lambda one: one[1].start
    ):
        last = places[-1] if places else Gathered(0, 0, ())
        start, end = max(last.start, passage.start), min(last.end, passage.end)
        if 2 * (end - start) >= min(last.end - last.start, passage.end - passage.start) and end > start:
            places[-1] = Gathered(start, end, (*last.sources, source) if source not in last.sources else last.sources)
        else:
            places.append(Gathered(passage.start, passage.end, (source,)))
    return tuple(sorted(places, key=lambda one: (-len(one.sources), one.start)))


def _runs(own: str, prints: Mapping[int, Sequence[int]], their: str) -> list[tuple[int, int, int]]:
    """(begin, end, begin in the other) of the longest shared runs from left to right, none within another."""
    found = (
        _extended(own, here, their, there)
        for value, places in _winnowed(their).items()
        for there in places[:_MAX_REPEATS]
        for here in prints.get(value, ())[:_MAX_REPEATS]
        if own[here : here + _GRAM] == their[there : there + _GRAM]
    )
    return list(_outermost(found))


def _extended(own: str, here: int, their: str, there: int) -> tuple[int, int, int]:
    begin, end, shift = here, here + _GRAM, there - here
    while begin > 0 and begin + shift > 0 and own[begin - 1] == their[begin + shift - 1]:
        begin -= 1
    while end < len(own) and end + shift < len(their) and own[end] == their[end + shift]:
        end += 1
    return begin, end, begin + shift


def _outermost(runs: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    reached = 0
    for begin, end, there in sorted(set(runs), key=lambda run: (run[0], -run[1])):
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


def _passage(text: str, own: _Bare, their: _Bare, run: tuple[int, int], there: int) -> SharedPassage:
    begin, end = run
    start, stop = own.places[begin], own.places[end - 1] + 1
    other_start, other_stop = their.places[there], their.places[there + end - begin - 1] + 1
    return SharedPassage(start, stop, text[start:stop], other_start, other_stop)
