"""Signed calls are remembered across restarts for as long as they are fresh, and no longer."""

import asyncio

from sqlmodel import Session, func, select

from bot.actions.calls import StoredCalls
from bot.storage.calls import CallRow
from tests.chat import Chat
from tests.played import whole

pytestmark = whole


async def test_a_restart_forgets_nothing_that_is_fresh(chat: Chat) -> None:
    services = chat.program.services
    await StoredCalls(services).note(b"b", b"2")
    await StoredCalls(services).note(b"a", b"1")
    await StoredCalls(services).note(b"a", b"changed")
    assert await StoredCalls(services).recent() == {b"a": b"1", b"b": b"2"}


async def test_what_is_stale_is_forgotten(chat: Chat) -> None:
    calls = StoredCalls(chat.program.services)
    await calls.note(b"old", b"")
    await chat.clock(advance="PT10M")
    assert await calls.recent() == {b"old": b""}
    await chat.clock(advance="PT10M")
    assert await calls.recent() == {}
    await calls.note(b"new", b"")
    assert await chat.program.services.database.read(_count) == 1


async def test_the_rows_tell_neither_order_nor_time(chat: Chat) -> None:
    calls = StoredCalls(chat.program.services)
    for digest in (b"c", b"a", b"b"):
        await calls.note(digest, b"")
    rows = await chat.program.services.database.read(
        lambda session: list(session.exec(select(CallRow)))
    )
    assert [row.digest for row in rows] == [b"a", b"b", b"c"]
    assert len({row.span for row in rows}) == 1


def _count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(CallRow)).one()


async def test_calls_that_come_together_are_all_noted(chat: Chat) -> None:
    calls = StoredCalls(chat.program.services)
    digests = [bytes([number]) for number in range(200)]
    await asyncio.gather(*(calls.note(digest, b"") for digest in digests))
    assert set(await calls.recent()) == set(digests)


async def test_every_caller_hears_that_nothing_was_stored(chat: Chat) -> None:
    calls = StoredCalls(chat.program.services)
    await chat.program.services.database.write(
        lambda session: session.connection().exec_driver_sql("DROP TABLE signed_call")
    )
    answers = await asyncio.gather(
        *(calls.note(digest, b"") for digest in (b"a", b"b")), return_exceptions=True
    )
    assert [isinstance(answer, Exception) for answer in answers] == [True, True]
