"""Passages that two reports share, by winnowing: shown as passages, never as a percentage.

Fingerprints of 8 characters, the least of every 8 neighbours kept, so that every shared run of
15 characters is met (Schleimer, Wilkerson, Aiken 2003). Space and punctuation do not count. What
a template or the plan says is no copy.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple, Self
from zlib import crc32

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

_GRAM = 8  # characters of a fingerprint: shorter ones are met in every report
_WINDOW = 8
# Letters, digits or Han characters; less is a set phrase of official language, nobody's sentence.
_MIN_LENGTH = 30
# Places that one fingerprint is followed to: a text that repeats itself stays quick.
_MAX_REPEATS = 8
_STRIDE = 64  # characters that a long run grows by at once
_WORDS = pattern(r"[^\W_]+")


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
    """A text ready to be compared.

    `bare` is the text without space and punctuation, `places` tell where each of its characters
    stood, `prints` are its fingerprints.
    """

    text: str
    bare: str
    places: Sequence[int]
    prints: Mapping[int, Sequence[int]]  # fingerprint -> where in `bare` it begins

    @classmethod
    def of(cls, text: str) -> Self:
        spans = [match.span() for match in _WORDS.finditer(text)]
        bare = "".join(text[begin:end] for begin, end in spans)
        places = array("L", (at for begin, end in spans for at in range(begin, end)))
        return cls(text, bare, places, _winnow(bare))

    def in_common(self, other: Self) -> int:
        """Returns how many fingerprints both hold.

        So the reports worth a comparison are chosen among many.
        """
        return len(self.prints.keys() & other.prints.keys())


def _winnow(bare: str) -> dict[int, list[int]]:
    """Keeps the least hash of every window, of equal ones the rightmost."""
    hashes = [
        crc32(bare[at : at + _GRAM].encode("utf-8", "surrogatepass"))
        for at in range(len(bare) - _GRAM + 1)
    ]
    prints: dict[int, list[int]] = {}
    least, last = 0, -1
    for at, value in enumerate(hashes):
        if value <= hashes[least]:
            least = at
        elif least <= at - _WINDOW:  # it has left the window
            least = min(range(at, at - _WINDOW, -1), key=hashes.__getitem__)
        if least > last and at >= min(_WINDOW, len(hashes)) - 1:
            prints.setdefault(hashes[least], []).append(least)
            last = least
    return prints


class _Run(NamedTuple):
    """Characters that two bare texts share: begin and end in the own one, begin in the other."""

    begin: int
    end: int
    other_begin: int

    def outside(self, covers: Sequence[Self]) -> list[tuple[int, int]]:
        """Returns what of the run none of the `covers`, in their order, covers."""
        pieces = []
        begin = self.begin
        for cover in covers:
            if cover.begin < self.end and cover.end > begin:
                if cover.begin > begin:
                    pieces.append((begin, cover.begin))
                begin = max(begin, cover.end)
        if begin < self.end:
            pieces.append((begin, self.end))
        return pieces


def shared_passages(
    own: Imprint,
    other: Imprint,
    *,
    templates: Iterable[Imprint] = (),
) -> tuple[SharedPassage, ...]:
    """Returns what both texts hold and no template does, in order."""
    runs = _common_runs(own, other)
    if not runs:
        return ()
    of_templates = [run for template in templates for run in _common_runs(own, template)]
    of_templates.sort()
    passages = []
    for run in runs:
        shift = run.other_begin - run.begin
        for begin, end in run.outside(of_templates):
            if end - begin < _MIN_LENGTH:
                continue
            start, stop = own.places[begin], own.places[end - 1] + 1
            other_start = other.places[begin + shift]
            other_stop = other.places[end - 1 + shift] + 1
            text = own.text[start:stop]
            passages.append(SharedPassage(start, stop, text, other_start, other_stop))
    return tuple(passages)


def _common_runs(own: Imprint, other: Imprint) -> list[_Run]:
    """Returns the longest shared runs from left to right, none within another."""
    runs: set[_Run] = set()
    last: dict[int, range] = {}  # distance between the two places -> the run met there last
    # In the order of the text, because most runs grow to its end.
    for value, places in own.prints.items():
        if value not in other.prints:
            continue
        other_places = other.prints[value][:_MAX_REPEATS]
        for other_begin, begin in product(other_places, places[:_MAX_REPEATS]):
            shift = other_begin - begin
            if begin in last.get(shift, ()):
                continue
            # Two texts of one hash need not be equal.
            if own.bare[begin : begin + _GRAM] != other.bare[other_begin : other_begin + _GRAM]:
                continue
            run = _grow(own.bare, begin, other.bare, other_begin)
            last[shift] = range(run.begin, run.end)
            runs.add(run)
    outermost: list[_Run] = []
    reached = 0
    for run in sorted(runs, key=lambda run: (run.begin, -run.end, run.other_begin)):
        begin = max(run.begin, reached)
        if run.end > begin:
            outermost.append(_Run(begin, run.end, run.other_begin + begin - run.begin))
            reached = run.end
    return outermost


def _grow(own: str, begin: int, other: str, other_begin: int) -> _Run:
    """Grows an equal fingerprint to both sides as far as the texts are equal."""
    end, shift = begin + _GRAM, other_begin - begin
    while begin > 0 and begin + shift > 0 and own[begin - 1] == other[begin + shift - 1]:
        begin -= 1
    while (
        end + _STRIDE < len(own)
        and own[end : end + _STRIDE] == other[end + shift : end + shift + _STRIDE]
    ):
        end += _STRIDE
    while end < len(own) and end + shift < len(other) and own[end] == other[end + shift]:
        end += 1
    return _Run(begin, end, begin + shift)


@dataclass(frozen=True)
class GatheredPassage:
    """What several reports share with this one: offsets in its text, and whose the others are."""

    start: int
    end: int
    sources: tuple[int | None, ...]


def gather_passages(
    shared: Mapping[int | None, Sequence[SharedPassage]],
) -> tuple[GatheredPassage, ...]:
    """Returns passages of many reports as places of the own text, the most shared first.

    Two that have at least half of the shorter one in common become the part that all of them
    hold, so that each is named once.
    """
    passages_by_source = [
        (source, passage) for source, passages in shared.items() for passage in passages
    ]
    passages_by_source.sort(key=lambda pair: pair[1].start)
    places: list[GatheredPassage] = []
    last = GatheredPassage(0, 0, ())
    for source, passage in passages_by_source:
        if places:
            last = places[-1]
        start = max(last.start, passage.start)
        end = min(last.end, passage.end)
        shorter = min(last.end - last.start, passage.end - passage.start)
        if end > start and 2 * (end - start) >= shorter:
            sources = last.sources
            if source not in sources:
                sources = (*sources, source)
            places[-1] = GatheredPassage(start, end, sources)
        else:
            places.append(GatheredPassage(passage.start, passage.end, (source,)))
    places.sort(key=lambda place: (-len(place.sources), place.start))
    return tuple(places)
