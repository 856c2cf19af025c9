"""The fourth input (现场测评): what was released, read where it stands.

Nothing is copied, so nothing can differ.
"""

from collections.abc import Mapping

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.sheet import Ballot
from bot.domain.people import name_of
from bot.domain.plan import RELEASED
from bot.domain.polls.poll import PollState
from bot.storage.polls import polls


def ballots(work: UnitOfWork, cycle: Cycle) -> Mapping[int, tuple[Ballot, ...]]:
    """Returns the latest released poll of each of the plan's ballots, by the person whom they are
    about.

    They stand beside each other in the plan's order. Polls that are not released are not even
    looked at.
    """
    latest: dict[int, dict[str, Ballot]] = {}
    for poll in polls.of_cycle(work.session, cycle.id):
        if poll.state is not PollState.RELEASED:
            continue
        assert poll.released_at is not None
        input_id = poll.terms.round or RELEASED
        # A ballot bears the title that the plan gives it now, else the one under which it was held.
        title = poll.terms.round_title
        rule = cycle.plan.input_rule(input_id)
        if rule is not None:
            title = rule.shown
        ballot = Ballot(
            code=poll.code,
            poll=poll.id,
            result=poll.result,
            digest=poll.groups_digest or "",
            released_at=poll.released_at,
            released_by=name_of(people.by_id(work, poll.released_by)),
            input=input_id,
            title=title,
        )
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
