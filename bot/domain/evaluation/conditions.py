"""What a plan wants of whoever gets certain grades, held against the facts: 前30%内才可评好,
测评好率不低于三分之二, 有一票否决情形不得评好.

These are marks for those who decide. Nothing here gives, proposes or refuses a grade, and the place
of somebody among the others is told to nobody else.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import floor

from bot.domain.evaluation.comparisons import Comparison, Standing
from bot.domain.evaluation.inputs import Input
from bot.domain.evaluation.sheet import Ballot
from bot.domain.plan import Condition, Plan
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Facts:
    """What is known of everybody in one group of subjects, by person."""

    persons: tuple[int, ...]
    ballots: Mapping[int, Sequence[Ballot]]
    inputs: Mapping[int, Sequence[Input]]

    def ballot(self, person: int, name: str) -> Ballot | None:
        """Returns the released ballot that the plan calls so; without a name the first one."""
        for ballot in self.ballots.get(person, ()):
            if name in ("", ballot.input):
                return ballot
        return None

    def score(self, person: int, name: str) -> Fraction | None:
        ballot = self.ballot(person, name)
        if ballot is None:
            return None
        for score in ballot.result.scores:
            if score.person == person:
                return score.total
        return None

    def entries(self, person: int, name: str) -> tuple[Input, ...]:
        """Returns the entries of this kind that stand, the newest last."""
        return tuple(
            entry for entry in self.inputs.get(person, ()) if entry.kind == name and entry.stands
        )


def compared(plan: Plan, facts: Facts, person: int) -> tuple[Comparison, ...]:
    """Holds each of the plan's conditions against one person, in the plan's order."""
    comparisons = []
    for condition in plan.conditions:
        if condition.rank is not None:
            comparison = _by_rank(condition, condition.rank, facts, person)
        elif condition.least_votes is not None or condition.most_votes is not None:
            comparison = _by_votes(condition, facts, person)
        elif condition.least_score is not None:
            comparison = _by_score(condition, condition.least_score, facts, person)
        else:
            comparison = _by_entry(condition, facts, person)
        comparisons.append(comparison)
    return tuple(comparisons)


def concerns(comparison: Comparison, grade: str, best: str) -> bool:
    """Whether somebody with this grade should meet it; `best` is the first of the grades."""
    return grade in (comparison.condition.grades or (best,))


def _by_rank(condition: Condition, share: Fraction, facts: Facts, person: int) -> Comparison:
    """Compares by score: equal scores share a place; how many are within is rounded down."""
    scores = {other: facts.score(other, condition.input) for other in facts.persons}
    own = scores.get(person)
    # 前30% of eleven are three: the fourth would make it more than the plan allows.
    room = floor(share * len(facts.persons))
    if own is None:
        return Comparison(condition, Standing.UNKNOWN, fellows=len(facts.persons), room=room)
    better = [score for score in scores.values() if score is not None and score > own]
    place = len(better) + 1
    return Comparison(
        condition,
        _standing(is_met=place <= room),
        place=place,
        fellows=len(facts.persons),
        room=room,
        score=own,
    )


def _by_votes(condition: Condition, facts: Facts, person: int) -> Comparison:
    """Compares the share of the counts that are shown.

    Classes whose counts are withheld are left out: a share with them would tell what they hide.
    """
    ballot = facts.ballot(person, condition.input)
    if ballot is None:
        return Comparison(condition, Standing.UNKNOWN)
    # How many chose one of the steps, and how many chose anything, over the rows with such a step.
    chosen = cast = 0
    for item in ballot.result.terms.form.items:
        wanted = set(condition.steps or item.steps[:1])
        if item.subject.person != person or item.full is not None or wanted.isdisjoint(item.steps):
            continue
        for counts in ballot.result.table(item.position).values():
            chosen += sum(number for step, number in counts.items() if step in wanted)
            cast += sum(counts.values())
    if not cast:
        return Comparison(condition, Standing.UNKNOWN)
    share = Fraction(chosen, cast)
    is_met = True
    if condition.least_votes is not None:
        is_met = share >= condition.least_votes
    if condition.most_votes is not None:
        is_met = is_met and share <= condition.most_votes
    return Comparison(condition, _standing(is_met=is_met), share=share, ballots=cast)


def _by_score(condition: Condition, least: int, facts: Facts, person: int) -> Comparison:
    score = facts.score(person, condition.input)
    if score is None:
        return Comparison(condition, Standing.UNKNOWN)
    return Comparison(condition, _standing(is_met=score >= least), score=score)


def _by_entry(condition: Condition, facts: Facts, person: int) -> Comparison:
    """Looks for an entry that must not be there, or whose newest words must say what is wanted."""
    entries = facts.entries(person, condition.without or condition.input)
    newest = ""
    if entries:
        newest = entries[-1].text
    if condition.without:
        return Comparison(condition, _standing(is_met=not entries), words=newest)
    if not entries:
        return Comparison(condition, Standing.UNKNOWN)
    is_met = condition.says in newest
    return Comparison(condition, _standing(is_met=is_met), words=newest)


def _standing(*, is_met: bool) -> Standing:
    if is_met:
        return Standing.MET
    return Standing.UNMET
