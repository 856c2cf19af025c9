"""Results that have been given to the leadership, and the leaders of the sample."""

from collections.abc import Callable
from dataclasses import replace

from bot.actions.polls import releasing
from bot.domain.people import Role
from bot.domain.plan import Plan
from bot.domain.polls.poll import Audience, Poll
from bot.storage.polls import polls
from tests.actions.hall import LINES, counted
from tests.actions.office import Office
from tests.cast import DEAN

GROUP, LEADERSHIP = Audience.GROUP, Audience.LEADERSHIP
LEADERS = tuple(line.account for line in LINES if Role.LEADER in line.roles)


def with_release(**rules: object) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, release=replace(plan.release, **rules))  # type: ignore[arg-type]


def polls_of(office: Office) -> list[Poll]:
    return polls.of_cycle(office.session, office.cycle.id)


def handed_over(office: Office) -> None:
    poll = counted(office)
    releasing.release_one(office.work, poll.id, office.person(DEAN), LEADERSHIP)
