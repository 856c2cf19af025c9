"""The evaluation by ballot: its sheet, who rates whom, and where the result goes."""

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction

from bot.domain.people import Person, Role
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Step:
    """One step of the scale, e.g. 好 with 100 points (S33).

    Without points it may be chosen and is counted, but does not enter the score: 不了解, 弃权.
    """

    title: str
    points: int | None


class Scope(StrEnum):
    """Whom a voter category rates, as an organiser writes it."""

    ALL = "全部"
    OWN_BRANCH = "本支部"
    SUPERIORS = "上级"
    SUBORDINATES = "下级"
    SELF = "本人"
    OWN_VENUE = "本会场"


@dataclass(frozen=True)
class Venue:
    """One of several places at which the meeting is held at once, with the branches and people who
    come there. `place` is the room.
    """

    id: str
    title: str
    place: str = ""
    branches: tuple[str, ...] = ()
    people: tuple[str, ...] = ()  # by name, wherever their branch goes

    @property
    def shown(self) -> str:
        if self.place:
            return f"{self.title}（{self.place}）"
        return self.title


@dataclass(frozen=True)
class Row:
    """A line of the sheet. What it leaves open is as for the whole sheet.

    `weight` is its share of the score, `full` its full mark; rows have the one or the other. With
    `marks` a number is given instead of a step. Only the `classes` named see it.
    """

    title: str
    weight: Fraction | None = None
    full: int | None = None
    marks: bool = False
    scale: tuple[Step, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class VoterCategory:
    """票类: weight as a share of the whole; the weights of all categories add up to 1.

    `rates` says whom it rates: words of `Scope`, or ids of categories whose people are rated.
    `quorum` is the share of its people who must have voted.
    """

    id: str
    title: str
    weight: Fraction
    rates: tuple[str, ...] = (Scope.ALL,)
    quorum: Fraction | None = None


@dataclass(frozen=True)
class BallotRules:
    """The on-site evaluation (S28). Defaults from real units' practice."""

    rows: tuple[Row, ...] = (Row("总体评价"),)
    scale: tuple[Step, ...] = (Step("好", 100), Step("较好", 85), Step("一般", 70), Step("差", 50))
    categories: tuple[VoterCategory, ...] = ()
    minimum: int = 5  # fewest ballots that a category may be published with; never below 3
    # A smaller category counts with its weight and its counts are shown to nobody; else it is
    # merged with another.
    small_apart: bool = True
    quorum: Fraction | None = None  # share of the roll that must have voted; none by default
    secret: bool = True
    decimals: int = 2  # scores are rounded half up to so many decimals
    objection_days: int = 0  # days that the cells are kept after the count
    # Those who have not voted then are asked privately, once; 0 = nobody is.
    remind_after_minutes: int = 0
    # Of the best step on one sheet; with 推荐 and 不推荐 as steps it is “at most so many of all”.
    best_at_most: int | None = None
    drop_extremes: bool = False  # of marks: the highest and the lowest of each class
    words: bool = False  # something may be written on the sheet without a name
    venues: tuple[Venue, ...] = ()  # where the meeting is held at several places at once

    def of_classes(self, classes: Collection[str]) -> "BallotRules":
        """Returns the rules with these classes alone, whose weights are shares of the whole
        again.
        """
        voting = [category for category in self.categories if category.id in classes]
        # A plan names no class without weight, and no ballot of a class that it does not name.
        total = sum((category.weight for category in voting), Fraction(0))
        shares = [replace(category, weight=category.weight / total) for category in voting]
        return replace(self, categories=tuple(shares))

    def venue_of(self, person: Person) -> Venue | None:
        """Returns where somebody comes; None where the meeting is at one place, or at the main
        one.
        """
        for venue in self.venues:
            if person.name in venue.people:
                return venue
        for venue in self.venues:
            if person.branch is not None and person.branch.name in venue.branches:
                return venue
        return None


class Listed(StrEnum):
    """What stands beside the names on a list that is made public, as an organiser writes it."""

    NOTHING = "不公示"
    GRADES = "等次"
    SCORES = "得分"


@dataclass(frozen=True)
class ReleaseRules:
    """Where the result of the evaluation goes once it is counted and checked."""

    to: tuple[Role, ...] = (Role.LEADER,)
    group: bool = True  # it may be published in the group as well, where somebody asks for that
    scores: bool = False  # with the scores
    # A list of names with their grades or scores that is made public for some workdays; without
    # `list_grades` it is of all who have one.
    listed: Listed = Listed.NOTHING
    list_days: int = 5
    list_grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class SatisfactionRules:
    """How a branch's people are asked whether they are satisfied (S8).

    Fewest ballots, decimals: as in `BallotRules`.
    """

    days: int = 5  # workdays that they have
    scale: tuple[Step, ...] = (Step("满意", 100), Step("基本满意", 60), Step("不满意", 0))
