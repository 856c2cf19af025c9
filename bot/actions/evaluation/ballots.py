"""The fourth input (现场测评): what was released, read where it stands.

Nothing is copied, so nothing can differ.
"""

from collections.abc import Mapping

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.sheet import Ballot
from bot.domain.people import name_of
from bot.domain.plan import RELEASED, Plan
from bot.domain.polls.poll import Poll, PollState
from bot.storage.polls import polls


def ballots(work: UnitOfWork, cycle: Cycle) -> Mapping[int, tuple[Ballot, ...]]:
    """Returns the latest released poll of each of the plan's ballots, by the person whom they are
    about.

    They stand beside each other in the plan's order. Polls that are not released are not even
    looked at.
    """
    latest: dict[int, dict[str, Ballot]] = {}
    for poll in polls.of_cycle(work.session, cycle.id):
        if poll.state is PollState.RELEASED:
            ballot = _ballot(work, cycle.plan, poll)
            for person_id in poll.subject_ids:
                # They come in the order in which they were held: of two about one person the later
                # one stays.
                latest.setdefault(person_id, {})[ballot.input] = ballot
    order = {rule.id: place for place, rule in enumerate(cycle.plan.inputs)}
    return {
        person_id: tuple(
            sorted(own.values(), key=lambda ballot: order.get(ballot.input, len(order)))
        )
        for person_id, own in latest.items()
    }


def _ballot(work: UnitOfWork, plan: Plan, poll: Poll) -> Ballot:
    """Returns a released poll as an input, under the title that the plan gives it."""
    assert poll.released_at is not None
    terms = poll.terms
    title = terms.round_title
    rule = plan.input_rule(terms.round or RELEASED)
    if rule is not None:
        title = rule.shown
    releaser = people.by_id(work, poll.released_by)
    return Ballot(
        code=poll.code,
        poll=poll.id,
        result=poll.result,
        digest=poll.groups_digest or "",
        released_at=poll.released_at,
        released_by=name_of(releaser),
        input=terms.round or RELEASED,
        title=title,
    )
