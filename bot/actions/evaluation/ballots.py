"""The fourth input (现场测评): what was released, read where it stands. Nothing is copied, so nothing can differ."""

from collections.abc import Mapping

from bot.actions import people
from bot.actions.polls.cards import code, terms_of
from bot.actions.polls.releasing import result_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.sheet import Ballot
from bot.storage.polls import polls
from bot.storage.polls.polls import PollRow


def ballots(work: UnitOfWork, cycle: Cycle) -> Mapping[int, Ballot]:
    """The latest released poll about each secretary, by person. Polls that are not released are not even looked at."""
    released = [row for row in polls.of_cycle(work.session, cycle.id) if row.state == "released"]
    return {
        subject.person: _ballot(work, row)
        for row in released
        for subject in terms_of(row).form.subjects
    }


def _ballot(work: UnitOfWork, row: PollRow) -> Ballot:
    assert row.id is not None
    assert row.released_at is not None
    releaser = people.by_id(work, row.released_by) if row.released_by else None
    return Ballot(
        code=code(row.id),
        poll=row.id,
        result=result_of(row),
        digest=row.groups_digest or "",
        released_at=row.released_at,
        released_by=releaser.name if releaser else "",
    )
