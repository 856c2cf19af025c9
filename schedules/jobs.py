"""The timetable as data: what the metronome calls at every beat, in this order."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from itertools import groupby

import structlog

from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.values import dataclass
from schedules import (
    confirmations,
    connections,
    countdown,
    delivery,
    disk,
    help_requests,
    judging,
    meetings,
    organisers_days,
    polls,
    publicity,
    rectification,
    year_ends,
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Job:
    """`tick` handles what is due and says how much.

    `next_due` tells when there will be something to do. `act` is what `tick` does, where that is
    one transaction: jobs that stand beside each other share it.
    """

    name: str
    tick: Callable[[Services, datetime], Awaitable[int]]
    next_due: Callable[[UnitOfWork, datetime], datetime | None]
    act: Callable[[UnitOfWork], int] | None = None


JOBS = (
    # It takes several transactions, so that a crash goes on between them (ballot step 10).
    Job("polls", polls.tick, polls.next_due),
    Job("judging", judging.tick, judging.next_due, judging.act),
    Job("confirmations", confirmations.tick, confirmations.next_due, confirmations.act),
    Job("publicity", publicity.tick, publicity.next_due, publicity.act),
    Job("year_ends", year_ends.tick, year_ends.next_due, year_ends.act),
    Job("countdown", countdown.tick, countdown.next_due, countdown.act),
    Job("meetings", meetings.tick, meetings.next_due, meetings.act),
    Job("organisers_days", organisers_days.tick, organisers_days.next_due, organisers_days.act),
    Job("rectification", rectification.tick, rectification.next_due, rectification.act),
    Job("help_requests", help_requests.tick, help_requests.next_due, help_requests.act),
    Job("connections", connections.tick, connections.next_due),
    Job("disk", disk.tick, disk.next_due),
    # Last, so that what the others have said in this beat goes out in it.
    Job("delivery", delivery.tick, delivery.next_due),
)


async def beat(services: Services, now: datetime, timetable: Sequence[Job] = JOBS) -> None:
    """Does one beat of the metronome: every job once.

    The database is the schedule, so a missed beat loses nothing.

    A job that fails is logged and does not stop the others.
    """
    for shares, neighbours in groupby(timetable, key=lambda job: job.act is not None):
        jobs = tuple(neighbours)
        if shares:
            await _run(services, now, "+".join(job.name for job in jobs), _together(jobs))
            continue
        for job in jobs:
            await _run(services, now, job.name, job.tick)


async def _run(
    services: Services,
    now: datetime,
    name: str,
    tick: Callable[[Services, datetime], Awaitable[int]],
) -> None:
    try:
        await tick(services, now)
    # One that fails takes nothing from the others, and the next beat tries it again (decision
    # 0007).
    except Exception:
        log.exception("job.failed", job=name)


def _together(jobs: Sequence[Job]) -> Callable[[Services, datetime], Awaitable[int]]:
    """Makes one tick of several jobs: most beats of a year find nothing to do, and what one job
    has read the next one need not read again.
    """

    def act(work: UnitOfWork) -> int:
        steps = 0
        for job in jobs:
            assert job.act is not None
            try:
                # In a step of its own a job that fails takes nothing of its neighbours back.
                with work.step():
                    steps += job.act(work)
            except Exception:
                log.exception("job.failed", job=job.name)
        return steps

    async def tick(services: Services, now: datetime) -> int:
        return await services.write(act, now=now)

    return tick


def next_moment(work: UnitOfWork, after: datetime) -> datetime | None:
    """Returns the next moment at which any job has something to do."""
    moments = (job.next_due(work, after) for job in JOBS)
    return min((moment for moment in moments if moment is not None), default=None)
