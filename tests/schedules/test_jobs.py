"""One beat: jobs that share a transaction share nothing else."""

from datetime import datetime
from typing import NoReturn

from bot.actions import people
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.storage.people import PersonRow
from schedules import jobs
from schedules.jobs import JOBS, Job
from tests.chat import Chat
from tests.fakes import CountedDatabase
from tests.played import whole

pytestmark = whole


async def never(_services: Services, _now: datetime) -> int:
    raise AssertionError("a job that shares is run by what it does")


def nothing_due(_work: UnitOfWork, _after: datetime) -> None:
    return None


def rename(person_id: int) -> Job:
    def act(work: UnitOfWork) -> int:
        work.session.get_one(PersonRow, person_id).name = "改名样"
        return 1

    return Job(f"rename-{person_id}", never, nothing_due, act)


def break_after_renaming(person_id: int) -> Job:
    def act(work: UnitOfWork) -> NoReturn:
        work.session.get_one(PersonRow, person_id).name = "改名样"
        work.session.flush()
        raise ValueError

    return Job("broken", never, nothing_due, act)


async def test_a_job_that_fails_takes_nobody_along(chat: Chat) -> None:
    services = chat.program.services
    timetable = (rename(1), break_after_renaming(2), rename(3))
    await jobs.beat(services, services.clock.now(), timetable)
    roster = await services.read(lambda work: people.roster(work, "sample"))
    renamed = [person.id for person in roster.people if person.name == "改名样"]
    assert renamed == [1, 3]


async def test_what_a_job_writes_the_next_one_reads(chat: Chat) -> None:
    names: list[str] = []

    def look(work: UnitOfWork) -> int:
        names.extend(person.name for person in people.roster(work, "sample").people)
        return 0

    services = chat.program.services
    timetable = (
        Job("before", never, nothing_due, look),
        rename(1),
        Job("after", never, nothing_due, look),
    )
    await jobs.beat(services, services.clock.now(), timetable)
    assert names.count("改名样") == 1


async def test_a_job_beside_the_transactions_fails_alone(chat: Chat) -> None:
    services = chat.program.services
    await jobs.beat(services, services.clock.now(), (Job("broken", never, nothing_due), rename(1)))
    roster = await services.read(lambda work: people.roster(work, "sample"))
    assert "改名样" in [person.name for person in roster.people]


async def test_a_beat_that_finds_nothing_is_two_transactions(chat: Chat) -> None:
    services = chat.program.services
    await jobs.beat(services, services.clock.now(), JOBS)
    counted = CountedDatabase(services.database)
    services.database = counted  # type: ignore[assignment]  # it is asked for these two alone
    await jobs.beat(services, services.clock.now(), JOBS)
    services.database = counted.database
    assert counted.transactions == 2  # all that is due, and what is to be said
