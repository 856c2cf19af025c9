"""Signed calls are remembered across restarts for as long as they are fresh, and no longer."""

from sqlmodel import Session, func, select

from bot.actions.calls import StoredCalls
from bot.storage.calls import CallRow
from tests.chat import Chat


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
