"""What goes wrong while a message is worked on: the person hears a number, the others hear nothing, the log tells no words."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar, cast

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.actions import health, inbox
from bot.actions.services import Services
from bot.dispatch.book import Book
from bot.dispatch.clicks import Clicks
from bot.dispatch.context import Context
from bot.dispatch.inlet import Intake
from bot.dispatch.meaning import Meaning
from bot.dispatch.overhearing import Overhearing
from bot.dispatch.reading import MessageReader
from bot.dispatch.router import Router
from bot.dispatch.worker import Worker
from bot.domain.permissions import EVERYONE
from bot.messages import Message
from bot.storage.database import Database
from bot.storage.inbox import LEASE
from handlers.helping import help_router
from tests.cast import DEAN, LI, MEMBER
from tests.core import Core
from tests.fakes import update

INCIDENT = "这件事没有办成"
T = TypeVar("T")
Handler = Callable[[Context], Message]


def hearing(
    core: Core, handler: Handler, *, reads: bool = False, services: Services | None = None
) -> Intake:
    """The program's own way in, where 状态 is carried out by `handler`."""
    router = Router("flawed")
    router.command("状态", who=EVERYONE, help="", reads=reads)(handler)
    book, within = Book([router, help_router([router])]), services or core.program.services
    meaning = Meaning(book)
    reading = MessageReader(within, meaning)
    return Intake(
        within,
        worker=Worker(within, reading),
        clicks=Clicks(within, book),
        ballots=core.program.intake.ballots,
        letters=core.program.intake.letters,
        overhearing=Overhearing(meaning),
    )


def buggy(context: Context) -> Message:
    context.work.audit(context.department.id, context.actor, "half.done", "x")
    context.work.message_person(
        context.department, context.actor, Message(text="half done"), key="half"
    )
    raise ZeroDivisionError


async def test_a_bug_gives_the_person_a_number_and_takes_back_what_was_half_done(
    core: Core, capsys: pytest.CaptureFixture[str]
) -> None:
    intake = hearing(core, buggy)
    await intake.accept(update(LI, "状态"))
    await intake.settle()
    await core.settle()
    (said,) = core.messenger.texts()
    assert said.startswith(INCIDENT)
    assert "Traceback" not in said
    (row,) = await core.inbox()
    assert (row.state, row.incident in said) == ("failed", True)
    assert row.incident in capsys.readouterr().err
    assert await core.program.intake.resume() == 0


async def test_others_and_the_next_message_of_the_same_person_go_on(core: Core) -> None:
    intake = hearing(core, buggy)
    for account in (LI, DEAN, LI):
        await intake.accept(update(account, "帮助"))
        await intake.accept(update(account, "状态"))
    await intake.settle()
    await core.settle()
    incidents = [text.startswith(INCIDENT) for text in core.messenger.texts(LI)]
    assert incidents == [False, True, False, True]
    assert len(core.messenger.texts(DEAN)) == 2


class Unreadable:
    """A database that can be written and, for a while, not be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, work: Callable[[Session], T]) -> T:
        return await self._database.write(work)

    async def read(self, _work: Callable[[Session], object]) -> object:
        raise OperationalError("SELECT", {}, OSError("gone"))


async def test_a_database_that_is_away_for_a_moment_is_no_incident(core: Core) -> None:
    services = core.program.services
    away = replace(services, database=cast("Database", Unreadable(services.database)))
    intake = hearing(core, buggy, services=away)
    await intake.accept(update(LI, "我是谁"))
    await intake.settle()
    assert [row.state for row in await core.inbox()] == ["working"]
    services.clock.move(services.clock.now() + LEASE * 2)  # type: ignore[attr-defined]  # the sandbox's clock
    await core.program.intake.resume()
    await core.settle()
    (said,) = core.messenger.texts()
    assert "李思样" in said


def wrong_sql(context: Context) -> Message:
    context.work.session.connection().exec_driver_sql("SELECT * FROM nowhere")
    raise AssertionError


@pytest.mark.parametrize("reads", [True, False])
async def test_wrong_sql_is_an_incident_and_not_tried_for_ever(core: Core, *, reads: bool) -> None:
    intake = hearing(core, wrong_sql, reads=reads)
    await intake.accept(update(LI, "状态"))
    await intake.settle()
    await core.settle()
    assert core.messenger.texts()[0].startswith(INCIDENT)


async def test_a_question_that_would_store_something_is_an_incident(core: Core) -> None:
    intake = hearing(core, buggy, reads=True)
    await intake.accept(update(LI, "状态"))
    await intake.settle()
    await core.settle()
    assert [row.state for row in await core.inbox()] == ["failed"]


@pytest.mark.parametrize(
    "text",
    ["状态 \ud800", "\x00状态", "状态" * 5000, "退回 第三支部 " + "'; DROP TABLE person; --"],
)
async def test_hostile_text_gets_one_answer(core: Core, text: str) -> None:
    said = await core.hear(update(MEMBER, text))
    assert len(said) == 1
    assert not said[0].startswith(INCIDENT)


async def test_a_message_that_was_begun_twice_and_never_finished_is_put_aside(
    core: Core, capsys: pytest.CaptureFixture[str]
) -> None:
    services = core.program.services
    row_id = await services.write(lambda work: inbox.receive(work, update(LI, "状态")))
    assert row_id is not None
    for _killed in range(inbox.MOST_STARTS):
        assert await services.write(lambda work: inbox.claim(work, row_id))
        await services.write(inbox.release_all)
    assert await core.program.intake.resume() == 1
    await core.settle()
    (said,) = core.messenger.texts(LI)
    (row,) = await core.inbox()
    assert said.startswith(INCIDENT)
    assert (row.state, row.incident in said) == ("failed", True)
    assert row.incident in capsys.readouterr().err
    assert await services.read(health.incidents) == [row.incident]
    assert await core.program.intake.resume() == 0


async def test_a_message_whose_process_was_killed_once_is_still_answered(core: Core) -> None:
    services = core.program.services
    row_id = await services.write(lambda work: inbox.receive(work, update(LI, "我是谁")))
    assert row_id is not None
    assert await services.write(lambda work: inbox.claim(work, row_id))
    await services.write(inbox.release_all)
    await core.program.intake.resume()
    await core.settle()
    (said,) = core.messenger.texts(LI)
    assert "李思样" in said
