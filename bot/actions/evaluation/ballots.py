"""The fourth input (现场测评): what was released, read where it stands.

Nothing is copied, so nothing can differ.
"""

from collections.abc import Mapping

from bot.actions import people
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.sheet import Ballot
from bot.domain.polls.poll import PollState
from bot.storage.polls import polls


def ballots(work: UnitOfWork, cycle: Cycle) -> Mapping[int, Ballot]:
    """The latest released poll about each secretary, by person.

    Polls that are not released are not even looked at.
    """
    latest: dict[int, Ballot] = {}
    for poll in polls.of_cycle(work.session, cycle.id):
        if poll.state is not PollState.RELEASED:
            continue
        assert poll.released_at is not None
        releaser = people.by_id(work, poll.released_by) if poll.released_by else None
        ballot = Ballot(
            code=poll.code,
            poll=poll.id,
            result=poll.result,
            digest=poll.groups_digest or "",
            released_at=poll.released_at,
            released_by=releaser.name if releaser else "",
        )
        latest |= dict.fromkeys(poll.subject_ids, ballot)
    return latest
