"""Whether the voter categories of a plan fit its roster."""

from collections.abc import Sequence

from bot.documents.roster.lines import RosterLine
from bot.domain.people import Role
from bot.domain.plan import Part, Plan
from bot.domain.polls.roll import small_categories, tight_categories
from bot.texts import people as texts


def class_warnings(plan: Plan, lines: Sequence[RosterLine]) -> list[str]:
    """Returns a line for each voter category that will have too few ballots, before any poll is
    held; none of a plan without ballots.
    """
    if not plan.has(Part.BALLOT):
        return []
    # A body has no account, and so no vote (decision 0023).
    people_lines = [line for line in lines if not line.is_body]
    # Without groups on the roster the secretaries are evaluated (decision 0023).
    grouped = any(line.groups for line in lines)
    rated = [
        line.category
        for line in people_lines
        if line.groups or (not grouped and Role.SECRETARY in line.roles)
    ]
    rules = plan.ballot
    voters = [line.category for line in people_lines]
    small = texts.small_classes(small_categories(rules, voters), apart=rules.small_apart)
    tight = tight_categories(rules, voters, rated)
    # These texts are made to follow another one, so they begin with a line end.
    return (small + texts.tight_classes(tight, apart=rules.small_apart)).split("\n")[1:]
