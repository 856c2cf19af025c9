"""The world behind the sandbox's chat: its cast, how cards look to each of them, its clock."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.actions import cards, cycles, people
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.conductor import Conductor
from bot.domain.people import Department, Person
from bot.messages import CardView
from bot.platforms.sandbox.clock import SimulatedClock
from bot.platforms.sandbox.ports import CastMember
from bot.sample import sample_report


class SandboxStage:
    """Implements the sandbox's `Stage`."""

    def __init__(self, services: Services, conductor: Conductor) -> None:
        self._services = services
        self._conductor = conductor

    async def cast(self) -> Sequence[CastMember]:
        return await self._services.read(_cast)

    async def member(self, account: str) -> CastMember | None:
        return await self._services.read(lambda work: _member_behind(work, account))

    async def card_views(self, account: str, card_ids: Collection[str]) -> Mapping[str, CardView]:
        if not card_ids:
            return {}
        return await self._services.read(lambda work: cards.views(work, account, card_ids))

    async def advance(self, clock: SimulatedClock, moment: datetime) -> None:
        await self._conductor.advance(clock, moment)

    async def sample_report(self, account: str) -> bytes | None:
        secretary = await self._services.read(lambda work: _secretary(work, account))
        if secretary is None:
            return None
        branch, year = secretary
        return await asyncio.to_thread(sample_report, branch, year=year)

    async def next_event(self) -> datetime | None:
        return await self._conductor.next_event()


def _secretary(work: UnitOfWork, account: str) -> tuple[str, int] | None:
    """Returns branch and year of the secretary behind an account; None where there is none."""
    person = people.find(work, account)
    if person is None or person.branch is None or not person.reports:
        return None
    cycle = cycles.current(work, person.department)
    if cycle is None:
        return None
    return person.branch.name, cycle.year


def _cast(work: UnitOfWork) -> list[CastMember]:
    return [
        _member(department, person)
        for department in people.departments(work)
        for person in people.roster(work, department.id).people
        if person.account
    ]


def _member_behind(work: UnitOfWork, account: str) -> CastMember | None:
    person = people.find(work, account)
    if person is None:
        return None
    return _member(people.department(work, person.department), person)


def _member(department: Department, person: Person) -> CastMember:
    return CastMember(
        id=person.account,
        name=person.name,
        department=department.name,
        branch=person.branch_name,
        roles=tuple(sorted(role.value for role in person.roles)),
        category=person.category,
        group=department.group,
    )
