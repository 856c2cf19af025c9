"""Which part a section without a telling heading is: by its place among the named ones, and by what it speaks of.

A report goes from work done to problems, causes and measures. Of all ways to name the unnamed sections the one is taken
that keeps this order best; the words of a section and of its heading are votes, never more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.report.content import Tone
from bot.domain.report.parts import Part

ORDER = (Part.ACHIEVEMENTS, Part.PROBLEMS, Part.CAUSES, Part.MEASURES, Part.OTHER)
_RANK = {part: rank for rank, part in enumerate(ORDER)}
_ALIKE = {
    Part.BASICS: Part.ACHIEVEMENTS,
    Part.LAST_YEAR: Part.ACHIEVEMENTS,
    Part.PROMISE: Part.MEASURES,
}

# What a slogan hints at: 「正视差距之短」, 「追根溯源」, 「锚定目标再出发」.
_HINTS = {
    Part.PROBLEMS: re.compile("差距|短板|不足|问题|短$|痛|困|难$|欠|弱|自省|反思|检视|病|瓶颈|教训|自身|自我|揭|亮丑|对照|直面|正视"),
    Part.CAUSES: re.compile("因|根源|溯|病灶|剖"),
    Part.MEASURES: re.compile("未来|再|新征程|新篇|新程|方向|目标|奋斗|行动|施策|整改|改|启航|远航|展望|前行|明天|奋进|下一|谋|路"),
}  # fmt: skip
_HINT = 0.5
_SAID = 0.6  # the words of a section are worth less than its place
_BACKWARDS = -1.2
_WITHOUT_PROBLEMS = -0.8  # from work done straight to causes or measures
_BEGINS_LATE = -0.4  # a report that begins with problems, or with plans
_OTHER = -0.1
_CAUSAL = 0.8  # causes speak of lacks as problems do


@dataclass(frozen=True)
class Place:
    """A section in the order of the report: `part` None where no heading names it."""

    part: Part | None
    title: str
    tone: Tone


def placed(places: Sequence[Place]) -> list[Part]:
    """A part for each; named ones keep theirs."""
    scores = [{part: _vote(place, part) for part in ORDER} for place in places]
    best: list[dict[Part, tuple[float, Part | None]]] = []
    for place, votes in zip(places, scores, strict=True):
        states = ORDER if place.part is None else (_state(place.part),)
        row: dict[Part, tuple[float, Part | None]] = {}
        for state in states:
            before = best[-1] if best else {}
            ways = [(score + _step(part, state), part) for part, (score, _) in before.items()]
            score, came_from = max(ways, key=lambda way: way[0], default=(_begin(state), None))
            row[state] = (score + (votes[state] if place.part is None else 0), came_from)
        best.append(row)
    return _path(places, best)


def _path(
    places: Sequence[Place], best: Sequence[dict[Part, tuple[float, Part | None]]]
) -> list[Part]:
    if not places:
        return []
    state: Part | None = max(best[-1], key=lambda part: best[-1][part][0])
    found: list[Part] = []
    for place, row in zip(reversed(places), reversed(best), strict=True):
        assert state is not None, "every row was reached from the one before"
        found.append(place.part or state)
        state = row[state][1]
    return found[::-1]


def _state(part: Part) -> Part:
    return _ALIKE.get(part, part)


def hinted(title: str, part: Part) -> bool:
    """Whether a heading that names nothing hints at the part."""
    return part in _HINTS and _HINTS[part].search(title) is not None


def _vote(place: Place, part: Part) -> float:
    hint = _HINT if hinted(place.title, part) else 0.0
    if part is Part.OTHER:
        return _OTHER
    if part is Part.CAUSES:
        return (place.tone.share(Part.PROBLEMS) * _CAUSAL * _SAID if hint else 0.0) + hint
    return place.tone.share(part) * _SAID + hint


def _begin(part: Part) -> float:
    return 0.0 if part in {Part.ACHIEVEMENTS, Part.OTHER} else _BEGINS_LATE


def _step(before: Part, part: Part) -> float:
    if Part.OTHER in {before, part}:
        return 0.0
    if _RANK[part] < _RANK[before]:
        return _BACKWARDS
    if before is Part.ACHIEVEMENTS and part in {Part.CAUSES, Part.MEASURES}:
        return _WITHOUT_PROBLEMS
    return 0.0
