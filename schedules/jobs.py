"""The timetable as data: what the metronome calls at every beat, in this order."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from schedules import (
    confirmations,
    countdown,
    delivery,
    disk,
    help_requests,
    judging,
    meetings,
    polls,
    publicity,
    rectification,
    year_ends,
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Job:
    """`tick` handles what is due and says how much.

    `next_due` tells when there will be something to do.
    """

    name: str
    tick: Callable[[Services, datetime], Awaitable[int]]
    next_due: Callable[[UnitOfWork, datetime], datetime | None]


JOBS = (
    Job("judging", judging.tick, judging.next_due),
    Job("confirmations", confirmations.tick, confirmations.next_due),
    Job("polls", polls.tick, polls.next_due),
    Job("publicity", publicity.tick, publicity.next_due),
    Job("year_ends", year_ends.tick, year_ends.next_due),
    Job("countdown", countdown.tick, countdown.next_due),
    Job("meetings", meetings.tick, meetings.next_due),
    Job("rectification", rectification.tick, rectification.next_due),
    Job("help_requests", help_requests.tick, help_requests.next_due),
    Job("disk", disk.tick, disk.next_due),
    Job("delivery", delivery.tick, delivery.next_due),
)


async def beat(services: Services, now: datetime) -> None:
    """One beat of the metronome: every job once.

    The database is the schedule, so a missed beat loses nothing.

    A job that fails is logged and does not stop the others.
    """
    for job in JOBS:
        try:
            await job.tick(services, now)
        except Exception:
            log.exception("job.failed", job=job.name)


async def deliver(services: Services) -> int:
    """The outbox alone, as soon as something was said."""
    return await delivery.tick(services, services.clock.now())


def next_moment(work: UnitOfWork, after: datetime) -> datetime | None:
    """The next moment at which any job has something to do."""
    moments = (job.next_due(work, after) for job in JOBS)
    return min((moment for moment in moments if moment is not None), default=None)
