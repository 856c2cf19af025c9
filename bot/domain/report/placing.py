"""Which part a section without a telling heading is.

A report goes from work done to problems, causes and measures. Of all ways to name the unnamed
sections the one is taken that keeps this order best; the words of a section and of its heading
are votes, never more.
"""

from collections.abc import Sequence

from bot.domain.patterns import pattern
from bot.domain.report.content import Tone
from bot.domain.report.partition import Part
from bot.domain.values import dataclass

ORDER = (Part.ACHIEVEMENTS, Part.PROBLEMS, Part.CAUSES, Part.MEASURES, Part.OTHER)
_RANK = {part: rank for rank, part in enumerate(ORDER)}
_ALIKE = {
    Part.BASICS: Part.ACHIEVEMENTS,
    Part.LAST_YEAR: Part.ACHIEVEMENTS,
    Part.PROMISE: Part.MEASURES,
}

# What a slogan hints at: 「正视差距之短」, 「追根溯源」, 「锚定目标再出发」.
_HINTS = {
    Part.PROBLEMS: pattern("差距|短板|不足|问题|短$|痛|困|难$|欠|弱|自省|反思|检视|病|瓶颈|教训|自身|自我|揭|亮丑|对照|直面|正视"),
    Part.CAUSES: pattern("因|根源|溯|病灶|剖"),
    Part.MEASURES: pattern("未来|再|新征程|新篇|新程|方向|目标|奋斗|行动|施策|整改|改|启航|远航|展望|前行|明天|奋进|下一|谋|路"),
}  # fmt: skip
# Votes and costs in one currency: a step backwards outweighs what any heading or sentence says.
_HINT = 0.5
_SPOKEN = 0.6  # the words of a section are worth less than its place
_BACKWARDS = -1.2
_WITHOUT_PROBLEMS = -0.8  # from work done straight to causes or measures
_BEGINS_LATE = -0.4  # a report that begins with problems, or with plans
_OTHER = -0.1
_CAUSAL = 0.8  # causes speak of lacks as problems do


@dataclass(frozen=True)
class Position:
    """A section in the order of the report: `part` None where no heading names it."""

    part: Part | None
    title: str
    tone: Tone

    @property
    def states(self) -> tuple[Part, ...]:
        """The parts of `ORDER` that it may stand for."""
        if self.part is None:
            return ORDER
        return (_ALIKE.get(self.part, self.part),)

    def speaks_for(self, part: Part) -> float:
        """Returns how much its title and its words speak for a part."""
        if part is Part.OTHER:
            return _OTHER
        hint = 0.0
        if hints_at(self.title, part):
            hint = _HINT
        if part is not Part.CAUSES:
            return self.tone.share(part) * _SPOKEN + hint
        if not hint:  # lacks alone are problems
            return 0.0
        return self.tone.share(Part.PROBLEMS) * _CAUSAL * _SPOKEN + hint


def place_parts(positions: Sequence[Position]) -> list[Part]:
    """Returns a part for each; named ones keep theirs (Viterbi)."""
    if not positions:
        return []
    scores: dict[Part, float] = {}
    came_from: list[dict[Part, Part]] = []  # for each position: part -> the best part before it
    for position in positions:
        previous: dict[Part, Part] = {}
        sums: dict[Part, float] = {}
        for part in position.states:
            if scores:
                ways = {before: score + _step(before, part) for before, score in scores.items()}
                previous[part] = max(ways, key=ways.__getitem__)
                score = ways[previous[part]]
            else:
                score = 0.0
                if part not in {Part.ACHIEVEMENTS, Part.OTHER}:
                    score = _BEGINS_LATE
            if position.part is None:
                score += position.speaks_for(part)
            sums[part] = score
        scores = sums
        came_from.append(previous)
    part = max(scores, key=scores.__getitem__)
    parts: list[Part] = []
    for position, previous in zip(reversed(positions), reversed(came_from), strict=True):
        parts.append(position.part or part)
        part = previous.get(part, part)
    return parts[::-1]


def hints_at(title: str, part: Part) -> bool:
    """Tells whether a heading that names nothing hints at the part."""
    return part in _HINTS and _HINTS[part].search(title) is not None


def _step(before: Part, part: Part) -> float:
    """Returns what it costs that `part` follows upon `before`."""
    if Part.OTHER in {before, part}:
        return 0.0
    if _RANK[part] < _RANK[before]:
        return _BACKWARDS
    if before is Part.ACHIEVEMENTS and part in {Part.CAUSES, Part.MEASURES}:
        return _WITHOUT_PROBLEMS
    return 0.0
