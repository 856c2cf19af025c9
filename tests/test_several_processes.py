"""Two programs over one PostgreSQL database and one data directory, as two processes would be."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.actions import cycles, inbox, people, processes
from bot.actions import status as states
from bot.actions.processes import CannotShare
from bot.actions.unit_of_work import UnitOfWork
from bot.app import Program
from bot.cli.one_server import only_one
from bot.documents.reader import DocumentReader
from bot.messages import Message
from bot.sample import SAMPLE_DEPARTMENT
from bot.settings import Settings, load_settings
from bot.storage import outbox
from tests.cast import LI, MEMBER, ORGANISER
from tests.chat import cards
from tests.conftest import running
from tests.core import Core
from tests.fakes import pressed, update
from tests.postgres import create_database, with_rows

VOTERS = [f"m{number:02}" for number in range(2, 26)]


@pytest.fixture
def shared(postgres: str, template: Path, data: Path, tmp_path: Path) -> Settings:
    """An installation on PostgreSQL with the sample department."""
    name = f"several_{abs(hash(tmp_path))}"
    url = create_database(postgres, name, like=with_rows(postgres, template))
    return load_settings(platforms=("sandbox",), data_dir=data, database_url=url)


@pytest.fixture
async def two(shared: Settings, reader: DocumentReader) -> AsyncIterator[tuple[Core, Core]]:
    async with core_of(shared, reader) as first, core_of(shared, reader) as second:
        yield first, second


async def test_votes_of_one_ballot_through_both_are_each_counted_once(
    two: tuple[Core, Core],
) -> None:
    first, second = two
    await first.hear(update(ORGANISER, "开始测评 王文例"))
    messages = [sent.message for core in two for sent in core.messenger.sent]
    ballot = next(message.card for message in messages if message.card is not None)
    (row,) = ballot.questions
    good, rather_good = (option.id for option in row.options[:2])
    votes = [
        two[number % 2].press(pressed(voter, ballot.id, good, question=row.id))
        for number, voter in enumerate(VOTERS)
    ]
    answers = await asyncio.gather(*votes)
    assert {answer.refused for answer in answers} == {""}
    # One person through both at once: his last choice counts, once.
    again = pressed(VOTERS[0], ballot.id, rather_good, question=row.id)
    assert {(await core.press(again)).accepted for core in two} == {True}
    await second.hear(update(ORGANISER, "结束测评"))
    assert await first.program.services.read(voted) == [len(VOTERS)]


def voted(work: UnitOfWork) -> list[int]:
    cycle = cycles.current(work, SAMPLE_DEPARTMENT.id)
    assert cycle is not None
    return [
        poll["voted"] for poll in states.as_json(states.status(work, cycle), work.zone)["polls"]
    ]


async def test_a_message_that_both_receive_is_worked_on_once(two: tuple[Core, Core]) -> None:
    said = update(LI, "倒计时")
    await asyncio.gather(*(core.program.intake.accept(said) for core in two))
    for core in two:
        await core.settle()
    assert len([text for core in two for text in core.messenger.texts(LI)]) == 1


async def test_a_process_with_other_keys_does_not_join_and_ends_no_ballot(
    shared: Settings, reader: DocumentReader, tmp_path: Path
) -> None:
    async with running(Program(shared, reader=reader)) as chat:
        await chat.say(ORGANISER, "开始测评 王文例")
        stranger = Program(
            shared.model_copy(update={"key_dir": tmp_path / "other keys"}), reader=reader
        )
        with pytest.raises(CannotShare, match="密钥"):
            await stranger.start()
        await stranger.stop()
        ballot = cards(await chat.hears(MEMBER))[-1]
        assert (await chat.click(MEMBER, ballot, **{"0": "好"}))["accepted"]


async def test_a_process_that_left_keeps_nobody_out(
    shared: Settings, reader: DocumentReader, tmp_path: Path
) -> None:
    async with running(Program(shared, reader=reader)) as chat:
        await chat.say(ORGANISER, "开始测评 王文例")
    alone = shared.model_copy(update={"key_dir": tmp_path / "other keys"})
    async with running(Program(alone, reader=reader)):
        pass  # the ballot without keys is void, and its people are told: nobody else could count it


async def test_who_takes_over_finishes_what_the_dead_process_had_begun(
    shared: Settings, reader: DocumentReader
) -> None:
    async with core_of(shared, reader) as core:
        services = core.program.services
        row = await services.write(lambda work: inbox.receive(work, update(LI, "倒计时")))
        assert row is not None
        assert await services.write(lambda work: inbox.claim(work, row))  # and then it was killed
        await core.program.intake.resume()
        await core.settle()
        assert core.messenger.texts(LI) == []
        core.program.conductor.took_over("sandbox")
        await core.messenger.until_sent(1)
        await core.settle()
        assert len(core.messenger.texts(LI)) == 1


async def test_work_of_a_process_that_was_only_thought_dead_does_not_count(
    shared: Settings, reader: DocumentReader
) -> None:
    async with core_of(shared, reader) as core:
        services = core.program.services
        row = await services.write(lambda work: inbox.receive(work, update(LI, "倒计时")))
        assert row is not None
        claimed = await services.write(lambda work: inbox.claim(work, row))
        assert claimed is not None
        await services.write(lambda work: processes.take_over(work, "sandbox"))
        with pytest.raises(inbox.ClaimLost):
            await services.write(lambda work: inbox.finish(work, claimed))


async def test_messages_are_left_to_the_process_that_holds_the_connection(
    shared: Settings, reader: DocumentReader
) -> None:
    async with core_of(shared, reader) as core:
        services = core.program.services
        services.standbys = {"sandbox": lambda: True}
        await services.write(tell_li)
        await core.settle()
        assert core.messenger.texts(LI) == []
        services.standbys = {}
        await core.settle()
        assert core.messenger.texts(LI) == ["您好"]


async def test_a_message_under_way_when_the_sender_died_is_sent_again_once(
    shared: Settings, reader: DocumentReader
) -> None:
    async with core_of(shared, reader) as core:
        services = core.program.services
        await core.settle()

        def told_and_claimed(work: UnitOfWork) -> int:
            tell_li(work)
            work.session.flush()
            claimed, _ = outbox.claim_due(work.session, work.now, repeated="r", unclear="u")
            return len(claimed)

        claimed = await services.write(told_and_claimed)
        assert claimed == 1  # and then its sender was killed
        await core.settle()
        assert core.messenger.texts(LI) == []
        core.program.conductor.took_over("sandbox")
        await core.messenger.until_sent(1)
        assert core.messenger.texts(LI) == ["您好"]


def test_several_may_serve_from_one_directory_over_postgresql_and_one_over_a_file(
    shared: Settings,
) -> None:
    service = shared.model_copy(update={"platforms": ("wecom",)})
    with only_one(service), only_one(service):
        pass
    over_file = service.model_copy(update={"database_url": ""})
    with only_one(over_file), pytest.raises(Exception, match="请先停止它"), only_one(over_file):
        pass


def tell_li(work: UnitOfWork) -> None:
    person = people.find(work, LI)
    assert person is not None
    department = people.department(work, person.department)
    work.message_person(department, person, Message(text="您好"), key="greeting")
    work.said = False  # the postman learns of it when the test says so


@asynccontextmanager
async def core_of(settings: Settings, reader: DocumentReader) -> AsyncIterator[Core]:
    core = Core(Program(settings, reader=reader))
    await core.program.start()
    try:
        yield core
    finally:
        await core.program.stop()
