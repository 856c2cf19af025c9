from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from bot.actions import digests
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department, Person
from bot.storage import outbox
from bot.storage.outbox import OutboxRow
from schedules import polls
from tests.actions.test_polls.polling_station import (
    MEMBERS,
    PollingStation,
    make_station,
    plan_with,
    sample_lines,
)
from tests.cast import LI


async def test_the_clock_closes_counts_and_destroys_each_at_its_time(tmp_path: Path) -> None:
    station: PollingStation = make_station(f"sqlite:///{tmp_path / 'data' / 'shuzhi.db'}", tmp_path)
    await station.set_up(plan_with(), sample_lines())
    start = station.clock.moment
    closes = start + timedelta(minutes=5)
    await station.open(closes_at=closes)
    for member in MEMBERS[:6]:
        await station.click(member, 1)
    assert await station.do(lambda work, _: polls.next_due(work, start)) == closes
    assert await polls.tick(station.services, closes - timedelta(seconds=1)) == 0
    assert await polls.tick(station.services, closes) == 1
    assert await polls.tick(station.services, closes) == 0
    counts = closes + timedelta(seconds=2)
    assert await station.do(lambda work, _: polls.next_due(work, closes)) == counts
    assert await polls.tick(station.services, counts) == 3  # counted, keys gone, files wiped
    assert await polls.tick(station.services, counts) == 0
    assert await station.do(lambda work, _: polls.next_due(work, counts)) is None
    assert ((await station.status()).state, station.key_files()) == ("counted", [])
    station.services.database.stop()


async def test_who_has_not_voted_is_asked_once_where_the_plan_wants_it(tmp_path: Path) -> None:
    station: PollingStation = make_station(f"sqlite:///{tmp_path / 'data' / 'shuzhi.db'}", tmp_path)
    await station.set_up(plan_with(remind_after_minutes=10), sample_lines())
    start = station.clock.moment
    opened = await station.open()
    voted = MEMBERS[:6]
    for member in voted:
        await station.click(member, 1)
    assert await station.do(lambda work, _: polls.next_due(work, start)) == start + timedelta(
        minutes=10
    )
    assert await station.pass_time(599) == 0
    before = len(await station.said())
    assert await station.pass_time(1) == 1
    said = await station.said()
    assert len(said) - before == opened.terms.eligible - len(voted)
    assert all("还没有收到您的票" in message.text for message in said[before:])
    assert await station.pass_time(3600) == 0
    assert await station.do(lambda work, _: polls.next_due(work, start)) is None
    await station.close()
    second = await station.open(LI)
    heard = len(await station.said())
    await station.pass_time(600)
    assert (
        len(await station.said()) - heard == second.terms.eligible
    )  # who was not told yet hears both in one message
    rows = await station.do(
        lambda work, _: [row.chat_id for row in work.session.exec(select(OutboxRow)) if row.parts]
    )
    assert len(rows) == len(set(rows))
    station.services.database.stop()


async def test_asking_for_a_vote_is_that_days_one_message(tmp_path: Path) -> None:
    station: PollingStation = make_station(f"sqlite:///{tmp_path / 'data' / 'shuzhi.db'}", tmp_path)
    await station.set_up(plan_with(remind_after_minutes=10), sample_lines())
    heard, waits = [await station.person(account) for account in MEMBERS[:2]]
    await station.do(
        lambda work, _: [greet(work, station.department, person) for person in (heard, waits)]
    )
    await station.do(
        lambda work, _: outbox.sent(work.session, digest_of(work, heard).id or 0, work.now)
    )
    await station.open()
    await station.pass_time(600)
    told = await station.do(
        lambda work, _: [digest_of(work, person).parts or () for person in (heard, waits)]
    )
    assert [len(parts) for parts in told] == [1, 2]
    station.services.database.stop()


def digest_of(work: UnitOfWork, person: Person) -> OutboxRow:
    return work.session.exec(select(OutboxRow).where(OutboxRow.chat_id == person.account)).one()


def greet(work: UnitOfWork, department: Department, person: Person) -> str:
    return digests.tell(work, department, person, Part(f"greeting:{person.id}", "您好。"))
