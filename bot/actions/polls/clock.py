"""What the clock does for polls, step by step and resumable."""

from datetime import datetime
from functools import partial

from bot.actions.polls import closing, reminding
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.poll import Destruction, Poll, PollState
from bot.storage.polls import cells, polls


async def run_due(services: Services, now: datetime) -> int:
    """Does everything that is due, each step in a transaction of its own; returns how many."""
    # Lost keys come first: whoever votes until this is told votes in vain.
    steps = await void_lost(services, now)
    for poll in await services.read(_unfinished, now=now):
        # One beat may close, count and destroy: what is due after a long stop is all done at once.
        while await _step(services, poll.id, now):
            steps += 1
    # Other keys belong to polls that are destroyed, or whose opening was taken back.
    unfinished = await services.read(_unfinished, now=now)
    services.keys.keep_only({poll.key_id for poll in unfinished})
    return steps


async def void_lost(services: Services, now: datetime | None = None) -> int:
    """Ends what nobody can count any more; returns how many polls that were.

    It runs at the start of the program and at every beat.
    """
    lost = await services.read(closing.without_keys, now=now)
    for poll_id in lost:
        await services.write(partial(closing.void_without_keys, poll_id=poll_id), now=now)
    return len(lost)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """Returns the next moment at which `run_due` will have something to do."""
    moments: list[datetime | None] = []
    for poll in _unfinished(work):
        if poll.state is PollState.OPEN:
            moments += [poll.closes_at, reminding.reminds_at(work, poll)]
        elif poll.state is PollState.CLOSING:
            moments.append(closing.ready_to_count(poll))
        elif poll.destroyed is Destruction.NOT_BEGUN:
            moments.append(poll.destroy_at)
    upcoming = [moment for moment in moments if moment is not None and moment > after]
    return min(upcoming, default=None)


def _unfinished(work: UnitOfWork) -> list[Poll]:
    return polls.unfinished(work.session)


async def _step(services: Services, poll_id: int, now: datetime) -> bool:
    """Does one step of one poll; returns False where nothing is due."""
    # Read anew at each step: the one before, or another process, has moved it on.
    poll = await services.read(lambda work: polls.find(work.session, poll_id), now=now)
    if poll is None:
        return False
    if poll.state is PollState.OPEN:
        return await services.write(lambda work: _close_or_remind(work, poll_id), now=now)
    if poll.state is PollState.CLOSING:
        if not _has_come(closing.ready_to_count(poll), now):
            return False
        return await services.write(lambda work: closing.count_closed(work, poll_id), now=now)
    return await _destroy(services, poll, now)


def _close_or_remind(work: UnitOfWork, poll_id: int) -> bool:
    # One step at a time: a poll that closes now reminds nobody any more.
    return closing.close_due(work, poll_id) or reminding.remind_missing(work, poll_id)


async def _destroy(services: Services, poll: Poll, now: datetime) -> bool:
    """Does the next step of destruction; returns False where none is due, or the files are in use."""
    match poll.destroyed:
        case Destruction.NOT_BEGUN if _has_come(poll.destroy_at, now):
            return await services.write(lambda work: closing.destroy_kept(work, poll.id), now=now)
        case Destruction.CELLS:
            # The commit that removed the cells may have been the last act of a killed process.
            services.keys.forget(poll.key_id)
            done = Destruction.KEYS
        # A reader or a backup in the way is not waited for; the next beat tries again.
        case Destruction.KEYS if await cells.wipe(services.database):
            done = Destruction.FILES
        case _:
            return False
    return await services.write(lambda work: closing.note_destroyed(work, poll.id, done), now=now)


def _has_come(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
