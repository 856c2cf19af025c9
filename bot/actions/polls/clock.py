"""What the clock does for the meeting: speaking time, planned closes, counts, destruction, step by step and resumable."""

from datetime import datetime
from functools import partial

from bot.actions.polls import closing, reminding, speeches
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.storage.polls import cells, polls
from bot.storage.polls.polls import PollRow


async def run_due(services: Services, now: datetime) -> int:
    """Does everything that is due; how many steps. Each is a transaction of its own."""
    steps = await void_lost(services, now)
    if any(moment <= now for moment in await services.read(_speaking_times, now=now)):
        steps += await services.write(speeches.tell_time, now=now)
    for poll_id in await services.read(_waiting, now=now):
        while await _step(services, poll_id, now):
            steps += 1
    services.keys.keep_only(await services.read(_open_keys, now=now))
    return steps


async def void_lost(services: Services, now: datetime | None = None) -> int:
    """Ends what nobody can count any more, at the start of the program and at every beat; how many polls."""
    lost = await services.read(closing.without_keys, now=now)
    for poll_id in lost:
        await services.write(partial(closing.void_without_keys, poll_id=poll_id), now=now)
    return len(lost)


def next_due(work: UnitOfWork, after: datetime) -> datetime | None:
    """The next word on speaking time, reminder, planned close, count or end of an objection period."""
    moments = [moment for row in polls.unfinished(work.session) for moment in _moments(work, row)]
    moments += speeches.moments(work)
    return min((moment for moment in moments if moment > after), default=None)


def _moments(work: UnitOfWork, row: PollRow) -> list[datetime]:
    if row.state == "open":
        return [moment for moment in (row.closes_at, reminding.reminds_at(work, row)) if moment]
    counts_at = closing.ready_to_count(row)
    if counts_at is not None:
        return [counts_at]
    return [row.destroy_at] if row.destroy_at and not row.destroyed else []


def _speaking_times(work: UnitOfWork) -> list[datetime]:
    return list(speeches.moments(work))


def _waiting(work: UnitOfWork) -> list[int]:
    return [row.id for row in polls.unfinished(work.session) if row.id is not None]


def _open_keys(work: UnitOfWork) -> set[str]:
    return {row.key_id for row in polls.unfinished(work.session)}


async def _step(services: Services, poll_id: int, now: datetime) -> bool:
    """One step of one poll; False where nothing is due."""
    row = await services.read(lambda work: polls.find(work.session, poll_id), now=now)
    if row is None:
        return False
    if row.state == "open":
        return await services.write(
            lambda work: (
                closing.close_due(work, poll_id) or reminding.remind_missing(work, poll_id)
            ),
            now=now,
        )
    if row.state == "closing":
        return _reached(closing.ready_to_count(row), now) and await services.write(
            lambda work: closing.count_closed(work, poll_id), now=now
        )
    return await _destroy(services, row, poll_id, now)


async def _destroy(services: Services, row: PollRow, poll_id: int, now: datetime) -> bool:
    match row.destroyed:
        case "" if _reached(row.destroy_at, now):
            return await services.write(lambda work: closing.destroy_kept(work, poll_id), now=now)
        case "cells":
            services.keys.forget(row.key_id)
            return await services.write(
                lambda work: closing.note_destroyed(work, poll_id, "keys"), now=now
            )
        case "keys":
            if await cells.wipe(services.database):
                return await services.write(
                    lambda work: closing.note_destroyed(work, poll_id, "files"), now=now
                )
    return False


def _reached(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now
