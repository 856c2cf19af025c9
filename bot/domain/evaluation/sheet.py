"""The grade sheet: everything that led to one secretary's grade, as one value that can be drawn,
written and checked.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.domain.evaluation.comparisons import Comparison
from bot.domain.evaluation.grades import Allowed, Grade, State
from bot.domain.evaluation.inputs import Input
from bot.domain.evaluation.opinion import Opinion
from bot.domain.plan import FOUR_INPUTS, RELEASED, InputRule
from bot.domain.polls.results import Result
from bot.domain.values import dataclass
from bot.domain.words import STANDARD, Words


@dataclass(frozen=True)
class Ballot:
    """A released poll as one secretary's input. `digest` is of the counted numbers."""

    code: str
    poll: int
    result: Result
    digest: str
    released_at: datetime
    released_by: str
    input: str = RELEASED  # the plan's input that it is
    title: str = ""  # as the plan calls it, with its weight


@dataclass(frozen=True)
class Told:
    """What became of telling the result.

    `grade` is its number in the history, `until` the last day for an objection.
    """

    grade: int
    told_at: datetime
    until: date
    read_at: datetime | None = None
    objection: str = ""
    objected_at: datetime | None = None


@dataclass(frozen=True)
class GradeSheet:
    unit: str
    year: int
    person: int
    name: str
    branch: str
    as_of: datetime
    plan_version: int
    report: str
    inputs: tuple[Input, ...]
    ballots: tuple[Ballot, ...]  # beside each other, in the plan's order
    opinion: Opinion | None
    history: tuple[Grade, ...]
    room: Allowed
    told: Told | None = None
    place: int = 0  # under which the report and the items are kept
    input_rules: tuple[InputRule, ...] = FOUR_INPUTS
    with_opinion: bool = True  # else the plan has none
    signature: str = ""  # who signs the papers made of it
    upper_unit: str = ""  # whom the sheet goes up to
    words: Words = STANDARD
    opinion_version: int = 0
    comparisons: tuple[Comparison, ...] = ()  # with the plan's conditions

    @property
    def required_rules(self) -> tuple[InputRule, ...]:
        """The inputs without which no grade is set."""
        return tuple(rule for rule in self.input_rules if rule.required)

    @property
    def ballot(self) -> Ballot | None:
        """The only one, or the first of several."""
        return next(iter(self.ballots), None)

    @property
    def grade(self) -> Grade | None:
        """The confirmed one that stands: the newest."""
        for grade in reversed(self.history):
            if grade.state is State.CONFIRMED:
                return grade
        return None

    @property
    def reopened(self) -> bool:
        """Objected to, and not decided anew since."""
        if self.told is None or self.told.objected_at is None or self.grade is None:
            return False
        return self.grade.number == self.told.grade


def ballot_figures(ballot: Ballot, person: int) -> dict[str, Any]:
    """The numbers of the ballot that stand on a sheet, from the counts alone:
    what `audit` computes anew.
    """
    result = ballot.result
    total = result.score_of(person).total
    score = None
    if total is not None:
        score = f"{total.numerator}/{total.denominator}"  # exact: a rounded one cannot be checked
    figures = {
        "poll": ballot.poll,
        "digest": ballot.digest,
        "terms": result.terms.digest,
        "rule_version": result.terms.rule_version,
        "eligible": result.eligible,
        "voted": result.voted,
        "counts": {
            item.row: result.table(item.position) for item in result.terms.form.items_about(person)
        },
        "score": score,
    }
    # Where the plan has one ballot, figures are as they always were: their digest stands in old decisions.
    if ballot.input != RELEASED:
        figures["input"] = ballot.input
    return figures


def ballots_of(basis: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The figures of the ballots that a decision rested on."""
    ballots = basis.get("other_ballots", ())
    if basis.get("ballot"):
        return (basis["ballot"], *ballots)
    return tuple(ballots)
